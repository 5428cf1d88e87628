"""A call is sent again only when it was turned away, after as long a wait as was asked for, and never too late."""

from __future__ import annotations

import threading
import time

import pytest

from hwasil.backends.base import Context
from hwasil.backends.bedrock_patience import ATTEMPTS, LONGEST_WAIT, with_patience
from hwasil.core.errors import Billed, HwasilError, Throttled, Unavailable


class Skipped(threading.Event):
    """A cancellation that never comes, and that nobody waits for."""

    def wait(self, timeout: float | None = None) -> bool:
        return False


def throttled(retry_after: float | None = None) -> Throttled:
    return Throttled("wire_throttled", model="m", reason="busy", retry_after=retry_after)


def down(key: str = "wire_service_failed", billed: Billed = "no", retry_after: float | None = None) -> Unavailable:
    return Unavailable(key, model="m", reason="down", billed=billed, retry_after=retry_after)


def tried(*ends: HwasilError | None, first_wait: float = 2.0, seconds: float | None = None) -> list[float]:
    """Make a call that ends in one way after another; return the waits. Raises the last error."""
    left = list(ends)
    waits: list[float] = []

    def call() -> None:
        problem = left.pop(0)
        if problem:
            raise problem

    deadline = None if seconds is None else time.monotonic() + seconds
    try:
        with_patience(call, Context(deadline, Skipped()), first_wait=first_wait, before_wait=waits.append)
    finally:
        assert left == []  # every end was come to, and none twice
    return waits


def test_waits_grow_and_differ() -> None:
    waits = tried(throttled(), throttled(), throttled(), None)
    assert all(low <= wait <= 2 * low for low, wait in zip((1.0, 2.0, 4.0), waits, strict=True))
    assert len({tried(throttled(), None)[0] for _ in range(20)}) > 1


def test_a_longer_wait_that_was_asked_for_is_kept_and_a_shorter_one_is_not() -> None:
    assert tried(throttled(30.0), None) == [30.0]
    assert tried(down(retry_after=30.0), None) == [30.0]
    assert tried(throttled(0.0), None)[0] >= 1.0


@pytest.mark.parametrize("asked", [30.0, LONGEST_WAIT + 1])
def test_what_takes_too_long_is_told_at_once(asked: float) -> None:
    with pytest.raises(Throttled) as caught:
        tried(throttled(asked), seconds=10.0 if asked < LONGEST_WAIT else None)
    assert caught.value.retry_after == asked


def test_patience_ends() -> None:
    with pytest.raises(Throttled):
        tried(*[throttled()] * ATTEMPTS)


@pytest.mark.parametrize(
    "problem",
    [
        down(),
        down(billed="unknown", retry_after=1.0),
        down("bedrock_unreachable"),
        Throttled("wire_throttled", model="m", reason="in the middle of an answer", billed="unknown"),
    ],
    ids=["no time named", "may be charged", "unreachable", "began"],
)
def test_what_was_not_turned_away_is_not_sent_again(problem: HwasilError) -> None:
    with pytest.raises(type(problem)):
        tried(problem)
