"""The story of what came of a job: what its file is to say, what went into it, and where its pixels are new."""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from hwasil._version import __version__
from hwasil.core.errors import Corrupt
from hwasil.core.jobs import Extend, Inpaint, Job, Outpaint, Recolor, RemoveBackground, TryOn
from hwasil.core.mask import CHANGE, KEEP, Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Made, Result
from hwasil.core.serial import to_json
from hwasil.library.provenance.manifest import Action, Ingredient
from hwasil.library.provenance.metadata import declared_source, story_of
from hwasil.library.provenance.source_type import CREATED, of_address, source_type
from hwasil.library.provenance.story import Story

MOST_MASKS: Final = 32_000
"""Bytes of masks that a story carries along; larger ones have to be found again by their address."""

_LAID_BEHIND: Final = "background"


def story_for(job: Job, backend: str, result: Result, made: Made) -> Story:
    """Return the story of one picture of a result, as it is before the picture is marked: ``pixels`` is empty."""
    pictures = [picture for _, picture in pictures_in(job)]
    kinds = tuple(kind for picture in pictures if (kind := of_address(declared_source(picture) or "")))
    before = [told for picture in pictures if (told := _told_by(picture))]
    marks = [mark for told in before for mark in (told.watermark, *told.earlier_marks) if mark]
    return Story(
        kind=type(job).__name__,
        backend=backend,
        model=result.model,
        engine=result.engine,
        hwasil=__version__,
        source_type=source_type(job, backend, made.details, kinds),
        pixels="",
        job=to_json(job, pictures="address"),
        seed=made.seed,
        translations=tuple(asdict(one) for one in result.translated),
        parents=tuple(dict.fromkeys(picture.sha256 for picture in pictures)),
        masks=_small_masks(job),
        earlier_marks=tuple(dict.fromkeys(marks)),
    )


def history(made: Picture, job: Job, story: Story, *, signed: bool) -> tuple[list[Action], list[Ingredient]]:
    """Return what was done to come to a picture, and out of what, as its manifest is to say it.

    A provider may have signed the picture itself, ``made``: then that is what it was before, and its manifest is kept.
    """
    given = pictures_in(job)
    created = story.source_type in CREATED or not given
    roles = [(_role(name), picture) for name, picture in given]
    if not created:
        roles[0] = ("parentOf", roles[0][1])
    if signed:
        roles = [("parentOf", made), *((role if role == "componentOf" else "inputTo", one) for role, one in roles)]
    ingredients = [Ingredient(picture, role) for role, picture in roles]
    places = {role: tuple(n for n, one in enumerate(ingredients) if one.relationship == role) for role, _ in roles}
    done: dict[str, Any] = {
        "ingredients": places.get("inputTo", ()),
        "source_type": story.source_type,
        "agent": story.engine,
        "description": story.kind,
    }
    if "parentOf" not in places:
        return [Action("c2pa.created", **done)], ingredients
    actions = [Action("c2pa.opened", places["parentOf"])]
    if "componentOf" in places:
        actions.append(Action("c2pa.placed", places["componentOf"]))
    return [*actions, Action("c2pa.edited", **done)], ingredients


def changed_region(job: Job, used: Mask | None, size: Size) -> Mask | None:
    """Return where an edit may have changed pixels of a picture of this size, 255; None for all over.

    ``used`` is the region that a result names, where the job names it in words.
    """
    match job:
        case Inpaint(region=region) | Recolor(region=region):
            changed = region if isinstance(region, Mask) else used
        case TryOn(region=region, merge=merge):
            changed = None if merge == "seamless" else region if isinstance(region, Mask) else used
        case Outpaint(keep=region):
            kept = region if isinstance(region, Mask) else used
            changed = kept and Mask(np.where(kept.pixels == CHANGE, KEEP, CHANGE).astype(np.uint8))
        case Extend():
            added = job.added
            left, top = added.left, added.top
            old = Box(left, top, left + job.picture.width, top + job.picture.height)
            changed = Mask.from_boxes(size, [old]).inverted()
        case RemoveBackground():
            # What is left is the person's own picture, and what is gone cannot be seen.
            changed = Mask(np.zeros((size.height, size.width), np.uint8))
        case _:
            changed = None
    return changed and changed.resized(size)


def pictures_in(job: Job) -> list[tuple[str, Picture]]:
    """Return the pictures that were given to a job, each with the name of its field; masks are none of them."""
    return [(name, value) for name, value in _parts(job) if isinstance(value, Picture)]


def _told_by(picture: Picture) -> Story | None:
    try:
        return story_of(picture)
    except Corrupt:
        return None  # what a parent says of itself is its own matter


def _small_masks(job: Job) -> dict[str, str]:
    drawn = [value.to_picture() for _, value in _parts(job) if isinstance(value, Mask)]
    if sum(len(one.data) for one in drawn) > MOST_MASKS:
        return {}
    return {one.sha256: base64.b64encode(one.data).decode() for one in drawn}


def _role(name: str) -> Any:
    return "componentOf" if name == _LAID_BEHIND else "inputTo"


def _parts(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the pictures and masks inside a job, each with the name of the field that it is in."""
    if isinstance(value, Picture | Mask):
        yield name, value
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part, name)
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from _parts(getattr(value, one.name), one.name)
