"""Folders brought into the search index beside the pages: one run at a time, for all visitors."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from hwasil.core.errors import HwasilError
from hwasil.library.gallery import search_index
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.index import Added, Step
from hwasil.studio.search_index import is_free, opened_index, own_embedder
from hwasil.web import shared


@dataclass(frozen=True, slots=True)
class Run:
    """How a run goes: its folder (None: the gallery's), files ``done`` of ``total``, and what came of it, if it is over."""

    folder: str | None
    done: int = 0
    total: int = 0
    over: bool = False
    stopping: bool = False
    added: Added | None = None
    problem: HwasilError | None = None


class _Indexing:
    """The run that is under way, or the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Run | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    def now(self) -> Run | None:
        """Return the run that is under way, or the last one until it is forgotten."""
        return self._now

    def start(self, folder: str | None) -> bool:
        """Begin to read a folder, or with None the gallery's new pictures; whether no other run is under way."""
        with self._lock:
            if self._now is not None and not self._now.over:
                return False
            self._cancelled.clear()
            self._now = Run(folder)
            self._thread = threading.Thread(target=self._run, args=(folder,), name="hwasil-indexing", daemon=True)
            self._thread.start()
            return True

    def cancel(self) -> None:
        """End the run after the pictures that it is at; what was read by then stays."""
        with self._lock:
            self._cancelled.set()
            if self._now is not None:
                self._now = replace(self._now, stopping=True)

    def forget(self) -> None:
        """Forget a run that is over."""
        with self._lock:
            if self._now is not None and self._now.over:
                self._now = None

    def wait(self) -> None:
        """Wait until nothing is being read."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """End the run that is under way, and wait until it has."""
        self.cancel()
        self.wait()

    def _tell(self, step: Step) -> None:
        with self._lock:
            if self._now is not None:
                self._now = replace(self._now, done=step.done, total=step.total)

    def _run(self, folder: str | None) -> None:
        added: Added | None = None
        trouble: HwasilError | None = None
        try:
            added = self._added(folder)
        except HwasilError as problem:
            trouble = problem
        with self._lock:
            if self._now is not None:
                self._now = replace(self._now, over=True, added=added, problem=trouble)

    def _added(self, folder: str | None) -> Added | None:
        with opened_index(own_embedder(shared.studio()), new=True) as index:
            if folder is not None:
                return index.add_folder(Path(folder), progress=self._tell, cancelled=self._cancelled)
            store = shared.gallery().store
            if not isinstance(store, FolderStore):
                return None
            return search_index.catch_up(index, store, progress=self._tell, cancelled=self._cancelled)


def catch_up() -> None:
    """Begin to read what is new in the gallery, where that costs nothing and nothing else is being read.

    Raises as opening the gallery and the index does.
    """
    store = shared.gallery().store
    embedder = own_embedder(shared.studio())
    if not isinstance(store, FolderStore) or not is_free(embedder) or not store.originals.is_dir():
        return
    run = now()
    if run is not None and (not run.over or run.problem):
        return  # what has failed would fail again, until somebody has read why
    with opened_index(embedder, new=True) as index:
        behind = search_index.is_behind(index, store)
    if behind:
        start(None)


_INDEXING = _Indexing()
now = _INDEXING.now
start = _INDEXING.start
cancel = _INDEXING.cancel
forget = _INDEXING.forget
wait = _INDEXING.wait
close = _INDEXING.close
