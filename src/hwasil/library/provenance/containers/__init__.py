"""Picture files taken apart: what tells of a picture is read, taken out and put in, and its pixels are not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwasil.core.errors import NotSupported
from hwasil.core.picture import Picture
from hwasil.library.provenance.containers import jpeg, png, webp
from hwasil.library.provenance.containers.parts import Parts

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Parts", "read", "with_packet"]


def read(picture: Picture) -> Parts:
    """Return what a picture's file tells of it. Of what is broken or too large nothing is told."""
    readers: dict[str, Callable[[bytes], Parts]] = {"png": png.read, "jpeg": jpeg.read, "webp": webp.read}
    return readers[picture.format](picture.data) if picture.format in readers else Parts()


def with_packet(picture: Picture, xmp: bytes | None, short: bytes | None = None) -> Picture:
    """Return a picture with the same pixels, with this XMP packet in place of its own, and with no C2PA manifest.

    ``short`` is a packet with an element ``>GUID<`` that says as much as fits into 64 kB, for JPEGs (`containers.jpeg`).
    Raises NotSupported for an AVIF.
    """
    match picture.format:
        case "png":
            data = png.written(picture.data, xmp)
        case "jpeg":
            data = jpeg.written(picture.data, xmp, short)
        case "webp":
            data = webp.written(picture.data, xmp, picture.size, has_alpha=picture.has_alpha)
        case _:
            raise NotSupported("provenance_format", format=picture.format.upper())
    return Picture(data, picture.format, picture.width, picture.height, picture.has_alpha)
