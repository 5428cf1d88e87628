"""The small language model: what is asked of it, how it is stopped, and, where it is here, what it says."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hwasil.core.errors import Cancelled, Unavailable
from hwasil.engine import small_model
from hwasil.engine.small_model import answer, answered, need
from hwasil.engine.weights import find
from hwasil.i18n import LANGUAGES, speaking

ASKED = [{"role": "user", "content": "a red fox by a lake at dawn"}]


def idle() -> None:
    """Nobody wants it to stop."""


class Told:
    """A model that tells what it was given, as the library does, and remembers what was asked."""

    def __init__(self, *chunks: Any) -> None:
        self.chunks = chunks
        self.told = 0
        self.request: dict[str, Any] = {}

    def handle_chat_completions(self, request: dict[str, Any], tell: Callable[[Any], bool], /) -> None:
        self.request = request
        for chunk in self.chunks:
            self.told += 1
            if tell(chunk):
                return


def words(text: str | None) -> dict[str, Any]:
    return {"choices": [{"delta": {"content": text}}]}


class TestAnswered:
    def test_the_words_are_put_together(self) -> None:
        model = Told(words(None), words("a fox "), json.dumps(words("in a wood")), {"choices": [{"delta": {}}]})
        assert answered(model, ASKED, seed=7, most=20, check=idle) == "a fox in a wood"
        assert (model.request["messages"], model.request["max_tokens"], model.request["seed"]) == (ASKED, 20, 7)
        assert model.request["stream"]
        assert not model.request["cache_prompt"]

    @pytest.mark.parametrize("seed", [0, -1, 2**32 - 1, 2**32, 2**64])
    def test_no_seed_is_read_as_one_to_be_drawn(self, seed: int) -> None:
        model = Told(words("x"))
        answered(model, ASKED, seed=seed, most=1, check=idle)
        assert 0 <= model.request["seed"] < 2**32 - 1

    def test_it_is_stopped_between_two_tokens(self) -> None:
        model = Told(*map(words, "abcdef"))
        looks = iter([None, None, None, Cancelled("cancelled")])

        def check() -> None:
            problem = next(looks)
            if problem:
                raise problem

        with pytest.raises(Cancelled):
            answered(model, ASKED, seed=1, most=20, check=check)
        assert model.told == 3

    def test_what_is_not_wanted_any_more_is_not_begun(self) -> None:
        def check() -> None:
            raise Cancelled("cancelled")

        model = Told(words("a"))
        with pytest.raises(Cancelled):
            answered(model, ASKED, seed=1, most=20, check=check)
        assert model.told == 0

    @pytest.mark.parametrize("chunk", [{"code": 500, "message": "out of memory"}, '{"message": "out of memory"}'])
    def test_a_failure_is_quoted(self, chunk: Any) -> None:
        with pytest.raises(Unavailable) as caught:
            answered(Told(words("a"), chunk), ASKED, seed=1, most=20, check=idle)
        for language in LANGUAGES:
            with speaking(language):
                assert "out of memory" in caught.value.message
                assert "HWASIL_WRITER=off" in caught.value.hint


class TestMissing:
    def test_the_extra(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "xllamacpp", None)
        with pytest.raises(Unavailable) as caught:
            need()
        assert "pip install 'hwasil[writer]'" in caught.value.hint

    def test_the_weight(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setitem(sys.modules, "xllamacpp", object())
        monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
        with pytest.raises(Unavailable) as caught:
            need()
        assert "hwasil skills pull writer" in caught.value.hint
        assert "MB" in caught.value.message


def test_one_question_at_a_time_and_waiting_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = threading.Lock()
    monkeypatch.setattr(small_model, "_turn", busy)

    def check() -> None:
        raise Cancelled("cancelled")

    with busy, pytest.raises(Cancelled):
        answer(ASKED, seed=1, most=4, check=check)


def test_the_same_seed_says_the_same() -> None:
    pytest.importorskip("xllamacpp", reason="the extra is not here: pip install 'hwasil[writer]'")
    if not find(small_model.WEIGHT).present():
        pytest.skip("the weight is not here: hwasil skills pull writer")
    first = answer(ASKED, seed=7, most=6, check=idle)
    assert first.strip()
    assert answer(ASKED, seed=7, most=6, check=idle) == first
