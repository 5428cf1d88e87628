"""What all visitors share: one studio with its gallery, and one queue, opened when first needed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import cache
from typing import Final

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.picture import Picture
from hwasil.core.results import Result
from hwasil.library.gallery.family import held
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.place import library_folder
from hwasil.studio.batch import MOST
from hwasil.studio.plan import Plan
from hwasil.studio.queue import Queue
from hwasil.studio.queue.queue import MOST_OF_ONE
from hwasil.studio.studio import Studio
from hwasil.web import found

LOGGER: Final = logging.getLogger(__name__)
FOR_MANY: Final = threading.Event()
"""Set where visitors show a token: then what holds for all of them is not for one to change."""
_OPENING: Final = threading.Lock()


@cache
def _studio() -> Studio:
    return Studio()


@cache
def _queue() -> Queue:
    # A batch goes in as a whole, beside what its owner has waiting already.
    one = MOST + MOST_OF_ONE
    folder = library_folder() / "queue"
    return Queue(studio(), folder, keep=_keep, find=_kept, most_of_one=one, most_waiting=4 * one)


def _kept(address: str) -> Picture:
    return gallery().store.original(address)


def _keep(plan: Plan, result: Result) -> Sequence[Picture]:
    """Keep what was made in the gallery, or beside the queue where that cannot be: it may have been paid for."""
    try:
        studio().keep(plan, result)
    except HwasilError:
        LOGGER.exception("pictures could not be kept in the gallery")
        for picture in result.pictures:
            _queue().pictures.keep(picture)
    return result.pictures


def studio() -> Studio:
    """Return the studio."""
    return _studio()


def queue() -> Queue:
    """Return the queue of jobs; its pictures are in its `Queue.pictures`. Raises Unavailable or Corrupt."""
    with _OPENING:  # two visitors who come at once must not open two
        return _queue()


def gallery() -> Gallery:
    """Return the gallery, in which the queue keeps what it makes. Raises Unavailable, AccessDenied or Corrupt."""
    return studio().gallery


def picture(address: str) -> Picture:
    """Return a picture by its SHA-256: what was made, what a visitor has given, or a search has found.

    Raises InvalidInput.
    """
    for find in (queue().pictures.find, found.picture):
        try:
            return find(address)
        except InvalidInput:
            continue  # it may lie in another place
    return gallery().store.original(address)


def sweep() -> None:
    """Let the queue's copies of pictures go that the gallery has. Raises as `queue` and `gallery` do."""
    queue().sweep(lambda address: held(gallery().store, address) is not None)


def close() -> None:
    """Stop working; what is asked for afterwards is opened anew."""
    with _OPENING:
        if _queue.cache_info().currsize:
            _queue().close()
            gallery().close()
        _queue.cache_clear()
        _studio.cache_clear()
