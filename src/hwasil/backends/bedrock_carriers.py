"""Threads that carry calls out, so that whoever waits for an answer can stop waiting.

The SDK's time-outs are for one silent read each and cannot be shortened for one call, so that a slow trickle of
bytes would outlast any deadline. A call is therefore made in a thread of its own. Threads are kept for the calls to
come, because a new one costs several times what it takes to hand a call to one that waits. A `ThreadPoolExecutor`
would not do: the interpreter waits for its threads before it ends, for as long as a server keeps silent.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Final, Generic, TypeVar, cast

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, DeadlineExceeded, HwasilError

KEPT_FOR: Final = 30.0  # seconds
_BEAT: Final = 0.1  # seconds between looks at whether the job is still wanted

T = TypeVar("T")
Tell = Callable[[str], None]
"""Takes words as they are spoken."""


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T]):
    """How a call ended: what it returned, unless it raised."""

    returned: T | None = None
    raised: BaseException | None = None

    def unpacked(self) -> T:
        if self.raised is not None:
            raise self.raised
        return cast("T", self.returned)


@dataclass(frozen=True, slots=True)
class _Errand(Generic[T]):
    """A call to be made, and where its outcome goes: a queue, which costs a third of what a `Future` does."""

    call: Callable[[], T]
    outcome: SimpleQueue[_Outcome[T] | str] = field(default_factory=SimpleQueue)


class Carriers:
    """As many threads as there are calls at once; one ends after ``kept_for`` seconds without a call.

    Safe to share between threads.
    """

    def __init__(self, kept_for: float = KEPT_FOR) -> None:
        self.kept_for = kept_for
        self._idle: list[_Carrier] = []
        self._lock = threading.Lock()

    def within(self, context: Context, call: Callable[[], T]) -> T:
        """Make a call, and return what it returns or raise what it raises.

        The wait ends with the deadline or the cancellation, whatever the call does; what it answers later is lost,
        and it may be billed. Raises DeadlineExceeded or Cancelled then, both with ``billed="unknown"``.
        """
        return self._carried(context, _Errand(call))

    def within_hearing(self, context: Context, call: Callable[[Tell], T]) -> T:
        """Make a call that tells of words while it lasts; ``heard`` of the context gets them, in this thread.

        Otherwise as `within`. When the wait has ended, telling raises what ended it, so that the call stops too.
        """
        told: SimpleQueue[_Outcome[T] | str] = SimpleQueue()

        def tell(words: str) -> None:
            if problem := _ended(context, context.seconds_left()):
                raise problem
            told.put(words)

        return self._carried(context, _Errand(partial(call, tell), told))

    def _carried(self, context: Context, errand: _Errand[T]) -> T:
        self._lend().errands.put(errand)
        while True:
            left = context.seconds_left()
            try:
                told = errand.outcome.get(timeout=_BEAT if left is None else min(left, _BEAT))
            except Empty:
                if problem := _ended(context, None if left is None else left - _BEAT):
                    raise problem from None
            else:
                if isinstance(told, _Outcome):
                    return told.unpacked()
                if context.heard is not None:
                    context.heard(told)

    def take_back(self, carrier: _Carrier) -> None:
        """Let a thread be given the next call."""
        with self._lock:
            self._idle.append(carrier)

    def dismiss(self, carrier: _Carrier) -> bool:
        """Return whether a thread may end: not when it was lent at the last moment."""
        with self._lock:
            if carrier in self._idle:
                self._idle.remove(carrier)
                return True
            return False

    def _lend(self) -> _Carrier:
        with self._lock:
            while self._idle:
                carrier = self._idle.pop()
                if carrier.is_alive():  # a process that was forked has the objects and not their threads
                    return carrier
        carrier = _Carrier(self)
        carrier.start()
        return carrier


def _ended(context: Context, left: float | None) -> HwasilError | None:
    """Return why nobody waits for a call any more, given the seconds left; None while somebody does."""
    if context.cancelled.is_set():
        return Cancelled("bedrock_cancelled", billed="unknown")
    if left is not None and left <= 0:
        return DeadlineExceeded("bedrock_deadline", billed="unknown")
    return None


class _Carrier(threading.Thread):
    """One thread, which makes the calls in its queue."""

    def __init__(self, home: Carriers) -> None:
        super().__init__(name="hwasil-bedrock-call", daemon=True)
        self.errands: SimpleQueue[_Errand[Any]] = SimpleQueue()
        self._home = home

    def run(self) -> None:
        """Make one call after another, until none comes for a while."""
        while True:
            try:
                self._carry(self.errands.get(timeout=self._home.kept_for))
            except Empty:
                if self._home.dismiss(self):
                    return

    def _carry(self, errand: _Errand[Any]) -> None:
        try:
            outcome = _Outcome(errand.call())
        except BaseException as problem:  # noqa: BLE001 (handed to the thread that waits, which raises it)
            outcome = _Outcome(raised=problem)
        self._home.take_back(self)  # first, for who hears the outcome may have the next call ready
        errand.outcome.put(outcome)
