"""Picture files of a person's folders that a search has found: they are shown and sent on, though nobody has kept them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture

_MOST: Final = 20_000


class _Found:
    """Where the files lie that were found, by the SHA-256 of their bytes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: OrderedDict[str, Path] = OrderedDict()

    def note(self, address: str, path: Path) -> None:
        """Remember where a picture was found."""
        with self._lock:
            self._paths[address] = path
            self._paths.move_to_end(address)
            while len(self._paths) > _MOST:
                self._paths.popitem(last=False)

    def picture(self, address: str) -> Picture:
        """Return a picture that was found. Raises InvalidInput for any other, and for a file that has changed since."""
        with self._lock:
            path = self._paths.get(address)
        picture = None if path is None else Picture.open(path)
        if picture is None or picture.sha256 != address:
            raise InvalidInput("web_not_found_file", sha256=address[:64])
        return picture


_FOUND = _Found()
note = _FOUND.note
picture = _FOUND.picture
