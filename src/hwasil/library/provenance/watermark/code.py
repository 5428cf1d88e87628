"""The words a mark is written in: an id and its checksum, spread by a convolutional code over 480 signs.

The id's 64 bits and their CRC-32 are coded at rate 1/5 with the code of 128 states and free distance 28 (Daut,
Modestino and Wismer, "New short constraint length convolutional code constructions for selected rational rates",
IEEE Transactions on Information Theory 28(5), 1982). The word bites its own tail (Ma and Wolf, "On tail biting
convolutional codes", IEEE Transactions on Communications 34(2), 1986), so that none of its 480 signs is spent on
bringing the coder to rest. It is read with soft decisions by Viterbi's algorithm, which goes around twice (Shao,
Lin and Fossorier, "Two decoding algorithms for tailbiting codes", IEEE Transactions on Communications 51(10), 2003).
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

ID_BYTES: Final = 8
_CRC_BYTES: Final = 4
_BITS: Final = 8 * (ID_BYTES + _CRC_BYTES)
_GENERATORS: Final = (0o257, 0o233, 0o323, 0o271, 0o357)
_MEMORY: Final = 7
_STATES: Final = 1 << _MEMORY
SIGNS: Final = _BITS * len(_GENERATORS)

Signs = NDArray[np.float32]


def encode(name: bytes) -> Signs:
    """Return the 480 signs, each −1 or 1, of an id of 8 bytes."""
    bits = np.unpackbits(np.frombuffer(name + zlib.crc32(name).to_bytes(_CRC_BYTES, "big"), np.uint8))
    around = np.concatenate([bits[-_MEMORY:], bits])
    windows = np.lib.stride_tricks.sliding_window_view(around, _MEMORY + 1)
    registers = windows @ (1 << np.arange(_MEMORY, -1, -1))
    return np.asarray(_outputs()[registers].ravel(), np.float32)


def decode(seen: Signs) -> list[bytes | None]:
    """Read words of which every sign is seen as a number, the larger the surer.

    ``seen`` has the shape (words, 480). Where the checksum is not that of the id, there is no id.
    """
    return [_checked(bits) for bits in _likeliest(seen)]


def _checked(bits: NDArray[np.uint8]) -> bytes | None:
    word = np.packbits(bits).tobytes()
    name, crc = word[:ID_BYTES], word[ID_BYTES:]
    return name if zlib.crc32(name).to_bytes(_CRC_BYTES, "big") == crc else None


def _likeliest(seen: Signs) -> NDArray[np.uint8]:
    """Return the likeliest bits of words, shape (words, 96).

    A register is eight bits, the newest lowest: its upper seven are the state before, its lower seven the one after.
    """
    words = len(seen)
    gains = np.einsum("wsg,rg->wsr", seen.reshape(words, _BITS, -1), _outputs())  # word, step, register
    scores = np.zeros((words, _STATES), np.float32)
    oldest = np.empty((2 * _BITS, words, _STATES), np.uint8)
    for step in range(2 * _BITS):
        # Two registers lead to one state: they differ in their oldest bit alone.
        reached = (np.repeat(scores, 2, axis=1) + gains[:, step % _BITS]).reshape(words, 2, _STATES)
        oldest[step] = reached[:, 1] > reached[:, 0]
        scores = reached.max(axis=1)
    bits = np.empty((words, 2 * _BITS), np.uint8)
    state, rows = scores.argmax(axis=1), np.arange(words)
    for step in reversed(range(2 * _BITS)):
        bits[:, step] = state & 1
        state = state >> 1 | oldest[step, rows, state].astype(np.intp) << (_MEMORY - 1)
    # The second round is the surer one, but for its end, which has not seen what follows: the first round has.
    return np.concatenate([bits[:, _BITS : _BITS + _BITS // 2], bits[:, _BITS // 2 : _BITS]], axis=1)


@cache
def _outputs() -> Signs:
    """Return the five signs that every register of eight bits puts out, shape (256, 5)."""
    registers = np.arange(2 * _STATES)
    tapped = registers[:, None] & np.array(_GENERATORS)
    return np.asarray(2.0 * (np.bitwise_count(tapped) & 1) - 1.0, np.float32)
