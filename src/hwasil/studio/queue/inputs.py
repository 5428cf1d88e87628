"""The pictures that a job was given, wherever they stand in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from hwasil.core.jobs import Job
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture


def given_pictures(job: Job) -> Iterator[Picture]:
    """Yield every picture of a job, its masks as the pictures that `core.serial` writes them as."""
    return _pictures(job)


def _pictures(value: object) -> Iterator[Picture]:
    match value:
        case Picture():
            yield value
        case Mask():
            yield value.to_picture()
        case tuple():
            for part in value:
                yield from _pictures(part)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from _pictures(getattr(value, field.name))
