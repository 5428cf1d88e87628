from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.cli.saving import MAX_SLUG, Destination, slug
from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture

DOT = Picture.from_pixels(np.zeros((4, 4, 3), dtype=np.uint8))


def save(destination: Destination, number: int = 1, count: int = 1, seed: int | None = 7) -> Path:
    picture = destination.encoded(DOT)
    return destination.save(picture, slug="a-fox", seed=seed, number=number, count=count)


def test_names_made_of_the_prompt_never_replace_a_file(folder: Path) -> None:
    destination = Destination.parse(None, 1)
    files = [save(destination) for _ in range(3)]
    assert [file.name for file in files] == ["a-fox-7.png", "a-fox-7-2.png", "a-fox-7-3.png"]
    assert save(destination, seed=None).name == "a-fox.png"
    assert all(file.read_bytes() == DOT.data for file in files)


def test_a_name_of_ones_own_replaces(folder: Path) -> None:
    Path("fox.png").write_text("old")
    destination = Destination.parse("fox.png", 1)
    assert Path("fox.png").read_text() == "old"
    assert save(destination) == Path("fox.png")
    assert Picture.open("fox.png").size == DOT.size
    assert os.listdir() == ["fox.png"]  # noqa: PTH208 (no leftovers of any kind)


@pytest.mark.parametrize(
    ("name", "format_"), [("a.PNG", "png"), ("a.jpg", "jpeg"), ("a.jpeg", "jpeg"), ("a.webp", "webp")]
)
def test_the_suffix_is_the_format(folder: Path, name: str, format_: str) -> None:
    assert Picture.open(save(Destination.parse(name, 1))).format == format_


def test_several_pictures_are_numbered(folder: Path) -> None:
    destination = Destination.parse("fox.webp", 3)
    assert [save(destination, number, 3).name for number in (1, 2, 3)] == [
        "fox-1.webp",
        "fox-2.webp",
        "fox-3.webp",
    ]


@pytest.mark.parametrize("name", ["new", "new/", "new.png/"])
def test_anything_else_is_a_folder_and_is_made(folder: Path, name: str) -> None:
    assert save(Destination.parse(name, 1)).parent.resolve() == (folder / name).resolve()


def test_a_folder_may_be_called_like_a_picture(folder: Path) -> None:
    Path("fox.png").mkdir()
    assert save(Destination.parse("fox.png", 1)) == Path("fox.png/a-fox-7.png")


@pytest.mark.parametrize(
    "name",
    ["", "-", "fox.gif", "fox.svg", "no/such/fox.png", "no/such/", "file.txt/", "file.txt/fox.png", "x" * 300,
     "x" * 300 + ".png", "a\0b.png", "/proc/nope/", "/dev/null", "/dev/null/fox.png"],
)  # fmt: skip
def test_hostile_places_are_refused_before_anything_is_made(folder: Path, name: str) -> None:
    Path("file.txt").write_text("kept")
    with pytest.raises(InvalidInput) as caught:
        Destination.parse(name, 1)
    assert caught.value.message
    assert caught.value.hint
    assert [path.name for path in folder.iterdir()] == ["file.txt"]


def test_a_folder_where_the_second_picture_would_go_is_found_early(folder: Path) -> None:
    Path("fox-2.png").mkdir()
    assert Destination.parse("fox.png", 1).stem == "fox"
    with pytest.raises(InvalidInput):
        Destination.parse("fox.png", 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_refused(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        with pytest.raises(InvalidInput):
            Destination.parse(None, 1)
    finally:
        folder.chmod(0o700)


def test_saved_files_have_the_permissions_of_any_new_file(folder: Path) -> None:
    Path("other").write_text("")
    assert stat.S_IMODE(save(Destination.parse(None, 1)).stat().st_mode) == stat.S_IMODE(
        Path("other").stat().st_mode
    )


def test_a_failed_save_leaves_nothing_behind(folder: Path) -> None:
    destination = Destination.parse("out/", 1)
    Path("out").rmdir()
    with pytest.raises(OSError, match="No such file"):
        save(destination)
    assert list(folder.iterdir()) == []


def test_a_picture_without_a_place_is_rescued(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = Destination(folder / "gone").rescue(DOT)
    assert file.parent == tmp_path
    assert file.read_bytes() == DOT.data


def test_many_at_once_get_a_name_each(folder: Path) -> None:
    destination, files = Destination.parse(None, 1), []
    threads = [threading.Thread(target=lambda: files.append(save(destination))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(files)) == 16
    assert all(file.read_bytes() == DOT.data for file in files)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("A red fox, in the snow!", "a-red-fox-in-the-snow"),
        ("눈밭의 붉은 여우", "눈밭의-붉은-여우"),
        ("\u1102\u116e\u11ab", "눈"),
        ("../../etc/passwd", "etc-passwd"),
        ("🦊🦊", "picture"),
        ("a\0b\nc\u202e\u200fd", "a-b-c-d"),
        ("-rf", "rf"),
        ("شجرة", "شجرة"),
    ],
)
def test_slugs(prompt: str, name: str) -> None:
    assert slug(prompt) == name


@given(st.text(max_size=500))
def test_a_slug_is_a_safe_file_name(prompt: str) -> None:
    name = slug(prompt)
    assert 1 <= len(name) <= MAX_SLUG
    assert len(name.encode()) <= 200
    assert all(sign.isalnum() or sign == "-" for sign in name)
    assert not name.startswith("-")
