"""What the header of a plain PNG says, read without opening it as an image.

Nearly every picture that comes back from a model is one. Reading three fields by hand takes a tenth of the time that
an image library needs to prepare for decoding pixels which may never be asked for.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_CHUNK_HEAD: Final = struct.Struct(">I4s")
_CHUNK_CRC: Final = struct.Struct(">I")
_IHDR: Final = struct.Struct(">IIBBBBB")  # width, height, depth, colour type, compression, filter, interlace
_DEPTHS: Final = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 4: {8, 16}, 6: {8, 16}}
_ALPHA_TYPES: Final = {4, 6}
# Neither text, which may be a bomb, nor EXIF, which may turn the picture, nor a transparent colour.
_PLAIN: Final = {b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"}
_MOST_CHUNKS: Final = 10_000


@dataclass(frozen=True, slots=True)
class PngHeader:
    """Width and height in pixels, and whether the picture can be transparent."""

    width: int
    height: int
    has_alpha: bool


def read_png_header(data: bytes) -> PngHeader | None:
    """Read the header of a PNG (PNG 1.2, 3.2 and 4.1); None for anything that is not a whole and plain one.

    Plain is a PNG without a palette, of nothing but its header, its pixels and what tells how to show them, each chunk
    as long as it says. Checksums are verified up to the pixels.
    """
    if not data.startswith(_SIGNATURE):
        return None
    place, end = len(_SIGNATURE), len(data)
    header: PngHeader | None = None
    in_pixels = False
    for _ in range(_MOST_CHUNKS):
        if place + _CHUNK_HEAD.size + _CHUNK_CRC.size > end:
            return None
        length, name = _CHUNK_HEAD.unpack_from(data, place)
        body = place + _CHUNK_HEAD.size
        after = body + length + _CHUNK_CRC.size
        if name == b"IDAT" and header is not None:
            in_pixels = True
        elif name == b"IEND":
            return header if in_pixels and length == 0 and after == end else None
        elif in_pixels or after > end or not _intact(data, body, length):
            return None
        elif header is None:
            header = _read_ihdr(data[body : body + length]) if name == b"IHDR" else None
            if header is None:
                return None
        elif name not in _PLAIN:
            return None
        place = after
    return None


def _intact(data: bytes, body: int, length: int) -> bool:
    """Whether a chunk's checksum, which covers its name too, is right."""
    checksum: int = _CHUNK_CRC.unpack_from(data, body + length)[0]
    return zlib.crc32(data[body - 4 : body + length]) == checksum


def _read_ihdr(body: bytes) -> PngHeader | None:
    if len(body) != _IHDR.size:
        return None
    width, height, depth, color_type, compression, filtering, interlace = _IHDR.unpack(body)
    known = depth in _DEPTHS.get(color_type, ()) and compression == filtering == 0 and interlace in {0, 1}
    return PngHeader(width, height, color_type in _ALPHA_TYPES) if known and width and height else None
