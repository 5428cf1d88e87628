"""Who answers in words, and asking them: what ideas, translations and conversations have in common."""

from __future__ import annotations

from typing import Final

from hwasil.backends.base import Context
from hwasil.backends.openai import OpenAIBackend, is_named
from hwasil.core.errors import ContentBlocked
from hwasil.core.jobs import Converse, Describe
from hwasil.core.results import Said
from hwasil.studio.studio import Studio

LOCAL: Final = "local"
SERVER: Final = OpenAIBackend.name

# Why an answer ends when a filter, or the model itself, would not give it.
REFUSING: Final = frozenset({"content_filtered", "guardrail_intervened", "refusal"})


def speaker(backend: str | None) -> str:
    """Return the backend to ask: the one that is named, else the language model's server if one is set, else local.

    A backend that is paid for is never asked unless it is named.
    """
    if backend is not None:
        return backend
    return SERVER if is_named() else LOCAL


def ask(
    studio: Studio, job: Converse | Describe, backend: str, model: str | None, context: Context | None = None
) -> Said:
    """Plan a job that is answered in words, and carry it out.

    Raises what planning and the backend do, and ContentBlocked for an answer that a filter or the model refused.
    """
    said = studio.answer(studio.plan(job, backend=backend, model=model), context)
    if not isinstance(said, Said):
        raise TypeError(f"{backend} does not answer {type(job).__name__} in words")
    if said.stop in REFUSING and not said.text.strip():
        raise ContentBlocked("wire_blocked_output", stage="output", reason=said.stop)
    return said
