"""What every skill that changes pictures gives back, and how it tells of its progress."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture

# Hears how much is done, 0 to 1, between steps. What it raises stops the work: that is how one cancels.
Report = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Edited:
    """A changed picture, and what its skill tells of it: ``details`` are JSON values.

    ``region`` is where it may have changed, when that is more than the region it was given.
    """

    picture: Picture
    details: Mapping[str, Any] = field(default_factory=dict)
    region: Mask | None = None


def ignore(share: float) -> None:
    """Tell nobody."""


def require_region(picture: Picture, region: Mask) -> None:
    """Raise InvalidInput unless a region has its picture's size and something in it."""
    if region.size != picture.size:
        raise InvalidInput("region_size", region=region.size, picture=picture.size)
    if region.is_empty:
        raise InvalidInput("region_empty")
