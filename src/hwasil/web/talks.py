"""Conversations beside the pages: an answer goes on while the page is drawn anew, and is found again after a refresh."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Final

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, HwasilError
from hwasil.core.jobs import Turn
from hwasil.core.picture import Picture
from hwasil.core.results import Said
from hwasil.studio.chat import Chat, Exchange

_MOST: Final = 60
_AT_ONCE: Final = 4
_THREADS: Final = ThreadPoolExecutor(_AT_ONCE, "hwasil-talk")


class Talk:
    """A conversation, and the answer that is being spoken. Safe to share between threads."""

    def __init__(self, chat: Chat) -> None:
        self.chat: Final = chat
        self._lock = threading.Lock()
        self._heard: list[str] = []
        self._context = Context()
        self._answer: Future[Said] | None = None
        self._question = Turn("user")
        self._past = 0

    @property
    def answering(self) -> bool:
        """Whether an answer is being spoken, or waited for."""
        return self._answer is not None and not self._answer.done()

    @property
    def question(self) -> Turn:
        """What was asked last."""
        return self._question

    @property
    def past(self) -> tuple[Exchange, ...]:
        """All exchanges, without that whose answer is being spoken."""
        return self.chat.exchanges[: self._past] if self.answering else self.chat.exchanges

    @property
    def heard(self) -> str:
        """What was said so far of the answer that is being spoken."""
        return "".join(self._heard)

    @property
    def problem(self) -> HwasilError | None:
        """What the last question failed for; nothing where somebody has stopped its answer."""
        if self._answer is None or not self._answer.done():
            return None
        failure = self._answer.exception()
        return failure if isinstance(failure, HwasilError) and not isinstance(failure, Cancelled) else None

    def ask(self, text: str, pictures: Sequence[Picture]) -> None:
        """Ask something, unless an answer is being spoken."""
        question = Turn("user", text.strip(), tuple(pictures))
        self._begin(lambda context: self.chat.ask(text, pictures, context), question, len(self.chat.exchanges))

    def retry(self) -> None:
        """Ask the last question again, unless an answer is being spoken."""
        exchanges = self.chat.exchanges
        if exchanges:
            self._begin(self.chat.retry, exchanges[-1].question, len(exchanges) - 1)

    def stop(self) -> None:
        """End the answer that is being spoken; what was heard of it stays."""
        self._context.cancelled.set()

    def wait(self) -> None:
        """Wait until no answer is being spoken."""
        if self._answer is not None:
            self._answer.exception()

    def _begin(self, ask: Callable[[Context], Said], question: Turn, past: int) -> None:
        with self._lock:
            if self.answering:
                return
            self._heard, self._question, self._past = [], question, past
            self._context = Context(heard=self._heard.append)
            self._answer = _THREADS.submit(copy_context().run, ask, self._context)


class _Talks:
    """The latest conversations, by their ids, with whose they are."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._talks: OrderedDict[str, tuple[str, Talk]] = OrderedDict()

    def keep(self, talk: Talk, owner: str) -> str:
        """Keep a conversation of an owner's, and return its id."""
        identity = secrets.token_hex(8)
        with self._lock:
            self._talks[identity] = (owner, talk)
            while len(self._talks) > _MOST:
                self._talks.popitem(last=False)
        return identity

    def find(self, identity: str, owner: str) -> Talk | None:
        """Return an owner's conversation; None for one that is not known any more."""
        with self._lock:
            whose, talk = self._talks.get(identity, ("", None))
        return talk if whose == owner else None


_TALKS = _Talks()
keep = _TALKS.keep
find = _TALKS.find
