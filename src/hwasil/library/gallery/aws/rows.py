"""What the rows of a gallery's table hold, and what its objects are called. docs/decisions/0010-aws-gallery.md draws it.

pk                sk       is
entry#<id>        entry    an entry: its JSON, the values that indexes go by, and how often it was changed
tag#<tag>         <id>     that an entry has a tag; the same with album#, parent# and sha256#
object#<sha256>   object   where bytes lie, and how many entries need them
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import Any, Final

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture
from hwasil.library.gallery.aws.table import Key, Path, Row
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.written import entry_json, read_entry

ORIGINALS: Final = "originals/"
THUMBNAILS: Final = "thumbnails/"
WORDS: Final = "entries/"
PREFIXES: Final = (ORIGINALS, THUMBNAILS, WORDS)

BY_SHELF: Final = "by-shelf"
BY_STAR: Final = "by-star"
BY_MODEL: Final = "by-model"

# A row may have 400 kB, and every kilobyte is paid for at each change; what is long lies in S3.
LARGEST_ENTRY: Final = 32_000  # bytes of JSON
_LONG_FIELDS: Final = ("job", "details", "prompt", "translation")
_LONGEST_KEY: Final = 500  # bytes; a partition key may have 2048


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as the table has it: how often it was changed, and the S3 key of its long fields, if they are there."""

    entry: Entry
    version: int
    words: str | None


@dataclass(frozen=True, slots=True)
class Lying:
    """Where the bytes of a picture lie, and how many entries need them."""

    sha256: str
    original: str
    thumbnail: str | None
    references: int


def entry_key(entry_id: str) -> Key:
    """Return the key of an entry's row."""
    return Key(f"entry#{entry_id}", "entry")


def object_key(sha256: str) -> Key:
    """Return the key of the row that says where bytes lie."""
    return Key(f"object#{sha256}", "object")


def shelf_of(binned: bool) -> str:
    """Return the name of the shelf: everything, or the bin."""
    return "bin" if binned else "live"


def labels_of(entry: Entry) -> frozenset[str]:
    """Return the partitions in which an entry is listed beside the indexes."""
    named = {"tag": entry.tags, "album": entry.albums, "parent": entry.parents, "object": needed_by(entry)}
    return frozenset(label(kind, text) for kind, texts in named.items() for text in texts)


def needed_by(entry: Entry) -> frozenset[str]:
    """Return the SHA-256 of every picture whose bytes an entry needs."""
    return frozenset((entry.sha256, *entry.masks))


def label(kind: str, text: str) -> str:
    """Return a partition key; a long text is shortened to its hash, since whoever reads compares the entries."""
    data = text.encode()
    return f"{kind}#{text if len(data) <= _LONGEST_KEY else hashlib.sha256(data).hexdigest()}"


def label_path(label: str) -> Path:
    """Return the way along the entries of a label."""
    return Path(None, "pk", label, "sk")


def shelf_path(binned: bool) -> Path:
    """Return the way along a shelf."""
    return Path(BY_SHELF, "shelf", shelf_of(binned), "id")


def star_path(binned: bool) -> Path:
    """Return the way along the starred entries of a shelf."""
    return Path(BY_STAR, "star_shelf", shelf_of(binned), "id")


def model_path(model: str, binned: bool) -> Path:
    """Return the way along the entries of a shelf that one model made."""
    return Path(BY_MODEL, "model_shelf", label(shelf_of(binned), model), "id")


def long_fields(entry: Entry) -> bytes | None:
    """Return what of an entry belongs into S3, because its row would be too large; None for nearly every entry."""
    if len(_json(entry_json(entry))) <= LARGEST_ENTRY:
        return None
    written = entry_json(entry)
    return _json({name: written[name] for name in _LONG_FIELDS})


def entry_row(kept: Kept) -> dict[str, Any]:
    """Return an entry's row."""
    entry = kept.entry
    written = entry_json(entry)
    if kept.words:
        written |= dict.fromkeys(_LONG_FIELDS)
    shelf = shelf_of(entry.binned is not None)
    texts = {
        "id": entry.id,
        "entry": _json(written).decode(),
        "words": kept.words,
        "sha256": entry.sha256,
        "model": entry.model,
        "shelf": shelf,
        "star_shelf": shelf if entry.starred else None,
        "model_shelf": label(shelf, entry.model) if entry.model else None,
    }
    sets = {"tags": entry.tags, "albums": entry.albums}
    return {
        **entry_key(entry.id).row,
        **{name: {"S": text} for name, text in texts.items() if text is not None},
        **{name: {"SS": sorted(texts)} for name, texts in sets.items() if texts},
        "bytes": {"N": str(entry.bytes)},
        "version": {"N": str(kept.version)},
    }


def read_kept(row: Row) -> Kept:
    """Read an entry's row; what lies in S3 is missing yet. Raises Corrupt."""
    try:
        written = json.loads(row["entry"]["S"])
        version = int(row["version"]["N"])
        words = row["words"]["S"] if "words" in row else None
    except (KeyError, TypeError, ValueError) as problem:
        raise Corrupt("gallery_bad_entry", field="entry") from problem
    if isinstance(written, dict) and words:
        written |= {"details": {}}
    return Kept(read_entry(written), version, words)


def with_long_fields(kept: Kept, data: bytes) -> Kept:
    """Return an entry whole again. Raises Corrupt."""
    try:
        fields = json.loads(data)
    except ValueError as problem:
        raise Corrupt("gallery_bad_entry", field="entry") from problem
    if not isinstance(fields, dict):
        raise Corrupt("gallery_bad_entry", field="entry")
    return replace(kept, entry=read_entry({**entry_json(kept.entry), **fields}))


def object_row(lying: Lying) -> dict[str, Any]:
    """Return the row that says where bytes lie."""
    return {
        **object_key(lying.sha256).row,
        "original": {"S": lying.original},
        **({"thumbnail": {"S": lying.thumbnail}} if lying.thumbnail else {}),
        "references": {"N": str(lying.references)},
    }


def read_lying(row: Row) -> Lying:
    """Read the row that says where bytes lie. Raises Corrupt."""
    try:
        sha256 = row["pk"]["S"].partition("#")[2]
        thumbnail = row["thumbnail"]["S"] if "thumbnail" in row else None
        return Lying(sha256, row["original"]["S"], thumbnail, int(row["references"]["N"]))
    except (KeyError, TypeError, ValueError) as problem:
        raise Corrupt("gallery_bad_entry", field="object") from problem


def new_object(prefix: str, name: str, suffix: str) -> str:
    """Return a key for bytes that nobody else uses, even where the same bytes have lain before."""
    return f"{prefix}{name[:2]}/{name}-{secrets.token_hex(6)}.{suffix}"


def named_in(key: str) -> str:
    """Return the name that `new_object` was given for a key."""
    return key.rpartition("/")[2].partition("-")[0]


def content_type(picture: Picture) -> str:
    """Return the media type of a picture."""
    return f"image/{picture.format}"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
