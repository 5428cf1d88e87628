"""Finding the pictures that a picture was made from, by the SHA-256 of their files."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.picture import MAX_BYTES, Picture

_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".avif"})
_MOST_FILES: Final = 5_000

Lookup = Callable[[str], Picture | None]


class Sources:
    """Pictures by their address: masks that a story carries, then files in some places, then wherever else to look.

    A place is a file or a folder, which is not looked through any deeper. Files are read one by one, and only until
    what is wanted is found. ``elsewhere`` is asked for what no place has.
    """

    def __init__(self, masks: Mapping[str, str], places: Sequence[Path], elsewhere: Sequence[Lookup] = ()) -> None:
        self._masks = masks
        self._elsewhere = elsewhere
        self._seen: dict[str, Path] = {}
        self._unseen = _files(places)

    def find(self, sha256: str) -> Picture:
        """Return a picture. Raises InvalidInput when it is nowhere, and for one that cannot be used."""
        carried = self._carried(sha256)
        if carried is not None:
            return carried
        if sha256 not in self._seen:
            for address, path in self._unseen:
                self._seen.setdefault(address, path)
                if address == sha256:
                    break
        if sha256 in self._seen:
            return Picture.open(self._seen[sha256])
        for look in self._elsewhere:
            found = look(sha256)
            if found is not None:
                return found
        raise InvalidInput("rerun_source_missing", sha256=sha256[:80])

    def _carried(self, sha256: str) -> Picture | None:
        try:
            data = base64.b64decode(self._masks.get(sha256, ""), validate=True)
        except (binascii.Error, ValueError):
            return None
        # What calls itself by another's address is not what was meant.
        if hashlib.sha256(data).hexdigest() != sha256:
            return None
        try:
            return Picture.from_bytes(data)
        except HwasilError:
            return None


def _files(places: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the address and the path of every picture file in some places."""
    left = _MOST_FILES
    for place in places:
        for path in sorted(place.iterdir()) if place.is_dir() else [place]:
            if left and path.suffix.lower() in _SUFFIXES and path.is_file() and path.stat().st_size <= MAX_BYTES:
                left -= 1
                yield hashlib.sha256(path.read_bytes()).hexdigest(), path
