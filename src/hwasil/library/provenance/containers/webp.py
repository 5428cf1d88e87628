"""The chunks of a WebP that tell of it: ``XMP ``, ``EXIF``, and ``C2PA``, a manifest (RFC 9649, section 2.7).

A file with any of them begins with a ``VP8X`` chunk, which says what there is and how large the canvas is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from hwasil.core.picture import Size
from hwasil.library.provenance.containers.parts import MOST_PARTS, Parts

_RIFF: Final = 12
_HEAD: Final = struct.Struct("<4sI")
_XMP_FLAG, _ALPHA_FLAG = 0x04, 0x10
_EXIF_PREFIX: Final = b"Exif\0\0"  # some writers keep JPEG's


def read(data: bytes) -> Parts:
    """Return what a WebP tells of itself."""
    found: dict[bytes, bytes] = {}
    for name, body in _chunks(data):
        found.setdefault(name, body)
    exif = found.get(b"EXIF")
    return Parts(found.get(b"XMP "), exif.removeprefix(_EXIF_PREFIX) if exif else None, {}, b"C2PA" in found)


def written(data: bytes, xmp: bytes | None, size: Size, *, has_alpha: bool) -> bytes:
    """Return a WebP without its manifest and its packet, and with another packet behind everything else."""
    kept = [(name, body) for name, body in _chunks(data) if name not in {b"XMP ", b"C2PA"}]
    if xmp is not None:
        kept.append((b"XMP ", xmp))
        if kept[0][0] != b"VP8X":
            canvas = (size.width - 1).to_bytes(3, "little") + (size.height - 1).to_bytes(3, "little")
            kept.insert(0, (b"VP8X", bytes([_ALPHA_FLAG * has_alpha, 0, 0, 0]) + canvas))
    flag = _XMP_FLAG if xmp is not None else 0
    pieces = [_chunk(name, _flagged(body, flag) if name == b"VP8X" else body) for name, body in kept]
    whole = b"".join(pieces)
    return b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _flagged(body: bytes, flag: int) -> bytes:
    return bytes([body[0] & ~_XMP_FLAG | flag]) + body[1:]


def _chunk(name: bytes, body: bytes) -> bytes:
    return _HEAD.pack(name, len(body)) + body + b"\0" * (len(body) % 2)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = _RIFF
    for _ in range(MOST_PARTS):
        if place + _HEAD.size > len(data):
            return
        name, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        yield name, data[place : place + length]
        place += length + length % 2
