from __future__ import annotations

import json
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Shell
from tests.studio.drawer import Drawer

from hwasil.backends.base import Context
from hwasil.core.errors import AccessDenied, ContentBlocked, HwasilError, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import Aspect, Job, TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Refusal, Result
from hwasil.core.serial import from_json
from hwasil.i18n import LANGUAGES, Language, speaking


def test_a_line_a_picture_and_one_for_the_price(shell: Shell, folder: Path) -> None:
    result = shell("create", "a red fox", "-n", "3", "--seed", "5")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[:3] == [f"a-red-fox-{seed}.png  8x8  seed {seed}" for seed in (5, 6, 7)]
    assert lines[3].startswith("$0.03, ")
    assert lines[3].endswith("drawer 1")
    assert {file.name for file in folder.iterdir()} == {f"a-red-fox-{seed}.png" for seed in (5, 6, 7)}


def test_what_was_changed_is_said(shell: Shell) -> None:
    result = shell("create", "a fox", "--negative", "trees", "--size", "1000x1000")
    assert "Adjusted: size, asked for 1000x1000, used 1024x1024" in result.stdout
    assert "Left out: negative prompt trees" in result.stdout


def test_every_wish_reaches_the_job(shell: Shell) -> None:
    result = shell(
        "create", "a fox", "--aspect", "5:3", "--guidance", "7.5", "--quality", "premium", "--style", "pixel-art",
        "--color", "f00", "--color", "#0000ff", "--seed", "3", "--negative", "x", "--json",
    )  # fmt: skip
    assert from_json(json.loads(result.stdout)["job"]) == TextToImage(
        "a fox", negative="x", aspect=Aspect(5, 3), seed=3, guidance=7.5, quality="premium", style="pixel-art",
        palette=Palette.parse(["ff0000", "0000ff"]),
    )  # fmt: skip


def test_json_tells_everything(shell: Shell, folder: Path) -> None:
    result = shell("create", "눈밭의 여우", "-n", "2", "--seed", "9", "-o", "fox.webp", "--json")
    told = json.loads(result.stdout)
    assert told["target"] == {"backend": "local", "model": "drawer-1"}
    assert (told["engine"], told["model"], told["price_usd"]) == ("drawer 1", "drawer-1", 0.02)
    assert told["job"]["prompt"] == "눈밭의 여우"
    assert [told[name] for name in ("adjusted", "dropped", "refused", "failed")] == [[], [], [], []]
    assert told["seconds"] >= 0
    first = told["pictures"][0]
    saved = Picture.open(first["file"])
    assert first["file"] == str(folder / "fox-1.webp")
    assert (first["sha256"], first["bytes"]) == (saved.sha256, len(saved.data))
    assert (first["format"], first["width"], first["height"], first["seed"]) == ("webp", 8, 8, 9)


def test_dry_run_makes_and_sends_nothing(shell: Shell, folder: Path, drawer: Drawer) -> None:
    result = shell("create", "a fox", "-n", "3", "--seed", "1", "-o", "out/", "--negative", "trees", "--dry-run")
    assert result.exit_code == 0
    assert "1. 2 picture(s), 1024x1024, seed 1, $0.02" in result.stdout
    assert "2. 1 picture(s), 1024x1024, seed 3, $0.01" in result.stdout
    assert "Left out: negative prompt trees" in result.stdout
    assert "$0.03" in result.stdout
    assert (list(folder.iterdir()), drawer.calls) == ([], [])
    told = json.loads(shell("create", "a fox", "--dry-run", "--json").stdout)
    assert from_json(told["job"]) == TextToImage("a fox")
    assert len(told["steps"]) == 1


def test_the_prompt_comes_from_standard_input(shell: Shell, drawer: Drawer) -> None:
    assert shell("create", "-", stdin="\ufeff눈밭의 여우\n".encode()).exit_code == 0
    assert drawer.calls[0].prompt == "눈밭의 여우"


@pytest.mark.parametrize(
    ("stdin", "words"),
    [(b"\xff\xfe", "UTF-8"), (b"", "empty"), (b"a\0b", "control"), (b"x" * 1_000_001, "more than")],
)
def test_bad_standard_input(shell: Shell, stdin: bytes, words: str) -> None:
    result = shell("create", "-", stdin=stdin)
    assert result.exit_code == 2
    assert words in one_line(result.stderr)


HOSTILE = {
    "empty": "",
    "blank": " \n ",
    "10,000 characters": "x" * 10_000,
    "100 kB": "여우 " * 25_000,
    "emoji": "🦊❄️👩‍👩‍👧",
    "NUL": "a fox\0in the snow",
    "escape": "a fox \x1b[31m",
    "no UTF-8": "a fox \udcff",
    "right to left mark only": "\u202e",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("prompt", HOSTILE.values(), ids=HOSTILE)
def test_hostile_prompts_get_one_clear_line(shell: Shell, prompt: str, language: Language) -> None:
    with speaking(language):
        result = shell("create", prompt)
    assert result.exit_code == 2
    assert result.stdout == ""
    line = one_line(result.stderr)
    assert line.isprintable()
    assert len(line) < 300
    assert (max(line) >= "가") == (language == "ko")


@pytest.mark.parametrize("prompt", ["여우 🦊", "שועל בשלג", "a\tfox\nin snow", "-", "fox\u202efox", "e\u0301 fox"])
def test_strange_prompts_that_have_words_are_drawn(shell: Shell, prompt: str) -> None:
    result = shell("create", prompt, stdin=b"fox")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["--size", "7x9"], 2),
        (["--size", "7y9"], 2),
        (["--size", "1x1", "--aspect", "1:1"], 2),
        (["--aspect", "wide"], 2),
        (["-n", "0"], 2),
        (["-n", "101"], 2),
        (["-n", "two"], 2),
        (["-n", "9" * 5000], 2),
        (["--seed", "-1"], 2),
        (["--seed", "1001"], 2),
        (["--guidance", "nan"], 2),
        (["--guidance", "inf"], 2),
        (["--quality", "best"], 2),
        (["--color", "blurple"], 2),
        (["--backend", "cloud"], 2),
        (["--model", "nope"], 2),
        (["--timeout", "0"], 2),
        (["--timeout", "nan"], 2),
        (["-o", "fox.gif"], 2),
        (["-o", "/dev/null/fox.png"], 2),
        (["-o", ""], 2),
        (["--negative", "a\udcff"], 2),
        (["--style", "a\0"], 2),
        (["--frobnicate"], 2),
        (["--size"], 2),
        (["snow"], 2),
        (["--strict", "--negative", "trees"], 3),
        (["--backend", "bedrock"], 4),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_wishes_get_one_clear_line_and_cost_nothing(
    shell: Shell, drawer: Drawer, args: list[str], code: int, language: Language
) -> None:
    with speaking(language):
        result = shell("create", "a fox", *args)
    assert result.exit_code == code
    assert result.stdout == ""
    assert (max(one_line(result.stderr)) >= "가") == (language == "ko")
    assert drawer.calls == []


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (InvalidInput("prompt_empty"), 2),
        (NotSupported("cancelled"), 3),
        (Unavailable("cancelled"), 3),
        (AccessDenied("cancelled"), 4),
        (ContentBlocked("cancelled", stage="prompt", billed="no"), 5),
        (HwasilError("deadline"), 1),
    ],
)
def test_exit_codes(shell: Shell, drawer: Drawer, problem: HwasilError, code: int) -> None:
    drawer.trouble[1] = problem
    result = shell("create", "a fox", "--json")
    assert result.exit_code == code
    one_line(result.stderr)
    assert json.loads(result.stdout)["error"] == {
        "kind": type(problem).__name__,
        "message": problem.message,
        "hint": problem.hint,
        "billed": problem.billed,
        "retryable": problem.retryable,
    }


def test_usage_errors_are_json_too(shell: Shell) -> None:
    result = shell("create", "--json", "--sized", "1")
    assert json.loads(result.stdout)["error"]["kind"] == "Usage"
    assert "--size" in one_line(result.stderr)


def test_part_of_the_pictures_is_saved_and_the_failure_told(shell: Shell, drawer: Drawer, folder: Path) -> None:
    drawer.trouble[2] = Unavailable("deadline")
    result = shell("create", "a fox", "-n", "4")
    assert result.exit_code == 3
    assert len(list(folder.iterdir())) == 2
    assert "2 of 4 pictures were made" in one_line(result.stderr)
    drawer.calls.clear()
    told = json.loads(shell("create", "a fox", "-n", "4", "--json").stdout)
    assert (len(told["pictures"]), told["failed"][0]["kind"]) == (2, "Unavailable")


def test_a_refused_picture_is_told(shell: Shell, drawer: Drawer) -> None:
    drawer.trouble[1] = Refusal("output", "too violent")
    result = shell("create", "a fox", "-n", "2")
    assert result.exit_code == 5
    assert "too violent" in one_line(result.stderr)
    assert len(result.stdout.splitlines()) == 2


def test_a_picture_that_cannot_be_saved_is_rescued(
    shell: Shell, drawer: Drawer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    draw = drawer.run

    def draw_while_the_folder_goes(job: Job, model: str, context: Context) -> Result:
        (folder / "out").rmdir()
        return draw(job, model, context)

    monkeypatch.setattr(drawer, "run", draw_while_the_folder_goes)
    result = shell("create", "a fox", "-o", "out/")
    assert result.exit_code == 1
    rescued = next(tmp_path.glob("hwasil-*.png"))
    assert str(rescued) in one_line(result.stderr)
    assert Picture.open(rescued).size == Size(8, 8)


def test_what_was_not_drawn_is_said(shell: Shell, drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    draw = drawer.run

    def draw_some(job: Job, model: str, context: Context) -> Result:
        result = draw(job, model, context)
        details: dict[str, Any] = {"not_drawn": ["melancholy", "왈츠"]}
        return replace(result, made=tuple(replace(one, details=details) for one in result.made))

    monkeypatch.setattr(drawer, "run", draw_some)
    assert "Not drawn: melancholy, 왈츠\n" in shell("create", "a fox", "-n", "2").stdout


def test_a_bug_is_one_line_and_no_traceback(shell: Shell, drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(job: Job, model: str, context: Context) -> Result:
        raise ZeroDivisionError

    monkeypatch.setattr(drawer, "run", broken)
    result = shell("create", "a fox", "--json")
    assert result.exit_code == 70
    assert "ZeroDivisionError" in one_line(result.stderr)
    assert json.loads(result.stdout)["error"]["kind"] == "Bug"
    monkeypatch.setenv("HWASIL_DEBUG", "1")
    assert isinstance(shell("create", "a fox").exception, ZeroDivisionError)


def test_ctrl_c_keeps_what_was_made(
    shell: Shell, drawer: Drawer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, before = drawer.run, signal.getsignal(signal.SIGINT)

    def draw_until_stopped(job: Job, model: str, context: Context) -> Result:
        if len(drawer.calls) == 1:
            signal.raise_signal(signal.SIGINT)
            threading.Event().wait(5)
        return draw(job, model, context)

    monkeypatch.setattr(drawer, "run", draw_until_stopped)
    result = shell("create", "a fox", "-n", "4")
    assert result.exit_code == 130
    assert "Stopped." in one_line(result.stderr)
    assert len(list(folder.iterdir())) == 2
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_before_anything_was_made(shell: Shell, drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(job: Job, model: str, context: Context) -> Result:
        signal.raise_signal(signal.SIGINT)
        raise AssertionError

    monkeypatch.setattr(drawer, "run", stop)
    result = shell("create", "a fox")
    assert result.exit_code == 130
    assert "Stopped." in one_line(result.stderr)


def one_line(text: str) -> str:
    """Return the only line there is."""
    lines = text.splitlines()
    assert len(lines) == 1, text
    assert lines[0].startswith("hwasil: ")
    assert "Traceback" not in text
    return lines[0]
