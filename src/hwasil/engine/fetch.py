"""Pull weights: the only place of the engine that downloads anything.

A pull can be killed at any moment and started again: archives that arrived and files that were installed are
kept, and nothing half-done counts. Two processes that want the same archive download it once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final, Literal

from hwasil.core.errors import Cancelled, Corrupt
from hwasil.engine.cache import home, writing
from hwasil.engine.registries import download
from hwasil.engine.unpack import install
from hwasil.engine.weights import Archive, Weight

if TYPE_CHECKING:
    from filelock import BaseFileLock

Phase = Literal["waiting", "downloading", "extracting", "done", "already"]

WAIT_STEP: Final = 0.5  # seconds between two words about waiting for another process


@dataclass(frozen=True, slots=True)
class PullEvent:
    """How a pull goes.

    ``waiting`` for another process that is pulling the same archive; ``downloading`` the archive, or one after
    another all that carry parts of the weight, told about its first missing weight and counted in their bytes;
    ``extracting`` and ``done`` with one weight; ``already`` here. ``bytes_done`` is None while nobody can know it.
    ``seconds`` have passed in this phase.
    """

    weight: Weight
    phase: Phase
    bytes_done: int | None
    bytes_total: int
    seconds: float


def pull(
    weights: Sequence[Weight],
    *,
    progress: Callable[[PullEvent], None] | None = None,
    cancel: Event | None = None,
) -> tuple[Path, ...]:
    """Bring weights to this machine and return where each one is, in the order given.

    ``progress`` is called from this thread, several times a second. Setting ``cancel`` from another thread, or a
    KeyboardInterrupt, ends the pull at once and leaves the cache clean.

    Raises Unavailable (no registry command, no connection, no room), Corrupt (not the file the table promises;
    nothing is installed), DeadlineExceeded (no sign of life), Cancelled. What was finished before stays.
    """
    watch = _Watch(progress, cancel)
    wanted: dict[tuple[Archive, ...], list[Weight]] = {}
    for weight in dict.fromkeys(weights):
        wanted.setdefault(weight.archives, []).append(weight)
    for archives, members in wanted.items():
        missing = _still_missing(members, watch)
        if missing:
            _pull_from(archives, missing, watch)
    return tuple(weight.path() for weight in weights)


def download_size(weights: Sequence[Weight]) -> int:
    """Return the bytes a pull of these weights would download: those of each missing one's archives, once."""
    missing = (weight for weight in weights if not weight.present())
    return sum(archive.size for archive in {archive for weight in missing for archive in weight.archives})


class _Watch:
    """Tells the caller how it goes, and stops the pull when the caller asks for it."""

    def __init__(self, progress: Callable[[PullEvent], None] | None, cancel: Event | None) -> None:
        self._progress = progress
        self._cancel = cancel
        self._phase: tuple[str, Phase] | None = None
        self._since = 0.0

    def tell(self, weight: Weight, phase: Phase, done: int | None, total: int) -> None:
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("pull_cancelled")
        if self._phase != (weight.name, phase):
            self._phase, self._since = (weight.name, phase), time.monotonic()
        if self._progress is not None:
            self._progress(PullEvent(weight, phase, done, total, time.monotonic() - self._since))


def _still_missing(weights: Sequence[Weight], watch: _Watch) -> list[Weight]:
    missing = []
    for weight in weights:
        if weight.present():
            watch.tell(weight, "already", weight.size, weight.size)
        else:
            missing.append(weight)
    return missing


def _pull_from(archives: Sequence[Archive], weights: Sequence[Weight], watch: _Watch) -> None:
    """Download archives, unless an earlier pull did, and install weights that come out of all of them together."""
    first = weights[0]
    files = [home() / "downloads" / archive.filename for archive in archives]
    with ExitStack() as locks:
        for file in files:
            locks.enter_context(_alone_with(file, first, watch))
        missing = _still_missing(weights, watch)
        if missing:
            _download(list(zip(archives, files, strict=True)), first, watch)
        for weight in missing:
            _install(weight, files, watch)
        with writing():
            for file in files:
                file.unlink(missing_ok=True)


def _download(wanted: Sequence[tuple[Archive, Path]], weight: Weight, watch: _Watch) -> None:
    total = sum(archive.size for archive, _ in wanted)
    before = 0
    for archive, file in wanted:
        if not file.exists():
            with closing(download(archive, file)) as arriving:
                for done in arriving:
                    counted = None if done is None and not before else before + (done or 0)
                    watch.tell(weight, "downloading", counted, total)
        before += archive.size


def _install(weight: Weight, files: Sequence[Path], watch: _Watch) -> None:
    try:
        with closing(install(weight, files)) as written:
            for done in written:
                watch.tell(weight, "extracting", done, weight.size)
    except Corrupt:
        for file in files:
            file.unlink(missing_ok=True)
        raise
    watch.tell(weight, "done", weight.size, weight.size)


@contextmanager
def _alone_with(file: Path, weight: Weight, watch: _Watch) -> Iterator[None]:
    """Hold the lock of a download, waiting for another process that has it."""
    from filelock import FileLock

    with writing():
        file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(file.with_name(f"{file.name}.lock"))
    while not _acquire(lock):
        watch.tell(weight, "waiting", None, weight.download_size)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: BaseFileLock) -> bool:
    from filelock import Timeout

    with writing():
        try:
            lock.acquire(timeout=WAIT_STEP)
        except Timeout:
            return False
    return True
