"""What a `TryOn` changes and what it leaves: the garments that are worn, and what of the person stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

GarmentKind = Literal[
    "upper body",
    "lower body",
    "full body",
    "footwear",
    "long sleeve shirt",
    "short sleeve shirt",
    "no sleeve shirt",
    "other upper body",
    "long pants",
    "short pants",
    "other lower body",
    "long dress",
    "short dress",
    "full body outfit",
    "other full body",
    "shoes",
    "boots",
    "other footwear",
]
Sleeves = Literal["down", "up"]
Tucking = Literal["untucked", "tucked"]
Layer = Literal["closed", "open"]


@dataclass(frozen=True, slots=True)
class Garment:
    """A region named by what is worn there, and how the new garment is to be worn.

    ``upper body`` takes in the arms, ``lower body`` the legs and what is between them, ``full body`` both. Long
    ``sleeves`` hang down or are rolled up; ``tucking`` is for tops; an open ``layer``, as of a jacket, leaves what
    is worn under it in sight. None leaves it to the model.
    """

    kind: GarmentKind
    sleeves: Sleeves | None = None
    tucking: Tucking | None = None
    layer: Layer | None = None


@dataclass(frozen=True, slots=True)
class Preserve:
    """What of the person stays: True keeps it out of the region, False lets it be drawn anew, None is open."""

    pose: bool | None = None
    hands: bool | None = None
    face: bool | None = None


LEFT_OPEN: Final = Preserve()
