"""The claim: holes are filled with what looks like their surroundings, in hardly more than the bare network's time.

Squares are cut out of photographs, so that the truth is known, and filled by Hwasil and by OpenCV's Telea. PSNR rewards
what is right pixel by pixel, and so a blur; ``look`` is how differently the two sides are textured: the distance
between their gradients' strengths at four scales, in percent of the truth's. It stands for no published measure. A
sheet of all fillings is written to ``bench-out/filling.png``.
"""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage import data

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture
from hwasil.engine.fill import fill
from hwasil.engine.networks import network

Pixels = NDArray[np.uint8]

SIDE = 512
HOLES = (48, 96, 160)
SCALES = 4
SHEET = Path("bench-out/filling.png")


def photos() -> dict[str, Pixels]:
    named = {
        "astronaut": data.astronaut(),
        "brick": data.brick(),
        "cat": data.chelsea(),
        "coffee": data.coffee(),
        "grass": data.grass(),
        "gravel": data.gravel(),
        "rocket": data.rocket(),
    }
    return {name: _square(photo) for name, photo in named.items()}


def _square(photo: Pixels) -> Pixels:
    side = min(photo.shape[:2])
    top, left = (photo.shape[0] - side) // 2, (photo.shape[1] - side) // 2
    color = photo if photo.ndim == 3 else np.dstack([photo] * 3)
    cut = color[top : top + side, left : left + side]
    return np.asarray(cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)


def psnr(filled: Pixels, truth: Pixels) -> float:
    error = float(np.square(filled.astype(float) - truth).mean())
    return 10 * float(np.log10(255**2 / max(error, 1e-6)))


def look(filled: Pixels, truth: Pixels) -> float:
    """Return how far the strengths of the gradients lie apart, averaged over scales; 100 is a flat filling's."""
    distances = []
    one, other = filled.astype(np.float32), truth.astype(np.float32)
    for _ in range(SCALES):
        strengths = [np.sort(_gradients(side).ravel()) for side in (one, other)]
        distances.append(float(np.abs(strengths[0] - strengths[1]).mean() / max(strengths[1].mean(), 1e-6)))
        one, other = (np.asarray(cv2.pyrDown(side), np.float32) for side in (one, other))
    return 100 * float(np.mean(distances))


def _gradients(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    grey = pixels.mean(axis=2)
    return np.asarray(np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)), np.float32)


def _bare_seconds(photo: Pixels, region: Pixels) -> float:
    planes = np.ascontiguousarray(photo.transpose(2, 0, 1)[np.newaxis])
    started = time.process_time()
    network("migan")(planes, (255 - region)[np.newaxis, np.newaxis])
    return time.process_time() - started


def main() -> None:
    rows = []
    print(f"{'photo':<10} {'hole':>4}   {'PSNR dB':^15}   {'look %':^15}   {'CPU s':^19}")
    print(
        f"{'':<10} {'':>4}   {'Hwasil':>7} {'Telea':>7}   {'Hwasil':>7} {'Telea':>7}   {'Hwasil':>7} {'bare network':>12}"
    )
    for name, photo in photos().items():
        row = [photo]
        for side in HOLES:
            start = (SIDE - side) // 2
            box = Box(start, start, start + side, start + side)
            mask = Mask.from_boxes(Picture.from_pixels(photo).size, [box])
            holed = np.where(mask.pixels[:, :, np.newaxis] > 0, 0, photo).astype(np.uint8)
            bare = _bare_seconds(holed, mask.pixels)
            started = time.process_time()
            ours = fill(Picture.from_pixels(holed), mask).picture.pixels
            seconds = time.process_time() - started
            theirs = np.asarray(cv2.inpaint(holed, mask.pixels, 4, cv2.INPAINT_TELEA), np.uint8)
            inside = slice(start, start + side), slice(start, start + side)
            truth = photo[inside]
            print(
                f"{name:<10} {side:>4}   {psnr(ours[inside], truth):7.1f} {psnr(theirs[inside], truth):7.1f}   "
                f"{look(ours[inside], truth):7.0f} {look(theirs[inside], truth):7.0f}   {seconds:7.1f} {bare:12.1f}"
            )
            row += [ours, theirs]
        rows.append(np.hstack(row))
    SHEET.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(SHEET), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
    print(SHEET)


if __name__ == "__main__":
    main()
