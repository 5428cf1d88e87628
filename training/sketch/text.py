"""From a text to numbers: its words, each as the bag of the character n-grams that it is made of.

Bojanowski et al., "Enriching word vectors with subword information", TACL 5 (2017). No list of words is needed, what
was misspelt still looks like itself, and a Korean noun stays one under its particles: 고양이가, 고양이는, 고양이와.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

WORDS: Final = 24  # of a text that are read
GRAMS: Final = 24  # of a word
BUCKETS: Final = 1 << 14  # that n-grams fall into; the first one is for none

_WORD: Final = re.compile(r"[가-힣]+|[^\W\d_]+|\d+")
_LENGTHS: Final = {
    True: (1, 2, 3),
    False: (3, 4),
}  # of n-grams in Hangul, where a syllable says much, and elsewhere


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without what stands between them."""
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def grams_of(word: str) -> list[int]:
    """Return the buckets of a word's n-grams, 1 to `BUCKETS` - 1: the whole word first, then its parts."""
    marked = f"<{word}>"
    parts = [marked]
    for length in _LENGTHS["가" <= word[0] <= "힣"]:
        parts += [marked[start : start + length] for start in range(len(marked) - length + 1)]
    kept = [part for part in dict.fromkeys(parts) if part not in "<>"]
    return [1 + zlib.crc32(part.encode()) % (BUCKETS - 1) for part in kept[:GRAMS]]


def encode(texts: Sequence[str]) -> NDArray[np.int64]:
    """Return the buckets of texts, (n, `WORDS`, `GRAMS`), filled up with 0. An empty text is zeros alone."""
    found = np.zeros((len(texts), WORDS, GRAMS), np.int64)
    for row, text in enumerate(texts):
        for place, word in enumerate(words_of(text)[:WORDS]):
            grams = grams_of(word)
            found[row, place, : len(grams)] = grams
    return found
