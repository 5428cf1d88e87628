"""Files and words that mean harm: they are refused, or shown as they are, and the page lives on."""

from __future__ import annotations

import pytest
from tests.hostile_files import REFUSED, WORDS
from tests.web.opening import SECONDS, opened, words

from hwasil.web import shared
from hwasil.web.components.plain import plain

TAKERS = ("vary", "extend")  # several pictures, and one: the two ways in which pages take them


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("page", TAKERS)
def test_files_that_are_no_pictures(page: str, kind: str) -> None:
    name, data, said = REFUSED[kind]
    app = opened(page)
    app.file_uploader[0].set_value((name, data, "image/png")).run()
    assert not app.exception
    assert any(said in error.value for error in app.error), words(app)
    assert "Traceback" not in words(app)


def test_words_that_are_markup_are_shown_as_they_are() -> None:
    app = opened()
    app.text_area(key="create.prompt").set_value(WORDS)
    app.button(key="create.make").click().run()
    ticket = shared.queue().tickets("local")[0]
    assert ticket.job["prompt"] == WORDS
    assert shared.queue().wait(ticket.id, SECONDS)
    app.run()
    assert not app.exception
    said = words(app)
    assert WORDS not in said
    assert "<script" not in said.replace(plain(WORDS), "")


@pytest.mark.parametrize("page", ["create", "vary", "gallery"])
@pytest.mark.parametrize(
    "value", ["../../etc/passwd", "<script>", "0" * 64, "'; DROP TABLE tickets; --", "한" * 500]
)
def test_addresses_that_were_made_up(page: str, value: str) -> None:
    app = opened(page, **dict.fromkeys(("job", "set", "picture", "lang", "ideas"), value))
    assert not app.exception
    assert "This is a bug" not in words(app)
    assert not app.run().exception
