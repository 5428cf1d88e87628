"""Making a picture again from what its file says: the job, the pictures that it was made from, and the comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, Literal

from hwasil.core.errors import Corrupt, HwasilError, InvalidInput
from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.serial import from_json
from hwasil.library.provenance import Story, pixel_address, reencoded, story_of

SOURCE_MISSING: Final = "rerun_source_missing"

Sameness = Literal["same", "touched", "other"]
"""Pixel for pixel the ``same``; made the same, but ``touched`` since; or an ``other`` picture."""


def told(picture: Picture, path: str) -> Story:
    """Return the story of a picture that can be made again. Raises InvalidInput for any other, and Corrupt."""
    story = story_of(picture)
    if story is None:
        raise InvalidInput("rerun_no_story", path=path)
    if story.job is None:
        raise InvalidInput("rerun_shared", path=path)
    return story


def job_again(story: Story, path: str, find: Callable[[str], Picture]) -> Job:
    """Return the job that makes this one picture again: one picture, with the seed that it was made with.

    ``find`` returns a picture or a mask by its SHA-256. Raises InvalidInput when one of them is missing, or when the
    job cannot be read.
    """
    try:
        job = from_json(story.job, find=find)
        changed: dict[str, Any] = {"count": 1} if hasattr(job, "count") else {}
        if story.seed is not None and hasattr(job, "seed"):
            changed["seed"] = story.seed
        return replace(job, **changed)
    except HwasilError as problem:
        if problem.key == SOURCE_MISSING:
            raise
        raise InvalidInput("rerun_job_unreadable", path=path, reason=problem.message) from problem


def compared(old: Picture, new: Picture) -> Sameness:
    """Compare a picture with a marked one that was made from its story.

    What each was before its marks decides whether they were made the same. The file's own pixels, encoded in the same
    way, then show whether anybody has changed them.
    """
    before, again = story_of(old), story_of(new)
    if before is None or again is None:
        raise Corrupt("provenance_story_unreadable")
    if before.pixels != again.pixels:
        return "other"
    same = pixel_address(reencoded(new, old.format)) == pixel_address(old)
    return "same" if same else "touched"
