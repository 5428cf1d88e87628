"""How the local backend turns words and pictures into vectors: the joint space, in the sizes that callers ask for."""

from __future__ import annotations

import time
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.backends.base import Context
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Embed
from hwasil.core.results import FREE, Embedded
from hwasil.engine import joint

EMBEDDER: Final = "local.joint"
LARGEST: Final = 4096  # dimensions; Nova's largest are 3,072

_SEED: Final = 20_240_501  # of the projections; another one would make all stored vectors worthless


def embed(job: Embed, context: Context) -> Embedded:
    """Return a unit vector for words, a picture, or both together: then the middle of the two.

    In another size than the space's own 512 the vector is projected by a fixed matrix whose rows or columns are
    orthonormal: to more dimensions every cosine stays as it is; to fewer it is kept on the average, with an error
    of about 1/sqrt(dimensions) (Johnson and Lindenstrauss, 1984). What a vector is for makes no difference here.

    Raises InvalidInput for a size out of range, Unavailable when a weight is missing.
    """
    dimensions = joint.DIMENSIONS if job.dimensions is None else job.dimensions
    if not 1 <= dimensions <= LARGEST:
        raise InvalidInput("out_of_range", field="dimensions", value=dimensions, low=1, high=LARGEST)
    context.check()
    started = time.perf_counter()
    rows = []
    if job.text and job.text.strip():
        rows.append(joint.words([job.text]))
    if job.picture is not None:
        rows.append(joint.pictures([job.picture]))
    vector = joint.unit(np.concatenate(rows).mean(axis=0, keepdims=True))
    if dimensions != joint.DIMENSIONS:
        vector = joint.unit(vector @ _projection(dimensions))
    seconds = time.perf_counter() - started
    return Embedded(tuple(float(part) for part in vector[0]), joint.NAME, EMBEDDER, FREE, seconds)


@cache
def _projection(dimensions: int) -> NDArray[np.float32]:
    """Return the matrix (512, dimensions) that carries the joint space to another size."""
    long, short = max(joint.DIMENSIONS, dimensions), min(joint.DIMENSIONS, dimensions)
    noise = np.random.default_rng(_SEED + dimensions).normal(size=(long, short))
    columns, triangle = np.linalg.qr(noise)
    # QR leaves the signs open; these make the matrix the same wherever it is computed.
    even = columns * np.sign(np.diag(triangle))
    matrix: NDArray[np.float32] = (even if long == joint.DIMENSIONS else even.T).astype(np.float32)
    return matrix
