"""A daguerreotype: silver on a polished plate, soft, pale in the middle, tarnished along its rim."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from hwasil.engine.illustrator.finish.color import graded
from hwasil.engine.illustrator.finish.grades import contrast, ramp
from hwasil.engine.illustrator.finish.lens import blurred, clarified, exposed, plane, relit, softened
from hwasil.engine.illustrator.finish.noise import clouds

_TARNISH = (np.array([0.62, 0.40, 0.22], np.float32), np.array([0.24, 0.34, 0.46], np.float32))


def silvered(picture: Image.Image, seed: int) -> Image.Image:
    """Return the picture on a silver plate. Its own colors go, so whatever toned it before cannot muddy it."""
    grey = ImageOps.autocontrast(picture.convert("L"), cutoff=(1, 1))
    # A plate was exposed until the middle of the scene came out, by day as by night.
    sharp = clarified(exposed(grey, 0.44).convert("RGB"), 0.45, 26)
    soft = softened(blurred(sharp, 1.0), 0.35, 5)
    silver = graded(soft, [contrast(0.30), ramp("#14110f", "#4d4640", "#97897a", "#cfc3b0", "#f1e9da")])
    return _tarnished(silver, seed)


def _tarnished(picture: Image.Image, seed: int) -> Image.Image:
    x, y = plane(picture.size)
    height, width = y.shape[0], x.shape[1]
    creep = 0.16 * (clouds(height, width, 60, seed, "creep") - 0.5) + 0.05 * (
        clouds(height, width, 9, seed, "bite") - 0.5
    )
    # Between an oval and the plate's own corners.
    reach = 0.55 * np.sqrt(x * x + y * y) / 1.2 + 0.45 * np.maximum(np.abs(x), np.abs(y)) + creep
    oval = np.clip((reach - 0.72) / 0.42, 0, 1)
    rim = np.exp(-(((reach - 0.98) / 0.13) ** 2))[..., None]
    blue = np.exp(-(((reach - 0.86) / 0.07) ** 2))[..., None]
    gain = (1 - 0.80 * oval * oval * (3 - 2 * oval))[..., None] * np.ones(3, np.float32)
    glow = 0.20 * rim * _TARNISH[0] + 0.16 * blue * _TARNISH[1]
    return relit(picture, gain.astype(np.float32), glow.astype(np.float32), seed)
