"""Words about pictures, said on this machine: by what the engine sees in them, or by a language model of one's own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hwasil.backends.base import Context, Progress
from hwasil.backends.openai import OpenAIBackend, is_named
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Converse, Describe, Job, Turn
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Said

DESCRIBER: Final = "local.describer"
SPOKEN: Final[frozenset[type[Job]]] = frozenset({Describe, Converse})

# Raised whenever the same picture and question would get another answer than before.
_ENGINE: Final = "describer 1"
_DONE: Final = "end_turn"


def answer(job: Describe | Converse, context: Context) -> Said:
    """Answer a question about pictures.

    Where ``HWASIL_LLM_URL`` names a server, its language model is asked; otherwise the engine looks at the pictures.
    Of a conversation the engine takes the last question, and the pictures shown with it or last before it. It counts
    no tokens. Raises NotSupported for a conversation without pictures, Unavailable without weights or server.
    """
    if is_named():
        server = OpenAIBackend()
        return replace(server.run(job, server.default_model(type(job)), context), model=DESCRIBER)
    context.check()
    context.progress(Progress(0, 1, "progress.looking"))
    started = time.perf_counter()
    if isinstance(job, Describe):
        pictures: tuple[Picture, ...] = (job.picture,)
        question, system = job.question, None
    else:
        pictures, question, system = _shown(job.turns), job.turns[-1].text, job.system
    if not pictures:
        raise NotSupported("words_no_picture")
    from hwasil.engine.look import describe_all

    text = describe_all(pictures, question, system=system)
    return Said(text, _DONE, _ENGINE, DESCRIBER, FREE, time.perf_counter() - started)


def _shown(turns: Sequence[Turn]) -> tuple[Picture, ...]:
    return next((turn.pictures for turn in reversed(turns) if turn.pictures), ())
