"""A pull of weights beside the pages: one at a time, for all visitors."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from hwasil.core.errors import HwasilError
from hwasil.engine.fetch import PullEvent, pull
from hwasil.engine.weights import Weight


@dataclass(frozen=True, slots=True)
class Progress:
    """How a pull goes: what is being brought, the share of all that is done, 0 to 1, and what went wrong."""

    name: str
    share: float
    problem: HwasilError | None = None


class _Pull:
    """The pull that is under way, or has failed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Progress | None = None
        self._thread: threading.Thread | None = None

    def progress(self) -> Progress | None:
        """Return how it goes; None when there is none."""
        return self._now

    def start(self, weights: Sequence[Weight]) -> None:
        """Begin to bring weights, unless a pull is under way."""
        with self._lock:
            if self._now is not None and self._now.problem is None:
                return
            self._now = Progress(weights[0].name, 0.0)
            self._thread = threading.Thread(target=self._bring, args=(weights,), name="hwasil-pull", daemon=True)
            self._thread.start()

    def wait(self) -> None:
        """Wait until nothing is being pulled."""
        if self._thread is not None:
            self._thread.join()

    def forget(self) -> None:
        """Forget a pull that has failed."""
        with self._lock:
            if self._now is not None and self._now.problem is not None:
                self._now = None

    def _bring(self, weights: Sequence[Weight]) -> None:
        done: set[str] = set()

        def tell(event: PullEvent) -> None:
            if event.phase in {"done", "already"}:
                done.add(event.weight.name)
            part = (event.bytes_done or 0) / event.bytes_total if event.bytes_total else 0.0
            share = min(1.0, (len(done) + (part if event.phase == "downloading" else 0.0)) / len(weights))
            self._now = Progress(event.weight.name, share)

        try:
            pull(weights, progress=tell)
        except HwasilError as problem:
            self._now = Progress(weights[0].name, 0.0, problem)
        else:
            self._now = None


_PULL = _Pull()
progress = _PULL.progress
start = _PULL.start
forget = _PULL.forget
wait = _PULL.wait
