"""Take one file out of a downloaded archive and put it in its place, checked."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Final

from hwasil.core.errors import Corrupt
from hwasil.engine.cache import writing
from hwasil.engine.weights import Weight

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


def install(weight: Weight, archive: Path) -> Generator[int, None, None]:
    """Put ``weight`` in its place from ``archive``, yielding the bytes written so far.

    The file appears under its name only when it is whole, has the right content and is safe on the disk; until
    then it is beside it as ``….part``, and gone when anything fails or the generator is closed early.

    Raises Corrupt when the archive is damaged or the file in it is absent, too large or another one, and
    Unavailable when the cache folder cannot be written.
    """
    target = weight.location
    part = target.with_name(f"{target.name}.part")
    with writing():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                yield from _copy(weight, archive, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)


def _copy(weight: Weight, archive: Path, file: IO[bytes]) -> Iterator[int]:
    content = hashlib.sha256()
    written = 0
    for chunk in _read(archive, weight.member):
        written += len(chunk)
        if written > weight.size:
            raise Corrupt("weight_oversize", name=weight.name, member=weight.member, size=weight.size)
        content.update(chunk)
        file.write(chunk)
        yield written
    if content.hexdigest() != weight.sha256:
        raise Corrupt(
            "weight_altered",
            name=weight.name,
            member=weight.member,
            expected=weight.sha256[:12],
            actual=content.hexdigest()[:12],
        )


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
