"""Where pictures go: names and folders checked before anything is made, files written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import tempfile
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Format, Picture
from hwasil.core.reasons import reason

SUFFIXES: Final[dict[str, Format]] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp"}
_OWN_SUFFIX: Final[dict[Format, str]] = {"png": ".png", "jpeg": ".jpg", "webp": ".webp", "avif": ".avif"}

MAX_SLUG: Final = 60
# A file name has at most 255 bytes nearly everywhere, and a seed, a number and a suffix still follow.
_MAX_SLUG_BYTES: Final = 200
_PROBE_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder that can be written to and, when the person named a file, its stem, suffix and format.

    Named files are overwritten; that is what naming one means. Files that get their name from the prompt never
    replace another.
    """

    folder: Path
    stem: str | None = None
    suffix: str = ""

    @classmethod
    def parse(cls, out: str | None, count: int) -> Destination:
        """Read what ``-o`` says, make its folder if need be, and try to write there.

        A name that ends in .png, .jpg, .jpeg or .webp is a file in a folder that exists. Anything else is a
        folder: one that exists, or a new one inside a folder that exists. Raises InvalidInput.
        """
        try:
            destination = cls._read(out)
            for number in range(1, count + 1):
                if destination.stem is not None and destination.named(number, count).is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            _try_writing(destination.folder)
        except (OSError, ValueError) as problem:
            raise InvalidInput("output_unwritable", path=_shown(out or "."), reason=reason(problem)) from problem
        return destination

    @classmethod
    def _read(cls, out: str | None) -> Destination:
        if out is None:
            return cls(Path())
        if out in {"", "-"} or "\0" in out:
            raise InvalidInput("output_unnamed", suffixes=", ".join(SUFFIXES))
        path = Path(out)
        if path.is_dir():
            return cls(path)
        suffix = path.suffix.lower()
        if suffix in SUFFIXES and not out.endswith(("/", os.sep)):
            return cls(path.parent, path.stem, path.suffix)
        if suffix and not out.endswith(("/", os.sep)):
            raise InvalidInput("output_unknown_format", suffix=suffix[:20], suffixes=", ".join(SUFFIXES))
        path.mkdir()
        return cls(path)

    def encoded(self, picture: Picture) -> Picture:
        """Return a picture, with its marks, in the format that the named file asks for.

        Raises InvalidInput or Corrupt, and Unavailable when it cannot be signed again.
        """
        from hwasil.library.provenance import reencoded

        return picture if self.stem is None else reencoded(picture, SUFFIXES[self.suffix.lower()])

    def save(self, picture: Picture, *, slug: str, seed: int | None, number: int, count: int) -> Path:
        """Write the ``number``-th picture (from 1) of ``count`` asked for; return its file.

        Raises OSError.
        """
        if self.stem is not None:
            target = self.named(number, count)
            _write_whole(picture.data, target)
            return target
        name = slug if seed is None else f"{slug}-{seed}"
        target = _reserve(self.folder, name, _OWN_SUFFIX[picture.format])
        try:
            _write_whole(picture.data, target)
        except OSError:
            with suppress(OSError):
                target.unlink()
            raise
        return target

    def rescue(self, picture: Picture) -> Path:
        """Write a picture that could not be saved where it belongs to the system's temporary folder.

        Raises OSError.
        """
        name = f"hwasil-{picture.sha256[:12]}"
        target = _reserve(Path(tempfile.gettempdir()), name, _OWN_SUFFIX[picture.format])
        _write_whole(picture.data, target)
        return target

    def named(self, number: int, count: int) -> Path:
        """Return the file that the person named for the ``number``-th picture of ``count``."""
        name = self.stem if count == 1 else f"{self.stem}-{number}"
        return self.folder / f"{name}{self.suffix}"


def slug(prompt: str) -> str:
    """Make a file name of a prompt: its letters and digits, of any language, with hyphens between words."""
    # Composed letters, as macOS and Linux would else write the same Korean word in two ways.
    letters = (sign if sign.isalnum() else " " for sign in unicodedata.normalize("NFC", prompt).lower())
    short = "-".join("".join(letters).split())[:MAX_SLUG].encode()[:_MAX_SLUG_BYTES].decode(errors="ignore")
    return short.strip("-") or "picture"


def _try_writing(folder: Path) -> None:
    """Write a file and remove it, since permissions alone do not tell whether one can."""
    with tempfile.TemporaryFile(dir=folder, prefix=".hwasil-") as file:
        file.write(bytes(_PROBE_BYTES))


def _reserve(folder: Path, name: str, suffix: str) -> Path:
    """Take a file name that nobody has, adding -2, -3 and so on; the file is there, and empty, afterwards."""
    number = 1
    while True:
        target = folder / f"{name}{'' if number == 1 else f'-{number}'}{suffix}"
        try:
            target.open("xb").close()
        except FileExistsError:
            number += 1
        else:
            return target


def _write_whole(data: bytes, target: Path) -> None:
    """Write a file so that it is there whole or not at all, even when the power fails."""
    part = target.parent / f".hwasil-{secrets.token_hex(6)}.part"
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


def _shown(path: str) -> str:
    return path if len(path) <= 200 else f"{path[:200]}…"
