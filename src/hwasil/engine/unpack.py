"""Take a file out of the archives that carry it, one or several, and put it in its place, checked."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import IO, Final

from hwasil.core.errors import Corrupt
from hwasil.engine.cache import writing
from hwasil.engine.weights import Part, Weight

CHUNK: Final = 1 << 20

# What the two libraries raise over bytes that are no archive, or a damaged one: RuntimeError is zipfile's word for
# an encryption or compression it does not know, OSError gzip's for a bad header and zipfile's for a bad offset.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


def install(weight: Weight, archives: Sequence[Path]) -> Generator[int, None, None]:
    """Put ``weight`` in its place from the archives of its pieces, in order, yielding the bytes written so far.

    The file appears under its name only when it is whole, has the right content and is safe on the disk; until
    then it is beside it as ``….part``, and gone when anything fails or the generator is closed early.

    Raises Corrupt when an archive is damaged or the file in it is absent, too large or another one, and
    Unavailable when the cache folder cannot be written.
    """
    target = weight.location
    part = target.with_name(f"{target.name}.part")
    with writing():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                yield from _join(weight, archives, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _join(weight: Weight, archives: Sequence[Path], file: IO[bytes]) -> Iterator[int]:
    whole = hashlib.sha256()
    written = 0
    for piece, archive in zip(weight.pieces, archives, strict=True):
        for chunk in _checked(piece, archive, weight.name):
            whole.update(chunk)
            file.write(chunk)
            written += len(chunk)
            yield written
    _compare(whole.hexdigest(), weight.sha256, weight.name, weight.member)


def _checked(piece: Part, archive: Path, name: str) -> Iterator[bytes]:
    """Stream one piece of a weight, and see at its end that it was the right one."""
    content = hashlib.sha256()
    read = 0
    for chunk in _read(archive, piece.member):
        read += len(chunk)
        if read > piece.size:
            raise Corrupt("weight_oversize", name=name, member=piece.member, size=piece.size)
        content.update(chunk)
        yield chunk
    _compare(content.hexdigest(), piece.sha256, name, piece.member)


def _compare(actual: str, expected: str, name: str, member: str) -> None:
    if actual != expected:
        raise Corrupt("weight_altered", name=name, member=member, expected=expected[:12], actual=actual[:12])


def _read(archive: Path, member: str) -> Iterator[bytes]:
    """Stream one file of an archive. Nothing else of it is ever unpacked, and no path in it is followed."""
    try:
        yield from _read_zip(archive, member) if archive.suffix == ".whl" else _read_tar(archive, member)
    except _DAMAGE as error:
        raise Corrupt("archive_damaged", archive=archive.name, reason=error) from error


def _read_zip(archive: Path, member: str) -> Iterator[bytes]:
    with zipfile.ZipFile(archive) as wheel:
        if member not in wheel.namelist():
            raise Corrupt("member_missing", archive=archive.name, member=member)
        with wheel.open(member) as stream:
            yield from _chunks(stream)


def _read_tar(archive: Path, member: str) -> Iterator[bytes]:
    with gzip.open(archive) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as tarball:
        for entry in tarball:
            stream = tarball.extractfile(entry) if entry.isreg() and entry.name == member else None
            if stream is not None:
                yield from _chunks(stream)
                return
    raise Corrupt("member_missing", archive=archive.name, member=member)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk
