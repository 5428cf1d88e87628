"""Where lettering can hang: a building front, a wall or a board that the painters keep free."""

from __future__ import annotations

from typing import Final

from hwasil.engine.illustrator.scene import Backdrop, Setting
from hwasil.engine.illustrator.scenery.frame import Frame

Box = tuple[float, float, float, float]

# left, top, width as shares of the picture's width, of the height over the horizon, of the width; then the height
# as a share of the height over the horizon
_WALLS: Final[dict[Setting, Box]] = {
    "city": (0.55, 0.27, 0.38, 0.24),
    "street": (0.5, 0.27, 0.42, 0.25),
    "western": (0.54, 0.26, 0.4, 0.24),
    "cafe": (0.3, 0.16, 0.4, 0.27),
    "classroom": (0.24, 0.22, 0.52, 0.42),
}


def sign_wall(backdrop: Backdrop, width: float, height: float) -> Box | None:
    """Return the box (x, y, width, height in pixels) kept free for lettering, or None where there is none."""
    shares = _WALLS.get(backdrop.setting)
    if shares is None:
        return None
    left, top, across, tall = shares
    over = height * backdrop.horizon
    return width * left, over * top, width * across, over * tall


def sign_box(frame: Frame) -> Box:
    """Return the box of a frame whose setting has one."""
    box = sign_wall(frame.backdrop, frame.width, frame.height)
    assert box is not None
    return box
