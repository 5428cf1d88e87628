from __future__ import annotations

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from hwasil.web.unbroken import unbroken


def test_a_run_that_is_to_end_ends_afterwards() -> None:
    done: list[str] = []
    endings = [RerunException(RerunData()), RerunException(RerunData(query_string="a"))]

    def first() -> None:
        if endings:
            raise endings.pop()
        done.append("first")

    with pytest.raises(RerunException):
        unbroken(first, lambda: done.append("second"))
    assert done == ["first", "second"]


def test_nothing_ends_where_nothing_was_to() -> None:
    done: list[str] = []
    unbroken(lambda: done.append("first"), lambda: done.append("second"))
    assert done == ["first", "second"]


def test_a_visitor_who_has_left_is_not_waited_for() -> None:
    def gone() -> None:
        raise StopException

    with pytest.raises(StopException):
        unbroken(gone)
