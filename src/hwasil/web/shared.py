"""What all visitors share: one studio, one queue, one place for pictures, opened when first needed."""

from __future__ import annotations

import threading
from functools import cache

from hwasil.library.place import library_folder
from hwasil.studio.queue import Queue
from hwasil.studio.studio import Studio

_OPENING = threading.Lock()


@cache
def _studio() -> Studio:
    return Studio()


@cache
def _queue() -> Queue:
    return Queue(studio(), library_folder() / "queue")


def studio() -> Studio:
    """Return the studio."""
    return _studio()


def queue() -> Queue:
    """Return the queue of jobs; its pictures are in its `Queue.pictures`. Raises Unavailable or Corrupt."""
    with _OPENING:  # two visitors who come at once must not open two
        return _queue()


def close() -> None:
    """Stop working; what is asked for afterwards is opened anew."""
    with _OPENING:
        if _queue.cache_info().currsize:
            _queue().close()
        _queue.cache_clear()
        _studio.cache_clear()
