"""The thirteen Stability Image Services: requests and answers, both directions.

Which keys each service takes, which it needs, their ranges and defaults are its schema in
``schemas/stability_edit.json``; the catalogue says which schema is a model's (``request_kind``) and which jobs it
does. What stands here is how a job is put into those keys. A wish for which a service has no key cannot be said:
NotSupported. A key for which a job has no field is read as dropped, unless it says no more than its default.

=====================================  ==================  ====================================================
request_kind                           job                 remarks
=====================================  ==================  ====================================================
inpaint                                Inpaint             a mask and a prompt
inpaint                                Outpaint            what is not kept is inpainted, and read as `Inpaint`
erase_object                           Inpaint             a mask and no prompt
search_replace                         Inpaint             a `MaskPrompt` and a prompt
search_recolor                         Recolor             a `MaskPrompt`; the color in words, see below
remove_background                      RemoveBackground
outpaint                               Extend              a size and an alignment are sent, and read, as margins
control_sketch, control_structure      TextToImage         with `Conditioning`, edges and segmentation in turn
style_guide                            ImageVariation      of one picture; ``fidelity`` is the similarity
style_transfer                         Restyle             with a reference; ``style_strength`` is the strength
creative, conservative, fast _upscale  Upscale             four times
=====================================  ==================  ====================================================

*Masks* are white where the picture changes (`hwasil.wire.white_masks`). Without one, what is transparent changes.
``grow_mask`` widens them; a job's region is exact, so it is written as 0, and what a request says of it is part of
the region that is read. An `Outpaint` that is not precise leaves it to the service, whose default is 5 pixels.

*Conditioning.* Control Structure has no mode: edges and segmentation are sent alike, and read as segmentation.

*Colors.* Search and Recolor takes words alone. A color is written as ``teal (#168a8f)``; of what is read, the one
color that it names is the job's. A prompt that names none, or several, is no `Recolor`: NotSupported.

*Upscale.* Only of the fast service is the factor documented. The other two decide by themselves how large their
result is; they take the highest factor there is and nothing else, so that nothing is promised that may not come.

*Seeds* are as in `hwasil.wire.stability_image`, *answers* as in `hwasil.wire.stability_answers`.

Source: the Stability Image Services pages of the Bedrock user guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import (
    Conditioning,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    Upscale,
)
from hwasil.core.mask import Mask, MaskPrompt, Region
from hwasil.core.picture import Picture
from hwasil.wire.color_words import read_color, write_color
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
from hwasil.wire.model import Limits, Model
from hwasil.wire.pictures import read_picture, write_picture
from hwasil.wire.schemas import schemas
from hwasil.wire.stability_answers import FORMATS, decode_response, encode_response, refuse_unknown_keys
from hwasil.wire.white_masks import read_mask, write_mask

__all__ = ["decode_request", "decode_response", "encode_request", "encode_response"]

UPSCALED: Final = 4  # times

_WORDS: Final = {"prompt": "prompt", "negative_prompt": "negative", "seed": "seed"}
_SIDES: Final = {"left": "left", "right": "right", "up": "top", "down": "bottom"}
_MASKED: Final = {"image": "picture", "mask": "region", "grow_mask": "region", "search_prompt": "region", **_WORDS}
# For each kind of job, the keys that it can say or be read from, and the field of the job behind each.
_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "Inpaint": _MASKED,
    "Outpaint": _MASKED,
    "Extend": {"image": "picture", **dict.fromkeys(_SIDES, "margins"), "prompt": "prompt", "seed": "seed"},
    "RemoveBackground": {"image": "picture"},
    "Recolor": {"image": "picture", "select_prompt": "region", "prompt": "color"},
    "TextToImage": {
        "image": "conditioning",
        "control_strength": "conditioning",
        "style_preset": "style",
        **_WORDS,
    },
    "ImageVariation": {"image": "pictures", "fidelity": "similarity", **_WORDS},
    "Restyle": {"init_image": "picture", "style_image": "reference", "style_strength": "strength", "seed": "seed"},
    "Upscale": {"image": "picture", "prompt": "prompt", "seed": "seed"},
}


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks a service for a job. Raises InvalidInput or NotSupported."""
    require_job(job, model)
    schema, fields = schemas(model)[model.request_kind], _FIELDS[type(job).__name__]
    body = {key: value for key, value in _said(job, model).items() if value is not None}
    for key in body:
        if key not in schema["properties"]:
            require_absent(model, **{fields[key]: getattr(job, fields[key])})
    for key in schema["required"]:
        if key not in body:
            raise InvalidInput("wire_field_needed", field=fields[key], model=model.name)
    require_words(model, body.get("prompt"), body.get("negative_prompt"))
    require_count_and_seed(getattr(job, "count", 1), body.get("seed"), model.limits, least_seed=1)
    return body | {"output_format": "png"}


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in the service's defaults. Raises MalformedRequest, InvalidInput, NotSupported."""
    leeway = Leeway(lenient)
    body = read_body(body, model, model.request_kind, leeway)
    refuse_unknown_keys(body, model, model.request_kind)
    job = _read(body, model, leeway)
    for key, value in body.items():
        if not _is_carried(key, job) and value != _default(model, key):
            leeway.drop(f"#/{key}", value)
    return leeway.request(job, output_format=body.get("output_format", "png"))


def _said(job: Job, model: Model) -> dict[str, Any]:
    """Return what a job says, by key; None where it leaves the matter to the service."""
    limits = model.limits
    require_absent(model, guidance=getattr(job, "guidance", None), quality=getattr(job, "quality", None))
    words = {key: _worded(getattr(job, field, None)) for key, field in _WORDS.items()}
    match job:
        case Inpaint() | Outpaint():
            return {"image": _write(job.picture, limits), **_write_region(job, model), **words}
        case Extend():
            return {"image": _write(job.picture, limits), **_write_margins(job, model), **words}
        case RemoveBackground():
            return {"image": _write(job.picture, limits)}
        case Recolor():
            if not isinstance(job.region, MaskPrompt):
                raise NotSupported("wire_needs_named_region", model=model.name)
            said = {"select_prompt": job.region.text, "prompt": write_color(job.color)}
            return {"image": _write(job.picture, limits), **said}
        case TextToImage():
            require_absent(model, size=job.size, aspect=job.aspect, palette=job.palette)
            return {**_write_conditioning(job.conditioning, model), **words, **_write_style(job.style, model)}
        case ImageVariation():
            require_absent(model, size=job.size)
            require_within("pictures", len(job.pictures), 1, limits.references)
            require_in("similarity", job.similarity, limits.similarity, model)
            return {"image": _write(job.pictures[0], limits), "fidelity": job.similarity, **words}
        case Restyle():
            require_absent(model, style=job.style)
            style = _write(job.reference, limits) if job.reference else None
            own = {"init_image": _write(job.picture, limits), "style_image": style}
            return {**own, "style_strength": job.strength, "seed": words["seed"]}
        case Upscale():
            if job.factor != UPSCALED:
                require_absent(model, factor=job.factor)
            return {"image": _write(job.picture, limits), **words}
    raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)


def _read(body: Mapping[str, Any], model: Model, leeway: Leeway) -> Job:
    """Read the job out of a body: the first that the catalogue has for the service."""
    prompt, negative = body.get("prompt") or None, body.get("negative_prompt") or None
    seed = int(body.get("seed", 0)) or None
    picture = _read_picture(body, "init_image" if "init_image" in body else "image", model.limits)
    match model.jobs[0]:
        case "Inpaint":
            return Inpaint(picture, _read_region(body, picture, model), prompt, negative, seed=seed)
        case "Extend":
            return Extend(picture, _read_margins(body), prompt=prompt, seed=seed)
        case "RemoveBackground":
            return RemoveBackground(picture)
        case "Recolor":
            return _read_recolor(body, picture, model, leeway)
        case "TextToImage":
            strength = float(body.get("control_strength", _default(model, "control_strength")))
            conditioning = Conditioning(picture, model.limits.controls[0], strength)
            style = body.get("style_preset")
            return TextToImage(body["prompt"], negative, style=style, seed=seed, conditioning=conditioning)
        case "ImageVariation":
            similarity = float(body.get("fidelity", _default(model, "fidelity")))
            return ImageVariation((picture,), prompt, negative, similarity, seed=seed)
        case "Restyle":
            strength = float(body.get("style_strength", _default(model, "style_strength")))
            reference = _read_picture(body, "style_image", model.limits)
            return Restyle(picture, reference, strength=strength, seed=seed)
    return Upscale(picture, UPSCALED, prompt, seed)


def _is_carried(key: str, job: Job) -> bool:
    if key == "grow_mask":
        return isinstance(job, Inpaint) and isinstance(job.region, Mask)
    return key == "output_format" or key in _FIELDS[type(job).__name__]


def _default(model: Model, key: str) -> Any:
    """Return what a service takes for a key that a request leaves out; None where it is not documented."""
    schema = schemas(model)[model.request_kind]
    named = schema["properties"][key]
    named = schema["$defs"][named["$ref"].removeprefix("#/$defs/")] if "$ref" in named else named
    return named.get("default")


def _write(picture: Picture, limits: Limits) -> str:
    return write_picture(picture, limits, FORMATS)


def _read_picture(body: Mapping[str, Any], key: str, limits: Limits) -> Picture:
    return read_picture(body[key], f"#/{key}", limits, FORMATS)


def _worded(value: object) -> object:
    """Return a field of a job; None for a text that says nothing."""
    return None if isinstance(value, str) and not value.strip() else value


def _write_region(job: Inpaint | Outpaint, model: Model) -> dict[str, Any]:
    """Return the keys of a region. Raises NotSupported for a kind of region that the service does not take."""
    if isinstance(job, Outpaint):
        require_absent(model, background=job.background)
    drawn = "mask" in schemas(model)[model.request_kind]["properties"]
    region = job.region if isinstance(job, Inpaint) else job.keep
    if isinstance(region, MaskPrompt):
        if drawn:
            raise NotSupported("wire_needs_drawn_mask", model=model.name)
        return {"search_prompt": region.text}
    if not drawn:
        raise NotSupported("wire_needs_named_region", model=model.name)
    changed = region if isinstance(job, Inpaint) else region.inverted()
    exact = isinstance(job, Inpaint) or job.mode == "precise"
    return {"mask": write_mask(changed, job.picture), "grow_mask": 0 if exact else None}


def _read_region(body: Mapping[str, Any], picture: Picture, model: Model) -> Region:
    if "search_prompt" in body:
        return MaskPrompt(body["search_prompt"])
    if "mask" in body:
        mask = read_mask(body["mask"], "#/mask", picture)
    elif picture.has_alpha:
        mask = Mask.from_alpha(picture)
    else:
        # What the service says to a picture without either is not known.
        raise malformed("#", "required key [mask] not found, and the image has no alpha channel")
    return mask.grown(int(body.get("grow_mask", _default(model, "grow_mask"))))


def _write_margins(job: Extend, model: Model) -> dict[str, int]:
    margins = {key: int(getattr(job.added, side)) for key, side in _SIDES.items()}
    most = schemas(model)[model.request_kind]["$defs"]["margin"]["maximum"]
    for key, pixels in margins.items():
        require_within(_SIDES[key], pixels, 0, most)
    if not any(margins.values()):
        raise InvalidInput("wire_nothing_to_extend")
    return margins


def _read_margins(body: Mapping[str, Any]) -> Margins:
    margins = Margins(**{side: int(body.get(key, 0)) for key, side in _SIDES.items()})
    if margins == Margins():
        raise malformed("#", "expected at least one of the keys [left], [right], [up] and [down] above 0")
    return margins


def _write_conditioning(conditioning: Conditioning | None, model: Model) -> dict[str, Any]:
    if conditioning is None:
        return {}
    if conditioning.control not in model.limits.controls:
        require_absent(model, conditioning=conditioning.control)
    require_in("strength", conditioning.strength, model.limits.control_strength, model)
    return {"image": _write(conditioning.picture, model.limits), "control_strength": conditioning.strength}


def _write_style(style: str | None, model: Model) -> dict[str, str]:
    if not style:
        return {}
    if style not in model.limits.styles:
        require_absent(model, style=style)
    return {"style_preset": style}


def _read_recolor(body: Mapping[str, Any], picture: Picture, model: Model, leeway: Leeway) -> Recolor:
    prompt: str = body["prompt"]
    color = read_color(prompt)
    if color is None:
        raise NotSupported("wire_prompt_no_color", model=model.name)
    if prompt != write_color(color):
        leeway.adjust("#/prompt", prompt, write_color(color))
    return Recolor(picture, MaskPrompt(body["select_prompt"]), color)
