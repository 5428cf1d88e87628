"""Words and pictures in one space: what belongs together points the same way.

CLIP's image tower (`hwasil.engine.clip`) says where pictures lie. A head of almost two million numbers, trained to it as
`training/lit` tells, turns the multilingual sentence encoder's vectors towards them (locked-image tuning; Zhai et
al., 2022, arXiv:2111.07991), so that words may be Korean or English.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.picture import Picture
from hwasil.engine import clip, meaning

NAME: Final = "hwasil-joint 2"
DIMENSIONS: Final = clip.DIMENSIONS

Vectors = NDArray[np.float32]


def words(texts: Sequence[str]) -> Vectors:
    """Return a unit vector for each text, shape (n, 512). Raises Unavailable when a weight is missing."""
    head = _head()
    said = meaning.embed(texts)
    hidden = np.maximum(said @ head["inner"] + head["inner_bias"], 0)
    return unit(said @ head["linear"] + hidden @ head["outer"] + head["outer_bias"])


def pictures(shown: Iterable[Picture]) -> Vectors:
    """Return a unit vector for each picture, shape (n, 512). Raises Unavailable when a weight is missing."""
    return centred(clip.image_vectors(shown))


def centred(vectors: Vectors) -> Vectors:
    """Return CLIP's vectors (n, 512) as unit vectors seen from the centre of all pictures.

    CLIP keeps all pictures in a narrow cone (Liang et al., 2022, arXiv:2203.02053). Seen from its middle they lie all
    around, as words do here.
    """
    return unit(unit(vectors) - _head()["centre"])


def similarity(texts: Vectors, shown: Vectors) -> Vectors:
    """Return how alike each of n words and each of m pictures are: their cosine, shape (n, m), -1 to 1."""
    alike: Vectors = texts @ shown.T
    return alike


def unit(vectors: Vectors) -> Vectors:
    """Return rows of the length 1; a row of zeros stays."""
    rows: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return rows


@cache
def _head() -> Mapping[str, Vectors]:
    """Return the head's numbers, kept as float16, and the ``centre`` of photographs, (512,)."""
    with (
        resources.as_file(resources.files("hwasil.engine") / "joint_head.npz") as path,
        np.load(path, allow_pickle=False) as kept,
    ):
        return {name: kept[name].astype(np.float32) for name in kept.files}
