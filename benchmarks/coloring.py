"""The claim: a photograph drawn into a palette comes, in the median, within half of its distance, its light kept.

For photographs that scikit-image carries and five palettes: the mean CIEDE2000 distance of a pixel to the palette's
nearest color before and after, and how far lightness still goes the way it went (Pearson's r).
"""

from __future__ import annotations

import statistics
import time

import numpy as np
from skimage import data

from hwasil.core.palette import Palette
from hwasil.core.picture import Picture
from hwasil.engine.lab import to_lab
from hwasil.engine.palette_guide import toward_palette

PHOTOGRAPHS = ("astronaut", "coffee", "chelsea", "rocket")
PALETTES = {
    "sunset": "#264653 #2a9d8f #e9c46a #f4a261 #e76f51",
    "rose": "#ffcdb2 #ffb4a2 #e5989b #b5838d #6d6875",
    "night": "#0b132b #1c2541 #5bc0be",
    "forest": "#fefae0 #606c38 #283618 #dda15e #bc6c25",
    "violet": "#7400b8 #5e60ce #4ea8de #48bfe3 #56cfe1 #64dfdf #72efdd #80ffdb #ffffff #000000",
}


def main() -> None:
    shares = []
    for photograph in PHOTOGRAPHS:
        picture = Picture.from_pixels(getattr(data, photograph)())
        light = to_lab(picture.pixels)[..., 0].ravel()
        for name, codes in PALETTES.items():
            started = time.process_time()
            edited = toward_palette(picture, Palette.parse(codes.split()))
            seconds = time.process_time() - started
            before, after = edited.details["delta_e_before"], edited.details["delta_e_after"]
            kept = np.corrcoef(light, to_lab(edited.picture.pixels)[..., 0].ravel())[0, 1]
            shares.append(after / before)
            row = f"{photograph:10} {name:8} {before:5.1f} -> {after:5.1f}   {after / before:4.0%}   r {kept:.2f}"
            print(f"{row}   {seconds:.2f} s CPU")
    print(f"what is left of the distance, in the median: {statistics.median(shares):.0%}")


if __name__ == "__main__":
    main()
