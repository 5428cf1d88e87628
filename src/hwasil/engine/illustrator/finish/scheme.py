"""A color scheme: the whole picture drawn into the family of a few colors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from hwasil.engine.illustrator.finish.color import Grade, from_lab, rgb, to_lab
from hwasil.engine.illustrator.finish.noise import Field

_CODE: Final = re.compile(r"#[0-9a-fA-F]{6}")
_PULL: Final = 0.72  # the rest stays each thing's own color, so that a fox is still told from the grass


def is_color(code: str) -> bool:
    """Whether a color is written as ``#rrggbb``."""
    return _CODE.fullmatch(code) is not None


def scheme(codes: Sequence[str]) -> Grade:
    """Return the grade that draws a picture into the colors given as ``#rrggbb``.

    Every color goes to a blend of the scheme: darks lean to its darker colors and lights to its lighter ones, and
    each to the nearer in hue. Lightness is kept, so the drawing is; black and white fade to neutral.
    """
    members = to_lab(np.stack([rgb(code) for code in codes]))

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        share = _shares(lab, members)
        target = share @ members[:, 1:]
        light = np.clip(lab[:, :1], 0, 1)
        # What hue told apart before, lightness has to: warm colors come forward, cool ones step back.
        light = light + 0.22 * (light * light * (3 - 2 * light) - light)
        light = np.clip(light + 1.8 * light * (1 - light) * (0.6 * lab[:, 1:2] + lab[:, 2:]), 0, 1)
        room = np.clip(np.minimum(light / 0.28, (1.02 - light) / 0.30), 0, 1)
        own = lab[:, 1:] * (1 - _PULL)
        middle = 4 * light * (1 - light)
        lightness = light + 0.16 * middle * (share @ members[:, :1] - light)
        return from_lab(np.concatenate([lightness, own + _PULL * room * target], axis=1).astype(np.float32))

    return grade


def _shares(lab: Field, members: Field) -> Field:
    """Return how much of each member each color takes; every row sums to 1."""
    order = np.argsort(np.argsort(members[:, 0], kind="stable"), kind="stable")
    # Where from dark to light each member is at home: spread evenly, however near to each other they are.
    home = (order + 0.5) / len(members)
    by_light = -(((lab[:, :1] - 0.08) / 0.9 - home) ** 2) * (2.2 * len(members))
    strength = np.maximum(np.hypot(lab[:, 1], lab[:, 2]), 1e-5)[:, None]
    length = np.maximum(np.hypot(members[:, 1], members[:, 2]), 1e-5)
    likeness = (lab[:, 1:] @ members[:, 1:].T) / strength / length
    by_hue = likeness * np.minimum(1, strength / 0.08) * 1.1
    weight = np.exp(by_light + by_hue)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True), np.float32)
