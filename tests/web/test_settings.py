"""The page Settings, and how a visit is spoken to."""

from __future__ import annotations

import pytest
from tests.web.opening import opened, words

from hwasil.core.errors import Unavailable
from hwasil.engine.weights import catalogue
from hwasil.web import pages, pulling
from hwasil.web.components.plain import plain


def test_it_tells_what_there_is() -> None:
    app = opened("settings")
    assert not app.exception
    said = words(app)
    assert "This computer" in said
    assert "Amazon Bedrock" in said


def test_in_korean() -> None:
    assert "이 컴퓨터" in words(opened("settings", lang="ko"))


def test_a_pull_tells_how_it_goes_and_what_went_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    weight = catalogue()[0]

    def failing(weights: object, **options: object) -> None:
        raise Unavailable("registry_silent", package="x", reason="down")

    monkeypatch.setattr(pulling, "pull", failing)
    pulling.start([weight])
    pulling.wait()
    now = pulling.progress()
    assert now
    assert now.problem
    pulling.forget()
    assert pulling.progress() is None


@pytest.mark.parametrize(
    "text", ["**bold**", "[a](http://b)", "$x$", ":red[x]", "<b>", "`c`", "# h", "![](x)", "1. a"]
)
def test_words_of_people_are_never_markup(text: str) -> None:
    shown = plain(text)
    for sign in set(text) & set("*[]$:<>`#!."):
        assert f"\\{sign}" in shown
    assert shown.replace("\\", "") == text


def test_the_table_of_pages() -> None:
    names = [page.name for page in pages.PAGES]
    assert names[0] == "create"
    assert len(set(names)) == len(names)
