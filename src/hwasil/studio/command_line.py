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
    name, given, options = words
    target = [*_option("--backend", backend if backend != _LOCAL else None), *_option("--model", model)]
    # Behind the two hyphens nothing is an option, whatever a prompt begins with.
    return shlex.join(["hwasil", name, *options, *target, "--", *given])


def _words(job: Job) -> tuple[str, list[str], list[str]] | None:
    """Return a command, what it is given and its options."""
    match job:
        case TextToImage() if job.conditioning is None:
            return "create", [job.prompt], [*_created(job)]
        case ImageVariation() if job.guidance is None and job.quality is None:
            return "vary", numbered(PICTURE, len(job.pictures)), [*_varied(job)]
        case Inpaint() if job.guidance is None and job.quality is None:
            return _inpaint(job)
        case Outpaint() if job.guidance is None and job.quality is None:
            return "background", [PICTURE], [*_behind(job)]
        case Extend():
            return "extend", [PICTURE], [*_extended(job)]
        case RemoveBackground():
            return "cutout", [PICTURE], []
        case Upscale() if job.prompt is None and job.seed is None:
            return "upscale", [PICTURE], ["--factor", str(job.factor)]
        case Recolor():
            return "recolor", [PICTURE], [*_region(job.region), "--color", job.color.hex]
        case Restyle():
            how = ["--like", REFERENCE] if job.reference else _option("--style", job.style)
            return "restyle", [PICTURE], [*how, "--strength", _short(job.strength), *_option("--seed", job.seed)]
        case Describe():
            return "describe", [PICTURE, *([job.question] if job.question else [])], []
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


def _varied(job: ImageVariation) -> Iterator[str]:
    yield from _option("--prompt", job.prompt)
    yield from _option("--negative", job.negative)
    yield from ("--similarity", _short(job.similarity))
    yield from _option("--size", job.size)
    yield from _sampling(job)


def _inpaint(job: Inpaint) -> tuple[str, list[str], list[str]] | None:
    where = [*_region(job.region), *_sampling(job)]
    if job.prompt:
        return "replace", [PICTURE], [*where, "--with", job.prompt, *_option("--negative", job.negative)]
    return None if job.negative else ("remove", [PICTURE], where)


def _behind(job: Outpaint) -> Iterator[str]:
    yield from (("--keep", job.keep.text) if isinstance(job.keep, MaskPrompt) else ("--mask", MASK))
    yield from (("--with-picture", REFERENCE) if job.background else ("--with", job.prompt))
    yield from ("--mode", job.mode)
    yield from _option("--negative", job.negative)
    yield from _sampling(job)


def _extended(job: Extend) -> Iterator[str]:
    if job.size:
        yield from ("--size", str(job.size), "--align", job.alignment)
    for side in ("left", "top", "right", "bottom") if job.margins else ():
        yield from _option(f"--{side}", getattr(job.margins, side) or None)
    yield from _option("--with", job.prompt)
    yield from _sampling(job)


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
