"""The grades: what each style and tone does to colors."""

from __future__ import annotations

import numpy as np

from hwasil.engine.illustrator.finish.color import Grade, from_lab, luma, rgb, to_lab
from hwasil.engine.illustrator.finish.noise import Field


def contrast(amount: float) -> Grade:
    """Return an S-curve through black, middle grey and white; 0 leaves colors, 1 is very strong."""

    def grade(colors: Field) -> Field:
        curve = colors * colors * (3 - 2 * colors)
        return colors + amount * (curve - colors)

    return grade


def bent(gamma: float) -> Grade:
    """Return a grade that lightens (below 1) or darkens (above 1) the middle and keeps black and white."""
    return lambda colors: colors**gamma


def lifted(black: str, white: str) -> Grade:
    """Return a grade that lays all colors between two: what black becomes and what white becomes."""
    low, high = rgb(black), rgb(white)
    return lambda colors: low + colors * (high - low)


def ramp(*stops: str, mix: float = 1.0) -> Grade:
    """Return a grade that colors a picture by brightness alone, from the first stop (dark) to the last (light)."""
    table = np.stack([rgb(stop) for stop in stops])
    places = np.linspace(0, 1, len(stops))

    def grade(colors: Field) -> Field:
        bright = luma(colors)[..., 0]
        new = np.stack([np.interp(bright, places, table[:, channel]) for channel in range(3)], axis=-1)
        return colors + mix * (new.astype(np.float32) - colors)

    return grade


def chroma(amount: float, *, soft: bool = False) -> Grade:
    """Return a grade that makes colors stronger (above 1) or weaker. ``soft`` spares what is strong already."""

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        strength = np.hypot(lab[:, 1], lab[:, 2])[:, None]
        gain = 1 + (amount - 1) * (np.exp(-strength / 0.16) if soft else 1)
        lab[:, 1:] *= gain
        return from_lab(lab)

    return grade


def tinted(shadows: tuple[float, float], lights: tuple[float, float], rest: float = 1.0) -> Grade:
    """Return a split tone: Oklab (a, b) added in the dark and in the light, over ``rest`` of the own color."""

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        light = np.clip(lab[:, :1], 0, 1)
        # Black and white stay what they are: a tint there reads as a veil, not as light.
        room = np.clip(4.5 * light * (1 - light) + 0.12, 0, 1)
        lab[:, 1:] = rest * lab[:, 1:] + room * (np.array(shadows) * (1 - light) + np.array(lights) * light)
        return from_lab(lab.astype(np.float32))

    return grade


def stepped(levels: int, hardness: float) -> Grade:
    """Return a grade that draws lightness together into ``levels`` flat steps; ``hardness`` from 0 to 1."""

    def grade(colors: Field) -> Field:
        lab = to_lab(colors)
        light = lab[:, 0] * levels
        flat = np.floor(light) + 0.5 + 0.5 * np.tanh(6 * (light % 1 - 0.5)) / np.tanh(3)
        lab[:, 0] += hardness * (flat / levels - lab[:, 0])
        return from_lab(lab)

    return grade


def sepia(colors: Field) -> Field:
    """Return brown-toned silver: dark chocolate to cream."""
    return ramp("#160d07", "#4a3220", "#8d6b49", "#cdb08a", "#fbf1dc")(colors)


def mono(colors: Field) -> Field:
    """Return black and white, red, green and blue alike."""
    return np.repeat(luma(colors), 3, axis=1)


def pastel(colors: Field) -> Field:
    """Return powdery colors: everything light, nothing strong, darks kept just dark enough to draw with."""
    lab = to_lab(colors)
    lab[:, 0] = 0.24 + 0.74 * lab[:, 0]
    strength = np.hypot(lab[:, 1], lab[:, 2])[:, None]
    lab[:, 1:] *= np.minimum(1, 0.10 / np.maximum(strength, 1e-4)) * 0.75 + 0.12
    return from_lab(lab)


def neon(colors: Field) -> Field:
    """Return fluorescent colors: the strong ones glow, dull darks sink into violet-blue."""
    lab = to_lab(colors)
    strength = np.hypot(lab[:, 1], lab[:, 2])[:, None]
    dull = np.exp(-((strength / 0.07) ** 2))
    lab[:, 1:] = lab[:, 1:] * (1.35 + 0.9 * np.exp(-strength / 0.12))
    lab[:, 1:] += dull * np.array([0.045, -0.10]) * (1 - lab[:, :1] ** 3)
    lab[:, :1] = lab[:, :1] - 0.20 * dull * (1 - lab[:, :1]) * lab[:, :1] * 4 * 0.6
    return contrast(0.35)(from_lab(lab))


def gaudy(colors: Field) -> Field:
    """Return the few loud inks of a screen print: colors drawn to full strength."""
    lab = to_lab(colors)
    strength = np.hypot(lab[:, 1], lab[:, 2])[:, None]
    aim = np.where(strength > 0.03, np.maximum(strength * 1.25, 0.19), strength)
    fade = np.clip((1 - np.abs(2 * lab[:, :1] - 1.1)) * 2.4, 0.25, 1)
    lab[:, 1:] *= (1 - fade) + fade * aim / np.maximum(strength, 1e-4)
    return from_lab(lab)
