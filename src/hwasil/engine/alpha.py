"""Transparency, set aside while colors are worked on and put back afterwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwasil.core.picture import Picture


def colors_of(picture: Picture) -> NDArray[np.uint8]:
    """Return a picture's colors, (height, width, 3), without its alpha channel.

    Where nothing shows they are the mean of what does: the colors that files hide there are chance, and would
    bleed into what shows.
    """
    colors = picture.pixels[:, :, :3]
    if not picture.has_alpha:
        return colors
    shown = picture.pixels[:, :, 3] > 0
    if shown.all() or not shown.any():
        return colors
    filled = colors.copy()
    filled[~shown] = colors[shown].mean(axis=0).round()
    return filled


def shown_colors(picture: Picture, most: int = 16_384) -> NDArray[np.uint8]:
    """Return about ``most`` of the colors that show in a picture, (n, 3), taken evenly from all over it."""
    step = max(1, round((picture.size.pixels / most) ** 0.5))
    pixels = picture.pixels[step // 2 :: step, step // 2 :: step].reshape(-1, picture.pixels.shape[2])
    if picture.has_alpha and (pixels[:, 3] > 0).any():
        pixels = pixels[pixels[:, 3] > 0]
    if not pixels.size:
        pixels = picture.pixels.reshape(-1, picture.pixels.shape[2])
    return pixels[:, :3]


def with_colors(picture: Picture, colors: NDArray[np.uint8]) -> Picture:
    """Return a picture with other colors, (height, width, 3), and its own transparency."""
    if not picture.has_alpha:
        return Picture.from_pixels(colors)
    alpha = picture.pixels[:, :, 3:]
    hidden = np.where(alpha > 0, colors, picture.pixels[:, :, :3])
    return Picture.from_pixels(np.concatenate([hidden, alpha], axis=2))
