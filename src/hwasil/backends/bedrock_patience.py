"""When a call that was turned away is sent again."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, TypeVar

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, Throttled, Unavailable

ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 120.0  # seconds; who is told to come back later than this is told so at once
_NOT_READY: Final = "wire_model_not_ready"
_chance: Final = random.SystemRandom()

T = TypeVar("T")


def with_patience(
    call: Callable[[], T], context: Context, *, first_wait: float, before_wait: Callable[[float], None]
) -> T:
    """Make a call, again after a while when it was turned away: at most `ATTEMPTS` times in all.

    Bedrock turns a call away before it does anything, so sending it again cannot cost twice: when it throttles, when
    a model is not ready, and when it is out of service for a time that it names. Nothing else is ever sent again.

    The waits are ``first_wait`` seconds and twice as long each time, each shortened by up to a half by chance, so
    that callers turned away together do not come back together; a longer time that the answer itself named is kept
    (``retry_after`` of the error). ``before_wait`` hears of each, in seconds. What would end after the deadline, or
    take longer than `LONGEST_WAIT`, is not waited for: then the error itself is raised, and it says how long it would
    be. Raises Cancelled when the job is cancelled meanwhile.
    """
    attempt = 1
    while True:
        try:
            return call()
        except (Throttled, Unavailable) as problem:
            pause = first_wait * 2 ** (attempt - 1) * _chance.uniform(0.5, 1.0)
            if problem.retry_after is not None:
                pause = max(pause, problem.retry_after)
            left = context.seconds_left()
            too_late = pause > LONGEST_WAIT or (left is not None and pause >= left)
            if not _turned_away(problem) or attempt == ATTEMPTS or too_late:
                raise
        before_wait(pause)
        if context.cancelled.wait(pause):
            raise Cancelled("cancelled")
        attempt += 1


def _turned_away(problem: Throttled | Unavailable) -> bool:
    """Whether a call was not accepted, and may be later."""
    if problem.billed != "no":
        return False
    return isinstance(problem, Throttled) or problem.key == _NOT_READY or problem.retry_after is not None
