"""A job as the command that does it: what a person copies out of the studio into a terminal or a script.

Pictures of a job stand in the command as files, by the names that `file_names` gives them.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from hwasil.core.jobs import (
    Describe,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    Upscale,
)
from hwasil.core.mask import MaskPrompt, Region
from hwasil.studio.file_names import MASK, PICTURE, REFERENCE, numbered

_LOCAL = "local"


def make_command_line(job: Job, *, backend: str = _LOCAL, model: str | None = None) -> str | None:
    """Return the command that does a job, quoted for a shell; None for a wish that no command has an option for."""
    words = _words(job)
    if words is None:
        return None
    target = [*_option("--backend", backend if backend != _LOCAL else None), *_option("--model", model)]
    return shlex.join(["hwasil", *words, *target])


def _words(job: Job) -> list[str] | None:
    match job:
        case TextToImage() if job.conditioning is None:
            return ["create", job.prompt, *_created(job)]
        case ImageVariation() if job.guidance is None and job.quality is None:
            files = numbered(PICTURE, len(job.pictures))
            wishes = [*_option("--prompt", job.prompt), *_option("--negative", job.negative)]
            size = _option("--size", job.size)
            return ["vary", *files, *wishes, "--similarity", _short(job.similarity), *size, *_sampling(job)]
        case Inpaint() if job.guidance is None and job.quality is None:
            return _inpaint(job)
        case Outpaint() if job.guidance is None and job.quality is None:
            kept = ["--keep", job.keep.text] if isinstance(job.keep, MaskPrompt) else ["--mask", MASK]
            behind = ["--with-picture", REFERENCE] if job.background else ["--with", job.prompt]
            negative = _option("--negative", job.negative)
            return ["background", PICTURE, *kept, *behind, "--mode", job.mode, *negative, *_sampling(job)]
        case Extend():
            return ["extend", PICTURE, *_extended(job), *_option("--with", job.prompt), *_sampling(job)]
        case RemoveBackground():
            return ["cutout", PICTURE]
        case Upscale() if job.prompt is None:
            return ["upscale", PICTURE, "--factor", str(job.factor)]
        case Recolor():
            return ["recolor", PICTURE, *_region(job.region), "--color", job.color.hex]
        case Restyle():
            how = ["--like", REFERENCE] if job.reference else ["--style", job.style or ""]
            return ["restyle", PICTURE, *how, "--strength", _short(job.strength), *_option("--seed", job.seed)]
        case Describe():
            return ["describe", PICTURE, *([job.question] if job.question else [])]
    return None


def _created(job: TextToImage) -> Iterator[str]:
    yield from _option("--size", job.size)
    yield from _option("--aspect", job.aspect)
    yield from _option("--negative", job.negative)
    yield from _option("--guidance", None if job.guidance is None else _short(job.guidance))
    yield from _option("--quality", job.quality)
    yield from _option("--style", job.style)
    for color in job.palette.colors if job.palette else ():
        yield from ("--color", color.hex)
    yield from _sampling(job)


def _inpaint(job: Inpaint) -> list[str] | None:
    if job.prompt:
        negative = _option("--negative", job.negative)
        return ["replace", PICTURE, *_region(job.region), "--with", job.prompt, *negative, *_sampling(job)]
    return None if job.negative else ["remove", PICTURE, *_region(job.region), *_sampling(job)]


def _extended(job: Extend) -> Iterator[str]:
    if job.size:
        yield from ("--size", str(job.size), "--align", job.alignment)
    for side in ("left", "top", "right", "bottom") if job.margins else ():
        yield from _option(f"--{side}", getattr(job.margins, side) or None)


def _region(region: Region) -> list[str]:
    return ["--what", region.text] if isinstance(region, MaskPrompt) else ["--mask", MASK]


def _sampling(job: TextToImage | ImageVariation | Inpaint | Outpaint | Extend) -> Iterator[str]:
    if job.count != 1:
        yield from ("-n", str(job.count))
    yield from _option("--seed", job.seed)


def _option(name: str, value: object) -> list[str]:
    return [] if value is None else [name, str(value)]


def _short(value: float) -> str:
    return f"{value:g}"
