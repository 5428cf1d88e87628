"""Entries and their pictures written into one ZIP file, for another gallery or for other people.

entries.jsonl        a line that says what this is, then a line an entry
originals/<SHA-256>  the pictures, as they were kept
masks/<SHA-256>      what only their jobs refer to
"""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from hwasil.core.errors import HwasilError, Unavailable
from hwasil.core.picture import Picture
from hwasil.core.reasons import reason
from hwasil.i18n import say
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import GalleryStore
from hwasil.library.gallery.written import entry_json

ENTRIES: Final = "entries.jsonl"
HEAD: Final = {"hwasil_gallery": 1}

ShareCopy = Callable[[Picture], Picture]
"""Makes of a picture the one that other people get: without its prompt, never without where it comes from."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many entries were written, and those that could not be: their ids, and why."""

    written: int
    failed: tuple[tuple[str, HwasilError], ...] = ()


def export(
    store: GalleryStore, entries: Iterable[Entry], file: str | Path, *, share: ShareCopy | None = None
) -> Exported:
    """Write entries and their pictures to a file, whole or not at all.

    With ``share`` it is a copy for other people: pictures as `ShareCopy` makes them, entries without prompts, jobs,
    tags and albums, and no masks. Raises Unavailable when the file cannot be written.
    """
    target = Path(file)
    part = target.parent / f".{target.name[:100]}-{secrets.token_hex(6)}.part"
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and not target.is_file():
            # What takes a device's place takes it from everybody.
            raise Unavailable("gallery_export_unwritable", file=target, reason=say("reason.no_file"))
        with part.open("xb") as stream, tempfile.TemporaryFile() as lines:
            with ZipFile(stream, "w") as archive:  # pictures are packed already: they are stored
                exported = _write(archive, lines, store, entries, share)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except (OSError, ValueError) as problem:  # a ValueError: a name with a NUL
        raise Unavailable("gallery_export_unwritable", file=target, reason=reason(problem)) from problem
    finally:
        with suppress(OSError, ValueError):
            part.unlink(missing_ok=True)
    return exported


def _write(
    archive: ZipFile, lines: IO[bytes], store: GalleryStore, entries: Iterable[Entry], share: ShareCopy | None
) -> Exported:
    _write_line(lines, HEAD)
    there: set[str] = set()
    written, failed = 0, []
    for entry in entries:
        try:
            original = store.original(entry.sha256)
            masks = [store.original(sha256) for sha256 in entry.masks] if share is None else []
        except HwasilError as problem:
            failed.append((entry.id, problem))
            continue
        told = entry
        if share is not None:
            original = share(original)
            told = _shared(entry, original)
        _add(archive, there, f"originals/{original.sha256}", original, entry)
        for mask in masks:
            _add(archive, there, f"masks/{mask.sha256}", mask, entry)
        _write_line(lines, entry_json(told))
        written += 1
    lines.seek(0)
    with archive.open(ENTRIES, "w", force_zip64=True) as member:
        shutil.copyfileobj(lines, member)
    return Exported(written, tuple(failed))


def _add(archive: ZipFile, there: set[str], name: str, picture: Picture, entry: Entry) -> None:
    if name not in there:
        there.add(name)
        archive.writestr(ZipInfo(name, entry.created.timetuple()[:6]), picture.data)


def _write_line(lines: IO[bytes], value: object) -> None:
    lines.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def _shared(entry: Entry, original: Picture) -> Entry:
    """Return an entry with nothing in it that a person has said."""
    return replace(
        entry,
        sha256=original.sha256,
        format=original.format,
        bytes=len(original.data),
        job=None,
        prompt=None,
        translation=None,
        details={},
        parents=(),
        masks=(),
        tags=frozenset(),
        albums=frozenset(),
        starred=False,
    )
