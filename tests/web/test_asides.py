from __future__ import annotations

import threading

import pytest

from hwasil.i18n import language, speaking
from hwasil.web import asides


def test_an_answer_is_found_by_whoever_asked() -> None:
    identity = asides.ask(lambda: 42, "ada")
    future = asides.find(identity, "ada")
    assert future is not None
    assert future.result(5) == 42
    assert asides.find(identity, "eve") is None
    assert asides.find("nothing", "ada") is None
    assert asides.find("nothing", "") is None


def test_a_question_is_worked_on_in_the_askers_language() -> None:
    with speaking("ko"):
        identity = asides.ask(language, "ada")
    future = asides.find(identity, "ada")
    assert future is not None
    assert future.result(5) == "ko"


def test_what_goes_wrong_is_the_answer() -> None:
    def fail() -> None:
        raise ValueError("no words")

    future = asides.find(asides.ask(fail, "ada"), "ada")
    assert future is not None
    with pytest.raises(ValueError, match="no words"):
        future.result(5)


def test_old_answers_are_forgotten() -> None:
    first = asides.ask(threading.Event, "ada")
    for _ in range(200):
        asides.ask(int, "ada")
    assert asides.find(first, "ada") is None
