"""Ways to redraw any picture, photograph or drawing, without a network: from its edges, its areas and its light.

Each step takes pixels (height, width, 3), sRGB of 8 bits, and a seed, and gives back pixels of the same shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.engine.stylise.flatten import celled, cleaned, postered, smoothed
from hwasil.engine.stylise.line import drawn, inked
from hwasil.engine.stylise.relief import modelled, rounded
from hwasil.engine.stylise.tiles import cubed, mirrored
from hwasil.engine.stylise.triangles import faceted, folded

Step = Callable[[NDArray[np.uint8], int], NDArray[np.uint8]]

STEPS: Final[Mapping[str, Step]] = {
    "smooth": smoothed,
    "cel": celled,
    "papers": postered,
    "clean": cleaned,
    "ink": inked,
    "lines": drawn,
    "round": rounded,
    "clay": modelled,
    "facets": faceted,
    "folds": folded,
    "cubes": cubed,
    "mirror": mirrored,
}
