"""The pictures and masks that a job was given, wherever in it they stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from hwasil.core.jobs import Job
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture


def given_pictures(job: Job) -> tuple[Picture, ...]:
    """Return the pictures of a job in the order of its fields, each once."""
    return tuple(dict.fromkeys(part for part in _parts(job) if isinstance(part, Picture)))


def given_masks(job: Job) -> tuple[Picture, ...]:
    """Return the masks of a job as the pictures by which `hwasil.core.serial` writes them, each once."""
    return tuple(dict.fromkeys(part.to_picture() for part in _parts(job) if isinstance(part, Mask)))


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, Picture | Mask):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _parts(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name))
