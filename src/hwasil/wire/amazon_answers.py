"""Answers of Titan Image Generator and Nova Canvas: ``images``, ``error``, ``maskImage``.

``error`` is null, or a sentence when something was refused; ``images`` may then be fewer than asked for.

*Seeds.* Answers name none. The seed is certain for one picture alone: the request's, or the wire's default when
the request has none. For several it is unknown, and `Made.seed` is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hwasil.core.errors import Corrupt, HwasilError
from hwasil.core.jobs import Inpaint, Job, Outpaint, TryOn
from hwasil.core.mask import Mask
from hwasil.core.results import Made, Refusal, Result
from hwasil.i18n import speaking
from hwasil.wire.black_masks import write_mask
from hwasil.wire.blocked import blocked_stage
from hwasil.wire.exchange import Answer, Request
from hwasil.wire.generation_config import Making
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_answer_picture


def write_answer(result: Result, request: Request, mask: Mask | None, refused: str | None) -> dict[str, Any]:
    """Return the body that answers a request: PNGs, and the sentence for what was refused.

    ``mask`` is the region that was used, 255 inside it; a region given as a mask need not be given again.
    """
    error = refused
    if error is None and result.failed:
        with speaking("en"):
            error = result.failed[0].message
    body: dict[str, Any] = {"images": [one.encoded("png").to_base64() for one in result.pictures], "error": error}
    used = _own_mask(request.job) if mask is None else mask
    if request.return_mask and used is not None:
        body["maskImage"] = write_mask(used)
    return body


def read_answer(body: Any, job: Job, model: Model) -> Answer:
    """Read an answer. Raises Corrupt for one that has neither a picture nor a reason."""
    images = body.get("images") if isinstance(body, Mapping) else None
    error = body.get("error") if isinstance(body, Mapping) else None
    if not images and not error:
        raise Corrupt("wire_answer_empty", billed="unknown", model=model.name)
    count: int = getattr(job, "count", 1)
    made: list[Made] = []
    failed: list[HwasilError] = []
    for image in images if isinstance(images, list) else ():
        try:
            made.append(Made(read_answer_picture(image), _seed(job, model)))
        except Corrupt as problem:
            failed.append(problem)
    missing = max(count - len(made) - len(failed), 0)
    if error:
        sentence = str(error)
        refusal = Refusal(blocked_stage(sentence), sentence)
        return Answer(tuple(made), (refusal,) * max(missing, 1), tuple(failed))
    unexplained: list[HwasilError] = [Corrupt("wire_answer_short", billed="unknown", model=model.name)] * missing
    return Answer(tuple(made), (), (*failed, *unexplained))


def _seed(job: Job, model: Model) -> int | None:
    if not isinstance(job, Making) or job.count != 1:
        return None
    return model.limits.default_seed if job.seed is None else job.seed


def _own_mask(job: Job) -> Mask | None:
    region = job.region if isinstance(job, Inpaint | TryOn) else job.keep if isinstance(job, Outpaint) else None
    return region if isinstance(region, Mask) else None
