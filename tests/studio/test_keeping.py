"""A studio that is opened on a library."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.studio.drawer import new_drawer

from hwasil.core.jobs import TextToImage
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.opening import gallery_folder
from hwasil.studio.studio import Studio


def studio(library: Path, *, keep: bool) -> Studio:
    return Studio({"local": new_drawer}, library=library, keep=keep)


def test_what_is_made_is_kept(tmp_path: Path) -> None:
    opened = studio(tmp_path, keep=True)
    result = opened.create("눈밭의 여우", count=2, seed=5)
    newest, oldest = opened.gallery.page().entries
    assert [one.data for one in result.pictures] == [
        opened.gallery.original(oldest).data,
        opened.gallery.original(newest).data,
    ]
    assert opened.gallery.job(newest) == TextToImage("눈밭의 여우", seed=6)
    assert opened.gallery.place == str(tmp_path / "gallery")
    opened.gallery.close()


def test_only_when_it_is_wanted(tmp_path: Path) -> None:
    opened = studio(tmp_path, keep=False)
    plan = opened.plan(TextToImage("a fox"))
    result = opened.run(plan)
    assert not FolderStore.exists(gallery_folder(tmp_path))
    (entry,) = opened.keep(plan, result)
    assert opened.gallery.page().entries == (entry,)
    assert "a fox" in entry._repr_html_()
    opened.gallery.close()


def test_a_gallery_that_cannot_be_written_to_loses_no_picture(tmp_path: Path) -> None:
    (tmp_path / "gallery").write_text("a file")
    with pytest.warns(UserWarning, match="not in the gallery"):
        result = studio(tmp_path, keep=True).create("a fox")
    assert len(result.pictures) == 1
