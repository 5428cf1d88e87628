"""The settings file: what it says, who beats it, and what is wrong with it told by its line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs import user_config_path

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.library import settings
from hwasil.library.place import library_folder
from hwasil.library.settings import SETTINGS, adopt, change, in_force, read, settings_file, usual_backend


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a file of its own, an environment that says nothing, and both back afterwards."""
    before = dict(os.environ)
    for setting in SETTINGS.values():
        for name in (setting.variable, *setting.rivals):
            os.environ.pop(name, None)
    monkeypatch.setattr(settings, "_adopted", set())
    os.environ["HWASIL_CONFIG"] = str(tmp_path / "folder" / "settings.toml")
    yield tmp_path / "folder" / "settings.toml"
    os.environ.clear()
    os.environ.update(before)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


class TestWhoIsAsked:
    def test_without_a_file_there_is_nothing(self) -> None:
        adopt()
        assert read() == {}
        assert {one.source for one in in_force()} == {"default"}

    def test_the_file_speaks_where_the_environment_is_silent(self, file: Path, tmp_path: Path) -> None:
        write(file, f"library = '{tmp_path / 'pictures'}'\nprovenance = false\nbackend = 'bedrock'\n")
        adopt()
        assert library_folder() == tmp_path / "pictures"
        assert os.environ["HWASIL_PROVENANCE"] == "off"
        assert usual_backend() == "bedrock"
        assert {one.setting.name: one.source for one in in_force()}["library"] == "file"

    def test_the_environment_beats_the_file(self, file: Path, tmp_path: Path) -> None:
        os.environ["HWASIL_LIBRARY"] = str(tmp_path / "mine")
        write(file, "library = '/elsewhere'\n")
        adopt()
        assert library_folder() == tmp_path / "mine"
        change("library", "/third")
        assert library_folder() == tmp_path / "mine"
        found = {one.setting.name: one for one in in_force()}["library"]
        assert (found.value, found.source) == (str(tmp_path / "mine"), "environment")

    def test_a_variable_of_the_same_meaning_beats_it_too(self, file: Path) -> None:
        os.environ["AWS_DEFAULT_REGION"] = "eu-west-1"
        write(file, "region = 'us-west-2'\n")
        adopt()
        assert "AWS_REGION" not in os.environ
        assert {one.setting.name: one.value for one in in_force()}["region"] == "eu-west-1"

    def test_the_platforms_own_place(self) -> None:
        del os.environ["HWASIL_CONFIG"]
        assert settings_file() == str(user_config_path("hwasil", appauthor=False) / "settings.toml")


class TestChanging:
    def test_other_lines_stay(self, file: Path) -> None:
        write(file, "# mine\nlanguage = 'ko'   # of course\n\nlabel = true\n")
        change("label", "off")
        change("backend", "bedrock")
        text = file.read_text(encoding="utf-8")
        assert text == "# mine\nlanguage = 'ko'   # of course\n\nlabel = false\nbackend = \"bedrock\"\n"
        change("language", None)
        assert read() == {"label": "off", "backend": "bedrock"}
        assert [one.name for one in file.parent.iterdir()] == ["settings.toml"]

    def test_what_holds_at_once_holds_at_once(self) -> None:
        change("label", "on")
        assert os.environ["HWASIL_LABEL"] == "on"
        change("label", None)
        assert "HWASIL_LABEL" not in os.environ
        change("library", "/elsewhere")
        assert "HWASIL_LIBRARY" not in os.environ

    def test_a_value_over_several_lines_is_replaced_whole(self, file: Path) -> None:
        write(file, 'library = """\n/one"""\nlabel = true\n')
        change("library", "/two")
        assert read() == {"label": "on", "library": "/two"}

    @given(st.sampled_from(["llm_url", "llm_model", "profile", "vectors"]), st.text())
    def test_any_text_comes_back_or_is_refused(self, name: str, value: str) -> None:
        try:
            change(name, value)
        except InvalidInput:
            return
        assert read()[name] == value.strip()

    def test_a_place_is_written_whole(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)
        change("library", "pictures")
        assert read()["library"] == str(tmp_path / "pictures")
        change("library", "s3://bucket?table=t")
        assert read()["library"] == "s3://bucket?table=t"

    @pytest.mark.parametrize(
        ("name", "value"),
        [("no", "x"), ("label", "yes"), ("language", "fr"), ("profile", " "), ("profile", "a\nb")],
    )
    def test_what_cannot_be(self, name: str, value: str, file: Path) -> None:
        with pytest.raises(InvalidInput):
            change(name, value)
        assert not file.exists()


class TestBrokenFiles:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("language = ko", 1),
            ("label = true\n\nlanguage = 'ko\n", 3),
            ("label = true\nlabel = false", 2),
            ("label = [", 1),
            ("label = " + "[" * 50_000, 1),
            ("# a\nlibary = '/x'", 2),
            ("label = true\n[aws]\nregion = 'x'", 2),
            ("# language\nlabel = true\nlanguage = 7", 3),
            ("label = true\nlanguage = 'fr'", 2),
            ("\nlibrary = ''", 2),
        ],
    )
    def test_the_line_is_told(self, text: str, line: int, file: Path) -> None:
        write(file, text)
        with pytest.raises(InvalidInput) as told:
            adopt()
        assert f"line {line}:" in told.value.message
        assert str(file) in told.value.message

    def test_bytes_that_are_no_text(self, file: Path) -> None:
        file.parent.mkdir()
        file.write_bytes(b"label = true\nprofile = '\xff'")
        with pytest.raises(InvalidInput, match="line 2"):
            read()

    def test_a_folder_in_its_place(self, file: Path) -> None:
        file.mkdir(parents=True)
        with pytest.raises(Unavailable):
            read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_what_is_no_file_is_left_in_its_place(file: Path) -> None:
    file.parent.mkdir()
    os.mkfifo(file)
    with pytest.raises(Unavailable):
        settings._write("")
    assert file.is_fifo()


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no file without an end")
def test_a_file_without_an_end_is_no_settings_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_CONFIG", "/dev/zero")
    with pytest.raises(InvalidInput):
        read()
