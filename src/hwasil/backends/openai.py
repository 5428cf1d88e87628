"""The backend ``openai``: the language model of a server of one's own, by any OpenAI-compatible interface.

Three variables of the environment name it: ``HWASIL_LLM_URL`` is where the interface starts, as in
``http://localhost:11434/v1``; ``HWASIL_LLM_MODEL`` is the model to ask, ``HWASIL_LLM_KEY`` the key of a server that
wants one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Final

from hwasil.backends.base import Context, Progress
from hwasil.backends.chat_completions import Server
from hwasil.core.errors import InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import Converse, Describe, Job, TextToImage, Turn
from hwasil.core.limits import TextToImageLimits
from hwasil.core.results import UNKNOWN_PRICE, Price, Said
from hwasil.i18n import say

URL: Final = "HWASIL_LLM_URL"
MODEL: Final = "HWASIL_LLM_MODEL"
KEY: Final = "HWASIL_LLM_KEY"

_SPOKEN: Final[frozenset[type[Job]]] = frozenset({Describe, Converse})


class OpenAIBackend:
    """Answers `Describe` and `Converse` with the language model that the environment names."""

    name = "openai"

    def default_model(self, job: type[Job]) -> str:
        """Return the model of ``HWASIL_LLM_MODEL``. Raises InvalidInput without one, NotSupported for other jobs."""
        self.unused(job, "")
        model = os.environ.get(MODEL, "").strip()
        if not model:
            raise InvalidInput("llm_model_missing")
        return model

    def models(self) -> Sequence[str]:
        """Return the model that is set; the server may have others, which can be asked by their names."""
        model = os.environ.get(MODEL, "").strip()
        return (model,) if model else ()

    def limits(self, model: str) -> TextToImageLimits:
        """Raise NotSupported: it makes no pictures."""
        raise NotSupported("wire_job_not_done", job=TextToImage.__name__, model=model)

    def unused(self, job: type[Job], model: str) -> Sequence[str]:
        """Return nothing: it has a use for all of its jobs. Raises NotSupported for jobs that are not answered."""
        if job not in _SPOKEN:
            raise NotSupported("wire_job_not_done", job=job.__name__, model=model or self.name)
        return ()

    def price(self, job: Job, model: str) -> Price:
        """Nobody here knows what the server's owner asks for."""
        return UNKNOWN_PRICE

    def ready(self) -> None:
        """Raise Unavailable when no server is named, InvalidInput when what is named cannot be one."""
        self._server()

    def run(self, job: Job, model: str, context: Context) -> Said:
        """Ask the model. Raises what `hwasil.backends.chat_completions` raises."""
        self.unused(type(job), model)
        server = self._server()
        context.check()
        context.progress(Progress(0, 1, "progress.answering"))
        started = time.perf_counter()
        turns, system = _conversation(job)
        reply = server.ask(model, turns, system, context)
        return Said(
            reply.text,
            reply.stop,
            f"{model} at {server.address.netloc}",
            model,
            UNKNOWN_PRICE,
            time.perf_counter() - started,
            reply.input_tokens,
            reply.output_tokens,
        )

    def _server(self) -> Server:
        if not is_named():
            raise Unavailable("llm_url_missing")
        return Server.parse(os.environ[URL].strip(), os.environ.get(KEY, "").strip() or None)


def is_named() -> bool:
    """Whether the environment names a server."""
    return bool(os.environ.get(URL, "").strip())


def _conversation(job: Job) -> tuple[tuple[Turn, ...], str | None]:
    match job:
        case Describe():
            return (Turn("user", job.question or say("look.ask.detail"), (job.picture,)),), None
        case Converse():
            return job.turns, job.system
    raise NotSupported("wire_job_not_done", job=type(job).__name__, model=OpenAIBackend.name)
