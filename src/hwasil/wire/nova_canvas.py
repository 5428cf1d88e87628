"""Amazon Nova Canvas: requests and answers, both directions.

The tasks and answers are those of `hwasil.wire.amazon_tasks` and `hwasil.wire.amazon_answers`. What is its own:

*Style.* TEXT_IMAGE takes one of eight styles; no other task does.

*Size.* New pictures have free sizes within bounds. An edited picture keeps its size, and a request to edit one must
not name a width or a height.

*Refusals.* What a filter refuses before anything is drawn, the prompt or an input picture, is answered with a
ValidationException (`hwasil.wire.wire_errors`); only refused results are a sentence in an answer.

*Virtual try-on* is a task that no other model has: `hwasil.wire.nova_try_on`.

Source: the image generation pages of the Amazon Nova user guide.
"""

from __future__ import annotations

from typing import Any

from hwasil.core.errors import ContentBlocked
from hwasil.core.jobs import Job, TryOn
from hwasil.core.mask import Mask
from hwasil.core.results import Result
from hwasil.wire.amazon_answers import read_answer, write_answer
from hwasil.wire.amazon_tasks import read_job, write_task
from hwasil.wire.blocked import nova_sentence
from hwasil.wire.exchange import Answer, Request
from hwasil.wire.lenience import Leeway, read_task
from hwasil.wire.model import Model
from hwasil.wire.nova_try_on import TASK, read_try_on, write_try_on


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks Nova Canvas for a job. Raises InvalidInput or NotSupported."""
    if isinstance(job, TryOn):
        return write_try_on(job, model)
    return write_task(job, model, edits_sized=False)


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in Nova Canvas' defaults. Raises MalformedRequest or InvalidInput."""
    leeway = Leeway(lenient)
    task, known = read_task(body, model, leeway)
    if task == TASK:
        return read_try_on(known, model, leeway)
    return read_job(task, known, model, leeway)


def encode_response(result: Result, request: Request, mask: Mask | None = None) -> dict[str, Any]:
    """Return the body that answers a request: PNGs, and Nova Canvas' sentence for results that were refused.

    ``mask`` is the region that was used, 255 inside it; a region given as a mask need not be given again. Raises
    ContentBlocked when the prompt or an input picture was refused: that is no answer but an exception.
    """
    early = [refusal for refusal in result.refused if refusal.stage != "output"]
    if early and not result.made:
        stage = early[0].stage
        raise ContentBlocked(f"wire_blocked_{stage}", stage=stage, reason=early[0].reason)
    refused = nova_sentence(some_made=bool(result.made)) if result.refused else None
    return write_answer(result, request, mask, refused)


def decode_response(body: Any, job: Job, model: Model) -> Answer:
    """Read an answer. Raises Corrupt for one that has neither a picture nor a reason."""
    return read_answer(body, job, model)
