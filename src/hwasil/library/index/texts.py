"""What is written in pictures: kept as it was read, and searched word by word.

Korean words are looked for anywhere, since particles follow them and readers of text lose spaces; others as whole
words. Capitals and widths of letters do not count.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from hwasil.core.prompt import has_hangul
from hwasil.library.index.database import Database, below

Word = tuple[str, ...]
"""The ways in which one word can be written, folded: as it stands first, and without its particle or plural."""

_LEAST: Final = 2  # letters of a way to write a word that is looked for beside the word as it stands


class Texts:
    """The rows of texts. Every method that writes is part of a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, sha256: str, said: str) -> None:
        """Note what is written in a picture; nothing, too."""
        self._database.write("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", [(sha256, said, folded(said))])

    def unread(self, folder: str) -> dict[str, str]:
        """Return the pictures below a folder that were not read, each with a file that holds it."""
        query = """
            SELECT sha256, min(path) FROM files WHERE path >= ? AND path < ? AND sha256 IS NOT NULL
            AND sha256 NOT IN (SELECT sha256 FROM texts) GROUP BY sha256 ORDER BY min(path)"""
        return {sha256: os.fsdecode(path) for sha256, path in self._database.rows(query, below(folder))}

    def of(self, keys: Sequence[str]) -> dict[str, str]:
        """Return what is written in those pictures of some that were read."""
        return dict(self._database.rows_of("SELECT sha256, said FROM texts WHERE sha256 IN (?)", keys))

    def shares(self, words: Iterable[Word]) -> dict[str, float]:
        """Return the pictures in which one or more words are written, and which share of the words' letters it is."""
        wanted = list(words)
        whole = sum(len(word[0]) for word in wanted)
        found: dict[str, float] = {}
        for word in wanted:
            for key in self._holding(word):
                found[key] = found.get(key, 0.0) + len(word[0]) / whole
        return found

    def lengths(self, keys: Sequence[str]) -> dict[str, int]:
        """Return how many letters are written in some pictures."""
        rows = self._database.rows_of("SELECT sha256, folded FROM texts WHERE sha256 IN (?)", keys)
        return {key: sum(letter.isalnum() for letter in text) for key, text in rows}

    def _holding(self, word: Word) -> set[str]:
        held = set()
        for way in word:
            if has_hangul(way):
                query = "SELECT sha256 FROM texts WHERE instr(replace(folded, ' ', ''), ?) > 0"
                held |= {key for (key,) in self._database.rows(query, (way,))}
            else:
                # Between a word and the Korean particle behind it there is no space.
                whole = re.compile(rf"(?<![^\W가-힣]){re.escape(way)}(?![^\W가-힣])")
                rows = self._database.rows("SELECT sha256, folded FROM texts WHERE instr(folded, ?) > 0", (way,))
                held |= {key for key, text in rows if whole.search(text)}
        return held


def folded(text: str) -> str:
    """Return a text without capitals and double widths, its words one space apart."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def words_in(text: str) -> list[Word]:
    """Return the words of a text that is searched for."""
    from hwasil.engine.illustrator.tokens import tokenize

    words: list[Word] = []
    for token in tokenize(text):
        if token.quoted is not None:
            words += [(folded(word),) for word in token.quoted.split()]
        elif token.stems:
            ways = [
                folded(token.surface),
                *(folded(stem.text) for stem in token.stems if len(stem.text) >= _LEAST),
            ]
            words.append(tuple(dict.fromkeys(ways)))
    return [word for word in words if any(letter.isalnum() for letter in word[0])]
