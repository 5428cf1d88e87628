"""Questions that are answered in words, asked beside the pages: a page that is drawn anew meanwhile loses none.

Jobs that give pictures go through the queue (`hwasil.web.asking`). An answer lies here until many others have come.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, Final

_MOST: Final = 200
_AT_ONCE: Final = 4


class _Asides:
    """The latest questions, by their ids, with whoever asked them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: OrderedDict[str, tuple[str, Future[Any]]] = OrderedDict()
        self._threads = ThreadPoolExecutor(_AT_ONCE, "hwasil-aside")

    def ask(self, question: Callable[[], object], owner: str) -> str:
        """Begin to work on a question, in the language of whoever asks; return its id."""
        identity = secrets.token_hex(8)
        future = self._threads.submit(copy_context().run, question)
        with self._lock:
            self._asked[identity] = (owner, future)
            while len(self._asked) > _MOST:
                self._asked.popitem(last=False)
        return identity

    def find(self, identity: str, owner: str) -> Future[Any] | None:
        """Return what is or will be the answer to an owner's question; None for one that is not known any more."""
        with self._lock:
            asker, future = self._asked.get(identity, ("", None))
        return future if asker == owner else None


_ASIDES = _Asides()
ask = _ASIDES.ask
find = _ASIDES.find
