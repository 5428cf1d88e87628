"""The page Gallery: what was kept is found, put in order, and told of."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest
from tests.studio.queue.painter import Painter
from tests.web.asking_asgi import ask
from tests.web.opening import opened, words

from hwasil.core.jobs import TextToImage, Upscale
from hwasil.core.picture import Picture, Size
from hwasil.core.results import FREE, Adjustment, Made, Result
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import Filter
from hwasil.web import asides, entry_words, shared
from hwasil.web.components.grid import Pressed, Tile
from hwasil.web.exports import ROUTES
from hwasil.web.views import gallery as view

APP = Starlette(routes=ROUTES)
HOSTILE = "<b>bold</b> [link](http://evil.example) $x^2$ :red[no]"


def colored(shade: int) -> Picture:
    return Picture.from_pixels(np.full((8, 8, 3), shade, np.uint8))


def kept(*prompts: str) -> list[Entry]:
    """Keep a picture for each prompt; return their entries, the newest first."""
    gallery = shared.gallery()
    for shade, prompt in enumerate(prompts):
        result = Result(
            (Made(colored(shade), shade, {"not_drawn": ["hat"]}),), "painter 1", "painter-1", FREE, 0.1
        )
        gallery.keep(TextToImage(prompt, count=1, seed=shade), result, backend="local")
    return list(gallery.all())


def upscaled(parent: Entry) -> Entry:
    """Keep a picture that was made from another one."""
    picture = shared.gallery().original(parent)
    made = Made(picture.resized(Size(16, 16)), None)
    result = Result((made,), "painter 1", "painter-1", FREE, 0.1, adjusted=(Adjustment("size", "9x9", "16x16"),))
    return shared.gallery().keep(Upscale(picture, 2), result, backend="local")[0]


def imported(app: AppTest, data: bytes) -> AppTest:
    """Import a file as a visitor does, and run the page until that is over."""
    app.file_uploader(key="gallery.import.file.0").set_value(("export.zip", data, "application/zip")).run()
    if "gallery.import" in app.session_state:
        running = asides.find(app.session_state["gallery.import"], "local")
        assert running
        running.exception(30)
        app.run()
    return app


def choosing(app: AppTest, entries: list[Entry]) -> AppTest:
    app.session_state["gallery.grid"] = {"revision": 0, "chosen": [one.id for one in entries]}
    return app.run()


class TestEmpty:
    def test_the_first_click_draws_a_picture(self, painter: Painter) -> None:
        app = opened("gallery")
        assert "Nothing here yet" in words(app)
        example = app.button(key="gallery.example.0")
        example.click().run()
        assert not app.exception
        assert painter.begun == [example.label]
        assert [one.prompt for one in shared.gallery().all()] == [example.label]
        assert "Pictures: 1" in words(app)

    def test_nothing_fits(self) -> None:
        kept("a fox")
        app = opened("gallery")
        app.text_input(key="gallery.text").set_value("whale").run()
        assert "Nothing fits" in words(app)
        app.button(key="gallery.none.clear").click().run()
        assert "Nothing fits" not in words(app)


class TestFilters:
    def test_each_wish_gets_into_the_filter(self) -> None:
        fox, _ = kept("a house", "a fox")
        shared.gallery().tag(fox.id, "red")
        shared.gallery().add_to_album(fox.id, "Posters")
        app = opened("gallery")
        for name, value in {"tag": "red", "album": "Posters", "model": "painter-1"}.items():
            app.selectbox(key=f"gallery.{name}").set_value(value)
        app.session_state["gallery.origin"] = "made"
        app.session_state["gallery.shelf"] = "starred"
        app.run()
        wanted = app.session_state["gallery.wanted"].filter
        assert (wanted.tag, wanted.album, wanted.model) == ("red", "Posters", "painter-1")
        assert (wanted.origin, wanted.starred, wanted.binned) == ("made", True, False)
        app.button(key="gallery.clear").click().run()
        assert app.session_state["gallery.wanted"].filter == Filter()

    def test_days_are_the_visitors(self) -> None:
        kept("a fox")
        app = opened("gallery")
        app.date_input(key="gallery.since").set_value(date(2026, 1, 2))
        app.date_input(key="gallery.until").set_value(date(2026, 1, 2)).run()
        wanted = app.session_state["gallery.wanted"].filter
        assert (wanted.until - wanted.since).days == 1
        assert "Nothing fits" in words(app)


class TestPages:
    @pytest.fixture
    def pages(self, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        """Pages of two, and the words of what each run has shown."""
        pages: list[list[str]] = []

        def noted(tiles: Sequence[Tile], *, key: str, ahead: Sequence[str]) -> Pressed:
            pages.append([one.words for one in tiles])
            return Pressed()

        monkeypatch.setattr(view, "A_PAGE", 2)
        monkeypatch.setattr(view, "grid", noted)
        return pages

    def test_turning_forth_and_back(self, pages: list[list[str]]) -> None:
        kept(*"abcde")
        app = opened("gallery")
        for way in ("on", "on", "back", "back"):
            app.button(key=f"gallery.{way}.bottom").click().run()
        assert pages == [["e", "d"], ["c", "b"], ["a"], ["c", "b"], ["e", "d"]]
        assert app.button(key="gallery.back.top").disabled

    def test_a_page_of_which_nothing_is_left(self, pages: list[list[str]]) -> None:
        last = kept(*"abc")[-1]
        app = opened("gallery")
        app.button(key="gallery.on.top").click().run()
        shared.gallery().bin(last.id)
        app.run()
        assert pages[1:] == [["a"], ["c", "b"]]

    def test_another_filter_begins_at_the_front(self, pages: list[list[str]]) -> None:
        kept(*"abc")
        app = opened("gallery")
        app.button(key="gallery.on.top").click().run()
        app.session_state["gallery.order"] = "oldest"
        app.run()
        assert pages[1:] == [["a"], ["a", "b"]]


class TestChosen:
    def test_star_and_bin_and_restore_and_purge(self) -> None:
        entries = kept("a", "b", "c")
        app = choosing(opened("gallery"), entries[:2])
        assert "Chosen: 2" in words(app)
        app.button(key="gallery.star").click().run()
        assert [one.starred for one in shared.gallery().all()] == [True, True, False]
        app.button(key="gallery.bin").click().run()
        assert [one.prompt for one in shared.gallery().all()] == ["a"]
        app.session_state["gallery.shelf"] = "bin"
        app = choosing(app.run(), entries[:1])
        app.button(key="gallery.restore").click().run()
        app = choosing(app, entries[1:2])
        app.button(key="gallery.purge").click().run()
        assert not app.exception
        assert [one.prompt for one in shared.gallery().all()] == ["c", "a"]
        assert not list(shared.gallery().all(Filter(binned=True)))

    @pytest.mark.parametrize(("kind", "field"), [("tag", "tags"), ("album", "albums")])
    def test_names(self, kind: str, field: str) -> None:
        entries = kept("a", "b")
        app = choosing(opened("gallery"), entries)
        app.session_state[f"gallery.{kind}.names"] = ["봄"]
        app.button(key=f"gallery.{kind}.add").click().run()
        assert [getattr(one, field) for one in shared.gallery().all()] == [{"봄"}] * 2
        app.session_state[f"gallery.{kind}.names"] = ["봄"]
        app.button(key=f"gallery.{kind}.take").click().run()
        assert [getattr(one, field) for one in shared.gallery().all()] == [set()] * 2

    def test_a_name_that_is_none_is_said(self) -> None:
        app = choosing(opened("gallery"), kept("a"))
        app.session_state["gallery.tag.names"] = ["x" * 101]
        app.button(key="gallery.tag.add").click().run()
        assert "100" in app.error[0].value

    def test_what_the_browser_says_is_no_id(self) -> None:
        kept("a")
        app = opened("gallery")
        app.session_state["gallery.grid"] = {"revision": 0, "chosen": ["<script>", "../../x"]}
        app.run()
        assert "Chosen" not in words(app)
        assert "script" not in words(app)


class TestEntry:
    def test_the_story(self) -> None:
        child = upscaled(kept("a red fox")[0])
        told = dict(entry_words.story(child))
        assert told["Job"] == "Enlargement"
        assert told["Changed to fit"] == "size: 9x9 → 16x16"
        assert told["Price"] == "free"
        fox = shared.gallery().get(next(one.id for one in shared.gallery().all() if one.prompt))
        assert dict(entry_words.story(fox))["Not drawn"] == "hat"

    @pytest.mark.parametrize(
        ("job", "called"),
        [
            ({"region": {"mask": {"sha256": "0" * 64}}}, "A part removed"),
            ({"region": {"text": "the boat"}}, "Removed: the boat"),
            ({"region": {"text": "the boat"}, "prompt": "a whale"}, "A part redrawn"),
            ({"region": "nonsense"}, "A part removed"),
        ],
    )
    def test_what_was_removed_is_called_so(self, job: dict[str, Any], called: str) -> None:
        entry = replace(kept("a")[0], job={"kind": "Inpaint", **job}, prompt=None)
        assert entry_words.title(entry) == called
        assert dict(entry_words.story(entry))["Job"] == called

    def test_what_it_was_made_from_comes_before_its_details(self) -> None:
        child = upscaled(kept("a red fox")[0])
        app = opened("gallery", entry=child.id)
        drawn = [getattr(one, "proto", None) for one in app.main]
        names = [str(getattr(one, "id", "")) for one in drawn]
        family, story = (next(i for i, one in enumerate(names) if part in one) for part in ("family", "story"))
        assert family < story

    def test_a_deep_link_with_before_and_after(self) -> None:
        child = upscaled(kept("a red fox")[0])
        app = opened("gallery", entry=child.id)
        assert not app.exception
        assert "Enlargement" in words(app)
        app.session_state[f"gallery.view.{child.id}"] = "compare"
        assert not app.run().exception

    def test_hostile_words_are_words(self) -> None:
        entry = kept(HOSTILE)[0]
        app = opened("gallery", entry=entry.id)
        assert "\\[link\\]" in app.subheader[0].value
        assert "[link](" not in words(app)

    def test_an_entry_of_a_newer_version(self) -> None:
        odd = replace(
            kept("a")[0],
            job={"kind": "Sculpt", "negative": 7},
            prompt=None,
            details={"drawn": 3, "adjusted": [{"field": "depth", "asked": "1", "used": "2"}, 5]},
        )
        told = dict(entry_words.story(odd))
        assert told["Job"] == "Sculpt"
        assert told["Changed to fit"] == "depth: 1 → 2"
        assert "Without" not in told

    def test_no_such_entry(self) -> None:
        app = opened("gallery", entry="01ARZ3NDEKTSV4RRFFQ69G5FAV")
        assert "no picture" in app.error[0].value.lower()
        app.button(key="gallery.close").click().run()
        assert "entry" not in app.query_params

    def test_marks(self) -> None:
        entry = kept("a")[0]
        app = opened("gallery", entry=entry.id)
        app.button(key="gallery.entry.star").click().run()
        app.multiselect(key=f"gallery.tags.{entry.id}").set_value(["봄"]).run()
        app.button(key="gallery.entry.bin").click().run()
        now = shared.gallery().get(entry.id)
        assert (now.starred, now.tags, now.binned is not None) == (True, frozenset({"봄"}), True)
        app.button(key="gallery.entry.restore").click().run()
        assert shared.gallery().get(entry.id).binned is None

    def test_again(self, painter: Painter) -> None:
        entry = kept("a red fox")[0]
        app = opened("gallery", entry=entry.id)
        app.button(key="gallery.again").click().run()
        assert shared.queue().wait(str(app.query_params["job"]), 30)
        assert not app.run().exception
        assert painter.begun == ["a red fox"]
        assert len(list(shared.gallery().all())) == 2

    def test_turning_to_the_next(self) -> None:
        entries = kept("a", "b")
        app = opened("gallery", entry=entries[0].id)
        assert app.button(key="gallery.previous").disabled
        app.button(key="gallery.next").click().run()
        assert app.query_params["entry"] == entries[1].id


class TestExport:
    def test_pictures_have_the_names_of_their_prompts(self) -> None:
        entries = kept("a red fox", "../../etc")
        answer = ask(APP, "/exports/pictures.zip?" + "&".join(f"entry={one.id}" for one in entries))
        assert answer.headers["content-type"] == "application/zip"
        with ZipFile(io.BytesIO(answer.body)) as archive:
            assert archive.namelist() == ["001-etc.png", "002-a-red-fox.png"]

    def test_there_and_back(self) -> None:
        entry = kept("a red fox")[0]
        shared.gallery().tag(entry.id, "red")
        data = ask(APP, f"/exports/gallery.zip?entry={entry.id}").body
        shared.gallery().purge(entry.id)
        app = imported(opened("gallery"), data)
        assert not app.error
        assert "Pictures: 1" in words(app)
        assert shared.gallery().get(entry.id).tags == {"red"}

    def test_what_is_no_export_is_said(self) -> None:
        kept("a")
        app = imported(opened("gallery"), b"PK, but nothing more")
        assert not app.exception
        assert "export" in app.error[0].value.lower()

    def test_a_shared_copy_does_not_tell_the_prompt(self) -> None:
        entry = kept("secret words")[0]
        data = ask(APP, f"/exports/shared.zip?entry={entry.id}").body
        assert b"secret" not in data

    @pytest.mark.parametrize("query", ["pictures.zip", "pictures.zip?entry=../x", "other.zip?entry=" + "0" * 26])
    def test_nothing_else(self, query: str) -> None:
        assert ask(APP, f"/exports/{query}").status == 404
