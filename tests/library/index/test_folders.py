from __future__ import annotations

import os
from pathlib import Path

import pytest

from hwasil.core.errors import InvalidInput
from hwasil.library.index.folders import Closed, Found, look_below


def seen(folder: Path) -> list[str]:
    found = [one for one in look_below(str(folder)) if isinstance(one, Found)]
    return sorted(str(Path(one.path).relative_to(folder)) for one in found)


def touched(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x" * 7)


def test_pictures_of_every_kind_and_nothing_else(tmp_path: Path) -> None:
    touched(
        tmp_path, "a.png", "b/c.JPG", "b/d/e.jpeg", "f.webp", "g.avif", "h.txt", "i.svg", "j.png.part", "가/눈.png"
    )
    assert seen(tmp_path) == ["a.png", "b/c.JPG", "b/d/e.jpeg", "f.webp", "g.avif", "가/눈.png"]


def test_what_is_hidden_stays_so(tmp_path: Path) -> None:
    touched(tmp_path, "a.png", ".b.png", ".thumbnails/c.png", "d/.e/f.png")
    assert seen(tmp_path) == ["a.png"]
    assert seen(tmp_path / ".thumbnails") == ["c.png"]


def test_size_and_time(tmp_path: Path) -> None:
    touched(tmp_path, "a.png")
    os.utime(tmp_path / "a.png", ns=(5, 1_234_567_890_123_456_789))
    assert list(look_below(str(tmp_path))) == [Found(str(tmp_path / "a.png"), 7, 1_234_567_890_123_456_789)]


def test_links_are_followed_and_circles_end(tmp_path: Path) -> None:
    touched(tmp_path, "here/a.png", "there/b.png")
    (tmp_path / "here" / "loop").symlink_to(tmp_path / "here", target_is_directory=True)
    (tmp_path / "here" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "here" / "link.png").symlink_to(tmp_path / "there" / "b.png")
    assert [Path(name).name for name in seen(tmp_path / "here")] == ["a.png", "link.png", "b.png"]


def test_links_that_lead_nowhere_are_told(tmp_path: Path) -> None:
    touched(tmp_path, "a.png")
    (tmp_path / "lost.png").symlink_to(tmp_path / "gone.png")
    (tmp_path / "round.png").symlink_to(tmp_path / "round.png")
    closed = sorted(one.path for one in look_below(str(tmp_path)) if isinstance(one, Closed))
    assert closed == [str(tmp_path / "lost.png"), str(tmp_path / "round.png")]
    assert seen(tmp_path) == ["a.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are named pipes")
def test_a_pipe_with_a_picture_name_is_no_picture(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert list(look_below(str(tmp_path))) == []


def test_a_folder_with_a_picture_name(tmp_path: Path) -> None:
    touched(tmp_path, "album.png/a.png")
    assert seen(tmp_path) == ["album.png/a.png"]


@pytest.mark.parametrize("name", ["gone", "file.png", "a\0b"])
def test_no_folder_at_all(tmp_path: Path, name: str) -> None:
    touched(tmp_path, "file.png")
    with pytest.raises(InvalidInput) as caught:
        list(look_below(str(tmp_path / name)))
    assert caught.value.key == "folder_unreadable"


@pytest.mark.skipif(os.name == "nt", reason="names are text on Windows")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    try:
        with open(os.fsencode(tmp_path) + b"/\xff\xfe.png", "wb") as file:  # noqa: PTH123 (no Path is made of bytes)
            file.write(b"x")
    except OSError:
        pytest.skip("this file system takes only text")
    assert len(list(look_below(str(tmp_path)))) == 1
