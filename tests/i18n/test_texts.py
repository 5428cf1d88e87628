"""Texts: the same in both languages, whole, and there for everything that is said."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from tests.tree import Module, first_text, modules

from hwasil.core.errors import HwasilError
from hwasil.core.prompt import has_hangul
from hwasil.i18n import LANGUAGES, Language, language, say, speaking, texts

KEYS = sorted(texts("en"))
_ERRORS = {HwasilError.__name__, *(kind.__name__ for kind in HwasilError.__subclasses__())}

# Texts that are nothing but a name, the same in every language.
_NAMES = {"Python", "AWS SDK", "English", "ID", "Amazon Bedrock", "{name} · Amazon Bedrock"}

# What an error class puts among its facts by itself.
_OWN_FACTS = {"ModelRetired": {"replacement"}}
# What an error class takes for itself, so that no text can have it.
_NOT_FACTS = {"billed", "stage", "retry_after"}


def _places(text: str) -> set[str]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}


def _says_anything(text: str) -> bool:
    return any(sign.isalpha() for part, *_ in string.Formatter().parse(text) for sign in part)


def _raised() -> Iterator[tuple[Module, str, ast.Call]]:
    """Yield every error that is made with its key written out."""
    for module in modules():
        for name, call in module.calls():
            if name in _ERRORS and first_text(call) is not None:
                yield module, name, call


def _said() -> Iterator[tuple[Module, ast.Call]]:
    """Yield every ``say("…")`` with its key written out."""
    for module in modules():
        for name, call in module.calls():
            if name == "say" and first_text(call) is not None:
                yield module, call


@cache
def _written() -> frozenset[re.Pattern[str]]:
    """Return every text that is written out in the source; of an f-string, its form."""
    forms = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                forms.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values
                ]
                if len("".join(part for part in parts if part != ".+")) >= 5:  # `f"{key}"` would be every text
                    forms.add("".join(parts))
    return frozenset(re.compile(form) for form in forms)


def _given(call: ast.Call) -> set[str] | None:
    """Return the names of a call's keyword arguments; None when some are not written out."""
    names = {keyword.arg for keyword in call.keywords}
    return None if None in names else cast("set[str]", names)


class TestBothLanguages:
    def test_there_are_texts(self) -> None:
        assert set(LANGUAGES) == {"ko", "en"}
        assert len(KEYS) >= 60

    def test_the_same_keys(self) -> None:
        assert set(texts("ko")) == set(texts("en"))

    def test_the_same_places(self) -> None:
        for key in KEYS:
            assert _places(texts("ko")[key]) == _places(texts("en")[key]), key
            assert all(place.isidentifier() for place in _places(texts("en")[key])), key

    @pytest.mark.parametrize("chosen", LANGUAGES)
    def test_no_text_is_empty_or_ragged(self, chosen: Language) -> None:
        for key, text in texts(chosen).items():
            assert text.strip(), key
            assert text == text.strip(), key

    # Examples are commands: the same in both languages, and their prompts may be in either.

    def test_korean_texts_are_korean(self) -> None:
        for key, text in texts("ko").items():
            bare = "".join(part for part, *_ in string.Formatter().parse(text))
            if _says_anything(texts("en")[key]) and text not in _NAMES and not key.endswith(".examples"):
                assert has_hangul(bare), f"{key}: {text}"

    def test_english_texts_are_english(self) -> None:
        # The name of the house, and of a language in itself, may stand in Korean letters.
        for key, text in texts("en").items():
            if not key.endswith(".examples"):
                assert not has_hangul(text.replace("화실", "").replace("한국어", "")), f"{key}: {text}"

    def test_every_error_has_message_and_hint(self) -> None:
        errors = [key.removeprefix("error.") for key in KEYS if key.startswith("error.")]
        names = {key.rpartition(".")[0] for key in errors}
        assert len(names) >= 25
        assert sorted(errors) == sorted(f"{name}.{part}" for name in names for part in ("message", "hint"))


class TestEverythingSaidHasAText:
    def test_every_error(self) -> None:
        found = list(_raised())
        assert len(found) >= 35
        for module, _, call in found:
            for part in ("message", "hint"):
                key = f"error.{first_text(call)}.{part}"
                assert key in texts("en"), f"{module.at(call)} has no text {key}"

    def test_every_error_brings_the_facts_of_its_text(self) -> None:
        checked = 0
        for module, name, call in _raised():
            given = _given(call)
            key = first_text(call)
            if given is None or f"error.{key}.message" not in texts("en"):
                continue
            facts = (given | _OWN_FACTS.get(name, set())) - _NOT_FACTS
            wanted = _places(texts("en")[f"error.{key}.message"]) | _places(texts("en")[f"error.{key}.hint"])
            assert wanted <= facts, f"{module.at(call)} does not say {wanted - facts}"
            checked += 1
        assert checked >= 30

    def test_everything_said(self) -> None:
        found = list(_said())
        assert found
        for module, call in found:
            key = str(first_text(call))
            assert key in texts("en"), f"{module.at(call)} says {key}, which has no text"
            given = _given(call)
            if given is not None:
                missing = _places(texts("en")[key]) - given
                assert not missing, f"{module.at(call)} does not say {missing}"

    def test_no_error_has_a_text_and_is_never_raised(self) -> None:
        names = {key.split(".")[1] for key in KEYS if key.startswith("error.")}
        never = {name for name in names if not any(form.fullmatch(name) for form in _written())}
        assert not never


class TestSay:
    def test_places_are_filled(self) -> None:
        with speaking("en"):
            assert say("prompt.palette", colors="blue") == "in the colors blue"
        with speaking("ko"):
            assert say("prompt.palette", colors="파랑") == "파랑 색으로"

    def test_a_missing_text_is_a_bug(self) -> None:
        with pytest.raises(KeyError):
            say("there.is.no.such.text")

    def test_a_missing_value_is_a_bug(self) -> None:
        with pytest.raises(KeyError):
            say("prompt.palette")


class TestLanguage:
    VARIABLES = ("HWASIL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

    @pytest.fixture(autouse=True)
    def _nothing_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in self.VARIABLES:
            monkeypatch.delenv(variable, raising=False)

    def test_with_nothing_said_english(self) -> None:
        assert language() == "en"

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            ("ko", "ko"),
            ("KO", "ko"),
            ("ko_KR.UTF-8", "ko"),
            ("ko-KR", "ko"),
            ("en_US.UTF-8", "en"),
            ("C.UTF-8", "en"),
            ("POSIX", "en"),
            ("ja_JP", "en"),
        ],
    )
    @pytest.mark.parametrize("variable", VARIABLES)
    def test_each_variable_is_heard(
        self, variable: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(variable, value)
        assert language() == expected

    @pytest.mark.parametrize("stronger", range(3))
    def test_the_stronger_variable_wins(self, stronger: int, monkeypatch: pytest.MonkeyPatch) -> None:
        for place, variable in enumerate(self.VARIABLES):
            if place >= stronger:
                monkeypatch.setenv(variable, "ko_KR" if place == stronger else "en_US")
        assert language() == "ko"

    def test_an_empty_variable_says_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HWASIL_LANG", "")
        monkeypatch.setenv("LANG", "ko_KR.UTF-8")
        assert language() == "ko"

    def test_what_is_spoken_beats_the_environment_until_the_block_ends(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HWASIL_LANG", "en")
        with speaking("ko"):
            assert language() == "ko"
            with speaking("en"):
                assert language() == "en"
            assert language() == "ko"
        assert language() == "en"

    def test_a_block_that_fails_ends_too(self) -> None:
        with pytest.raises(RuntimeError), speaking("ko"):
            raise RuntimeError
        assert language() == "en"


class TestFiles:
    @staticmethod
    def _read(folder: Path) -> dict[str, str]:
        chosen: Any = str(folder)  # an absolute path stands for itself
        return texts(chosen)

    def test_files_are_one_table(self, tmp_path: Path) -> None:
        (tmp_path / "one.toml").write_text('[a.b]\nc = "가"\n', encoding="utf-8")
        (tmp_path / "two.toml").write_text('[a]\nd = "나"\n', encoding="utf-8")
        assert self._read(tmp_path) == {"a.b.c": "가", "a.d": "나"}

    def test_a_text_stands_once(self, tmp_path: Path) -> None:
        (tmp_path / "one.toml").write_text('[a]\nb = "1"\n', encoding="utf-8")
        (tmp_path / "two.toml").write_text('[a]\nb = "1"\n', encoding="utf-8")
        with pytest.raises(ValueError, match=r"a\.b"):
            self._read(tmp_path)

    def test_only_texts(self, tmp_path: Path) -> None:
        (tmp_path / "one.toml").write_text("[a]\nb = 1\n", encoding="utf-8")
        with pytest.raises(TypeError, match=r"a\.b"):
            self._read(tmp_path)

    def test_other_files_are_passed_over(self, tmp_path: Path) -> None:
        (tmp_path / "one.toml").write_text('a = "1"\n', encoding="utf-8")
        (tmp_path / ".DS_Store").write_bytes(b"\x00\x01\xff")
        (tmp_path / "one.toml~").write_text('a = "0"\n', encoding="utf-8")
        assert self._read(tmp_path) == {"a": "1"}
