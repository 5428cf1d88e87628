"""The claim: on the whole a cutout's outline is nearer to a hand-made one than the bare network's, in twice its time.

Its soft edges and clean colors are not counted; the sheet shows them. The photographs and the hand-made outlines of
their subjects are those of ``tests/photos.py``, drawn to about three pixels; IoU is how far the areas agree, boundary F
the harmonic mean of how much of each outline lies within three pixels of the other. The bare network is U²-Net's map at
320 pixels, enlarged and cut at one half. The sheet of all cutouts is written to ``bench-out/cutting_out.png``.
"""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from tests.photos import photos

from hwasil.core.picture import Picture
from hwasil.engine.matte import cut_out
from hwasil.engine.matte.subject import engine, opaque
from hwasil.engine.networks import network, planar

Pixels = NDArray[np.uint8]
Region = NDArray[np.bool_]

NEAR = 3  # pixels
CELL = 360  # pixels a side in the sheet
SHEET = Path("bench-out/cutting_out.png")
MAGENTA = (230, 60, 190)  # behind the cutouts: no photograph has it


def bare(picture: Picture) -> Region:
    small = cv2.resize(opaque(picture.pixels), (320, 320), interpolation=cv2.INTER_AREA).astype(np.uint8)
    seen = network(engine())(planar(small, (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))[0][0, 0]
    return np.asarray(cv2.resize(seen, (picture.width, picture.height)) > 0.5)


def iou(one: Region, other: Region) -> float:
    return float((one & other).sum() / max((one | other).sum(), 1))


def boundary_f(found: Region, truth: Region) -> float:
    precision, recall = _hit(_outline(found), _outline(truth)), _hit(_outline(truth), _outline(found))
    return 2 * precision * recall / max(precision + recall, 1e-9)


def _outline(region: Region) -> Region:
    """Return the pixels inside a region that touch its outside; the picture's own rim is none."""
    inner = cv2.erode(region.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1)
    return np.asarray(region & (inner == 0))


def _hit(outline: Region, other: Region) -> float:
    """Return how much of an outline lies near another one."""
    near = cv2.distanceTransform((~other).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE) <= NEAR
    return float((outline & near).sum() / max(outline.sum(), 1))


def _cell(pixels: NDArray[np.floating] | Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    scale = CELL / max(height, width)
    size = round(width * scale), round(height * scale)
    fitted = cv2.resize(pixels.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.copyMakeBorder(fitted, 0, CELL - size[1], 0, CELL - size[0], cv2.BORDER_CONSTANT), np.uint8
    )


def main() -> None:
    pairs, totals = [], []
    print(f"{'photo':<12} {'IoU':^13}   {'boundary F':^13}   {'CPU s':^13}   with {engine()}")
    print(f"{'':<12} {'Hwasil':>6} {'bare':>6}   {'Hwasil':>6} {'bare':>6}   {'Hwasil':>6} {'bare':>6}")
    for photo in photos().values():
        if not photo.subject:
            continue
        truth = photo.mask(photo.subject).pixels > 0
        started = time.process_time()
        plain = bare(photo.picture)
        middle = time.process_time()
        cut = cut_out(photo.picture).picture.pixels
        seconds = time.process_time() - middle, middle - started
        alpha = cut[:, :, 3]
        figures = [
            iou(alpha > 127, truth),
            iou(plain, truth),
            boundary_f(alpha > 127, truth),
            boundary_f(plain, truth),
        ]
        totals.append((*figures, *seconds))
        print(f"{photo.name:<12} {_line(totals[-1])}")
        share = alpha[:, :, np.newaxis] / 255
        pairs.append(
            np.hstack(
                [
                    _cell(photo.picture.pixels[:, :, :3]),
                    _cell(cut[:, :, :3] * share + np.array(MAGENTA) * (1 - share)),
                ]
            )
        )
    print(f"{'mean':<12} {_line(tuple(np.mean(totals, axis=0)))}")
    pairs += [np.zeros_like(pairs[0])] * (-len(pairs) % 3)
    rows = [np.hstack(pairs[start : start + 3]) for start in range(0, len(pairs), 3)]
    SHEET.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(SHEET), cv2.cvtColor(np.vstack(rows), cv2.COLOR_RGB2BGR))
    print(SHEET)


def _line(figures: tuple[float, ...]) -> str:
    groups = [figures[start : start + 2] for start in (0, 2, 4)]
    return "   ".join(" ".join(f"{figure:6.2f}" for figure in group) for group in groups)


if __name__ == "__main__":
    main()
