"""Which skill of the engine does which job, and what each has no use for.

A skill is loaded when the first job that needs it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from hwasil.core.errors import NotSupported
from hwasil.core.jobs import (
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
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.engine.edited import Edited, Report

ILLUSTRATOR: Final = "local.illustrator"
EDITOR: Final = "local.editor"


@dataclass(frozen=True, slots=True)
class Making:
    """One picture in the making: its seed, who hears of its progress, and what words called the job's region."""

    seed: int
    report: Report
    what: str | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """What does one kind of job: the model it goes by, and how one picture of a job is made.

    ``unused`` are fields of the job that it has no use for.
    """

    model: str
    make: Callable[[Any, Making], Edited]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Located:
    """A job whose region is a mask; and where words named it, that mask, the words, and how it was found (JSON)."""

    job: Job
    region: Mask | None = None
    what: str | None = None
    found: Mapping[str, Any] | None = None


def skill_for(kind: type[Job]) -> Skill:
    """Return the skill for a kind of job. Raises NotSupported for what no skill here does."""
    skill = _SKILLS.get(kind)
    if skill is None:
        raise NotSupported("local_no_skill", job=kind.__name__)
    return skill


def located(job: Job) -> Located:
    """Find the region that a job names in words. Raises InvalidInput when it is not in the picture."""
    name = "keep" if isinstance(job, Outpaint) else "region"
    region = getattr(job, name, None)
    if not isinstance(region, MaskPrompt):
        return Located(job)
    from hwasil.engine.segment import segment, with_edge

    picture: Picture = getattr(job, "picture")  # noqa: B009 (every job that has a region has one)
    found = segment(picture, region.text)
    mask = with_edge(found.mask) if isinstance(job, Inpaint) and not job.prompt else found.mask
    drawn: dict[str, Any] = {name: mask}
    told = {"what": region.text, "label": found.label, "how": found.how, "confidence": round(found.confidence, 3)}
    return Located(replace(job, **drawn), mask, region.text, told)


def _illustrate(job: TextToImage, making: Making) -> Edited:
    from hwasil.engine.illustrator.illustrator import illustrate

    drawn = illustrate(job, making.seed, report=making.report)
    told = drawn.scene.to_json()
    return Edited(drawn.picture, told if drawn.delta_e is None else {**told, "delta_e_to_palette": drawn.delta_e})


def _vary(job: ImageVariation, making: Making) -> Edited:
    from hwasil.engine.vary import vary

    return vary(
        job.pictures,
        prompt=job.prompt,
        negative=job.negative,
        similarity=job.similarity,
        size=job.size,
        seed=making.seed,
        report=making.report,
    )


def _inpaint(job: Inpaint, making: Making) -> Edited:
    region = _mask(job.region)
    if job.prompt and job.prompt.strip():
        from hwasil.engine.redraw import redraw

        return redraw(
            job.picture,
            region,
            job.prompt,
            what=making.what,
            negative=job.negative,
            seed=making.seed,
            report=making.report,
        )
    from hwasil.engine.fill import fill

    # The network that fills draws no lots: an odd seed shows it the picture mirrored, which it continues otherwise.
    if making.seed % 2 == 0:
        return fill(job.picture, region, report=making.report)
    edited = fill(_mirrored(job.picture), Mask(region.pixels[:, ::-1]), report=making.report)
    return Edited(_mirrored(edited.picture), edited.details)


def _outpaint(job: Outpaint, making: Making) -> Edited:
    from hwasil.engine.background import canvas_around, onto_picture, replace_background

    keep = _mask(job.keep)
    inner = canvas_around(job.picture, keep)
    if inner is not None and job.background is None:
        return _extend(_as_extension(job, inner), making)
    if job.background is not None:
        return onto_picture(job.picture, keep, job.background, mode=job.mode)
    return replace_background(
        job.picture,
        keep,
        job.prompt,
        what=making.what,
        mode=job.mode,
        seed=making.seed,
        report=making.report,
    )


def _as_extension(job: Outpaint, inner: Box) -> Extend:
    """Return the extension that is meant by a picture in the middle of an empty canvas."""
    height, width = job.picture.pixels.shape[:2]
    pixels = job.picture.pixels[inner.top : inner.bottom, inner.left : inner.right]
    margins = Margins(inner.left, inner.top, width - inner.right, height - inner.bottom)
    return Extend(Picture.from_pixels(np.ascontiguousarray(pixels)), margins, prompt=job.prompt)


def _extend(job: Extend, making: Making) -> Edited:
    from hwasil.engine.extend import extend

    return extend(job.picture, job.added, job.prompt, seed=making.seed, report=making.report)


def _cut_out(job: RemoveBackground, making: Making) -> Edited:
    from hwasil.engine.matte import cut_out

    return cut_out(job.picture)


def _upscale(job: Upscale, making: Making) -> Edited:
    from hwasil.engine.upscale import upscale

    return upscale(job.picture, job.factor, report=making.report)


def _recolor(job: Recolor, making: Making) -> Edited:
    from hwasil.engine.recolor import recolor

    return recolor(job.picture, _mask(job.region), job.color)


def _restyle(job: Restyle, making: Making) -> Edited:
    from hwasil.engine.restyle import restyle

    return restyle(
        job.picture,
        reference=job.reference,
        style=job.style,
        strength=job.strength,
        seed=making.seed,
        report=making.report,
    )


def _mask(region: object) -> Mask:
    if not isinstance(region, Mask):
        raise TypeError("the region of the job was not located")
    return region


def _mirrored(picture: Picture) -> Picture:
    return Picture.from_pixels(np.ascontiguousarray(picture.pixels[:, ::-1]))


_SKILLS: Final[Mapping[type[Job], Skill]] = {
    TextToImage: Skill(ILLUSTRATOR, _illustrate),
    ImageVariation: Skill(EDITOR, _vary, ("guidance", "quality")),
    Inpaint: Skill(EDITOR, _inpaint, ("guidance", "quality")),
    Outpaint: Skill(EDITOR, _outpaint, ("negative", "guidance", "quality")),
    Extend: Skill(EDITOR, _extend),
    RemoveBackground: Skill(EDITOR, _cut_out),
    Upscale: Skill(EDITOR, _upscale, ("prompt", "seed")),
    Recolor: Skill(EDITOR, _recolor),
    Restyle: Skill(EDITOR, _restyle),
}
