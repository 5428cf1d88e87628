"""The page Search: what is looked for is found, in the gallery and in folders; folders are read beside the page."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from tests.web.opening import opened, words

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import TextToImage
from hwasil.core.palette import Color
from hwasil.core.picture import Picture, Size
from hwasil.core.results import FREE, Made, Result
from hwasil.engine import joint
from hwasil.library.gallery.entry import Entry
from hwasil.library.index import Query
from hwasil.web import asides, found, indexing, searching, shared
from hwasil.web.components import duplicates_area
from hwasil.web.searching import Sight

BROAD = {"red": (200, 30, 30), "green": (30, 160, 60), "blue": (30, 60, 200)}


@pytest.fixture(autouse=True)
def _nothing_read() -> Iterator[None]:
    yield
    indexing.close()
    indexing.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with three pictures of a color each, and one of them twice."""
    place = tmp_path / "사진 <b>"
    place.mkdir()
    for name, color in BROAD.items():
        (place / f"{name}.png").write_bytes(Picture.from_pixels(np.full((96, 128, 3), color, np.uint8)).data)
    shutil.copy(place / "red.png", place / "red again.png")
    return place


def kept(shade: int) -> Entry:
    made = Made(Picture.from_pixels(np.full((64, 64, 3), shade, np.uint8)), 1)
    return shared.gallery().keep(TextToImage("a fog"), Result((made,), "p", "m", FREE, 0.1), backend="local")[0]


def read(app: AppTest, folder: Path) -> AppTest:
    """Read a folder as a visitor does."""
    indexing.wait()
    app.text_input(key="search.path").set_value(str(folder))
    app.button(key="search.index").click().run()
    indexing.wait()
    return app.run()


def sights(app: AppTest) -> list[Sight]:
    return list(app.session_state["search.results"]["sights"])


def test_where_there_is_nothing_the_first_click_leads_on() -> None:
    app = opened("search")
    assert not app.exception
    assert "No pictures to search yet" in words(app)
    assert app.button(key="search.make").label == "Make a picture"


def test_a_folder_is_read_and_its_pictures_are_found(folder: Path) -> None:
    app = read(opened("search"), folder)
    assert not app.exception
    assert "new 3" in words(app).replace("\\", "")
    app.button(key="search.understood").click().run()
    app.text_input(key="search.text").set_value("something red").run()
    assert not app.exception
    fitting = [one for one in sights(app) if one.fits]
    assert 2 <= len(fitting) < 4
    assert f"Found: {len(fitting)}" in words(app)
    assert f"Pictures that fit less well: {4 - len(fitting)}" in [one.label for one in app.expander]
    assert {one.path.name for one in sights(app)[:2]} == {"red.png", "red again.png"}
    assert shared.picture(sights(app)[0].sha256).size == Size(128, 96)


def test_pictures_of_the_gallery_are_found_and_its_bin_is_not() -> None:
    entry, gone = kept(90), kept(200)
    shared.gallery().bin(gone.id)
    opened("search")
    indexing.wait()
    app = opened("search")
    app.text_input(key="search.text").set_value("fog").run()
    assert [one.entry for one in sights(app)] == [entry.id]
    app.session_state["search.opened"] = sights(app)[0].id
    app.run()
    assert not app.exception
    assert app.button(key="search.in_gallery").label == "Open in the gallery"


def test_where_nothing_fits_that_is_said(folder: Path) -> None:
    app = read(opened("search"), folder)
    app.text_input(key="search.text").set_value("a quarrel between two lawyers").run()
    assert not [one for one in sights(app) if one.fits]
    assert "None of your pictures fits well" in words(app)


def test_what_fits_depends_on_what_is_compared() -> None:
    picture = Picture.from_pixels(np.zeros((8, 8, 3), np.uint8))
    words_alone = searching.least_fitting(Query("a fox"), joint.NAME)
    picture_alone = searching.least_fitting(Query(picture=picture), joint.NAME)
    both = searching.least_fitting(Query("a fox", picture), joint.NAME)
    assert 0 < words_alone < both < picture_alone
    assert searching.least_fitting(Query("a fox"), "another 1") == 0
    assert searching.least_fitting(Query(color=Color.parse("#ff0000")), joint.NAME) == 0


def test_more_like_this_and_without_words(folder: Path) -> None:
    app = read(opened("search"), folder)
    app.text_input(key="search.text").set_value("blue").run()
    app.session_state["search.opened"] = sights(app)[0].id
    app.run()
    app.button(key="search.more_like").click().run()
    assert app.text_input(key="search.text").value == ""
    assert app.query_params["picture"] == sights(app)[0].sha256
    assert sights(app)[0].score == pytest.approx(1.0, abs=0.02)


def test_narrowed_to_a_color(folder: Path) -> None:
    app = read(opened("search"), folder)
    app.toggle(key="search.colored").set_value(True).run()
    app.color_picker(key="search.color").set_value("#1e3cc8").run()
    assert [one.path.name for one in sights(app)] == ["blue.png"]


def test_hostile_paths_are_words(folder: Path) -> None:
    app = read(opened("search"), folder)
    assert "\\<b\\>" in words(app)


@pytest.mark.parametrize("path", ["", "/no/such/folder"])
def test_a_folder_that_is_none(path: str) -> None:
    app = opened("search")
    app.text_input(key="search.path").set_value(path)
    app.button(key="search.index").click().run()
    assert "no folder" in app.error[0].value


def test_a_run_is_found_again_and_cancelled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    monkeypatch.setattr(indexing._INDEXING, "_added", lambda folder: go_on.wait(20) and None)
    indexing.start(str(folder))
    app = opened("search")
    assert app.button(key="search.cancel").label == "Cancel"
    assert not indexing.start("/another")
    app.button(key="search.cancel").click().run()
    assert opened("search").button(key="search.cancel").disabled
    go_on.set()
    indexing.wait()
    run = indexing.now()
    assert run
    assert run.over


def test_a_folder_is_taken_out_again(folder: Path) -> None:
    app = read(opened("search"), folder)
    app.button(key="search.forget.0").click().run()
    assert searching.folders() == []
    assert (folder / "red.png").is_file()


def test_duplicates(folder: Path) -> None:
    app = read(opened("search"), folder)
    app.session_state["search.mode"] = "duplicates"
    app.run()
    app.button(key="search.compare").click().run()
    asked = app.session_state[duplicates_area._ASKED]
    running = asides.find(asked["id"], "local")
    assert running
    running.result(30)
    app.run()
    assert not app.exception
    assert "The same file" in words(app)
    assert "red again\\.png" in words(app)


def test_a_file_that_has_changed_is_not_shown(folder: Path) -> None:
    file = folder / "red.png"
    picture = Picture.open(file)
    found.note(picture.sha256, file)
    assert found.picture(picture.sha256).data == picture.data
    file.write_bytes((folder / "blue.png").read_bytes())
    with pytest.raises(InvalidInput):
        found.picture(picture.sha256)
    with pytest.raises(InvalidInput):
        found.picture("0" * 64)


def test_visitors_of_a_shared_studio_add_no_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    many = threading.Event()
    many.set()
    monkeypatch.setattr(shared, "FOR_MANY", many)
    app = opened("search")
    assert "This studio is shared" in words(app)
    assert not app.text_input(key="search.text").disabled
    with pytest.raises(KeyError):
        app.text_input(key="search.path")
