"""Calls are no faster than a model's quota, wherever a minute begins, and slower where that is too much."""

from __future__ import annotations

import math
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.backends.base import Context
from hwasil.backends.bedrock_pace import LEAST, MINUTE, UNKNOWN_QUOTA, Pace
from hwasil.core.errors import Cancelled, DeadlineExceeded, HwasilError, Throttled, Unavailable
from hwasil.i18n import LANGUAGES, speaking
from hwasil.wire.catalogue import find
from hwasil.wire.model import Model

OUTPAINT = find("stability.stable-outpaint-v1:0")  # 2 a minute
CORE = find("stability.stable-image-core-v1:1")  # 90 a minute
CLAUDE = find("anthropic.claude-haiku-5-5")  # nobody says
HERE = "us-west-2"


class Waited(threading.Event):
    """A cancellation that never comes; waiting for it moves the clock on instead of the person."""

    def __init__(self, clock: list[float]) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock[0] += timeout or 0.0
        return False


class Account:
    """A clock that only waits move on, and calls in a pace by that clock."""

    def __init__(self) -> None:
        self.clock = [0.0]
        self.pace = Pace(lambda: self.clock[0])
        self.context = Context(cancelled=Waited(self.clock))
        self.waits: list[float] = []

    def call(self, model: Model, problem: HwasilError | None = None, *, region: str = HERE) -> float:
        """Make a call, which may fail; return when it started."""

        def sent() -> float:
            if problem:
                raise problem
            return self.clock[0]

        return self.pace.paced(model, region, self.context, self.waits.append, sent)

    def throttled(self, model: Model) -> None:
        """Make a call that is turned away."""
        with pytest.raises(Throttled):
            self.call(model, Throttled("wire_throttled", model=model.id, reason=""))

    def limit(self, model: Model) -> float:
        return self.pace.limit(model, HERE)


def take_turn(pace: Pace, context: Context, model: Model = OUTPAINT) -> None:
    """Make a call of nothing."""
    pace.paced(model, HERE, context, lambda _: None, lambda: None)


@given(pauses=st.lists(st.floats(0, 90), min_size=1, max_size=20))
def test_in_no_minute_are_there_more_calls_than_the_quota(pauses: list[float]) -> None:
    account, starts = Account(), []
    for pause in pauses:
        account.clock[0] += pause
        starts.append(account.call(OUTPAINT))
    assert all(later - first >= MINUTE - 1e-6 for first, later in zip(starts, starts[2:], strict=False))


def test_a_full_bucket_waits_for_nobody_and_regions_have_their_own() -> None:
    account = Account()
    for region in (HERE, "us-east-1"):
        for _ in range(2):
            account.call(OUTPAINT, region=region)
    for _ in range(100):
        account.call(CLAUDE)
    assert account.waits == []


def test_a_turn_after_the_deadline_is_not_waited_for() -> None:
    pace, context = Pace(), Context(deadline=time.monotonic() + 5)
    for _ in range(2):
        take_turn(pace, context)
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded) as caught:
        take_turn(pace, context)
    assert time.monotonic() - started < 2
    assert caught.value.billed == "no"
    for language in LANGUAGES:
        with speaking(language):
            assert "2" in caught.value.message


def test_a_wait_is_heard_of_with_its_length_and_ends_with_the_job() -> None:
    pace, context, waits = Pace(), Context(), []

    def stop(seconds: float) -> None:
        waits.append(seconds)
        context.cancelled.set()

    for _ in range(2):
        take_turn(pace, context)
    with pytest.raises(Cancelled):
        pace.paced(OUTPAINT, HERE, context, stop, lambda: None)
    assert waits == [pytest.approx(MINUTE, abs=5)]


def test_a_turn_given_back_is_free_for_the_next() -> None:
    account, hurried = Account(), Context(deadline=time.monotonic())
    for _ in range(2):
        account.call(OUTPAINT)
    for _ in range(5):
        with pytest.raises(DeadlineExceeded):
            take_turn(account.pace, hurried)
    assert account.call(OUTPAINT) == MINUTE


def test_a_throttled_call_halves_the_pace_and_a_good_minute_gives_a_tenth_of_the_quota_back() -> None:
    account = Account()
    account.throttled(CORE)
    assert account.limit(CORE) == 45
    account.clock[0] += MINUTE
    first = [account.call(CORE) for _ in range(45)]
    assert first == [MINUTE] * 45
    assert account.limit(CORE) == pytest.approx(45 + 9, rel=0.1)
    assert account.waits == []
    account.clock[0] += MINUTE
    assert [account.call(CORE) for _ in range(53)] == [2 * MINUTE] * 53


def test_a_lower_pace_holds_in_every_minute() -> None:
    account = Account()
    for _ in range(3):
        account.clock[0] += 1
        account.throttled(CORE)
    assert account.limit(CORE) == 90 / 8
    for _ in range(8 + 1):  # the three that were throttled took their tokens too
        assert account.waits == []
        with pytest.raises(Unavailable):
            account.call(CORE, Unavailable("wire_service_failed", model=CORE.id, reason=""))
    assert account.waits == [MINUTE - 2]


@given(ends=st.lists(st.booleans(), max_size=200))
def test_the_pace_is_never_above_the_quota_nor_so_low_that_nothing_moves(ends: list[bool]) -> None:
    account = Account()
    for good in ends:
        account.clock[0] += 1
        if good:
            account.call(OUTPAINT)
        else:
            account.throttled(OUTPAINT)
        assert LEAST <= account.limit(OUTPAINT) <= 2


def test_calls_throttled_together_lower_the_pace_once() -> None:
    account = Account()

    def sent_first() -> None:
        account.clock[0] += 1
        account.throttled(CORE)  # was sent after this one, and is answered before
        raise Throttled("wire_throttled", model=CORE.id, reason="")

    with pytest.raises(Throttled):
        account.pace.paced(CORE, HERE, account.context, account.waits.append, sent_first)
    assert account.limit(CORE) == 45


def test_what_is_not_throttling_leaves_the_pace_as_it_is() -> None:
    account = Account()
    with pytest.raises(Unavailable):
        account.call(CORE, Unavailable("wire_service_failed", model=CORE.id, reason=""))
    assert account.limit(CORE) == 90


def test_where_no_quota_is_known_there_is_no_limit_until_a_call_is_throttled() -> None:
    account = Account()
    assert math.isinf(account.limit(CLAUDE))
    account.throttled(CLAUDE)
    assert account.limit(CLAUDE) == UNKNOWN_QUOTA / 2
    busy = Account()
    for _ in range(199):
        busy.call(CLAUDE)
    busy.throttled(CLAUDE)
    assert busy.limit(CLAUDE) == 100
    busy.clock[0] += MINUTE
    for _ in range(2000):
        busy.call(CLAUDE)
    assert busy.limit(CLAUDE) == 200
