"""Amazon Titan Image Generator v1 and v2: requests and answers, both directions.

The tasks and answers are those of `hwasil.wire.amazon_tasks` and `hwasil.wire.amazon_answers`.

*Size.* The documents' default for width and height is no size of the model's, so both are always sent for new
pictures, 1024x1024 when the job leaves it open. An edited picture keeps its size: width and height are sent when
they are a size of the model's, and whatever a request says there is checked and then has no effect.

*The returned mask* is called maskImage after Nova Canvas' documents; Titan's name for it is not confirmed.

Source: the Amazon Titan Image Generator G1 pages of the Bedrock user guide.
"""

from __future__ import annotations

from typing import Any

from hwasil.core.jobs import Job
from hwasil.core.mask import Mask
from hwasil.core.results import Result
from hwasil.wire.amazon_answers import read_answer, write_answer
from hwasil.wire.amazon_tasks import read_job, write_task
from hwasil.wire.blocked import titan_sentence
from hwasil.wire.exchange import Answer, Request
from hwasil.wire.lenience import Leeway, read_task
from hwasil.wire.model import Model


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks Titan for a job. Raises InvalidInput or NotSupported."""
    return write_task(job, model, edits_sized=True)


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in Titan's defaults. Raises MalformedRequest, InvalidInput or NotSupported."""
    leeway = Leeway(lenient)
    task, known = read_task(body, model, leeway)
    return read_job(task, known, model, leeway)


def encode_response(result: Result, request: Request, mask: Mask | None = None) -> dict[str, Any]:
    """Return the body that answers a request: PNGs, and Titan's sentence for what was refused.

    ``mask`` is the region that was used, 255 inside it; a region given as a mask need not be given again.
    """
    refused = titan_sentence(result.refused, some_made=bool(result.made)) if result.refused else None
    return write_answer(result, request, mask, refused)


def decode_response(body: Any, job: Job, model: Model) -> Answer:
    """Read an answer. Raises Corrupt for one that has neither a picture nor a reason."""
    return read_answer(body, job, model)
