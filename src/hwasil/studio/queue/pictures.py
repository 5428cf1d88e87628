"""A folder of pictures by their content addresses: what jobs were given, and what came of them."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hwasil.core.errors import Corrupt, InvalidInput, Unavailable
from hwasil.core.picture import Picture
from hwasil.core.reasons import reason

_ADDRESS: Final = re.compile(r"[0-9a-f]{64}")


class PictureFolder:
    """Keeps pictures under their SHA-256, each once. Safe to share between threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, picture: Picture) -> str:
        """Keep a picture and return its address; when this returns it survives a power cut.

        Raises Unavailable when the folder cannot be written.
        """
        address = picture.sha256
        file = self._file(address)
        if file.is_file():
            file.touch()  # it is wanted anew: see `older_than`
            return address
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as scratch:
                scratch.write(picture.data)
                scratch.flush()
                os.fsync(scratch.fileno())
            Path(scratch.name).replace(file)
            _settle(file.parent)
        except OSError as problem:
            raise Unavailable("queue_unusable", place=self._folder, reason=reason(problem)) from problem
        return address

    def find(self, address: str) -> Picture:
        """Return a picture. Raises InvalidInput for an unknown address, Corrupt for bytes that have changed."""
        if not _ADDRESS.fullmatch(address):
            raise InvalidInput("queue_no_picture", address=address[:80])
        try:
            data = self._file(address).read_bytes()
        except OSError as problem:
            raise InvalidInput("queue_no_picture", address=address) from problem
        picture = Picture.from_bytes(data)
        if picture.sha256 != address:
            raise Corrupt("picture_corrupt")
        return picture

    def older_than(self, seconds: float) -> Iterator[str]:
        """Yield the addresses of the pictures that were kept longer ago than that."""
        until = time.time() - seconds
        for file in self._folder.glob("??/*"):
            if _ADDRESS.fullmatch(file.name) and file.stat().st_mtime < until:
                yield file.name

    def let_go(self, address: str) -> None:
        """Keep a picture no longer."""
        self._file(address).unlink(missing_ok=True)

    def _file(self, address: str) -> Path:
        return self._folder / address[:2] / address


def _settle(folder: Path) -> None:
    """Make a folder's new names survive a power cut, where the system lets a folder be opened."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
