"""An embedder that sees nothing but colors, a shelf of pictures to try it on, and a count of what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from hwasil.core.palette import NAMED
from hwasil.core.picture import Picture
from hwasil.library.index.embedder import Vectors, unit

_BINS = 4
_FAINT = 0.02  # of what a bin's neighbors get, so that near colors are a little alike

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


class Colorful:
    """Words are names of colors; pictures are the histogram of theirs. ``seen`` are the pictures it was shown."""

    def __init__(self, name: str = "colorful 1") -> None:
        self.name = name
        self.dimensions = _BINS**3
        self.side = 64
        self.seen = 0
        self.batches: list[int] = []

    def words(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._named(text) for text in texts])

    def pictures(self, pictures: Sequence[Picture]) -> Vectors:
        self.seen += len(pictures)
        self.batches.append(len(pictures))
        return np.stack([_histogram(picture.pixels[..., :3]) for picture in pictures])

    @staticmethod
    def _named(text: str) -> Vectors:
        colors = [color for name, color in NAMED.items() if name in text.lower().split()]
        pixels = np.array([[color.red, color.green, color.blue] for color in colors], np.uint8)
        return _histogram(pixels.reshape(-1, 1, 3))


def _histogram(pixels: Pixels) -> Vectors:
    bins = pixels.reshape(-1, 3).astype(np.int64) * _BINS // 256
    places = bins[:, 0] * _BINS**2 + bins[:, 1] * _BINS + bins[:, 2]
    counts = np.bincount(places, minlength=_BINS**3).astype(np.float32)
    return unit(counts + _FAINT * (counts.sum() + 1))


def painted(path: Path, color: str, *, seed: int = 0, size: tuple[int, int] = (48, 32)) -> Path:
    """Save a picture of one named color with a little noise, different for each seed; return its path."""
    named = NAMED[color]
    noise = np.random.default_rng(seed).integers(-6, 7, (size[1], size[0], 3))
    pixels = np.clip(np.array([named.red, named.green, named.blue]) + noise, 0, 255).astype(np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


def shelf(folder: Path) -> Path:
    """Fill a folder with five pictures in three folders; return it."""
    painted(folder / "red.png", "red")
    painted(folder / "sea" / "blue.jpg", "blue")
    painted(folder / "sea" / "navy.webp", "navy")
    painted(folder / "land" / "green.png", "green", size=(40, 60))
    painted(folder / "land" / "deep" / "yellow.JPEG", "yellow")
    return folder
