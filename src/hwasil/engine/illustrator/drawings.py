"""The drawings the illustrator has, and the words that lead to them.

Three vector sets, thousands of drawings each, with names and tags in English and Korean. Their files are large,
so they are read once and put into one small database beside the weights; a picture then reads a few rows of it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from hwasil.core.errors import Unavailable
from hwasil.core.prompt import has_hangul
from hwasil.engine import meaning, weights
from hwasil.engine.illustrator import words

ArtSet = Literal["flat", "noto", "shaded"]
ART_SETS: Final[tuple[ArtSet, ...]] = get_args(ArtSet)
_WEIGHTS: Final[Mapping[ArtSet, str]] = {
    "flat": "fluent-emoji-flat",
    "noto": "noto-emoji",
    "shaded": "fluent-emoji",
}
NEEDED: Final = (*_WEIGHTS.values(), "emojibase-en", "emojibase-ko", "sentence-encoder")

_FORMAT: Final = 5  # of the database; another number makes a new one

# emojibase's groups: 2 are skin and hair components, 8 are signs, 9 are flags. None of them is a thing to draw.
_LEFT_OUT: Final = frozenset({2, 8, 9})
_FACES: Final = 0
_PROPS: Final = 100_000  # the numbers of our own drawings begin here
_PROP_SIDE: Final = 128
# Square pictures of whole scenes: they are settings here, and no things.
_SCENES: Final = frozenset(
    "cityscape|cityscape at dusk|night with stars|foggy|sunrise|sunrise over mountains|sunset|bridge at night|milky way|"
    "national park|desert|desert island|snow-capped mountain|mountain|camping|hot springs|water wave|beach with umbrella|"
    "mount fuji|Japan".split("|")
)
# The encoder puts every word it does not know at about the same place; what lies there means nothing.
_NONSENSE: Final = "뷁"
_UNKNOWN: Final = 0.5
_TAG_LIKENESS: Final = 0.42  # a tag such as "beautiful" is not a name of the lotus it is attached to

Report = Callable[[float], None]
_Entry = tuple["Drawing", tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One thing that can be drawn: its names, and what each art set calls its drawing of it."""

    id: int
    label: str
    korean: str
    group: int
    subgroup: int
    names: Mapping[ArtSet, str]


@dataclass(frozen=True, slots=True)
class Art:
    """A drawing in one art set: the inside of an SVG, on a canvas of ``width`` by ``height`` units."""

    width: float
    height: float
    body: str


class Drawings:
    """The database of drawings, open for reading. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def find(self, phrase: str) -> tuple[Drawing, float] | None:
        """Return the drawing that a word or phrase names, and how surely (0 to 1)."""
        row = self._rows().execute("SELECT drawing, score FROM phrase WHERE text = ?", (phrase,)).fetchone()
        return (self.drawing(row[0]), row[1]) if row else None

    def nearest(self, phrase: str, *, least: float) -> tuple[Drawing, float] | None:
        """Return the drawing nearest in meaning, when it is at least this near (cosine, 0 to 1)."""
        vector, nonsense = meaning.embed([phrase, _NONSENSE])
        if vector @ nonsense > _UNKNOWN:
            return None
        ids, vectors = self._vectors()
        likeness = vectors @ vector
        best = int(np.argmax(likeness))
        if likeness[best] < least:
            return None
        return self.drawing(int(ids[best])), float(likeness[best])

    def drawing(self, number: int) -> Drawing:
        """Return a drawing by its number."""
        row = self._rows().execute("SELECT * FROM drawing WHERE id = ?", (number,)).fetchone()
        return Drawing(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]))

    def labeled(self, label: str) -> Drawing:
        """Return a drawing by its exact English label. Raises KeyError."""
        row = self._rows().execute("SELECT id FROM drawing WHERE label = ?", (label,)).fetchone()
        if not row:
            raise KeyError(label)
        return self.drawing(row[0])

    def art(self, art_set: ArtSet, name: str) -> Art | None:
        """Return a drawing as one art set draws it; None where the set does not have it."""
        query = "SELECT width, height, body FROM art WHERE art_set = ? AND name = ?"
        row = self._rows().execute(query, (art_set, name)).fetchone()
        return Art(row[0], row[1], zlib.decompress(row[2]).decode()) if row else None

    def _rows(self) -> sqlite3.Connection:
        # SQLite's connections are cheap and belong to one thread each.
        if not hasattr(self._local, "rows"):
            self._local.rows = sqlite3.connect(f"{self._path.as_uri()}?mode=ro&immutable=1", uri=True)
        rows: sqlite3.Connection = self._local.rows
        return rows

    def _vectors(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        if not hasattr(self._local, "vectors"):
            stored = self._rows().execute("SELECT drawing, vector FROM meaning ORDER BY rowid").fetchall()
            ids = np.array([row[0] for row in stored])
            vectors = np.stack([np.frombuffer(row[1], np.float16) for row in stored]).astype(np.float32)
            self._local.vectors = (ids, vectors)
        vectors_of: tuple[NDArray[np.int64], NDArray[np.float32]] = self._local.vectors
        return vectors_of


def missing() -> list[str]:
    """Return the names of the weights that the illustrator needs and this machine does not have."""
    return [name for name in NEEDED if not weights.find(name).present()]


def ready() -> bool:
    """Whether the database stands, made from the very weights that are here."""
    return not missing() and _database().is_file()


def open_drawings(report: Report | None = None) -> Drawings:
    """Open the database, making it first when it is not there (a few seconds; ``report`` hears 0 to 1).

    Raises Unavailable when a weight is missing.
    """
    for name in NEEDED:
        weights.find(name).path()
    path = _database()
    if not path.is_file():
        with FileLock(path.with_suffix(".lock")):
            if not path.is_file():
                _build(path, report or (lambda _: None))
    return _opened(path)


@cache
def _opened(path: Path) -> Drawings:
    return Drawings(path)


def _database() -> Path:
    recipe = [str(_FORMAT), *(weights.find(name).sha256 for name in NEEDED), words.fingerprint()]
    stamp = hashlib.sha256("/".join(recipe).encode()).hexdigest()[:16]
    return weights.derived_folder() / f"drawings-{stamp}.sqlite"


def _build(path: Path, report: Report) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        database = sqlite3.connect(unfinished)
        try:
            _fill(database, report)
            database.commit()
        finally:
            database.close()
        unfinished.replace(path)
    except (OSError, sqlite3.OperationalError) as problem:
        raise Unavailable("cache_unusable", folder=path.parent, reason=str(problem)) from problem


def _fill(database: sqlite3.Connection, report: Report) -> None:
    database.executescript(
        """
        PRAGMA journal_mode = OFF;
        CREATE TABLE drawing (id INTEGER PRIMARY KEY, label TEXT UNIQUE, korean TEXT, grp INTEGER, subgroup INTEGER,
                              names TEXT);
        CREATE TABLE art (art_set TEXT, name TEXT, width REAL, height REAL, body BLOB,
                          PRIMARY KEY (art_set, name)) WITHOUT ROWID;
        CREATE TABLE phrase (text TEXT PRIMARY KEY, drawing INTEGER, score REAL) WITHOUT ROWID;
        CREATE TABLE meaning (drawing INTEGER, vector BLOB);
        """
    )
    icons: dict[ArtSet, dict[str, Any]] = {}
    for done, art_set in enumerate(ART_SETS):
        icons[art_set] = json.loads(weights.find(_WEIGHTS[art_set]).path().read_bytes())
        database.executemany("INSERT INTO art VALUES (?, ?, ?, ?, ?)", _art_rows(art_set, icons[art_set]))
        report(0.2 * (done + 1))
    entries = [*_entries(icons), *_props()]
    database.executemany("INSERT INTO art VALUES (?, ?, ?, ?, ?)", _prop_rows())
    database.executemany(
        "INSERT INTO drawing VALUES (?, ?, ?, ?, ?, ?)",
        [(d.id, d.label, d.korean, d.group, d.subgroup, json.dumps(dict(d.names))) for d, _, _ in entries],
    )
    _fill_meanings(database, [drawing for drawing, _, _ in entries])
    report(0.7)
    best = _best_phrases(entries)
    rows = [(text, *found) for text, found in best.items()]
    database.executemany("INSERT INTO phrase VALUES (?, ?, ?)", rows)
    report(1.0)


def _art_rows(art_set: ArtSet, icons: dict[str, Any]) -> Iterator[tuple[ArtSet, str, float, float, bytes]]:
    for name, icon in icons["icons"].items():
        width, height = icon.get("width", icons["width"]), icon.get("height", icons["height"])
        yield art_set, name, width, height, zlib.compress(icon["body"].encode(), 6)


def _entries(icons: Mapping[ArtSet, dict[str, Any]]) -> Iterator[_Entry]:
    """Pair every drawing with its tags in both languages, and with its sign."""
    english = json.loads(weights.find("emojibase-en").path().read_bytes())
    korean = {e["hexcode"]: e for e in json.loads(weights.find("emojibase-ko").path().read_bytes())}
    for number, entry in enumerate(english):
        if entry.get("group", 2) in _LEFT_OUT or entry["label"] in _SCENES:
            continue
        name = _icon_name(entry["label"])
        names = {s: found for s in ART_SETS if (found := _known(icons[s], name)) is not None}
        if not names:
            continue
        other = korean.get(entry["hexcode"], {})
        label = str(other.get("label", entry["label"]))
        drawing = Drawing(number, entry["label"], label, entry["group"], entry["subgroup"], names)
        yield drawing, (*entry.get("tags", ()), *other.get("tags", ())), entry["emoji"]


def _props() -> Iterator[_Entry]:
    """Return the things we draw ourselves; every art set has them alike."""
    for number, (label, prop) in enumerate(words.props().items()):
        names = dict.fromkeys(ART_SETS, f"own-{label}")
        yield Drawing(_PROPS + number, label, prop["korean"], prop["group"], prop["subgroup"], names), (), ""


def _prop_rows() -> Iterator[tuple[ArtSet, str, float, float, bytes]]:
    for label, prop in words.props().items():
        for art_set in ART_SETS:
            yield art_set, f"own-{label}", _PROP_SIDE, _PROP_SIDE, zlib.compress(prop["body"].strip().encode())


def _icon_name(label: str) -> str:
    """Return what the art sets call a label: ``Santa Claus`` is ``santa-claus``."""
    return re.sub(r"[^a-z0-9]+", "-", label.lower().replace("’", "").replace("ñ", "n")).strip("-")


def _known(icons: Mapping[str, Any], name: str) -> str | None:
    if name in icons["icons"]:
        return name
    alias = icons.get("aliases", {}).get(name)
    return alias["parent"] if alias and set(alias) == {"parent"} else None


def _fill_meanings(database: sqlite3.Connection, drawings: list[Drawing]) -> None:
    things = [drawing for drawing in drawings if drawing.group != _FACES]
    for texts in ([d.label for d in things], [_plain_korean(d.korean) for d in things]):
        vectors = meaning.embed(texts).astype(np.float16)
        rows = [(d.id, vector.tobytes()) for d, vector in zip(things, vectors, strict=True)]
        database.executemany("INSERT INTO meaning VALUES (?, ?)", rows)


def _best_phrases(entries: list[_Entry]) -> dict[str, tuple[int, float]]:
    """Decide which drawing each phrase leads to: by heart, by label, or by a tag that is close in meaning."""
    pairs = [(drawing, tag) for drawing, tags, _ in entries for tag in tags]
    texts = sorted({text for d, tag in pairs for text in (tag, d.label, _plain_korean(d.korean))})
    row = {text: index for index, text in enumerate(texts)}
    vectors = meaning.embed(texts)

    best: dict[str, tuple[int, float]] = {}

    def offer(phrase: str, drawing: int, score: float) -> None:
        key = words.normal(phrase)
        if key and (key not in best or best[key][1] < score):
            best[key] = (drawing, score)

    for drawing, tag in pairs:
        label = _plain_korean(drawing.korean) if has_hangul(tag) else drawing.label
        likeness = float(vectors[row[tag]] @ vectors[row[label]])
        if likeness >= _TAG_LIKENESS and len(tag) > 1:
            offer(tag, drawing.id, 0.6 * likeness * (0.6 if drawing.group == _FACES else 1.0))
    for drawing, _, sign in entries:
        offer(sign, drawing.id, 1.0)
        face = 0.8 if drawing.group == _FACES else 1.0
        offer(drawing.label, drawing.id, 0.9 * face)
        offer(drawing.korean, drawing.id, 0.9 * face)
        offer(_plain_korean(drawing.korean), drawing.id, 0.85 * face)
    numbers = {drawing.label: drawing.id for drawing, _, _ in entries}
    for phrase, label in words.things().items():
        if label in numbers:
            offer(phrase, numbers[label], 1.0)
    return best


def _plain_korean(label: str) -> str:
    """Return a Korean label without the word for "face", which many animals' labels end in."""
    return label.removesuffix(" 얼굴") or label
