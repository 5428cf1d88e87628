"""The rows of a gallery's entries: written, found, and paged through.

Text is searched by pairs of neighboring letters. Each word is written into the full-text index as its pairs, 여우 as
"여우 우" and cats as "ca at ts s"; what is searched for is a run of pairs, or for one letter what begins with it. So
a part of a word is found in any language and however short, which neither whole words nor groups of three letters
would do for Korean. The letters are written as numbers, for the index takes signs and accents away from words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from hwasil.core.picture import Format
from hwasil.library.gallery import ids
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.folder.database import Database
from hwasil.library.gallery.store import Filter, Page, Stats
from hwasil.library.gallery.words import searched_words, wanted_words
from hwasil.library.gallery.written import entry_json, read_entry

_ADD: Final = """INSERT OR IGNORE INTO entries
    (id, sha256, format, bytes, binned, starred, origin, model, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_UPDATE: Final = """UPDATE entries
    SET (id, sha256, format, bytes, binned, starred, origin, model, entry) = (?, ?, ?, ?, ?, ?, ?, ?, ?)
    WHERE place = ?"""
_LINKED: Final = """EXISTS (
    SELECT 1 FROM links AS others WHERE others.kind = ? AND others.name = ? AND others.id = entries.id)"""


class Rows:
    """The rows of entries. Every method that writes is part of a transaction of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, entry_id: str) -> Entry | None:
        """Return an entry."""
        found = self._database.rows("SELECT entry FROM entries WHERE id = ?", (entry_id,))
        return _read(found[0][0]) if found else None

    def add(self, entry: Entry) -> bool:
        """Write a new entry; whether it was new."""
        written = self._database.write(_ADD, _values(entry))
        if written.rowcount:
            self._link(entry)
            self._write_words(written.lastrowid or 0, entry)
        return bool(written.rowcount)

    def update(self, before: Entry, after: Entry) -> None:
        """Write an entry anew."""
        place = self._place(before)
        self._database.write(_UPDATE, (*_values(after), place))
        self._unlink(before)
        self._link(after)
        if searched_words(before) != searched_words(after):
            self._drop_words(place, before)
            self._write_words(place, after)

    def remove(self, entry: Entry) -> None:
        """Take an entry away."""
        place = self._place(entry)
        self._drop_words(place, entry)
        self._unlink(entry)
        self._database.write("DELETE FROM entries WHERE place = ?", (place,))

    def page(self, wanted: Filter, after: str | None, count: int, *, oldest_first: bool) -> Page:
        """Return the entries that come after a key."""
        query, values = _query(wanted, after, oldest_first=oldest_first)
        found = self._database.rows(f"{query} LIMIT ?", (*values, count + 1))
        entries = tuple(_read(text) for (text,) in found[:count])
        return Page(entries, entries[-1].id if len(found) > count else None)

    def refers_to(self, sha256: str) -> bool:
        """Whether an entry has an original or a mask."""
        query = """SELECT EXISTS (SELECT 1 FROM entries WHERE sha256 = ?1)
            OR EXISTS (SELECT 1 FROM links WHERE kind = 'mask' AND name = ?1)"""
        return bool(self._database.rows(query, (sha256,))[0][0])

    def originals(self) -> Iterator[tuple[str, int, Format]]:
        """Yield the SHA-256, the bytes and the format of every original, each once."""
        yield from self._database.rows("SELECT sha256, bytes, format FROM entries GROUP BY sha256")

    def masks(self) -> set[str]:
        """Return the SHA-256 of every mask."""
        return {name for (name,) in self._database.rows("SELECT DISTINCT name FROM links WHERE kind = 'mask'")}

    def stats(self) -> Stats:
        """Count what is there."""
        counted = dict(self._database.rows("SELECT binned, count(*) FROM entries GROUP BY binned"))
        query = "SELECT count(*), total(bytes) FROM (SELECT DISTINCT sha256, bytes FROM entries)"
        originals, size = self._database.rows(query)[0]
        models = "SELECT model, count(*) FROM entries WHERE model IS NOT NULL AND binned = 0 GROUP BY model"
        return Stats(
            entries=counted.get(0, 0),
            binned=counted.get(1, 0),
            originals=originals,
            bytes=int(size),
            models=dict(self._database.rows(models)),
            tags=self._counted("tag"),
            albums=self._counted("album"),
        )

    def _counted(self, kind: str) -> dict[str, int]:
        query = """SELECT name, count(*) FROM links JOIN entries USING (id) WHERE kind = ? AND binned = 0
            GROUP BY name"""
        return dict(self._database.rows(query, (kind,)))

    def _place(self, entry: Entry) -> int:
        return int(self._database.rows("SELECT place FROM entries WHERE id = ?", (entry.id,))[0][0])

    def _link(self, entry: Entry) -> None:
        self._database.write_all("INSERT OR IGNORE INTO links VALUES (?, ?, ?)", _links(entry))

    def _unlink(self, entry: Entry) -> None:
        self._database.write_all("DELETE FROM links WHERE kind = ? AND name = ? AND id = ?", _links(entry))

    def _write_words(self, place: int, entry: Entry) -> None:
        self._database.write("INSERT INTO words (rowid, pairs) VALUES (?, ?)", (place, _pairs_written(entry)))

    def _drop_words(self, place: int, entry: Entry) -> None:
        # An index without its texts has to be told what to forget.
        statement = "INSERT INTO words (words, rowid, pairs) VALUES ('delete', ?, ?)"
        self._database.write(statement, (place, _pairs_written(entry)))


def _query(wanted: Filter, after: str | None, *, oldest_first: bool) -> tuple[str, list[object]]:
    """Return the query for the entries that are wanted, in their order, and its values."""
    wishes = {"tag": wanted.tag, "album": wanted.album, "parent": wanted.made_from}
    links = [(kind, name) for kind, name in wishes.items() if name is not None]
    columns = {
        "binned": int(wanted.binned),
        "model": wanted.model,
        "origin": wanted.origin,
        "starred": None if wanted.starred is None else int(wanted.starred),
        "sha256": wanted.sha256,
    }
    tests: list[tuple[str, object]] = [
        (f"entries.{name} = ?", value) for name, value in columns.items() if value is not None
    ]
    # A link's rows are in the order of the page: they are walked only as far as the page goes.
    source, key = ("links CROSS JOIN entries USING (id)", "links.id") if links else ("entries", "entries.id")
    if links:
        tests += [("links.kind = ?", links[0][0]), ("links.name = ?", links[0][1])]
    if after is not None:
        tests.append((f"{key} {'>' if oldest_first else '<'} ?", after))
    if wanted.since is not None:
        tests.append((f"{key} >= ?", ids.first_at(wanted.since)))
    if wanted.until is not None:
        tests.append((f"{key} < ?", ids.first_at(wanted.until)))
    if words := wanted_words(wanted.text):
        tests.append(("entries.place IN (SELECT rowid FROM words WHERE words MATCH ?)", _match(words)))
    conditions, values = [test for test, _ in tests], [value for _, value in tests]
    for link in links[1:]:
        conditions.append(_LINKED)
        values += link
    where, order = " AND ".join(conditions), "ASC" if oldest_first else "DESC"
    return " ".join(("SELECT entry FROM", source, "WHERE", where, "ORDER BY", key, order)), values


def _values(entry: Entry) -> tuple[object, ...]:
    binned = entry.binned is not None
    text = json.dumps(entry_json(entry), ensure_ascii=False, separators=(",", ":"))
    facts = (entry.id, entry.sha256, entry.format, entry.bytes, binned, entry.starred, entry.origin, entry.model)
    return (*facts, text)


def _links(entry: Entry) -> list[tuple[str, str, str]]:
    names = {"tag": entry.tags, "album": entry.albums, "parent": entry.parents, "mask": entry.masks}
    return [(kind, name, entry.id) for kind, those in names.items() for name in those]


def _read(text: str) -> Entry:
    return read_entry(json.loads(text))


def _letters(word: str) -> list[str]:
    return [f"{ord(letter):06x}" for letter in word]


def _pairs(letters: Sequence[str]) -> list[str]:
    return [one + next_one for one, next_one in pairwise(letters)]


def _pairs_written(entry: Entry) -> str:
    """Return what is written into the index for an entry: the pairs of its words, each word's last letter alone."""
    words = map(_letters, searched_words(entry))
    return " ".join(pair for word in words for pair in (*_pairs(word), word[-1]))


def _match(words: Sequence[str]) -> str:
    """Return the full-text query for parts of words."""
    runs = (_letters(word) for word in words)
    return " AND ".join(f'"{" ".join(_pairs(run))}"' if len(run) > 1 else f"{run[0]}*" for run in runs)
