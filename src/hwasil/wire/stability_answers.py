"""How Stability's models answer, Stable Image, Stable Diffusion 3.5 and the image services alike.

*Answers* that a filter refused are HTTP 200 and may have no ``images`` at all. Of ``finish_reasons`` null is
success, "Filter reason: …" a refusal, and anything else a failure that may be tried again. They name the seed that
was used.

*Unknown keys* are refused not by Bedrock's check but by the model behind it, in words of its own; both are kept.
Those words were seen in public for Stable Image Ultra; that the image services have the same is not confirmed.

Source: the Stability AI pages of the Bedrock user guide, and answers seen in public.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any, Final

from hwasil.core.errors import Corrupt, HwasilError, Stage, Unavailable
from hwasil.core.jobs import Job
from hwasil.core.mask import Mask
from hwasil.core.picture import Format
from hwasil.core.results import Made, Refusal, Result
from hwasil.wire.exchange import Answer, Request
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_answer_picture
from hwasil.wire.schemas import schemas

FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg", "webp")
_FILTERED: Final = "Filter reason: "
_FILTERS: Final[Mapping[Stage, str]] = {"prompt": "prompt", "input": "input image", "output": "output image"}
_FAILED: Final = "Inference error"


def encode_response(result: Result, request: Request, mask: Mask | None = None) -> dict[str, Any]:
    """Return the body that answers a request: the pictures in the format asked for, then what was refused.

    These models return no masks; ``mask`` is not used.
    """
    reasons = [f"{_FILTERED}{_FILTERS[refusal.stage]}" for refusal in result.refused]
    reasons += [_FAILED for _ in result.failed]
    if not result.made:
        return {"finish_reasons": reasons}
    return {
        "seeds": [one.seed or 0 for one in result.made],
        "finish_reasons": [*(None for _ in result.made), *reasons],
        "images": [one.encoded(request.output_format).to_base64() for one in result.pictures],
    }


def decode_response(body: Any, job: Job, model: Model) -> Answer:
    """Read an answer. Raises Corrupt for one that has neither a picture nor a reason."""
    images, reasons, seeds = (_list(body, name) for name in ("images", "finish_reasons", "seeds"))
    made: list[Made] = []
    refused: list[Refusal] = []
    failed: list[HwasilError] = []
    for image, reason, seed in zip_longest(images, reasons, seeds):
        if isinstance(reason, str) and reason.startswith(_FILTERED):
            refused.append(Refusal(_stage(reason), reason))
        elif reason:
            failed.append(Unavailable("wire_inference_failed", billed="unknown", model=model.name, reason=reason))
        elif image:
            try:
                made.append(Made(read_answer_picture(image), answered_seed(seed, job)))
            except Corrupt as problem:
                failed.append(problem)
    if not (made or refused or failed):
        raise Corrupt("wire_answer_empty", billed="unknown", model=model.name)
    return Answer(tuple(made), tuple(refused), tuple(failed))


def answered_seed(seed: object, job: Job) -> int | None:
    """Return the seed that an answer names, and the job's own where it names none."""
    if isinstance(seed, int) and not isinstance(seed, bool):
        return seed
    own: int | None = getattr(job, "seed", None)
    return own


def refuse_unknown_keys(body: Mapping[str, Any], model: Model, kind: str) -> None:
    """Raise MalformedRequest for a key that a schema does not name, in the words that the model has for it."""
    known = list(schemas(model)[kind]["properties"])
    unknown = [key for key in body if key not in known]
    if unknown:
        detail = f"Invalid field in request. Available fields: {known}"
        said = json.dumps({"detail": detail}, separators=(",", ":"))
        raise MalformedRequest(f"#: extraneous key [{unknown[0]}] is not permitted", wire_message=said)


def _list(body: Any, name: str) -> list[Any]:
    value = body.get(name) if isinstance(body, Mapping) else None
    return value if isinstance(value, list) else []


def _stage(reason: str) -> Stage:
    said = reason.removeprefix(_FILTERED).strip().lower()
    return next((stage for stage, words in _FILTERS.items() if words == said), "output")
