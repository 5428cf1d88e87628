"""Errors: one tree, two languages, and the two questions that matter: again? and paid?"""

from __future__ import annotations

import pickle

import pytest

from hwasil.core import errors
from hwasil.core.errors import ContentBlocked, HwasilError, InvalidInput, ModelRetired, Throttled, Unavailable
from hwasil.core.prompt import has_hangul
from hwasil.i18n import speaking

TREE = {
    "InvalidInput",
    "NotSupported",
    "ContentBlocked",
    "ModelRetired",
    "AccessDenied",
    "Throttled",
    "Unavailable",
    "DeadlineExceeded",
    "Cancelled",
    "Corrupt",
}


def _classes() -> set[type[HwasilError]]:
    return set(HwasilError.__subclasses__())


def test_the_tree_is_the_one_in_the_docstring() -> None:
    assert {kind.__name__ for kind in _classes()} == TREE
    drawn = {line.split("──")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "──" in line}
    assert drawn == TREE


def test_only_what_may_pass_by_itself_is_retryable() -> None:
    assert {kind.__name__ for kind in _classes() if kind.retryable} == {"Throttled", "Unavailable"}
    assert not HwasilError.retryable


def test_an_error_speaks_the_readers_language() -> None:
    error = InvalidInput("size_unreadable", text="quite big")
    with speaking("en"):
        assert str(error) == error.message == "“quite big” is not a size."
        assert error.hint == "Write width, x, height, in pixels: 1024x768"
    with speaking("ko"):
        assert str(error) == error.message == "‘quite big’은(는) 크기가 아닙니다."
        assert has_hangul(error.hint)


def test_facts_with_braces_are_not_read_as_places() -> None:
    assert InvalidInput("size_unreadable", text="{limit}").message == "“{limit}” is not a size."


def test_a_key_without_a_text_is_a_bug() -> None:
    with pytest.raises(KeyError):
        _ = InvalidInput("there_is_no_such_key").message


def test_an_error_keeps_its_facts() -> None:
    error = InvalidInput("out_of_range", field="seed", value=-1, low=0, high=9)
    assert error.key == "out_of_range"
    assert error.facts == {"field": "seed", "value": -1, "low": 0, "high": 9}


def test_who_pays() -> None:
    assert InvalidInput("prompt_empty").billed == "no"
    assert ContentBlocked("prompt_empty", stage="output").billed == "unknown"
    assert ContentBlocked("prompt_empty", stage="prompt", billed="no").billed == "no"
    assert Unavailable("prompt_empty", billed="unknown").billed == "unknown"
    assert Throttled("prompt_empty", retry_after=3).billed == "no"


def test_what_only_some_errors_know() -> None:
    assert Throttled("prompt_empty").retry_after is None
    assert Throttled("prompt_empty", retry_after=2.5).retry_after == 2.5
    assert ContentBlocked("prompt_empty", stage="input").stage == "input"
    retired = ModelRetired("prompt_empty", model="old", replacement="new")
    assert (retired.replacement, retired.facts["replacement"]) == ("new", "new")
    gone = ModelRetired("prompt_empty", model="old", replacement=None)
    assert (gone.replacement, gone.facts["replacement"]) == (None, "–")


@pytest.mark.parametrize(
    "error",
    [
        InvalidInput("size_unreadable", text="x"),
        ContentBlocked("prompt_empty", stage="output", billed="yes"),
        ModelRetired("prompt_empty", model="a", replacement="b"),
        Throttled("prompt_empty", retry_after=2.5),
    ],
)
def test_an_error_survives_another_process(error: HwasilError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 (our own bytes)
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert str(again) == str(error)
