"""The pace of calls: no more a minute than a model's quota in a region allows.

Bedrock counts requests by the minute and says neither how many are left nor when to come back. So each model and
region has a bucket with as many tokens as its quota; a call takes one, and each token comes back a minute after it
was taken. In no minute, wherever it begins, do more calls start than the quota says, and a full bucket lets that
many start at once.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, DeadlineExceeded
from hwasil.wire.model import Model

MINUTE: Final = 60.0  # seconds


class Pace:
    """The buckets of every model and region. Safe to share between threads; who asks first goes first.

    ``clock`` gives the time in seconds, `time.monotonic` when left out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._starts: dict[tuple[str, str], list[float]] = {}
        self._lock = threading.Lock()

    def wait_turn(self, model: Model, region: str, context: Context, before_wait: Callable[[], None]) -> None:
        """Return when a call may start, at once where nobody knows the model's quota.

        Raises DeadlineExceeded, without waiting, when the turn comes after the deadline, and Cancelled when the job
        is cancelled meanwhile; the turn is then free for others.
        """
        quota = model.requests_per_minute
        if quota is None:
            return
        place = (model.id, region)
        turn, wait = self._reserve(place, quota)
        if wait <= 0:
            return
        left = context.seconds_left()
        if left is not None and wait >= left:
            self._give_back(place, turn)
            raise DeadlineExceeded("bedrock_no_turn", model=model.name, limit=quota, seconds=round(wait))
        before_wait()
        if context.cancelled.wait(wait):
            self._give_back(place, turn)
            raise Cancelled("cancelled")

    def _reserve(self, place: tuple[str, str], quota: int) -> tuple[float, float]:
        """Take the next token; return when it can be used, and in how many seconds that is."""
        with self._lock:
            now = self._clock()
            starts = self._starts.setdefault(place, [])
            del starts[: bisect_right(starts, now - MINUTE)]
            turn = now if len(starts) < quota else max(now, starts[-quota] + MINUTE)
            turn = max(turn, starts[-1]) if starts else turn
            starts.append(turn)
            return turn, turn - now

    def _give_back(self, place: tuple[str, str], turn: float) -> None:
        with self._lock:
            if turn in self._starts[place]:
                self._starts[place].remove(turn)
