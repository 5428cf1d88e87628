"""What of a picture file is not pixels, and what is too much of it to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_PARTS: Final = 20_000
"""Chunks or segments of a file that are looked at; no honest file has so many before its pixels end."""

MOST_TEXT: Final = 1_000_000
"""Bytes of a single text that are read."""

MOST_TEXTS: Final = 50
"""Texts of a file that are read; a few hundred bytes can unpack to the most that one may have."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The XMP packet, the EXIF block (a TIFF) and the texts of a file, and whether it has a C2PA manifest."""

    xmp: bytes | None = None
    exif: bytes | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    signed: bool = False
