"""The claim: the binding we render with gives the other one's pixels in a fraction of its time."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.engine.illustrator.drawings import open_drawings
from hwasil.engine.illustrator.illustrator import sketch
from hwasil.engine.illustrator.raster import rasterize
from hwasil.engine.illustrator.render import svg_of

PROMPTS = ("눈 덮인 숲속의 붉은 여우 두 마리", "a cat on a table", "two dogs on the beach at sunset")
ROUNDS = 5


def theirs(svg: str) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))) as image:
        return np.array(image.convert("RGBA"))


def cpu_ms(draw: Callable[[str], NDArray[np.uint8]], svg: str) -> float:
    started = time.process_time()
    draw(svg)
    return (time.process_time() - started) * 1000


def main() -> None:
    drawings = open_drawings()
    for prompt in PROMPTS:
        svg = svg_of(sketch(TextToImage(prompt, size=Size(1024, 1024)), 7), drawings)
        same = bool((rasterize(svg) == theirs(svg)).all())
        rounds = [(cpu_ms(rasterize, svg), cpu_ms(theirs, svg)) for _ in range(ROUNDS)]
        ours, other = (min(column) for column in zip(*rounds, strict=True))
        ratio = f"{ours / other:.2f} x"
        print(f"resvg {ours:6.0f} ms   resvg-py {other:6.0f} ms   {ratio}   same pixels: {same}   {prompt}")


if __name__ == "__main__":
    main()
