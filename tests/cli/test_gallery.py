"""``hwasil gallery``, and what the other commands keep in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Shell
from tests.library.index.colorful import Colorful

from hwasil.core.picture import Picture
from hwasil.i18n import LANGUAGES, Language, speaking
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.opening import gallery_folder


def told(shell: Shell, *args: str) -> Any:
    result = shell("gallery", *args, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def ids(shell: Shell, *args: str) -> list[str]:
    return [one["id"] for one in told(shell, "list", *args)["pictures"]]


@pytest.fixture
def kept(shell: Shell) -> list[str]:
    """Make three pictures; return their ids, the newest first."""
    assert shell("create", "눈밭의 여우", "-n", "2", "--seed", "5").exit_code == 0
    assert shell("create", "a red cat", "--seed", "9").exit_code == 0
    return ids(shell)


class TestKeeping:
    def test_what_is_saved_is_kept(self, shell: Shell, folder: Path) -> None:
        made = json.loads(shell("create", "눈밭의 여우", "-o", "fox.jpg", "--seed", "5", "--json").stdout)
        (picture,) = made["pictures"]
        (row,) = told(shell, "list")["pictures"]
        assert (row["id"], row["sha256"]) == (picture["gallery"], picture["sha256"])
        assert Path(told(shell, "show", row["id"])["file"]).read_bytes() == (folder / "fox.jpg").read_bytes()
        assert (row["prompt"], row["seed"], row["model"], row["price_usd"]) == (
            "눈밭의 여우",
            5,
            "drawer-1",
            "0.01",
        )
        assert (row["origin"], row["backend"], row["format"]) == ("made", "local", "jpeg")

    def test_not_when_it_is_not_wanted(self, shell: Shell) -> None:
        made = json.loads(shell("create", "a fox", "--no-gallery", "--json").stdout)
        assert made["pictures"][0]["gallery"] is None
        shell("create", "a fox", "--dry-run")
        assert not FolderStore.exists(gallery_folder())

    def test_a_gallery_that_cannot_be_written_to_is_no_failure(
        self, shell: Shell, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "library").mkdir()
        (folder / "library" / "gallery").write_text("a file")
        monkeypatch.setenv("HWASIL_LIBRARY", str(folder / "library"))
        monkeypatch.setenv("HWASIL_PROVENANCE", "off")
        result = shell("create", "a fox", "--seed", "1")
        assert result.exit_code == 0
        assert Picture.open(folder / "a-fox-1.png").width == 8
        assert result.stderr.startswith("hwasil: The pictures are not in the gallery: ")
        assert len(result.stderr.splitlines()) == 1


class TestLooking:
    def test_a_line_a_picture(self, shell: Shell, kept: list[str]) -> None:
        lines = shell("gallery", "list").stdout.splitlines()
        assert [line.split()[0] for line in lines] == ["ID", *kept]
        assert lines[1].endswith("8x8   drawer-1  a red cat")

    def test_pages(self, shell: Shell, kept: list[str]) -> None:
        first = told(shell, "list", "-k", "2")
        assert first["after"] == kept[1]
        assert ids(shell, "-k", "2", "--after", first["after"].lower()) == kept[2:]
        assert shell("gallery", "list", "-k", "2").stdout.endswith(f"There are more: --after {kept[1]}\n")
        assert ids(shell, "--oldest-first") == kept[::-1]

    @pytest.mark.parametrize(
        ("args", "places"),
        [
            (["--text", "여우"], [1, 2]),
            (["--text", "RED ca"], [0]),
            (["--text", "dog"], []),
            (["--model", "drawer-1"], [0, 1, 2]),
            (["--origin", "given"], []),
            (["--since", "2020-01-01"], [0, 1, 2]),
            (["--until", "2020-01-01"], []),
            (["--starred"], []),
        ],
    )
    def test_filters(self, shell: Shell, kept: list[str], args: list[str], places: list[int]) -> None:
        assert ids(shell, *args) == [kept[place] for place in places]

    def test_everything_of_one(self, shell: Shell, kept: list[str]) -> None:
        shown = shell("gallery", "show", kept[0].lower())
        assert shown.exit_code == 0
        for words in ("a red cat", "8x8 png", "local · drawer-1 · drawer 1", "$0.01"):
            assert words in shown.stdout
        assert told(shell, "show", kept[0])["family"] == {"made_from": [], "made_into": []}

    def test_files(self, shell: Shell, kept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[str] = []

        def launch(file: str) -> int:
            opened.append(file)
            return 0

        monkeypatch.setattr("click.launch", launch)
        monkeypatch.setenv("DISPLAY", ":0")
        paths = shell("gallery", "open", *kept[:2]).stdout.splitlines()
        assert opened == paths
        assert [Picture.open(path).format for path in paths] == ["png", "png"]
        assert shell("gallery", "open", kept[0], "--print").stdout.splitlines() == paths[:1]
        assert len(opened) == 2

    def test_stats(self, shell: Shell, kept: list[str]) -> None:
        shell("gallery", "tag", "fox", kept[1])
        counted = told(shell, "stats")
        assert (counted["entries"], counted["models"], counted["tags"]) == (3, {"drawer-1": 3}, {"fox": 1})
        assert shell("gallery", "stats").stdout.startswith("3 picture(s), 0 in the bin, ")

    def test_an_empty_gallery(self, shell: Shell) -> None:
        assert "There are no such pictures." in shell("gallery", "list").stdout
        assert told(shell, "stats")["entries"] == 0

    @pytest.mark.parametrize(
        "args",
        [
            ["show", "ZZZ"],
            ["show"],
            ["tag", "fox"],
            ["tag", "", "01"],
            ["rm"],
            ["rm", "--empty-bin", "01"],
            ["rm", "--empty-bin", "--forever"],
            ["list", "-k", "0"],
            ["list", "--since", "soon"],
            ["list", "--made-from", "ZZZ"],
            ["import", "none.zip"],
            ["export", "x.zip", "01", "--starred"],
            ["paint"],
        ],
    )
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_mistakes_are_told_in_a_line(self, shell: Shell, args: list[str], language: Language) -> None:
        with speaking(language):
            result = shell("gallery", *args)
        assert result.exit_code == 2
        (line,) = result.stderr.splitlines()
        assert line.isprintable()
        assert (max(line) >= "가") == (language == "ko")


class TestMarking:
    def test_each(self, shell: Shell, kept: list[str]) -> None:
        assert told(shell, "tag", "겨울", kept[0], kept[1])["pictures"][1]["tags"] == ["겨울"]
        assert ids(shell, "--tag", "겨울") == kept[:2]
        shell("gallery", "tag", "겨울", kept[0], "--remove")
        shell("gallery", "album", "best", kept[2])
        shell("gallery", "star", kept[2])
        assert ids(shell, "--tag", "겨울") == [kept[1]]
        assert ids(shell, "--album", "best", "--starred") == [kept[2]]
        assert shell("gallery", "star", kept[2], "--remove").stdout == f"{kept[2]}  눈밭의 여우  best\n"
        assert ids(shell, "--starred") == []

    def test_nothing_is_done_when_one_is_not_there(self, shell: Shell, kept: list[str]) -> None:
        assert shell("gallery", "star", kept[0], "ZZZ").exit_code == 2
        assert ids(shell, "--starred") == []

    def test_the_bin(self, shell: Shell, kept: list[str]) -> None:
        assert "(in the bin)" in shell("gallery", "rm", kept[0], kept[1]).stdout
        assert (ids(shell), ids(shell, "--bin")) == (kept[2:], kept[:2])
        shell("gallery", "restore", kept[1])
        assert shell("gallery", "rm", "--empty-bin").stdout == "Removed for good: 1\n"
        assert told(shell, "rm", "--forever", kept[2]) == {"removed": 1}
        assert (ids(shell), ids(shell, "--bin")) == ([kept[1]], [])


class TestMoving:
    def test_there_and_back(self, shell: Shell, kept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        shell("gallery", "star", kept[1])
        assert shell("gallery", "export", "all.zip").stdout == "3 picture(s) in all.zip\n"
        assert told(shell, "export", "some.zip", "--starred")["written"] == 1
        assert told(shell, "export", "one.zip", kept[0], "--share")["written"] == 1
        monkeypatch.setenv("HWASIL_LIBRARY", "elsewhere")
        assert told(shell, "import", "some.zip")["added"] == [kept[1]]
        assert shell("gallery", "import", "all.zip").stdout == "2 new, 1 were there\n"
        assert ids(shell) == kept

    def test_a_share_copy_is_silent(self, shell: Shell, kept: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        shell("gallery", "export", "one.zip", kept[0], "--share")
        monkeypatch.setenv("HWASIL_LIBRARY", "elsewhere")
        shell("gallery", "import", "one.zip")
        shown = told(shell, "show", kept[0])
        assert (shown["prompt"], shown["job"], shown["model"]) == (None, None, "drawer-1")
        assert b"a red cat" not in Path(shown["file"]).read_bytes()


class TestDoctor:
    def test_what_is_wrong_is_told_and_mended(self, shell: Shell, kept: list[str]) -> None:
        store = FolderStore(gallery_folder())
        entry = store.get(kept[0])
        assert entry is not None
        store._files.delete("thumbnails", entry.sha256)
        assert self.gallery(shell) == [
            ("ok", f"3 picture(s), in {gallery_folder()}"),
            (
                "missing",
                f"pictures without a thumbnail: 1 ({entry.sha256}) To mend: hwasil doctor --repair",
            ),
        ]
        assert self.gallery(shell, "--repair")[1] == ("ok", "mended: pictures without a thumbnail: 1")
        assert len(self.gallery(shell)) == 1
        store._files.delete("originals", entry.sha256)
        assert "hwasil gallery rm" in self.gallery(shell, "--repair")[1][1]
        store.close()

    def test_a_lost_database_is_made_again(self, shell: Shell, kept: list[str]) -> None:
        for file in gallery_folder().glob("gallery.sqlite*"):
            file.unlink()
        for file in gallery_folder().rglob("*.png"):
            os.utime(file, (0, 0))
        assert self.gallery(shell, "--repair")[1] == ("ok", "mended: saved pictures without an entry: 3")
        assert len(ids(shell)) == 3

    def test_none_is_made(self, shell: Shell) -> None:
        assert self.gallery(shell) == [("ok", f"nothing kept yet; it will lie in {gallery_folder()}")]
        assert not gallery_folder().exists()

    @staticmethod
    def gallery(shell: Shell, *args: str) -> list[tuple[str, str]]:
        checks = json.loads(shell("doctor", "--json", *args).stdout)["checks"]
        return [(one["state"], one["text"]) for one in checks if one["name"] == "gallery"]


class TestSearch:
    @pytest.fixture(autouse=True)
    def embedder(self, monkeypatch: pytest.MonkeyPatch) -> Colorful:
        colorful = Colorful("hwasil-joint 2")
        monkeypatch.setattr("hwasil.studio.embedding.JointEmbedder", lambda: colorful)
        return colorful

    def test_what_was_made_is_found(self, shell: Shell, kept: list[str], embedder: Colorful) -> None:
        result = shell("search", "red", "--json")
        assert {hit["gallery"] for hit in json.loads(result.stdout)["hits"]} == set(kept)
        assert embedder.seen == 3
        shell("gallery", "rm", kept[0])
        result = shell("search", "red")
        assert [line.split()[-1] in kept[1:] for line in result.stdout.splitlines()] == [True, True]
        assert embedder.seen == 3

    def test_indexing_without_a_folder_takes_the_gallery(self, shell: Shell, kept: list[str]) -> None:
        result = shell("index")
        assert result.stdout.startswith(f"{gallery_folder() / 'originals'}: 3 new, ")

    def test_a_gallery_that_cannot_be_opened_is_no_failure(self, shell: Shell, kept: list[str]) -> None:
        shell("index")
        for file in gallery_folder().glob("gallery.sqlite*"):
            file.unlink()
        (gallery_folder() / "gallery.sqlite").write_bytes(b"something else" * 99)
        result = shell("search", "red")
        assert (result.exit_code, len(result.stdout.splitlines())) == (0, 3)
        assert "gallery" in result.stderr
