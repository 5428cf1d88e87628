"""How long a call is waited for, and when it is sent again."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, DeadlineExceeded, Throttled, Unavailable

ATTEMPTS: Final = 4
# Bedrock turned these away before it did anything, so sending them again cannot cost twice.
_SENT_AGAIN: Final = frozenset({"wire_throttled", "wire_model_not_ready"})
_BEAT: Final = 0.1  # seconds between looks at whether the job is still wanted
_chance: Final = random.SystemRandom()

T = TypeVar("T")


def within(context: Context, call: Callable[[], T]) -> T:
    """Make a call in a thread of its own, and return what it returns or raise what it raises.

    The SDK's time-outs are for one silent read each and cannot be shortened for one call, so that a slow trickle
    of bytes would outlast any deadline. Here the wait ends with the deadline or the cancellation, whatever the
    call does; what it answers later is lost, and it may be billed.

    Raises DeadlineExceeded or Cancelled, both with ``billed="unknown"``.
    """
    answer: Future[T] = Future()

    def carry() -> None:
        try:
            answer.set_result(call())
        except BaseException as problem:  # noqa: BLE001 (handed to the thread that waits, which raises it)
            answer.set_exception(problem)

    carrier = threading.Thread(target=carry, name="hwasil-bedrock-call", daemon=True)
    carrier.start()
    while True:
        left = context.seconds_left()
        carrier.join(_BEAT if left is None else min(left, _BEAT))
        if answer.done():
            return answer.result()
        if context.cancelled.is_set():
            raise Cancelled("bedrock_cancelled", billed="unknown")
        if left is not None and left <= _BEAT:
            raise DeadlineExceeded("bedrock_deadline", billed="unknown")


def with_patience(
    call: Callable[[], T], context: Context, *, first_wait: float, before_wait: Callable[[], None]
) -> T:
    """Make a call, again after a while when it was throttled: at most `ATTEMPTS` times in all.

    The waits are ``first_wait`` seconds and twice as long each time, each shortened by up to a half by chance, so
    that callers turned away together do not come back together. Nothing is waited for beyond the deadline: then
    the throttling itself is raised. Raises Cancelled when the job is cancelled meanwhile.
    """
    attempt = 1
    while True:
        try:
            return call()
        except (Throttled, Unavailable) as problem:
            pause = first_wait * 2 ** (attempt - 1) * _chance.uniform(0.5, 1.0)
            left = context.seconds_left()
            too_late = left is not None and pause >= left
            if problem.key not in _SENT_AGAIN or attempt == ATTEMPTS or too_late:
                raise
        before_wait()
        if context.cancelled.wait(pause):
            raise Cancelled("cancelled")
        attempt += 1
