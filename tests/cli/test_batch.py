from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Shell
from tests.studio.drawer import Drawer

from hwasil.core.errors import Cancelled, ContentBlocked, HwasilError, Unavailable
from hwasil.core.picture import Picture

ROWS = b"prompt,seed,count\na red fox,5,2\na hare,x,\n\xea\xb3\xb0,9,\n"


@pytest.fixture
def prompts(folder: Path) -> Path:
    file = folder.parent / "prompts.csv"
    file.write_bytes(ROWS)
    return file


def test_every_row_is_made_and_what_is_wrong_is_said(shell: Shell, folder: Path, prompts: Path) -> None:
    result = shell("batch", str(prompts), "-o", "out")
    assert result.exit_code == 2
    assert {file.name for file in (folder / "out").iterdir()} == {
        "001-a-red-fox-5.png", "001-a-red-fox-6.png", "003-곰-9.png",
    }  # fmt: skip
    assert "Line 3: “x” in the column seed is not a whole number." in result.stderr
    assert result.stdout.splitlines()[0] == "1 of 3: a red fox"
    assert result.stdout.splitlines()[-1] == "3 picture(s), $0.03; rows not made: 1, not begun: 0"


def test_the_sheet_lies_beside_the_pictures_and_replaces_no_other(shell: Shell, folder: Path) -> None:
    (folder / "p.csv").write_text("prompt\na fox\n", encoding="utf-8")
    assert shell("batch", "p.csv", "-o", "out", "--sheet").exit_code == 0
    again = shell("batch", "p.csv", "-o", "out", "--sheet", "--json")
    sheet = json.loads(again.stdout)["sheet"]
    assert sheet == str(folder / "out" / "contact-sheet-2.png")
    assert Picture.open(folder / "out" / "contact-sheet.png").format == "png"


def test_dry_run_shows_every_row_and_makes_nothing(
    shell: Shell, folder: Path, prompts: Path, drawer: Drawer
) -> None:
    result = shell("batch", str(prompts), "--dry-run")
    assert result.exit_code == 2
    assert [line.split()[0] for line in result.stdout.splitlines()[:4]] == ["LINE", "2", "3", "4"]
    assert "3 picture(s), $0.03. Nothing was sent." in result.stdout
    told = json.loads(shell("batch", str(prompts), "--dry-run", "--json").stdout)
    assert [row["line"] for row in told["rows"]] == [2, 3, 4]
    assert told["rows"][0]["steps"][0]["price_usd"] == 0.02
    assert told["rows"][1]["error"]["kind"] == "InvalidInput"
    assert (told["pictures"], told["price_usd"]) == (3, 0.03)
    assert (drawer.calls, list(folder.iterdir())) == ([], [])


def test_json_tells_every_row(shell: Shell, prompts: Path) -> None:
    told = json.loads(shell("batch", str(prompts), "--json").stdout)
    assert [[Path(one["file"]).name for one in row.get("pictures", [])] for row in told["rows"]] == [
        ["001-a-red-fox-5.png", "001-a-red-fox-6.png"], [], ["003-곰-9.png"],
    ]  # fmt: skip
    assert (told["price_usd"], told["not_begun"], told["sheet"]) == (0.03, 0, None)


@pytest.mark.parametrize(
    ("trouble", "code"),
    [(Unavailable("cancelled"), 3), (ContentBlocked("all_refused", stage="prompt", reason="x"), 5)],
)
def test_a_row_that_fails_keeps_no_other_from_being_made(
    shell: Shell, folder: Path, drawer: Drawer, trouble: HwasilError, code: int
) -> None:
    drawer.trouble[1] = trouble
    result = shell("batch", "-", "-o", "out", stdin=b'{"prompt": "a fox"}\n{"prompt": "a hare", "seed": 3}\n')
    assert result.exit_code == code
    assert [file.name for file in (folder / "out").iterdir()] == ["002-a-hare-3.png"]
    assert "Line 1: " in result.stderr


def test_stopping_keeps_what_was_made(shell: Shell, folder: Path, drawer: Drawer) -> None:
    drawer.trouble[2] = Cancelled("cancelled")
    data = b"prompt,seed\na fox,1\na hare,2\na bear,3\n"
    result = shell("batch", "-", "-o", "out", stdin=data)
    assert result.exit_code == 130
    assert [file.name for file in (folder / "out").iterdir()] == ["001-a-fox-1.png"]
    assert len(drawer.calls) == 2
    assert "not begun: 1" in result.stdout


def test_without_permission_no_other_row_is_tried(shell: Shell) -> None:
    told = json.loads(shell("batch", "-", "--backend", "bedrock", "--json", stdin=ROWS).stdout)
    assert all("error" in row for row in told["rows"])


@pytest.mark.parametrize("output", ["sheet.png", "a/b/c"])
def test_what_is_no_folder_is_refused_before_anything_is_made(shell: Shell, drawer: Drawer, output: str) -> None:
    result = shell("batch", "-", "-o", output, stdin=ROWS)
    assert (result.exit_code, drawer.calls) == (2, [])
    assert result.stderr.startswith("hwasil: ")


def test_a_file_that_is_not_there(shell: Shell) -> None:
    result = shell("batch", "nothing.csv")
    assert result.exit_code == 2
    assert "nothing.csv cannot be read" in result.stderr
