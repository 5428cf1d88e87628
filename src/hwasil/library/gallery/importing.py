"""An export taken into a gallery. It may come from anywhere: nothing in it is believed, and nothing is unpacked by name.

Only the members that an entry names by its SHA-256 are read, each no further than a picture may be large, and its bytes
have to be what the entry says. What is in the gallery already is passed over, so that importing twice changes nothing.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import Any, Final, NoReturn
from zipfile import BadZipFile, ZipFile

from hwasil.core.errors import Corrupt, HwasilError, InvalidInput
from hwasil.core.picture import MAX_BYTES, Picture
from hwasil.core.reasons import reason
from hwasil.i18n import say
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.exporting import ENTRIES, HEAD
from hwasil.library.gallery.store import GalleryStore
from hwasil.library.gallery.thumbnails import shown_small
from hwasil.library.gallery.written import read_entry

_LONGEST_LINE: Final = 16_000_000  # bytes; a job of a hundred pages and its details are far shorter
_MOST_TIMES: Final = 100  # larger than the file itself; pictures are packed already and do not shrink again
_ALWAYS: Final = 100_000_000  # bytes that may come of any file
# What `zipfile` and the packings it knows raise on files that are not what they say; RuntimeError is for a password.
_BROKEN: Final = (BadZipFile, zlib.error, LZMAError, RuntimeError, EOFError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import: the ids of entries that are new, how many were there, and what was refused, and why."""

    added: tuple[str, ...]
    known: int
    refused: tuple[tuple[str, HwasilError], ...] = ()


def import_(store: GalleryStore, file: str | Path) -> Imported:
    """Take the entries of an export into a gallery; one that is not sound is refused and the others are taken.

    Raises InvalidInput for a file that is no export or would unpack to far more than it is.
    """
    added: list[str] = []
    refused: list[tuple[str, HwasilError]] = []
    known = 0
    with _opened(Path(file)) as archive:
        for number, line in enumerate(_lines(archive, Path(file)), start=1):
            name = f"{ENTRIES}:{number + 1}"
            try:
                entry = _entry(line)
                name = entry.id
                if store.get(entry.id):
                    known += 1
                    continue
                original = _picture(archive, "originals", entry.sha256)
                if not _fits(entry, original):
                    raise Corrupt("gallery_export_changed", name=entry.sha256)
                masks = [_picture(archive, "masks", sha256) for sha256 in entry.masks]
                small = shown_small(original)
            except (InvalidInput, Corrupt) as problem:
                refused.append((name, problem))
                continue
            store.put(entry, original, small, masks)
            added.append(entry.id)
    return Imported(tuple(added), known, tuple(refused))


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    # The directory of an archive is at its end, which a device or a pipe may never come to.
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise InvalidInput("gallery_bad_export", file=file, reason=say("reason.no_file"))
    try:
        archive = ZipFile(file)
    except _BROKEN as problem:
        raise InvalidInput("gallery_bad_export", file=file, reason=reason(problem)) from problem
    with archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > _ALWAYS + _MOST_TIMES * file.stat().st_size:
            raise InvalidInput("gallery_export_too_large", file=file)
        yield archive


def _lines(archive: ZipFile, file: Path) -> Iterator[bytes]:
    """Yield the lines of all entries."""
    try:
        with archive.open(ENTRIES) as lines:
            if _json(lines.readline(_LONGEST_LINE)) != HEAD:
                raise InvalidInput("gallery_bad_export", file=file, reason=ENTRIES)
            while line := lines.readline(_LONGEST_LINE):
                yield line
    except (KeyError, *_BROKEN) as problem:
        raise InvalidInput("gallery_bad_export", file=file, reason=reason(problem)) from problem


def _entry(line: bytes) -> Entry:
    try:
        value = _json(line)
        json.dumps(value, ensure_ascii=False).encode()  # half of a sign can be read, and not be written again
    except (ValueError, RecursionError) as problem:
        raise Corrupt("gallery_bad_entry", field=ENTRIES) from problem
    return read_entry(value)


def _picture(archive: ZipFile, folder: str, sha256: str) -> Picture:
    name = f"{folder}/{sha256}"
    try:
        with archive.open(name) as member:
            data = member.read(MAX_BYTES + 1)
    except (KeyError, *_BROKEN) as problem:
        raise Corrupt("gallery_export_changed", name=name) from problem
    picture = Picture.from_bytes(data)
    if picture.sha256 != sha256:
        raise Corrupt("gallery_export_changed", name=name)
    return picture


def _fits(entry: Entry, picture: Picture) -> bool:
    said = (entry.format, entry.width, entry.height, entry.bytes)
    return said == (picture.format, picture.width, picture.height, len(picture.data))


def _json(line: bytes) -> Any:
    return json.loads(line, parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and the infinities are no JSON
