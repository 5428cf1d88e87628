from __future__ import annotations

import heapq

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hwasil.library.provenance.watermark import code
from hwasil.library.provenance.watermark.code import ID_BYTES, SIGNS, decode, encode

ids = st.binary(min_size=ID_BYTES, max_size=ID_BYTES)


@settings(max_examples=30)
@given(ids)
def test_a_word_is_480_signs_and_reads_as_its_id(name: bytes) -> None:
    word = encode(name)
    assert word.shape == (SIGNS,)
    assert set(word.tolist()) <= {-1.0, 1.0}
    assert decode(word[None]) == [name]


@settings(max_examples=30)
@given(ids, st.sets(st.integers(0, SIGNS - 1), max_size=13))
def test_fewer_wrong_signs_than_half_the_free_distance_do_no_harm(name: bytes, wrong: set[int]) -> None:
    word = encode(name)
    word[list(wrong)] *= -1
    assert decode(word[None]) == [name]


def test_the_free_distance_is_the_one_of_the_tables() -> None:
    weights = np.count_nonzero(code._outputs() > 0, axis=1)
    # The lightest way out of the zero state and back into it, by Dijkstra's algorithm.
    ways, seen = [(int(weights[1]), 1)], set[int]()
    while ways[0][1]:
        weight, state = heapq.heappop(ways)
        if state not in seen:
            seen.add(state)
            for register in (state << 1, state << 1 | 1):
                heapq.heappush(ways, (weight + int(weights[register]), register & 127))
    assert ways[0][0] == 28


def test_words_are_read_through_noise_as_loud_as_they_are() -> None:
    random = np.random.default_rng(3)
    names = [random.bytes(ID_BYTES) for _ in range(50)]
    seen = np.stack([encode(name) for name in names]) + random.normal(0, 1, (50, SIGNS))
    assert decode(seen.astype(np.float32)) == names


def test_noise_alone_holds_no_id() -> None:
    noise = np.random.default_rng(4).normal(0, 1, (200, SIGNS)).astype(np.float32)
    assert decode(noise) == [None] * 200
    assert decode(np.zeros((1, SIGNS), np.float32)) == [None]
