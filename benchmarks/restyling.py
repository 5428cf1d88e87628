"""The claim: a style costs little more than its bare network, and less than a second of a processor at 512 by 512.

Processor time of one photograph in a style: the whole skill beside onnxruntime alone on an array that is ready. The
other styles have no network to be measured against; the slowest of them is shown.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from skimage import data

from hwasil.core.picture import Picture
from hwasil.engine.networks import network
from hwasil.engine.restyle import restyle
from hwasil.engine.style_networks import COUNT, NAMED
from hwasil.engine.styles import styles

ROUNDS = 5


def cpu_ms(work: Callable[[], object]) -> float:
    """Return the least processor time of a few rounds; the first is a warm-up."""
    spent = []
    for _ in range(ROUNDS + 1):
        started = time.process_time()
        work()
        spent.append((time.process_time() - started) * 1000)
    return min(spent[1:])


def main() -> None:
    picture = Picture.from_pixels(data.astronaut())
    image = np.ascontiguousarray(picture.pixels.transpose(2, 0, 1)[np.newaxis].astype(np.float32) / 255)
    weights = np.zeros(COUNT, np.float32)
    weights[19] = 1

    def styled(name: str) -> Callable[[], object]:
        return lambda: restyle(picture, reference=None, style=name, strength=1.0, seed=1)

    bare = cpu_ms(lambda: network(NAMED).run({"image": image, "style_weights": weights}))
    whole = cpu_ms(styled("starry-swirl"))
    print(f"network alone {bare:5.0f} ms   starry-swirl {whole:5.0f} ms   {whole / bare:.2f} x")
    others = {style.name: cpu_ms(styled(style.name)) for style in styles() if style.origin != "style-26"}
    slowest = max(others, key=others.__getitem__)
    print(f"the other {len(others)}: slowest {slowest} {others[slowest]:.0f} ms, ", end="")
    print(f"median {sorted(others.values())[len(others) // 2]:.0f} ms")


if __name__ == "__main__":
    main()
