"""The chunks of a PNG that tell of it: ``iTXt``, ``tEXt``, ``zTXt``, ``eXIf``, and ``caBX``, a C2PA manifest.

An XMP packet stands in an ``iTXt``, which is UTF-8 (PNG third edition, 11.3.3.4; XMP part 3, 1.1.5). ``tEXt`` is
Latin-1 by the letter; programs that put UTF-8 there anyway are taken at their bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Final

from hwasil.library.provenance.containers.parts import MOST_PARTS, MOST_TEXT, MOST_TEXTS, Parts

_SIGNATURE: Final = 8
_HEAD: Final = struct.Struct(">I4s")
_CRC: Final = 4
_XMP: Final = b"XML:com.adobe.xmp"
_TEXTS: Final = frozenset({b"tEXt", b"zTXt", b"iTXt"})


def read(data: bytes) -> Parts:
    """Return what a PNG tells of itself."""
    xmp: bytes | None = None
    exif: bytes | None = None
    texts: dict[str, str] = {}
    signed = False
    left = MOST_TEXTS
    for name, start, end in _chunks(data):
        body = data[start:end] if name in _TEXTS or name == b"eXIf" else b""
        if name == b"eXIf":
            exif = body
        elif name == b"caBX":
            signed = True
        elif name in _TEXTS and left:
            left -= 1
            keyword, text = _text(name, body)
            if keyword == _XMP:
                xmp = xmp or text
            elif keyword and 0 < len(text) <= MOST_TEXT:
                texts.setdefault(keyword.decode("latin-1"), _decoded(text))
    return Parts(xmp, exif, texts, signed)


def written(data: bytes, xmp: bytes | None) -> bytes:
    """Return a PNG without its manifest and its packet, and with another packet behind its header."""
    pieces = [data[:_SIGNATURE]]
    for name, start, end in _chunks(data):
        old = name == b"caBX" or (name == b"iTXt" and data[start:end].startswith(_XMP + b"\0"))
        if not old:
            pieces.append(data[start - _HEAD.size : end + _CRC])
        if name == b"IHDR" and xmp is not None:
            pieces.append(_chunk(b"iTXt", _XMP + b"\0\0\0\0\0" + xmp))
    return b"".join(pieces)


def _chunk(name: bytes, body: bytes) -> bytes:
    return _HEAD.pack(len(body), name) + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield the name of each chunk, and where its body starts and ends."""
    place = _SIGNATURE
    for _ in range(MOST_PARTS):
        if place + _HEAD.size > len(data):
            return
        length, name = _HEAD.unpack_from(data, place)
        start = place + _HEAD.size
        yield name, start, min(start + length, len(data))
        place = start + length + _CRC


def _text(kind: bytes, body: bytes) -> tuple[bytes, bytes]:
    """Return the keyword and the text of a chunk; no text when it is broken, or too long once inflated."""
    keyword, _, rest = body.partition(b"\0")
    if kind == b"tEXt":
        return keyword, rest
    if kind == b"zTXt":
        return keyword, _inflated(rest[1:])
    packed = rest[:1] == b"\1"
    text = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    return keyword, _inflated(text) if packed else text


def _inflated(packed: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, MOST_TEXT)
    except zlib.error:
        return b""
    return b"" if inflater.unconsumed_tail else text


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")
