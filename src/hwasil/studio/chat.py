"""Conversations about pictures that nothing can put out of step.

A `Chat` is a list of exchanges, a question and its answer each; so whoever speaks, the turns always alternate. A
picture that is broken is refused before it is part of anything. A question that failed stays in the list, unanswered:
it can be asked again with `Chat.retry`, and is no part of what is sent with later questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hwasil.backends.base import Context
from hwasil.core.errors import ContentBlocked, Corrupt, HwasilError, InvalidInput
from hwasil.core.jobs import Converse, Turn
from hwasil.core.picture import Picture
from hwasil.core.results import Said
from hwasil.core.shrink import shrunk
from hwasil.studio.chat_window import MAX_PICTURES, tokens_in, tokens_of, window
from hwasil.studio.speaking import ask, speaker
from hwasil.studio.studio import Studio

TOKENS: Final = 32_000  # a request has no more of them, so that a long conversation costs no more than a short one


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question, and what came of it.

    Where it failed, ``trouble`` says why, in the reader's language of then; ``answer`` is what was said until then,
    often nothing. ``unseen`` are pictures that nobody has looked at for that reason: they go with the next question.
    """

    question: Turn
    answer: str = ""
    model: str = ""
    trouble: str = ""
    unseen: bool = False


class Chat:
    """A conversation about pictures. Not to be used by several threads at once.

    Without a ``backend`` the language model's server that is set is asked, else the local engine. ``system`` says how
    to answer; ``tokens`` is how many a request may have, as `hwasil.studio.chat_window` estimates them: older turns
    are left out of it from the front, pictures first. All of these may be changed between questions.
    """

    def __init__(
        self,
        studio: Studio,
        *,
        backend: str | None = None,
        model: str | None = None,
        system: str | None = None,
        tokens: int = TOKENS,
    ) -> None:
        self.backend = speaker(backend)
        self.model = model
        self.system = system
        self.tokens = tokens
        self._studio = studio
        self._exchanges: list[Exchange] = []

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """Every exchange, the oldest first."""
        return tuple(self._exchanges)

    def ask(self, text: str, pictures: Sequence[Picture] = (), context: Context | None = None) -> Said:
        """Ask something, show pictures, or both; return the answer.

        Pictures are shrunk to what models look at. With ``heard`` in the context the answer is told as it is spoken,
        or in one piece where the backend cannot do that.

        Raises Corrupt for a broken picture and InvalidInput for what cannot be asked; the conversation is then as it
        was. Whatever the backend raises is raised too, and the question stays with its ``trouble``.
        """
        if len(pictures) > MAX_PICTURES:
            raise InvalidInput("chat_pictures", count=len(pictures), limit=MAX_PICTURES)
        shown = (*self._unseen(), *map(shrunk, pictures))[-MAX_PICTURES:]
        question = Turn("user", text.strip(), shown)
        if not question.text and not pictures:
            raise InvalidInput("chat_nothing_asked")
        needed = tokens_of(question) + tokens_in(self.system or "")
        if needed > self.tokens:
            raise InvalidInput("chat_too_long", tokens=needed, limit=self.tokens)
        self._exchanges.append(Exchange(question))
        return self._put(context or Context())

    def retry(self, context: Context | None = None) -> Said:
        """Ask the last question again; an answer that it has is replaced when there is another one.

        Raises InvalidInput when nothing was asked yet, and as `ask` does.
        """
        if not self._exchanges:
            raise InvalidInput("chat_nothing_to_retry")
        return self._put(context or Context())

    def reset(self) -> None:
        """Forget all that was said; backend, model and system prompt stay."""
        self._exchanges.clear()

    def restore(self, exchanges: Sequence[Exchange]) -> None:
        """Go on from the exchanges of another time."""
        self._exchanges = list(exchanges)

    def _unseen(self) -> tuple[Picture, ...]:
        """Return the pictures that a question showed which failed for a reason that was not theirs."""
        return self._exchanges[-1].question.pictures if self._exchanges and self._exchanges[-1].unseen else ()

    def _put(self, context: Context) -> Said:
        """Ask the last exchange's question, and note what comes of it."""
        last = self._exchanges[-1]
        heard: list[str] = []
        try:
            said = ask(
                self._studio, self._job(last.question), self.backend, self.model, _listening(context, heard)
            )
            if not said.text.strip():
                raise Corrupt("chat_no_words", billed="unknown", model=said.model)
        except HwasilError as problem:
            self._exchanges[-1] = _failed(last, "".join(heard), problem)
            raise
        self._exchanges[-1] = Exchange(last.question, said.text, said.model)
        if context.heard is not None and not heard:
            context.heard(said.text)
        return said

    def _job(self, question: Turn) -> Converse:
        answered = [one for one in self._exchanges[:-1] if one.answer.strip()]
        pairs = [(one.question, Turn("assistant", one.answer)) for one in answered]
        turns = window(pairs, question, tokens=self.tokens - tokens_in(self.system or ""))
        return Converse(turns, self.system)


def _failed(exchange: Exchange, partial: str, problem: HwasilError) -> Exchange:
    """Return an exchange after its question failed; a whole answer of before stays as it is."""
    if exchange.answer and not exchange.trouble:
        return exchange
    answer = partial or exchange.answer
    unseen = not answer and not isinstance(problem, ContentBlocked | InvalidInput)
    return replace(exchange, answer=answer, trouble=problem.message, unseen=unseen)


def _listening(context: Context, heard: list[str]) -> Context:
    """Return a context that keeps what it hears; where nobody listens, an answer comes whole."""
    tell = context.heard
    if tell is None:
        return context

    def listen(words: str) -> None:
        heard.append(words)
        tell(words)

    return replace(context, heard=listen)
