"""The pace of calls: no more a minute than a model in a region takes.

Bedrock counts requests by the minute and says neither how many are left nor when to come back. So each model and
region has a bucket with as many tokens as its quota; a call takes one, and each token comes back a minute after it
was taken. In no minute, wherever it begins, do more calls start than the bucket holds, and a full bucket lets that
many start at once.

The catalogue's quota is an account's usual one, and other programs may draw on it too, so the bucket learns: a call
that was throttled halves it, and a minute of calls that were not gives back a tenth of the quota, up to the whole.
Where nobody knows a quota there is no bucket until a call is throttled. This is additive increase and multiplicative
decrease, which lets callers that know nothing of each other find a fair share of what there is (Chiu and Jain,
"Analysis of the increase and decrease algorithms for congestion avoidance in computer networks", 1989). The AWS SDK's
adaptive retry mode is of the same kind, but with one rate for all the models of a client.
"""

from __future__ import annotations

import math
import threading
import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, DeadlineExceeded, Throttled
from hwasil.wire.model import Model

MINUTE: Final = 60.0  # seconds
DECREASE: Final = 0.5
INCREASE: Final = 0.1  # of the quota, a minute
LEAST: Final = 1.0  # calls a minute
# What a first throttling halves where no quota is known, unless more calls than these have just been made.
UNKNOWN_QUOTA: Final = 60.0

T = TypeVar("T")


@dataclass(slots=True)
class _Bucket:
    """What one model in one region takes: ``limit`` calls a minute, and ``quota`` at best."""

    quota: float
    limit: float
    starts: list[float] = field(default_factory=list)  # of calls, in the last minute or to come
    lowered: float = -math.inf

    def reserve(self, now: float) -> float:
        """Take the next token; return when it can be used."""
        starts = self.starts
        del starts[: bisect_right(starts, now - MINUTE)]
        turn = max(now, starts[-1]) if starts else now
        if len(starts) + 1 > self.limit:
            turn = max(turn, starts[-int(self.limit)] + MINUTE)
        starts.append(turn)
        return turn

    def lower(self, turn: float, now: float) -> None:
        """Note that the call of a turn was throttled; one from before the last time tells nothing new."""
        if turn <= self.lowered:
            return
        if math.isinf(self.quota):
            self.quota = self.limit = max(UNKNOWN_QUOTA, float(bisect_right(self.starts, now)))
        self.limit = max(LEAST, self.limit * DECREASE)
        self.lowered = now

    def rise(self) -> None:
        """Note that a call was not throttled."""
        if self.limit < self.quota:
            self.limit = min(self.quota, self.limit + INCREASE * self.quota / self.limit)


class Pace:
    """The buckets of every model and region. Safe to share between threads; who asks first goes first.

    ``clock`` gives the time in seconds, `time.monotonic` when left out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._lock = threading.Lock()

    def limit(self, model: Model, region: str) -> float:
        """Return how many calls a minute may start now; infinite where there is no bucket."""
        with self._lock:
            return self._bucket(model, region).limit

    def paced(
        self,
        model: Model,
        region: str,
        context: Context,
        before_wait: Callable[[float], None],
        call: Callable[[], T],
    ) -> T:
        """Make a call when its turn has come, and learn from how it ends.

        ``before_wait`` hears how many seconds the turn is waited for. Raises what the call does; DeadlineExceeded,
        without waiting, when the turn comes after the deadline; and Cancelled when the job is cancelled meanwhile.
        The turn is free for others in these two cases.
        """
        turn = self._wait_turn(model, region, context, before_wait)
        try:
            result = call()
        except Throttled:
            with self._lock:
                self._bucket(model, region).lower(turn, self._clock())
            raise
        with self._lock:
            self._bucket(model, region).rise()
        return result

    def _wait_turn(
        self, model: Model, region: str, context: Context, before_wait: Callable[[float], None]
    ) -> float:
        with self._lock:
            bucket = self._bucket(model, region)
            limit, now = bucket.limit, self._clock()
            turn = bucket.reserve(now)
        wait = turn - now
        if wait <= 0:
            return turn
        left = context.seconds_left()
        if left is not None and wait >= left:
            self._give_back(bucket, turn)
            raise DeadlineExceeded("bedrock_no_turn", model=model.name, limit=int(limit), seconds=math.ceil(wait))
        before_wait(wait)
        if context.cancelled.wait(wait):
            self._give_back(bucket, turn)
            raise Cancelled("cancelled")
        return turn

    def _bucket(self, model: Model, region: str) -> _Bucket:
        quota = math.inf if model.requests_per_minute is None else float(model.requests_per_minute)
        return self._buckets.setdefault((model.id, region), _Bucket(quota, quota))

    def _give_back(self, bucket: _Bucket, turn: float) -> None:
        with self._lock:
            if turn in bucket.starts:
                bucket.starts.remove(turn)
