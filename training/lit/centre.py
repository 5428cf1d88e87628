"""Put the centre of photographs beside a trained head: the mean of their unit vectors.

Where words lie in relation to each other the head knows from centred drawings; photographs have a centre of their own.
Run: ``python training/lit/centre.py HEAD PHOTOGRAPH... --out OUT``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from train import unit

from hwasil.core.picture import Picture
from hwasil.engine.clip import image_vectors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("head", type=Path)
    parser.add_argument("photographs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    with np.load(given.head, allow_pickle=False) as head:
        weights = dict(head)
    seen = unit(image_vectors(Picture.from_bytes(path.read_bytes()) for path in sorted(given.photographs)))
    np.savez(given.out, allow_pickle=False, **weights, centre=seen.mean(0).astype(np.float16))


if __name__ == "__main__":
    main()
