"""Picture files to open: good ones of every kind, and headers that claim what is not there."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from PIL import Image

ORIENTATION = 0x0112  # EXIF's tag


def scene(width: int = 60, height: int = 40) -> Image.Image:
    """Return noise: it does not compress, so that a file cut anywhere has lost something."""
    pixels = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:  # noqa: A002 (the field's own word)
    """Return a picture as Pillow writes it."""
    buffer = io.BytesIO()
    image.save(buffer, format=format, **options)
    return buffer.getvalue()


def turned(orientation: int) -> Image.Exif:
    """Return the EXIF of a camera that was held in a certain way, 1 to 8."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010E] = "a description, so that there is more to break"
    return exif


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """Return an 8-bit RGB PNG whose header claims a size, whatever its body holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def webp_canvas(width: int, height: int) -> bytes:
    """Return an extended WebP header (RFC 9649) that claims a canvas, with nothing behind it."""
    canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas
    return b"RIFF" + struct.pack("<I", len(body)) + body


def files() -> dict[str, bytes]:
    image, exif = scene(), turned(6)
    return {
        "png": saved(image, "PNG"),
        "png with exif": saved(image, "PNG", exif=exif),
        "png, colors in a table": saved(image.quantize(16), "PNG", transparency=bytes(range(0, 256, 16))),
        "png, 16-bit grey": saved(Image.fromarray(np.arange(2400, dtype=np.uint16).reshape(40, 60)), "PNG"),
        "png, animated": saved(image, "PNG", save_all=True, append_images=[image.rotate(180)]),
        "jpeg": saved(image, "JPEG", exif=exif),
        "jpeg, progressive": saved(image, "JPEG", progressive=True),
        "jpeg, CMYK": saved(image.convert("CMYK"), "JPEG"),
        "jpeg, several in one": saved(image, "MPO", save_all=True, append_images=[image]),
        "webp": saved(image, "WEBP", exif=exif),
        "webp, lossless": saved(image.convert("RGBA"), "WEBP", lossless=True),
        "webp, animated": saved(image, "WEBP", save_all=True, append_images=[image.rotate(180)]),
        "avif": saved(image, "AVIF", exif=exif),
    }


FILES = files()
"""One good file of every kind that can be opened; each shows the same scene of 60x40 pixels."""
