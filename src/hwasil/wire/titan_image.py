"""Amazon Titan Image Generator v1 and v2: requests and answers, both directions.

How jobs and tasks meet:

===================  ===========================  ==========================================================
job                  taskType                     remarks
===================  ===========================  ==========================================================
TextToImage          TEXT_IMAGE                   `Conditioning` is conditionImage, controlMode, controlStrength
TextToImage+palette  COLOR_GUIDED_GENERATION      a `Conditioning` is referenceImage, see below
ImageVariation       IMAGE_VARIATION
Inpaint              INPAINTING                   the region that changes is black (`hwasil.wire.black_masks`)
Outpaint             OUTPAINTING                  the region that is kept is black
RemoveBackground     BACKGROUND_REMOVAL           takes no imageGenerationConfig
===================  ===========================  ==========================================================

*referenceImage* has neither a control mode nor a strength. It is read as a `Conditioning` with its defaults
(edges, 0.7), and only such a one is written as it; any other beside a palette cannot be said: NotSupported.

*Size.* The documents' default for width and height is no size of the model's, so both are always sent for new
pictures, 1024x1024 when the job leaves it open. An edited picture keeps its size: width and height are sent when
they are a size of the model's, and whatever a request says there is checked and then has no effect.

*Seeds.* Answers name none. The seed is certain for one picture alone: the request's, or the wire's default when
the request has none. For several it is unknown, and `Made.seed` is None.

Source: the Amazon Titan Image Generator G1 pages of the Bedrock user guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hwasil.core.errors import Corrupt, HwasilError, NotSupported
from hwasil.core.jobs import (
    Conditioning,
    Control,
    ImageVariation,
    Inpaint,
    Job,
    Outpaint,
    OutpaintMode,
    RemoveBackground,
    TextToImage,
)
from hwasil.core.mask import Mask
from hwasil.core.palette import Palette
from hwasil.core.picture import Format, Picture
from hwasil.core.results import Made, Refusal, Result
from hwasil.i18n import speaking
from hwasil.wire.black_masks import read_region, write_mask, write_region
from hwasil.wire.blocked import blocked_stage, titan_sentence
from hwasil.wire.exchange import Answer, Request
from hwasil.wire.expressible import require_absent, require_in, require_job, require_words
from hwasil.wire.generation_config import Making, read_config, write_config
from hwasil.wire.model import Limits, Model
from hwasil.wire.pictures import read_answer_picture, read_picture, write_picture
from hwasil.wire.schemas import check_task

_FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg")
_CONTROLS: Final[Mapping[Control, str]] = {"edges": "CANNY_EDGE", "segmentation": "SEGMENTATION"}
_WORDS: Final = {"text": "prompt", "negativeText": "negative"}
_MODES: Final[Mapping[OutpaintMode, str]] = {"default": "DEFAULT", "precise": "PRECISE"}


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks Titan for a job. Raises InvalidInput or NotSupported."""
    require_job(job, model)
    match job:
        case TextToImage():
            require_absent(model, aspect=job.aspect, style=job.style or None)
            task = _write_color_guided(job, model) if job.palette else _write_text_image(job, model)
            return {**task, "imageGenerationConfig": write_config(job, model)}
        case ImageVariation():
            return {**_write_variation(job, model), "imageGenerationConfig": write_config(job, model)}
        case Inpaint() | Outpaint():
            return {**_write_edit(job, model), "imageGenerationConfig": write_config(job, model)}
        case RemoveBackground():
            image = write_picture(job.picture, model.limits, _FORMATS)
            return {"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": image}}
    raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)


def decode_request(body: Any, model: Model) -> Request:
    """Read a request, filling in Titan's defaults. Raises MalformedRequest, InvalidInput or NotSupported."""
    task = check_task(body, model)
    limits = model.limits
    wishes, size = read_config(body.get("imageGenerationConfig", {}), limits)
    match task:
        case "TEXT_IMAGE":
            return Request(_read_text_image(body["textToImageParams"], {**wishes, "size": size}, limits))
        case "COLOR_GUIDED_GENERATION":
            params = body["colorGuidedGenerationParams"]
            return Request(_read_color_guided(params, {**wishes, "size": size}, limits))
        case "IMAGE_VARIATION":
            return Request(_read_variation(body["imageVariationParams"], {**wishes, "size": size}, limits))
        case "INPAINTING" | "OUTPAINTING":
            return _read_edit(task, body, wishes, limits)
    image = body["backgroundRemovalParams"]["image"]
    return Request(RemoveBackground(_read(image, "#/backgroundRemovalParams/image", limits)))


def encode_response(result: Result, request: Request, mask: Mask | None = None) -> dict[str, Any]:
    """Return the body that answers a request: PNGs, and Titan's sentence for what was refused.

    ``mask`` is the region that was used, 255 inside it; a region given as a mask need not be given again. The
    member is called maskImage after Nova Canvas' documents; Titan's name for it is not confirmed.
    """
    error: str | None = None
    if result.refused:
        error = titan_sentence(result.refused, some_made=bool(result.made))
    elif result.failed:
        with speaking("en"):
            error = result.failed[0].message
    body: dict[str, Any] = {"images": [one.encoded("png").to_base64() for one in result.pictures], "error": error}
    used = _own_mask(request.job) if mask is None else mask
    if request.return_mask and used is not None:
        body["maskImage"] = write_mask(used)
    return body


def decode_response(body: Any, job: Job, model: Model) -> Answer:
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
    region = job.region if isinstance(job, Inpaint) else job.keep if isinstance(job, Outpaint) else None
    return region if isinstance(region, Mask) else None


def _write_text_image(job: TextToImage, model: Model) -> dict[str, Any]:
    params = _write_words(job, model)
    if job.conditioning:
        control, strength = job.conditioning.control, job.conditioning.strength
        if control not in model.limits.controls:
            require_absent(model, conditioning=control)
        require_in("strength", strength, model.limits.control_strength, model)
        params["conditionImage"] = write_picture(job.conditioning.picture, model.limits, _FORMATS)
        params["controlMode"] = _CONTROLS[control]
        params["controlStrength"] = strength
    return {"taskType": "TEXT_IMAGE", "textToImageParams": params}


def _write_color_guided(job: TextToImage, model: Model) -> dict[str, Any]:
    palette, conditioning = job.palette, job.conditioning
    colors = [color.hex for color in palette.colors] if palette else []
    if len(colors) > model.limits.palette_max:
        require_absent(model, palette=", ".join(colors))
    params = {**_write_words(job, model), "colors": colors}
    if conditioning:
        if conditioning != Conditioning(conditioning.picture):
            require_absent(model, conditioning=f"{conditioning.control}, {conditioning.strength}")
        params["referenceImage"] = write_picture(conditioning.picture, model.limits, _FORMATS)
    return {"taskType": "COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams": params}


def _write_variation(job: ImageVariation, model: Model) -> dict[str, Any]:
    require_in("similarity", job.similarity, model.limits.similarity, model)
    limits = _any_side(model.limits)
    params = {
        "images": [write_picture(picture, limits, _FORMATS) for picture in job.pictures],
        **_write_words(job, model),
        "similarityStrength": job.similarity,
    }
    return {"taskType": "IMAGE_VARIATION", "imageVariationParams": params}


def _write_edit(job: Inpaint | Outpaint, model: Model) -> dict[str, Any]:
    region = job.region if isinstance(job, Inpaint) else job.keep
    params = {
        "image": write_picture(job.picture, model.limits, _FORMATS),
        **write_region(region, job.picture),
        **_write_words(job, model),
    }
    if isinstance(job, Inpaint):
        return {"taskType": "INPAINTING", "inPaintingParams": params}
    return {"taskType": "OUTPAINTING", "outPaintingParams": {**params, "outPaintingMode": _MODES[job.mode]}}


def _write_words(job: Making, model: Model) -> dict[str, Any]:
    require_words(model, job.prompt, job.negative)
    words = {name: getattr(job, field) for name, field in _WORDS.items()}
    return {name: text for name, text in words.items() if text}


def _any_side(limits: Limits) -> Limits:
    """Return the limits of pictures to vary: the service makes larger ones smaller by itself."""
    return replace(limits, picture_side_max=0)


def _read_text_image(params: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> TextToImage:
    conditioning = None
    if "conditionImage" in params:
        picture = _read(params["conditionImage"], "#/textToImageParams/conditionImage", limits)
        mode = params.get("controlMode", "CANNY_EDGE")
        control = next(control for control, name in _CONTROLS.items() if name == mode)
        default = limits.control_strength.default if limits.control_strength else None
        strength = params.get("controlStrength", default)
        conditioning = Conditioning(picture, control, float(strength))
    return TextToImage(**_words(params), **wishes, conditioning=conditioning)


def _read_color_guided(params: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> TextToImage:
    conditioning = None
    if "referenceImage" in params:
        picture = _read(params["referenceImage"], "#/colorGuidedGenerationParams/referenceImage", limits)
        conditioning = Conditioning(picture)
    palette = Palette.parse(params["colors"])
    return TextToImage(**_words(params), **wishes, palette=palette, conditioning=conditioning)


def _read_variation(params: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> ImageVariation:
    pointer = "#/imageVariationParams/images"
    pictures = tuple(
        _read(image, f"{pointer}/{place}", _any_side(limits)) for place, image in enumerate(params["images"])
    )
    default = limits.similarity.default if limits.similarity else None
    similarity = params.get("similarityStrength", default)
    return ImageVariation(pictures, similarity=float(similarity), **_words(params), **wishes)


def _read_edit(task: str, body: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> Request:
    name = "inPaintingParams" if task == "INPAINTING" else "outPaintingParams"
    params, pointer = body[name], f"#/{name}"
    picture = _read(params["image"], f"{pointer}/image", limits)
    region = read_region(params, pointer, picture.size, limits)
    return_mask: bool = params.get("returnMask", False)
    if task == "INPAINTING":
        return Request(Inpaint(picture, region, **_words(params), **wishes), return_mask=return_mask)
    mode = next(mode for mode, said in _MODES.items() if said == params.get("outPaintingMode", "DEFAULT"))
    return Request(Outpaint(picture, region, **_words(params), mode=mode, **wishes), return_mask=return_mask)


def _words(params: Mapping[str, Any]) -> dict[str, Any]:
    return {field: params[name] for name, field in _WORDS.items() if name in params}


def _read(text: str, pointer: str, limits: Limits) -> Picture:
    return read_picture(text, pointer, limits, _FORMATS)
