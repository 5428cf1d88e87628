"""Where lettering can hang: a building front, a wall or a board that the painters keep free."""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.scene import Backdrop, Setting
from hwasil.engine.illustrator.scenery.frame import Frame, unit_of

Box = tuple[float, float, float, float]
Shares = tuple[float, float, float, float, float]

# where the box starts, as shares of the width and of the height over the horizon; how wide and how tall it is, in
# the same shares; and how many units over the horizon its upper edge may lie at most
_WALLS: Final[dict[Setting, Shares]] = {
    "city": (0.55, 0.27, 0.38, 0.24, 52),
    "street": (0.5, 0.27, 0.42, 0.25, 46),
    "western": (0.54, 0.26, 0.4, 0.24, 42),
    "cafe": (0.3, 0.16, 0.4, 0.27, 54),
    "classroom": (0.24, 0.22, 0.52, 0.42, 56),
}
# in units, and as a share of the width
_WIDEST = 86
_TALLEST = 0.6


def sign_wall(backdrop: Backdrop, width: float, height: float) -> Box | None:
    """Return the box (x, y, width, height in pixels) kept free for lettering, or None where there is none.

    City, street and western town keep the wall of a building free, the café its menu, the classroom its blackboard.
    """
    shares = _WALLS.get(backdrop.setting)
    return None if shares is None else _box(shares, backdrop.horizon, width, height)


def sign_box(frame: Frame) -> Box:
    """Return the box of a frame whose setting has one."""
    return _box(_WALLS[frame.backdrop.setting], frame.backdrop.horizon, frame.width, frame.height)


def _box(shares: Shares, horizon: float, width: float, height: float) -> Box:
    left, top, across, tall, highest = shares
    unit, over = unit_of(width, height), height * horizon
    wide = min(width * across, unit * _WIDEST)
    # where the picture is wider than the wall, the wall stays in the middle of its share
    x = width * left + (width * across - wide) / 2
    return x, max(over * top, over - unit * highest), wide, min(over * tall, wide * _TALLEST)
