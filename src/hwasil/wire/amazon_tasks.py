"""The tasks that Titan Image Generator and Nova Canvas share: a ``taskType``, its parameters, a config.

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

What a model takes of all this stands in its limits, and what a request may say in its schema.

Source: the Titan Image Generator and Nova Canvas pages of the Bedrock and Nova user guides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hwasil.core.errors import NotSupported
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
from hwasil.core.palette import Palette
from hwasil.core.picture import Format, Picture
from hwasil.wire.black_masks import read_region, write_region
from hwasil.wire.exchange import Request
from hwasil.wire.expressible import require_absent, require_in, require_job, require_words
from hwasil.wire.generation_config import read_config, write_config
from hwasil.wire.lenience import Leeway
from hwasil.wire.model import Limits, Model
from hwasil.wire.pictures import read_picture, write_picture

_FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg")
_CONTROLS: Final[Mapping[Control, str]] = {"edges": "CANNY_EDGE", "segmentation": "SEGMENTATION"}
_WORDS: Final = {"text": "prompt", "negativeText": "negative"}
_MODES: Final[Mapping[OutpaintMode, str]] = {"default": "DEFAULT", "precise": "PRECISE"}


def write_task(job: Job, model: Model, *, edits_sized: bool) -> dict[str, Any]:
    """Return the body that asks for a job. Raises InvalidInput or NotSupported.

    ``edits_sized``: whether the config of a picture to be edited may have a width and a height.
    """
    require_job(job, model)
    match job:
        case TextToImage():
            require_absent(model, aspect=job.aspect)
            task = _write_color_guided(job, model) if job.palette else _write_text_image(job, model)
        case ImageVariation():
            task = _write_variation(job, model)
        case Inpaint() | Outpaint():
            task = _write_edit(job, model)
        case RemoveBackground():
            image = write_image(job.picture, model.limits)
            return {"taskType": "BACKGROUND_REMOVAL", "backgroundRemovalParams": {"image": image}}
        case _:
            raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)
    return {**task, "imageGenerationConfig": write_config(job, model, edits_sized=edits_sized)}


def read_job(task: str, body: Mapping[str, Any], model: Model, leeway: Leeway) -> Request:
    """Read a checked body of one of the tasks, filling in the model's defaults.

    Raises MalformedRequest or InvalidInput.
    """
    limits = model.limits
    wishes, size = read_config(body.get("imageGenerationConfig", {}), limits, leeway)
    job: Job
    match task:
        case "TEXT_IMAGE":
            job = _read_text_image(body["textToImageParams"], {**wishes, "size": size}, limits)
        case "COLOR_GUIDED_GENERATION":
            job = _read_color_guided(body["colorGuidedGenerationParams"], {**wishes, "size": size}, limits)
        case "IMAGE_VARIATION":
            job = _read_variation(body["imageVariationParams"], {**wishes, "size": size}, limits)
        case "INPAINTING" | "OUTPAINTING":
            return _read_edit(task, body, wishes, limits, leeway)
        case _:
            pointer = "#/backgroundRemovalParams/image"
            job = RemoveBackground(read_image(body["backgroundRemovalParams"]["image"], pointer, limits))
    return leeway.request(job)


def write_image(picture: Picture, limits: Limits) -> str:
    """Return one picture of a request, PNG or JPEG. Raises InvalidInput when it is too large or too small."""
    return write_picture(picture, limits, _FORMATS)


def read_image(text: str, pointer: str, limits: Limits) -> Picture:
    """Read one picture of a request, PNG or JPEG. Raises MalformedRequest."""
    return read_picture(text, pointer, limits, _FORMATS)


def _write_text_image(job: TextToImage, model: Model) -> dict[str, Any]:
    params = _write_words(job, model)
    if job.style:
        if job.style not in model.limits.styles:
            require_absent(model, style=job.style)
        params["style"] = job.style
    if job.conditioning:
        control, strength = job.conditioning.control, job.conditioning.strength
        if control not in model.limits.controls:
            require_absent(model, conditioning=control)
        require_in("strength", strength, model.limits.control_strength, model)
        params["conditionImage"] = write_image(job.conditioning.picture, model.limits)
        params["controlMode"] = _CONTROLS[control]
        params["controlStrength"] = strength
    return {"taskType": "TEXT_IMAGE", "textToImageParams": params}


def _write_color_guided(job: TextToImage, model: Model) -> dict[str, Any]:
    require_absent(model, style=job.style or None)
    palette, conditioning = job.palette, job.conditioning
    colors = [color.hex for color in palette.colors] if palette else []
    if len(colors) > model.limits.palette_max:
        require_absent(model, palette=", ".join(colors))
    params = {**_write_words(job, model), "colors": colors}
    if conditioning:
        if conditioning != Conditioning(conditioning.picture):
            require_absent(model, conditioning=f"{conditioning.control}, {conditioning.strength}")
        params["referenceImage"] = write_image(conditioning.picture, model.limits)
    return {"taskType": "COLOR_GUIDED_GENERATION", "colorGuidedGenerationParams": params}


def _write_variation(job: ImageVariation, model: Model) -> dict[str, Any]:
    require_in("similarity", job.similarity, model.limits.similarity, model)
    limits = _any_side(model.limits)
    params = {
        "images": [write_image(picture, limits) for picture in job.pictures],
        **_write_words(job, model),
        "similarityStrength": job.similarity,
    }
    return {"taskType": "IMAGE_VARIATION", "imageVariationParams": params}


def _write_edit(job: Inpaint | Outpaint, model: Model) -> dict[str, Any]:
    region = job.region if isinstance(job, Inpaint) else job.keep
    if isinstance(job, Outpaint):
        require_absent(model, background=job.background)
    params = {
        "image": write_image(job.picture, model.limits),
        **write_region(region, job.picture),
        **_write_words(job, model),
    }
    if isinstance(job, Inpaint):
        return {"taskType": "INPAINTING", "inPaintingParams": params}
    return {"taskType": "OUTPAINTING", "outPaintingParams": {**params, "outPaintingMode": _MODES[job.mode]}}


def _write_words(job: TextToImage | ImageVariation | Inpaint | Outpaint, model: Model) -> dict[str, Any]:
    require_words(model, job.prompt, job.negative)
    words = {name: getattr(job, field) for name, field in _WORDS.items()}
    return {name: text for name, text in words.items() if text}


def _any_side(limits: Limits) -> Limits:
    """Return the limits of pictures to vary: the service makes larger ones smaller by itself."""
    return replace(limits, picture_side_max=0)


def _read_text_image(params: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> TextToImage:
    conditioning = None
    if "conditionImage" in params:
        picture = read_image(params["conditionImage"], "#/textToImageParams/conditionImage", limits)
        mode = params.get("controlMode", "CANNY_EDGE")
        control = next(control for control, name in _CONTROLS.items() if name == mode)
        default = limits.control_strength.default if limits.control_strength else None
        strength = params.get("controlStrength", default)
        conditioning = Conditioning(picture, control, float(strength))
    return TextToImage(**_words(params), **wishes, style=params.get("style"), conditioning=conditioning)


def _read_color_guided(params: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> TextToImage:
    conditioning = None
    if "referenceImage" in params:
        pointer = "#/colorGuidedGenerationParams/referenceImage"
        conditioning = Conditioning(read_image(params["referenceImage"], pointer, limits))
    palette = Palette.parse(params["colors"])
    return TextToImage(**_words(params), **wishes, palette=palette, conditioning=conditioning)


def _read_variation(params: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits) -> ImageVariation:
    pointer = "#/imageVariationParams/images"
    pictures = tuple(
        read_image(image, f"{pointer}/{place}", _any_side(limits)) for place, image in enumerate(params["images"])
    )
    default = limits.similarity.default if limits.similarity else None
    similarity = params.get("similarityStrength", default)
    return ImageVariation(pictures, similarity=float(similarity), **_words(params), **wishes)


def _read_edit(
    task: str, body: Mapping[str, Any], wishes: Mapping[str, Any], limits: Limits, leeway: Leeway
) -> Request:
    name = "inPaintingParams" if task == "INPAINTING" else "outPaintingParams"
    params, pointer = body[name], f"#/{name}"
    picture = read_image(params["image"], f"{pointer}/image", limits)
    region = read_region(params, pointer, picture.size, limits, leeway)
    return_mask: bool = params.get("returnMask", False)
    if task == "INPAINTING":
        return leeway.request(Inpaint(picture, region, **_words(params), **wishes), return_mask=return_mask)
    mode = next(mode for mode, said in _MODES.items() if said == params.get("outPaintingMode", "DEFAULT"))
    job = Outpaint(picture, region, **_words(params), mode=mode, **wishes)
    return leeway.request(job, return_mask=return_mask)


def _words(params: Mapping[str, Any]) -> dict[str, Any]:
    return {field: params[name] for name, field in _WORDS.items() if name in params}
