"""Calls are no faster than a model's quota, wherever a minute begins."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.backends.base import Context
from hwasil.backends.bedrock_pace import MINUTE, Pace
from hwasil.core.errors import Cancelled, DeadlineExceeded
from hwasil.i18n import LANGUAGES, speaking
from hwasil.wire.catalogue import find

OUTPAINT = find("stability.stable-outpaint-v1:0")  # 2 a minute
CLAUDE = find("anthropic.claude-haiku-5-5")  # nobody says


class Waited(threading.Event):
    """A cancellation that never comes; waiting for it moves the clock on instead of the person."""

    def __init__(self, clock: list[float]) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock[0] += timeout or 0.0
        return False


def ignore() -> None:
    """Hear of a wait and do nothing."""


@given(pauses=st.lists(st.floats(0, 90), min_size=1, max_size=20))
def test_in_no_minute_are_there_more_calls_than_the_quota(pauses: list[float]) -> None:
    clock = [0.0]
    pace, context, starts = Pace(lambda: clock[0]), Context(cancelled=Waited(clock)), []
    for pause in pauses:
        clock[0] += pause
        pace.wait_turn(OUTPAINT, "us-west-2", context, ignore)
        starts.append(clock[0])
    assert all(later - first >= MINUTE - 1e-6 for first, later in zip(starts, starts[2:], strict=False))


def test_a_full_bucket_waits_for_nobody_and_regions_have_their_own() -> None:
    heard: list[str] = []
    pace, context = Pace(), Context(deadline=time.monotonic() + 5)
    for region in ("us-west-2", "us-east-1"):
        for _ in range(2):
            pace.wait_turn(OUTPAINT, region, context, lambda: heard.append("waiting"))
    for _ in range(100):
        pace.wait_turn(CLAUDE, "us-west-2", context, lambda: heard.append("waiting"))
    assert heard == []


def test_a_turn_after_the_deadline_is_not_waited_for() -> None:
    pace, context = Pace(), Context(deadline=time.monotonic() + 5)
    for _ in range(2):
        pace.wait_turn(OUTPAINT, "us-west-2", context, ignore)
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded) as caught:
        pace.wait_turn(OUTPAINT, "us-west-2", context, ignore)
    assert time.monotonic() - started < 2
    assert caught.value.billed == "no"
    for language in LANGUAGES:
        with speaking(language):
            assert "2" in caught.value.message


def test_a_wait_is_heard_of_and_ends_with_the_job() -> None:
    pace, context = Pace(), Context()
    for _ in range(2):
        pace.wait_turn(OUTPAINT, "us-west-2", context, ignore)
    with pytest.raises(Cancelled):
        pace.wait_turn(OUTPAINT, "us-west-2", context, context.cancelled.set)


def test_a_turn_given_back_is_free_for_the_next() -> None:
    clock = [0.0]
    pace, hurried = Pace(lambda: clock[0]), Context(deadline=time.monotonic())
    patient = Context(cancelled=Waited(clock))
    for _ in range(2):
        pace.wait_turn(OUTPAINT, "us-west-2", patient, ignore)
    for _ in range(5):
        with pytest.raises(DeadlineExceeded):
            pace.wait_turn(OUTPAINT, "us-west-2", hurried, ignore)
    pace.wait_turn(OUTPAINT, "us-west-2", patient, ignore)
    assert clock[0] == MINUTE
