"""What goes between the mask editor in the browser and Python.

A mask travels as its bytes, one a pixel, deflated (zlib, RFC 1950) and in base64: small, exact, and read without
decoding a picture. Whatever comes from a browser may have been made by anyone and is checked to the last field.

Masks are painted in the picture's own pixels up to 4096 a side. A larger picture's mask is painted as large as that
and brought to the picture's size here, by its nearest pixels: an edge of it is at most two pixels off.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast, get_args

import numpy as np

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Size
from hwasil.engine.segment import Point

How = Literal["replace", "add", "subtract"]

LONGEST_SIDE: Final = 4096  # pixels: about what every browser's canvas can hold
_MOST_POINTS: Final = 100
_ID_LENGTH: Final = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to which a mask is the answer: what it is that was clicked, or that a box frames.

    ``points`` and ``box`` are in pixels of the picture, and one of them is given. ``how`` is what is to become of the
    answer: it is added to the mask, or taken away from it.
    """

    id: str
    how: How
    points: tuple[Point, ...] = ()
    box: Box | None = None


def painted_size(size: Size) -> Size:
    """Return the size at which the mask of a picture is painted."""
    share = min(1.0, LONGEST_SIDE / max(size.width, size.height))
    return Size(max(1, round(size.width * share)), max(1, round(size.height * share)))


def packed(mask: Mask) -> str:
    """Return a mask as it travels to the browser, at the size at which it is painted there."""
    small = mask.resized(painted_size(mask.size))
    return base64.b64encode(zlib.compress(small.pixels.tobytes(), level=1)).decode()


def mask_sent(sent: object, address: str, size: Size) -> Mask | None:
    """Return the mask that a browser has sent, 255 = change; None for an empty one and for another picture's.

    Raises InvalidInput for anything that no editor sends.
    """
    if sent is None:
        return None
    said = _fields(sent)
    if said.get("picture") != address or said.get("mask") is None:
        return None
    painted = painted_size(size)
    if (said.get("width"), said.get("height")) != (painted.width, painted.height):
        raise InvalidInput("web_mask_unreadable")
    return _unpacked(_text(said["mask"], 2 * (painted.width * painted.height + 1024)), size)


def asked_sent(sent: object, address: str, size: Size) -> Asked | None:
    """Return what a browser asks; None when it is about another picture. Raises InvalidInput as `mask_sent` does."""
    said = _fields(sent)
    if said.get("picture") != address:
        return None
    painted = painted_size(size)
    across, down = size.width / painted.width, size.height / painted.height
    how = said.get("how")
    if how not in get_args(How):
        raise InvalidInput("web_mask_unreadable")
    points, box = said.get("points"), said.get("box")
    if (
        not isinstance(points, list | None)
        or len(points or ()) > _MOST_POINTS
        or (points is None) == (box is None)
    ):
        raise InvalidInput("web_mask_unreadable")
    frame = None
    if box is not None:
        sides = _fields(box)
        left, top, right, bottom = (_number(sides.get(side)) for side in ("left", "top", "right", "bottom"))
        frame = Box(round(left * across), round(top * down), round(right * across), round(bottom * down))
    clicked = [_fields(one) for one in points or ()]
    return Asked(
        _text(said.get("id"), _ID_LENGTH),
        cast("How", how),
        tuple(
            Point(_number(one.get("x")) * across, _number(one.get("y")) * down, one.get("add") is True)
            for one in clicked
        ),
        frame,
    )


@lru_cache(maxsize=4)
def _unpacked(text: str, size: Size) -> Mask:
    """Read a mask. It is sent again with every change on the page, hence the cache."""
    painted = painted_size(size)
    area = painted.width * painted.height
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(base64.b64decode(text, validate=True), area + 1)
    except (binascii.Error, zlib.error) as problem:
        raise InvalidInput("web_mask_unreadable") from problem
    if len(data) != area or not reader.eof:
        raise InvalidInput("web_mask_unreadable")
    return Mask(np.frombuffer(data, np.uint8).reshape(painted.height, painted.width)).resized(size)


def _fields(sent: object) -> dict[object, object]:
    if not isinstance(sent, dict):
        raise InvalidInput("web_mask_unreadable")
    return sent


def _text(sent: object, longest: int) -> str:
    if not isinstance(sent, str) or len(sent) > longest or not sent.isascii():
        raise InvalidInput("web_mask_unreadable")
    return sent


def _number(sent: object) -> float:
    if isinstance(sent, bool) or not isinstance(sent, int | float) or not math.isfinite(sent):
        raise InvalidInput("web_mask_unreadable")
    if abs(sent) > 2 * LONGEST_SIDE:
        raise InvalidInput("web_mask_unreadable")
    return float(sent)
