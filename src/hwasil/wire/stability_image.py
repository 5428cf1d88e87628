"""Stable Image Core, Stable Image Ultra and Stable Diffusion 3.5 Large: requests and answers, both directions.

One call makes one picture, its shape an aspect ratio. Core makes pictures from words; Ultra and SD3.5 also vary
one picture. There the wire's ``strength`` is how little of that picture stays, so it is 1 -
`ImageVariation.similarity`. SD3.5 wants ``mode`` and ``strength`` with a picture; Ultra knows by the picture
itself and has a default strength. Which is which follows from whether the catalogue has a default similarity.

*Seeds.* On the wire 0 means "draw one", as does leaving it out. Both are read as a job without a seed, and a job
whose seed is 0 cannot be said: InvalidInput.

*Answers* are those of all of Stability's models: `hwasil.wire.stability_answers`.

Source: the Stability AI pages of the Bedrock user guide, and requests seen in public.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Aspect, ImageVariation, Job, TextToImage
from hwasil.core.picture import Format
from hwasil.wire.exchange import Request
from hwasil.wire.expressible import (
    require_absent,
    require_count_and_seed,
    require_in,
    require_job,
    require_within,
    require_words,
)
from hwasil.wire.lenience import Leeway, read_body
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_picture, write_picture
from hwasil.wire.stability_answers import FORMATS, decode_response, encode_response, refuse_unknown_keys

__all__ = ["decode_request", "decode_response", "encode_request", "encode_response"]

_DIGITS: Final = 6  # 1 - x and back again must be x


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks for one picture. Raises InvalidInput or NotSupported."""
    require_job(job, model)
    if not isinstance(job, TextToImage | ImageVariation):
        raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)
    require_words(model, job.prompt, job.negative)
    require_count_and_seed(job.count, job.seed, model.limits, least_seed=1)
    require_absent(model, size=job.size, guidance=job.guidance, quality=job.quality)
    special = _write_shape(job, model) if isinstance(job, TextToImage) else _write_picture(job, model)
    body = {"prompt": job.prompt, "negative_prompt": job.negative or None, "seed": job.seed, **special}
    return {name: value for name, value in body.items() if value is not None} | {"output_format": "png"}


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request. Raises MalformedRequest or InvalidInput."""
    leeway = Leeway(lenient)
    body = read_body(body, model, "image", leeway)
    refuse_unknown_keys(body, model, "image")
    words = {"prompt": body["prompt"], "negative": body.get("negative_prompt") or None}
    seed = int(body.get("seed", 0)) or None
    output_format: Format = body.get("output_format", "png")
    if not _has_picture(body, model):
        aspect = Aspect.parse(body["aspect_ratio"]) if "aspect_ratio" in body else model.limits.default_aspect
        return leeway.request(TextToImage(**words, aspect=aspect, seed=seed), output_format=output_format)
    # An aspect ratio beside a picture has no effect: the result has the picture's.
    picture = read_picture(body["image"], "#/image", model.limits, FORMATS)
    similarity = model.limits.similarity.default if model.limits.similarity else None
    if "strength" in body:
        similarity = round(1 - float(body["strength"]), _DIGITS)
    if similarity is None:
        raise malformed("#", "required key [strength] not found")
    job = ImageVariation((picture,), similarity=similarity, **words, seed=seed)
    return leeway.request(job, output_format=output_format)


def _write_shape(job: TextToImage, model: Model) -> dict[str, Any]:
    require_absent(model, style=job.style or None, palette=job.palette, conditioning=job.conditioning)
    if job.aspect and job.aspect not in (model.limits.sizes if isinstance(model.limits.sizes, tuple) else ()):
        require_absent(model, aspect=job.aspect)
    return {"aspect_ratio": str(job.aspect) if job.aspect else None}


def _write_picture(job: ImageVariation, model: Model) -> dict[str, Any]:
    if not (job.prompt or "").strip():
        raise InvalidInput("prompt_empty")
    require_within("pictures", len(job.pictures), 1, model.limits.references)
    require_in("similarity", job.similarity, model.limits.similarity, model)
    image = write_picture(job.pictures[0], model.limits, FORMATS)
    mode = "image-to-image" if _needs_mode(model) else None
    return {"mode": mode, "image": image, "strength": round(1 - job.similarity, _DIGITS)}


def _needs_mode(model: Model) -> bool:
    return model.limits.similarity is not None and model.limits.similarity.default is None


def _has_picture(body: Mapping[str, Any], model: Model) -> bool:
    """Whether a request varies a picture. Raises MalformedRequest for one that is neither this nor that."""
    mode = body.get("mode", "text-to-image" if _needs_mode(model) or "image" not in body else "image-to-image")
    if mode == "image-to-image" and "image" not in body:
        raise malformed("#", "required key [image] not found")
    for key in ("image", "strength"):
        if mode == "text-to-image" and key in body:
            raise malformed("#", f"key [{key}] needs mode image-to-image")
    return bool(mode == "image-to-image")
