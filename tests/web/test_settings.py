"""The page Settings, and how a visit is spoken to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from threading import Event

import pytest
from tests.web.opening import opened, words

from hwasil.core.errors import Unavailable
from hwasil.engine.weights import catalogue
from hwasil.library import settings
from hwasil.library.place import library_folder
from hwasil.library.provenance import usual_label
from hwasil.studio.studio import Studio
from hwasil.web import pages, pulling, shared
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


class TestSettingsFile:
    @pytest.fixture(autouse=True)
    def file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Give each test a settings file of its own, and an environment that says nothing of what is tested."""
        monkeypatch.setenv("HWASIL_CONFIG", str(tmp_path / "settings.toml"))
        monkeypatch.setattr("hwasil.library.settings._adopted", set())
        for name in ("HWASIL_LABEL", "HWASIL_BACKEND"):
            monkeypatch.setenv(name, "off")  # so that what is set here is taken back
            monkeypatch.delenv(name)

    def test_what_is_chosen_is_written_and_holds(self) -> None:
        app = opened("settings")
        app.toggle(key="settings.label").set_value(True).run()
        assert not app.exception
        assert settings.read() == {"label": "on"}
        assert usual_label()
        assert opened("settings").toggle(key="settings.label").value is True

    def test_the_usual_backend_is_the_first_choice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(shared, "_studio", cache(lambda: Studio(provenance=False)))
        assert str(opened().selectbox(key="create.target").value).startswith("local/")
        settings.change("backend", "bedrock")
        assert str(opened().selectbox(key="create.target").value).startswith("bedrock/")

    def test_what_the_environment_says_cannot_be_changed(self) -> None:
        library = opened("settings").text_input(key="settings.library")
        assert (library.value, library.disabled) == (str(library_folder()), True)

    def test_a_value_that_cannot_be_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("HWASIL_LIBRARY")
        app = opened("settings")
        app.text_input(key="settings.library").set_value("a\x00b").run()
        assert "no value" in app.error[0].value

    def test_a_broken_file_is_told_by_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "settings.toml").write_text("label = perhaps", encoding="utf-8")
        app = opened("settings")
        assert not app.exception
        assert "line 1" in app.error[0].value

    def test_visitors_of_a_shared_studio_change_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        many = Event()
        many.set()
        monkeypatch.setattr(shared, "FOR_MANY", many)
        app = opened("settings")
        assert app.toggle(key="settings.label").disabled
        assert "shared" in words(app)
