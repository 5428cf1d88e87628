"""Stable Diffusion XL 0.8 and 1.0: requests and answers, both directions.

===============  ==============================================================================================
job              request
===============  ==============================================================================================
TextToImage      text_prompts, width, height, style_preset
ImageVariation   and an init_image; image_strength is `ImageVariation.similarity`
Inpaint          and a mask (`hwasil.wire.stability_masks`)
===============  ==============================================================================================

*Prompts.* text_prompts is a list; a weight below 0 makes a negative prompt. A job has one of each, so that several
are joined with commas and weights other than 1 and -1 count as these; what was asked is noted.

*Strength.* With init_image_mode IMAGE_STRENGTH, the default, image_strength 1 stays closest. With STEP_SCHEDULE,
step_schedule_start is how much of the drawing is left to do, so that similarity is 1 - it; old programs call it
start_schedule and name no mode. That sense of the schedule and the default of 0.35 are Stability's; Bedrock's
documents print neither.

*Sizes* are for new pictures only. A width without a height gets the default height. An init_image of any size is
taken and keeps it.

*Seeds.* 0 means "draw one", as does leaving it out; a job whose seed is 0 cannot be said.

*What has no place in a job*, such as steps and sampler, is checked and then noted in `Request.dropped`. So are keys
that the model does not know: it ignored them, and programs send them (``negative_prompt``).

*Answers* are ``artifacts``, each with a finishReason: SUCCESS, CONTENT_FILTERED or ERROR. The picture of a filtered
one is blurred or missing, and counts as refused.

Source: the Stability AI Diffusion 1.0 pages of the Bedrock user guide, and requests seen in public.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hwasil.core.errors import Corrupt, HwasilError, NotSupported, Unavailable
from hwasil.core.jobs import ImageVariation, Inpaint, Job, TextToImage
from hwasil.core.mask import Mask
from hwasil.core.results import Made, Refusal, Result
from hwasil.wire.exchange import Answer, Request
from hwasil.wire.expressible import (
    require_absent,
    require_count_and_seed,
    require_in,
    require_job,
    require_within,
    require_words,
)
from hwasil.wire.generation_config import read_size, size_of_new
from hwasil.wire.lenience import Leeway
from hwasil.wire.model import Limits, Model
from hwasil.wire.pictures import read_answer_picture, read_picture, write_picture
from hwasil.wire.schemas import check_body, schemas
from hwasil.wire.stability_answers import answered_seed
from hwasil.wire.stability_masks import FORMATS, read_mask, write_mask

_SUCCESS: Final = "SUCCESS"
_FILTERED: Final = "CONTENT_FILTERED"
_FAILED: Final = "ERROR"
_DIGITS: Final = 6  # of 1 - a schedule's start

# The keys that each kind of job is read from; what else a request has is of no effect.
_SAMPLING: Final = frozenset({"text_prompts", "cfg_scale", "seed", "samples"})
_NEW: Final = _SAMPLING | {"width", "height", "style_preset"}
_VARIED: Final = _SAMPLING | {"init_image", "init_image_mode"}
_MASKED: Final = _SAMPLING | {"init_image", "mask_source", "mask_image"}


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks for one picture. Raises InvalidInput or NotSupported."""
    require_job(job, model)
    special: dict[str, Any]
    match job:
        case TextToImage():
            special = _write_new(job, model)
        case ImageVariation():
            special = _write_variation(job, model)
        case Inpaint():
            image = write_picture(job.picture, model.limits, FORMATS)
            special = {"init_image": image, **write_mask(job.region, job.picture, model)}
        case _:
            raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)
    require_words(model, job.prompt, job.negative)
    require_count_and_seed(job.count, job.seed, model.limits, least_seed=model.limits.seed_min)
    require_in("guidance", job.guidance, model.limits.guidance, model)
    require_absent(model, quality=job.quality)
    prompts = [{"text": job.prompt or "", "weight": 1.0}]
    if job.negative:
        prompts.append({"text": job.negative, "weight": -1.0})
    body = {"text_prompts": prompts, "cfg_scale": job.guidance, "seed": job.seed, **special}
    return {name: value for name, value in body.items() if value is not None}


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in the wire's defaults. Raises MalformedRequest or InvalidInput."""
    leeway = Leeway(lenient)
    known = leeway.known(body, schemas(model)["image"])
    check_body(known, model, "image")
    limits = model.limits
    guidance = known.get("cfg_scale", limits.guidance.default if limits.guidance else None)
    wishes: dict[str, Any] = {
        **_read_prompts(known["text_prompts"], leeway),
        "seed": int(known.get("seed", 0)) or None,
        "guidance": None if guidance is None else float(guidance),
    }
    job: Job
    if "init_image" not in known:
        size = read_size(known, "#", limits, leeway)
        wishes["prompt"] = wishes["prompt"] or ""  # which the job refuses: a new picture needs words
        job = TextToImage(**wishes, size=size, style=known.get("style_preset"))
        used = _NEW
    elif "mask_source" not in known:
        picture = read_picture(known["init_image"], "#/init_image", limits, FORMATS)
        similarity, told_by = _read_similarity(known, limits)
        job = ImageVariation((picture,), similarity=similarity, **wishes)
        used = _VARIED | {told_by}
    else:
        picture = read_picture(known["init_image"], "#/init_image", limits, FORMATS)
        job = Inpaint(picture, read_mask(known, picture, limits, leeway), **wishes)
        used = _MASKED
    for name in known:
        if name not in used:
            leeway.drop(f"#/{name}", known[name])
    return leeway.request(job)


def encode_response(result: Result, request: Request, mask: Mask | None = None) -> dict[str, Any]:
    """Return the body that answers a request: what was made, then what was refused, then what failed.

    This model returns no masks; ``mask`` is not used. Whether ``result`` is anything but "success" when all failed
    is not confirmed.
    """
    asked: int = getattr(request.job, "seed", None) or 0
    pictures = [(_SUCCESS, one.seed or 0, one.picture.encoded("png").to_base64()) for one in result.made]
    missing = [
        (reason, asked, "") for reason in [_FILTERED] * len(result.refused) + [_FAILED] * len(result.failed)
    ]
    artifacts = [
        {"seed": seed, "base64": data, "finishReason": reason} for reason, seed, data in pictures + missing
    ]
    return {"result": "success" if result.made or result.refused else "error", "artifacts": artifacts}


def decode_response(body: Any, job: Job, model: Model) -> Answer:
    """Read an answer. Raises Corrupt for one that has neither a picture nor a reason."""
    artifacts = body.get("artifacts") if isinstance(body, Mapping) else None
    made: list[Made] = []
    refused: list[Refusal] = []
    failed: list[HwasilError] = []
    for artifact in artifacts if isinstance(artifacts, list) else ():
        said = artifact if isinstance(artifact, Mapping) else {}
        reason = said.get("finishReason") or _SUCCESS
        if reason == _FILTERED:
            refused.append(Refusal("output", _FILTERED))
        elif reason != _SUCCESS:
            failed.append(Unavailable("wire_inference_failed", billed="unknown", model=model.name, reason=reason))
        else:
            try:
                made.append(Made(read_answer_picture(said.get("base64")), answered_seed(said.get("seed"), job)))
            except Corrupt as problem:
                failed.append(problem)
    if not (made or refused or failed):
        raise Corrupt("wire_answer_empty", billed="unknown", model=model.name)
    return Answer(tuple(made), tuple(refused), tuple(failed))


def _write_new(job: TextToImage, model: Model) -> dict[str, Any]:
    require_absent(model, aspect=job.aspect, palette=job.palette, conditioning=job.conditioning)
    if job.style and job.style not in model.limits.styles:
        require_absent(model, style=job.style)
    size = size_of_new(job.size, model)
    shape = {"width": size.width, "height": size.height} if size else {}
    return {**shape, "style_preset": job.style or None}


def _write_variation(job: ImageVariation, model: Model) -> dict[str, Any]:
    require_absent(model, size=job.size)
    require_within("pictures", len(job.pictures), 1, model.limits.references)
    require_in("similarity", job.similarity, model.limits.similarity, model)
    image = write_picture(job.pictures[0], model.limits, FORMATS)
    return {"init_image": image, "init_image_mode": "IMAGE_STRENGTH", "image_strength": job.similarity}


def _read_prompts(prompts: Sequence[Mapping[str, Any]], leeway: Leeway) -> dict[str, str | None]:
    """Return the job's prompt and negative prompt; None where there are no words."""
    words: dict[str, list[str]] = {"prompt": [], "negative": []}
    for place, prompt in enumerate(prompts):
        text, weight = prompt["text"], float(prompt.get("weight", 1.0))
        if weight == 0:
            leeway.drop(f"#/text_prompts/{place}", text)
            continue
        field, counted = ("prompt", 1.0) if weight > 0 else ("negative", -1.0)
        if weight != counted:
            leeway.adjust(f"#/text_prompts/{place}/weight", weight, counted)
        if text:
            words[field].append(text)
    return {field: ", ".join(texts) or None for field, texts in words.items()}


def _read_similarity(body: Mapping[str, Any], limits: Limits) -> tuple[float, str]:
    """Return the similarity that a request asks for, and the key that told it."""
    scheduled = body.get("init_image_mode") == "STEP_SCHEDULE"
    first = "step_schedule_start" if scheduled else "image_strength"
    told_by = "start_schedule" if first not in body and "start_schedule" in body else first
    default = limits.similarity.default if limits.similarity else None
    if told_by not in body:
        return float(default or 0), told_by
    value = float(body[told_by])
    return (value if told_by == "image_strength" else round(1 - value, _DIGITS)), told_by
