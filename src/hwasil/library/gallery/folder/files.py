"""The gallery's files: pictures under the SHA-256 of their bytes, there whole or not at all.

originals/ab/cdef….png    what was made or given
thumbnails/ab/cdef….webp  its small copy
masks/ab/cdef….png        what only jobs refer to
parts/                    what is being written
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.picture import Format, Picture
from hwasil.library.gallery.folder.database import system_error
from hwasil.library.gallery.written import SHA256

Kind = Literal["originals", "thumbnails", "masks"]

_SUFFIXES: Final[dict[Format, str]] = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "avif": ".avif"}
_PARTS: Final = "parts"


@dataclass(frozen=True, slots=True)
class Lying:
    """A file as it lies in the folder: the SHA-256 that its name says, its size, when it was written (seconds)."""

    path: Path
    sha256: str
    bytes: int
    written: float


class Files:
    """The files of one gallery. What the system raises becomes an error of the house."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: Kind, sha256: str, form: Format) -> Path:
        """Return where a picture lies, or would."""
        return self.folder / kind / sha256[:2] / f"{sha256[2:]}{_SUFFIXES[form]}"

    def keep(self, kind: Kind, sha256: str, picture: Picture) -> None:
        """Write a picture, unless it is there; when this returns, it survives a power cut."""
        target = self.path(kind, sha256, picture.format)
        with self.telling():
            if not target.exists():
                _make_folder(target.parent)
                _write_whole(picture.data, target, self.folder / _PARTS)

    def has(self, kind: Kind, sha256: str, form: Format) -> bool:
        """Whether a picture is there."""
        with self.telling():
            return self.path(kind, sha256, form).exists()

    def size(self, kind: Kind, sha256: str, form: Format) -> int | None:
        """Return how many bytes a picture's file has; None when it is not there."""
        with self.telling():
            try:
                return self.path(kind, sha256, form).stat().st_size
            except FileNotFoundError:
                return None

    def find(self, kind: Kind, sha256: str) -> Path | None:
        """Return where a picture lies, whatever its format; None when it is not there, or its name is no address."""
        if not SHA256.fullmatch(sha256):
            return None
        with self.telling():
            paths = (self.path(kind, sha256, form) for form in _SUFFIXES)
            return next((path for path in paths if path.exists()), None)

    def read(self, kind: Kind, sha256: str) -> Picture | None:
        """Return a picture; None when it is not there. Raises Corrupt or InvalidInput."""
        path = self.find(kind, sha256)
        with self.telling(), suppress(FileNotFoundError):  # it may be purged between the two looks
            return None if path is None else Picture.from_bytes(path.read_bytes())
        return None

    def unchanged(self, kind: Kind, sha256: str) -> Picture | None:
        """Return a picture whose bytes are those that were kept; None when it is not there. Raises Corrupt."""
        try:
            picture = self.read(kind, sha256)
        except (Corrupt, InvalidInput) as problem:
            raise Corrupt("gallery_original_changed", sha256=sha256) from problem
        if picture is not None and picture.sha256 != sha256:
            raise Corrupt("gallery_original_changed", sha256=sha256)
        return picture

    def delete(self, kind: Kind, sha256: str) -> None:
        """Delete a picture, if it is there."""
        with self.telling():
            for form in _SUFFIXES:
                self.path(kind, sha256, form).unlink(missing_ok=True)

    def lying(self, kind: Kind) -> Iterator[Lying]:
        """Yield every file of a kind, whatever its name."""
        with self.telling():
            for path in sorted((self.folder / kind).glob("*/*")):
                yield from _lying(path, f"{path.parent.name}{path.stem}")

    def parts(self) -> Iterator[Lying]:
        """Yield what is being written, or was when its process ended."""
        with self.telling():
            for path in sorted((self.folder / _PARTS).glob("*")):
                yield from _lying(path, "")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what the system raises as an error of the house."""
        try:
            yield
        except OSError as problem:
            raise system_error(problem, self.folder) from problem


def _lying(path: Path, sha256: str) -> Iterator[Lying]:
    with suppress(FileNotFoundError):  # it was finished, or deleted, meanwhile
        state = path.stat()
        yield Lying(path, sha256, state.st_size, state.st_mtime)


def _write_whole(data: bytes, target: Path, parts: Path) -> None:
    """Write a file beside its place, then give it its name; both are on the disk when this returns."""
    _make_folder(parts)
    part = parts / secrets.token_hex(8)
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    _settle(target.parent)


def _make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they survive a power cut."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        with suppress(FileExistsError):
            folder.mkdir()
        _settle(folder.parent)


def _settle(folder: Path) -> None:
    """Let the names in a folder be on the disk. Windows has no way to ask for it, and writes them by itself."""
    if os.name != "nt":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
