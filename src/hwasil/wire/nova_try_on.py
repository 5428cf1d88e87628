"""Virtual try-on, a task of Nova Canvas alone: what a ``referenceImage`` shows is put into a ``sourceImage``.

``maskType`` says which of three masks there is, and so what the region of a `TryOn` is:

========  ================  ===========================================================
maskType  member            region
========  ================  ===========================================================
IMAGE     imageBasedMask    `Mask`: black is what is replaced, as in INPAINTING
PROMPT    promptBasedMask   `MaskPrompt`, with a ``maskShape``
GARMENT   garmentBasedMask  `Garment`, with a ``maskShape`` and a ``garmentStyling``
========  ================  ===========================================================

The words of the jobs are the wire's own in small letters. There are no prompts. What a request leaves out, and is no
part of its imageGenerationConfig, stays open in the job: of most such defaults the documents do not say which they
are. An exclusion that says ``DEFAULT`` is as open as one that is left out. Masks of another type than the one that is
named have no effect here, and are dropped.

Source: the virtual try-on page, and the one on request structures, of the Amazon Nova user guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.garments import Garment, Preserve
from hwasil.core.jobs import TryOn
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.wire.amazon_tasks import read_image, write_image
from hwasil.wire.black_masks import read_mask, write_region
from hwasil.wire.exchange import Request
from hwasil.wire.expressible import require_absent, require_job, require_words
from hwasil.wire.generation_config import read_config, write_config
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model

TASK: Final = "VIRTUAL_TRY_ON"

_POINTER: Final = "#/virtualTryOnParams"
_MASKS: Final = {"IMAGE": "imageBasedMask", "GARMENT": "garmentBasedMask", "PROMPT": "promptBasedMask"}
# For a field of `Garment`, its member of garmentStyling, and what stands before the job's word there.
_STYLING: Final = {
    "sleeves": ("longSleeveStyle", "SLEEVE_"),
    "tucking": ("tuckingStyle", ""),
    "layer": ("outerLayerStyle", ""),
}
_EXCLUSIONS: Final = {"pose": "preserveBodyPose", "hands": "preserveHands", "face": "preserveFace"}
_SWITCHES: Final = {"ON": True, "OFF": False, "DEFAULT": None}


def write_try_on(job: TryOn, model: Model) -> dict[str, Any]:
    """Return the body that asks for a try-on. Raises InvalidInput or NotSupported."""
    require_job(job, model)
    params = {
        "sourceImage": write_image(job.picture, model.limits),
        "referenceImage": write_image(job.reference, model.limits),
        **_write_mask(job, model),
    }
    exclusions = _write_exclusions(job.preserve)
    if exclusions:
        params["maskExclusions"] = exclusions
    if job.merge:
        params["mergeStyle"] = _wired(job.merge)
    config = write_config(job, model, edits_sized=False)
    return {"taskType": TASK, "virtualTryOnParams": params, "imageGenerationConfig": config}


def read_try_on(body: Mapping[str, Any], model: Model, leeway: Leeway) -> Request:
    """Read a body that its schema lets through. Raises MalformedRequest or InvalidInput."""
    params = body["virtualTryOnParams"]
    wishes, _ = read_config(body.get("imageGenerationConfig", {}), model.limits, leeway)
    picture = read_image(params["sourceImage"], f"{_POINTER}/sourceImage", model.limits)
    job = TryOn(
        picture,
        read_image(params["referenceImage"], f"{_POINTER}/referenceImage", model.limits),
        **_read_mask(params, picture, model, leeway),
        preserve=_read_exclusions(params.get("maskExclusions", {})),
        merge=_word(params.get("mergeStyle")),
        **wishes,
    )
    return leeway.request(job, return_mask=params.get("returnMask", False))


def _write_mask(job: TryOn, model: Model) -> dict[str, Any]:
    """Return the type of the region's mask, and that mask."""
    shape = {"maskShape": _wired(job.shape)} if job.shape else {}
    match job.region:
        case Mask() as drawn:
            require_absent(model, shape=job.shape)
            return {"maskType": "IMAGE", "imageBasedMask": write_region(drawn, job.picture)}
        case MaskPrompt() as named:
            require_words(model, named.text, None)
            return {"maskType": "PROMPT", "promptBasedMask": {**shape, **write_region(named, job.picture)}}
        case Garment() as garment:
            return {"maskType": "GARMENT", "garmentBasedMask": {**shape, **_write_garment(garment)}}


def _write_garment(garment: Garment) -> dict[str, Any]:
    styling = {
        name: before + _wired(word)
        for field, (name, before) in _STYLING.items()
        if (word := getattr(garment, field)) is not None
    }
    return {"garmentClass": _wired(garment.kind), **({"garmentStyling": styling} if styling else {})}


def _write_exclusions(preserve: Preserve) -> dict[str, str]:
    names = {wish: name for name, wish in _SWITCHES.items()}
    wishes = {name: getattr(preserve, field) for field, name in _EXCLUSIONS.items()}
    return {name: names[wish] for name, wish in wishes.items() if wish is not None}


def _read_mask(params: Mapping[str, Any], picture: Picture, model: Model, leeway: Leeway) -> dict[str, Any]:
    """Return the job's region and its shape, out of the mask that ``maskType`` names."""
    member = _MASKS[params["maskType"]]
    if member not in params:
        raise malformed(_POINTER, f"required key [{member}] not found")
    for other in _MASKS.values():
        if other != member and other in params:
            leeway.drop(f"{_POINTER}/{other}", params[other])
    mask = params[member]
    if member == "imageBasedMask":
        place = f"{_POINTER}/{member}/maskImage"
        return {"region": read_mask(mask["maskImage"], place, picture.size, model.limits, leeway)}
    named = MaskPrompt(mask["maskPrompt"]) if member == "promptBasedMask" else _read_garment(mask)
    return {"region": named, "shape": _word(mask.get("maskShape"))}


def _read_garment(mask: Mapping[str, Any]) -> Garment:
    styling = mask.get("garmentStyling", {})
    worn = {
        field: _word(styling[name].removeprefix(before))
        for field, (name, before) in _STYLING.items()
        if name in styling
    }
    return Garment(_word(mask["garmentClass"]), **worn)


def _read_exclusions(exclusions: Mapping[str, str]) -> Preserve:
    return Preserve(**{field: _SWITCHES[exclusions.get(name, "DEFAULT")] for field, name in _EXCLUSIONS.items()})


def _wired(word: str) -> str:
    """Return a word of the jobs as it stands on the wire: ``UPPER_BODY`` for ``upper body``."""
    return word.upper().replace(" ", "_")


def _word(wired: str | None) -> Any:
    """Return a word of the wire as the jobs have it; the schema has let through none that they do not know."""
    return None if wired is None else wired.lower().replace("_", " ")
