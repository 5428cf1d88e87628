"""The segments of a JPEG that tell of it: XMP and EXIF in ``APP1``, a C2PA manifest in ``APP11``.

A segment holds 64 kB. A larger packet is divided as XMP part 3, 1.1.3.1 has it: what matters most stands in the first
packet, and the rest, *extended XMP*, in segments that name themselves by the MD5 of it all.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import Final

from hwasil.library.provenance.containers.parts import MOST_PARTS, Parts

_APP0, _APP1, _APP11, _SCAN = 0xE0, 0xE1, 0xEB, 0xDA
_BARE: Final = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED: Final = b"http://ns.adobe.com/xmp/extension/\0"
_EXIF: Final = b"Exif\0\0"
_JUMBF: Final = b"JP"
_MOST: Final = 65_533 - len(_XMP)
_GUID: Final = 32
_PIECE_HEAD: Final = struct.Struct(">II")  # how long the whole is, and where this piece lies in it
_PIECE: Final = 65_400
_NAMED: Final = b"HasExtendedXMP"


def read(data: bytes) -> Parts:
    """Return what a JPEG tells of itself. Extended XMP follows the packet, for which it is kept."""
    xmp: bytes | None = None
    exif: bytes | None = None
    pieces: dict[bytes, dict[int, bytes]] = {}
    signed = False
    for marker, body in _segments(data):
        if marker == _APP11 and body.startswith(_JUMBF):
            signed = True
        elif marker == _APP1 and body.startswith(_XMP):
            xmp = xmp or body[len(_XMP) :]
        elif marker == _APP1 and body.startswith(_EXIF):
            exif = exif or body[len(_EXIF) :]
        elif marker == _APP1 and body.startswith(_EXTENDED):
            guid, rest = body[len(_EXTENDED) :][:_GUID], body[len(_EXTENDED) + _GUID :]
            if len(rest) >= _PIECE_HEAD.size:
                _, offset = _PIECE_HEAD.unpack_from(rest)
                pieces.setdefault(guid, {})[offset] = rest[_PIECE_HEAD.size :]
    return Parts(_extension(xmp, pieces) or xmp, exif, {}, signed)


def written(data: bytes, xmp: bytes | None, short: bytes | None = None) -> bytes:
    """Return a JPEG without its manifest and its packets, and with another packet.

    ``short`` is the packet that readers see who know no extended XMP, wherever the whole one takes more than a segment.
    """
    head: list[bytes] = []
    tail: list[bytes] = []
    end = 2
    for marker, body in _segments(data):
        whole = data[end : end + 4 + len(body)]
        end += len(whole)
        if (marker == _APP1 and body.startswith((_XMP, _EXTENDED))) or (marker == _APP11 and body[:2] == _JUMBF):
            continue
        # JFIF's own segment is the first, and EXIF's the next (EXIF 2.3, 4.5.4).
        first = marker == _APP0 or (marker == _APP1 and body.startswith(_EXIF))
        (head if first and not tail else tail).append(whole)
    return b"".join([data[:2], *head, *_packets(xmp, short), *tail, data[end:]])


def _packets(xmp: bytes | None, short: bytes | None) -> Iterator[bytes]:
    if xmp is None:
        return
    if len(xmp) <= _MOST or short is None:
        yield _segment(_XMP + xmp)
        return
    guid = hashlib.md5(xmp, usedforsecurity=False).hexdigest().upper().encode()
    yield _segment(_XMP + short.replace(b">GUID<", b">" + guid + b"<"))
    for offset in range(0, len(xmp), _PIECE):
        piece = _PIECE_HEAD.pack(len(xmp), offset) + xmp[offset : offset + _PIECE]
        yield _segment(_EXTENDED + guid + piece)


def _extension(xmp: bytes | None, pieces: dict[bytes, dict[int, bytes]]) -> bytes | None:
    """Return the extended packet that a packet names; None when it names none, or not all of it is there."""
    for guid, parts in pieces.items():
        if xmp is not None and _NAMED in xmp and guid in xmp:
            whole = b"".join(parts[offset] for offset in sorted(parts))
            if hashlib.md5(whole, usedforsecurity=False).hexdigest().upper().encode() == guid:
                return whole
    return None


def _segment(body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, _APP1, len(body) + 2) + body


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the body of each segment before the pixels, as long as they lie one behind the other."""
    place = 2
    for _ in range(MOST_PARTS):
        if place + 4 > len(data) or data[place] != 0xFF:
            return
        marker = data[place + 1]
        length = int.from_bytes(data[place + 2 : place + 4])
        if marker == _SCAN or marker in _BARE or length < 2 or place + 2 + length > len(data):
            return
        yield marker, data[place + 4 : place + 2 + length]
        place += 2 + length
