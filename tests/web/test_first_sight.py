"""The first sight of the gallery, in the document that its page begins as."""

from __future__ import annotations

import re
import threading
import time

import pytest
from starlette.responses import PlainTextResponse
from tests.studio.queue.painter import Painter
from tests.web.asking_asgi import ask
from tests.web.test_gallery import HOSTILE, kept

from hwasil.core.errors import Corrupt
from hwasil.library.gallery.gallery import Gallery
from hwasil.web import shared
from hwasil.web.document import Document
from hwasil.web.first_sight import NOTHING, first_sight

APP = Document(PlainTextResponse("inside"))


def document(path: str) -> str:
    return ask(APP, path).body.decode()


def test_it_shows_what_the_page_will_show_and_leads_to_it(painter: Painter) -> None:
    entries = kept("an older one", "a newer one")
    text = document("/gallery?lang=ko")
    assert [one.id for one in entries] == re.findall(r'href="\?entry=([^&"]+)&amp;lang=ko"', text)
    assert [f"/files/{one.sha256}/small" for one in entries] == re.findall(r'<img src="([^"]+)"', text)
    assert 'aria-label="a newer one"' in text
    # They are asked for before the programs.
    ahead = re.findall(r'as="image" href="([^"]+)"', text[: text.index("modulepreload")])
    assert ahead == [f"/files/{one.sha256}/small" for one in entries]
    assert text.index('id="first-sight"') < text.index('id="root"')


@pytest.mark.parametrize("path", ["/", "/search", "/gallery?entry=x", "/gallery?lang=en&job=1"])
def test_only_where_the_gallery_begins(painter: Painter, path: str) -> None:
    kept("one")
    assert "first-sight" not in document(path)


def test_nothing_where_there_is_nothing(painter: Painter) -> None:
    assert first_sight("en") == NOTHING


def test_what_was_thrown_away_is_not_in_it(painter: Painter) -> None:
    older, newer = reversed(kept("older", "newer"))
    shared.gallery().bin(newer.id)
    assert re.findall(r"entry=([^&]+)&", first_sight("en").body) == [older.id]


def test_a_gallery_that_cannot_be_read_is_the_pages_to_tell(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise Corrupt("gallery_foreign", file="gallery.db")

    monkeypatch.setattr(shared, "gallery", broken)
    assert first_sight("en") == NOTHING
    assert '<div id="root"></div>' in document("/gallery")


def test_a_gallery_that_is_far_away_is_not_waited_for(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    there = shared.gallery()
    released = threading.Event()

    def far() -> Gallery:
        released.wait(30)
        return there

    monkeypatch.setattr(shared, "gallery", far)
    began = time.monotonic()
    assert "first-sight" not in document("/gallery")
    assert time.monotonic() - began < 15
    released.set()


def test_words_stay_words(painter: Painter) -> None:
    kept(HOSTILE + '"><script>alert(1)</script>')
    text = first_sight("en").body
    assert text.count("<script>") == 1  # its own
    assert "&lt;script&gt;alert(1)" in text


def test_its_colors_are_the_pages(painter: Painter) -> None:
    kept("one")
    text = first_sight("en").body
    assert "--background: #fcfcfd" in text
    assert "#first-sight.dark { --background: #131318" in text
