"""Fit the linear map that the head is measured against: ridge regression from names to the pictures of each name.

Run: ``python training/lit/ridge.py --folder FOLDER --out OUT [--most N]``, after `train.py` with the same folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np
from collect import captioned
from train import picture_vectors

from hwasil.engine import meaning

RIDGE: Final = 3.0  # of 0.3, 1, 3, 10 and 30 the one that finds most in benchmarks/finding.py


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where packages and picture vectors are kept")
    parser.add_argument("--most", type=int, help="how many pictures to fit to; all of them by default")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    drawings, vectors = picture_vectors(list(captioned(given.folder)), given.folder, given.most)
    pairs = [(name, row) for drawing, row in zip(drawings, vectors, strict=True) for name in drawing.names]
    said = meaning.embed([name for name, _ in pairs]).astype(np.float64)
    seen = np.stack([row for _, row in pairs]).astype(np.float64)
    middle, offset = said.mean(0), seen.mean(0)
    away = said - middle
    linear = np.linalg.solve(away.T @ away + RIDGE * np.eye(meaning.DIMENSIONS), away.T @ (seen - offset))
    np.savez(
        given.out,
        allow_pickle=False,
        linear=linear.astype(np.float16),
        offset=(offset - middle @ linear).astype(np.float32),
    )


if __name__ == "__main__":
    main()
