"""A picture: encoded bytes, and what their header says, decoded late and once.

Opening a picture is the only place where Hwasil decodes bytes that someone else made. The header is read first;
what is too large in bytes or in pixels is refused before a single pixel is decoded.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Self, get_args

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.core.png_header import read_png_header
from hwasil.core.reasons import reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image as Pillow

Format = Literal["png", "jpeg", "webp", "avif"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

MAX_BYTES: Final = 25_000_000
MAX_PIXELS: Final = 40_000_000

# Level 1 writes a photograph about eight times faster than Pillow's level 6 and about a sixth larger.
PNG_LEVEL: Final = 1

# EXIF's eight orientations and the turn that sets each upright (EXIF 2.3, tag 0x0112); 1 is upright already.
_ORIENTATION: Final = 0x0112
_TURNS: Final = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
_SIDEWAYS: Final = frozenset({5, 6, 7, 8})

# A PNG is eight bytes of signature, and then chunks: length and name, data, checksum (PNG 1.2, 3.2).
_PNG_CHUNKS: Final = 8
_CHUNK_HEAD: Final = struct.Struct(">I4s")
_CHUNK_CRC: Final = 4
_MOST_STEPS: Final = 10_000

# What Pillow's readers are known to raise on bytes that are not what they say; AVIF's raises RuntimeError.
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height, in pixels."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise InvalidInput("size_not_positive", size=str(self))
        if self.pixels > MAX_PIXELS:
            raise InvalidInput("picture_too_many_pixels", size=str(self), limit=MAX_PIXELS // 1_000_000)

    @property
    def pixels(self) -> int:
        """How many pixels a picture of this size has."""
        return self.width * self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``1024x768`` (also ``1024X768`` and ``1024×768``). Raises InvalidInput."""
        width, cross, height = text.strip().lower().replace("×", "x").partition("x")
        if not cross or not _is_count(width) or not _is_count(height):
            raise InvalidInput("size_unreadable", text=text[:40])
        return cls(int(width), int(height))


@dataclass(frozen=True, slots=True)
class Picture:
    """Encoded bytes with their format, upright size in pixels and whether they can be transparent.

    Two pictures are equal when their bytes are. Make one with `open`, `from_bytes`, `from_base64` or
    `from_pixels`; these check what they are given, the bare constructor does not.
    """

    data: bytes = field(repr=False)
    format: Format
    width: int
    height: int
    has_alpha: bool
    _decoded: list[NDArray[np.uint8]] = field(
        default_factory=list, init=False, repr=False, compare=False, hash=False
    )

    @property
    def size(self) -> Size:
        """Width and height in pixels, upright."""
        return Size(self.width, self.height)

    @property
    def sha256(self) -> str:
        """The picture's content address: the SHA-256 of its bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Read a picture file. Raises InvalidInput when it cannot be used and Corrupt when it is broken."""
        file = Path(path)
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except (OSError, ValueError) as problem:
            raise InvalidInput("picture_unreadable", path=str(path)[:200], reason=reason(problem)) from problem
        return cls.from_bytes(data)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Take encoded bytes, reading only their header. Raises InvalidInput or Corrupt."""
        if len(data) > MAX_BYTES:
            raise InvalidInput("picture_too_many_bytes", limit=MAX_BYTES // 1_000_000)
        if header := read_png_header(data):
            _require_size(header.width, header.height)
            return cls(bytes(data), "png", header.width, header.height, header.has_alpha)
        with _quiet(), _opened(data) as image:
            width, height = image.size
            _require_size(width, height)
            if _orientation(image, data) in _SIDEWAYS:
                width, height = height, width
            return cls(bytes(data), _format(image), width, height, _has_alpha(image))

    @classmethod
    def from_base64(cls, text: str) -> Self:
        """Take base64, with or without a ``data:`` prefix. Raises InvalidInput or Corrupt."""
        import pybase64

        body = text.partition(",")[2] if text.startswith("data:") else text
        try:
            data = pybase64.b64decode(body, validate=True)
        except ValueError as problem:
            raise Corrupt("picture_bad_base64") from problem
        return cls.from_bytes(data)

    @classmethod
    def from_pixels(cls, pixels: NDArray[np.uint8], format: Format = "png", *, quality: int = 90) -> Self:  # noqa: A002
        """Encode an array of shape (height, width), (height, width, 3) or (height, width, 4), 8 bits, sRGB.

        Raises InvalidInput for a size that the format cannot hold (WebP: 16383 pixels a side), or no format.
        """
        from PIL import Image

        image = Image.fromarray(pixels)
        if image.mode == "RGBA" and format == "jpeg":
            # JPEG has no transparency: lay on white, or what was cut out would show again.
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
        buffer = io.BytesIO()
        try:
            image.save(buffer, format=format.upper(), **_encoder_options(format, quality))
        except (OSError, ValueError, KeyError, RuntimeError) as problem:  # a KeyError: no such format
            size = f"{image.width}x{image.height}"
            raise InvalidInput("picture_not_encodable", format=format.upper(), size=size) from problem
        with _opened(buffer.getvalue()) as written:  # WebP leaves out an alpha channel that hides nothing
            return cls(buffer.getvalue(), format, image.width, image.height, _has_alpha(written))

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The upright pixels, (height, width, 3), or (height, width, 4) with alpha; 8 bits, read-only.

        Raises Corrupt when the bytes behind a good header are broken.
        """
        if not self._decoded:
            self._decoded.append(_decode(self.data))
        return self._decoded[0]

    def check(self) -> None:
        """Raise Corrupt when the bytes behind a good header are broken.

        A PNG's checksums tell that without decoding it. Other formats have none: what they give is decoded, and kept.
        """
        if self._decoded:
            return
        if self.format != "png":
            _ = self.pixels
            return
        try:
            with _quiet(), _opened(self.data) as image:
                image.verify()
        except _BROKEN as problem:
            raise Corrupt("picture_corrupt") from problem

    def encoded(self, format: Format, *, quality: int = 90) -> Picture:  # noqa: A002 (the field's own word)
        """Return this picture in another format; itself when it has that format already."""
        return self if format == self.format else type(self).from_pixels(self.pixels, format, quality=quality)

    def resized(self, size: Size) -> Picture:
        """Return a PNG of exactly this size, resampled with Lanczos' filter."""
        import numpy as np
        from PIL import Image

        if size == self.size:
            return self
        image = Image.fromarray(self.pixels).resize((size.width, size.height), Image.Resampling.LANCZOS)
        return type(self).from_pixels(np.asarray(image))

    def _repr_png_(self) -> bytes:
        """Return what a notebook shows."""
        return self.encoded("png").data

    def to_base64(self) -> str:
        """Return the bytes as base64, with no prefix, as Bedrock's image models want them."""
        import pybase64

        return pybase64.b64encode_as_string(self.data)


def _require_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise InvalidInput("picture_too_many_pixels", size=f"{width}x{height}", limit=MAX_PIXELS // 1_000_000)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings from the person: what a file's faults mean is said by our own errors."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def _opened(data: bytes) -> Pillow.Image:
    """Open bytes as one of our formats without decoding them."""
    from PIL import Image, UnidentifiedImageError

    try:
        return Image.open(io.BytesIO(data), formats=[name.upper() for name in FORMATS])
    except UnidentifiedImageError as problem:
        raise InvalidInput("picture_unknown_format") from problem
    except Image.DecompressionBombError as problem:
        raise InvalidInput("picture_too_many_pixels", size="?", limit=MAX_PIXELS // 1_000_000) from problem
    except _BROKEN as problem:
        raise Corrupt("picture_corrupt") from problem


def _format(image: Pillow.Image) -> Format:
    name = (image.format or "").lower()
    for known in FORMATS:
        # Phones write several JPEGs into one file; the first one is the picture.
        if name == known or (name == "mpo" and known == "jpeg"):
            return known
    raise InvalidInput("picture_unknown_format")


def _has_alpha(image: Pillow.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def _orientation(image: Pillow.Image, data: bytes) -> int:
    from PIL import Image

    # For EXIF behind the pixels Pillow decodes a whole PNG; only one that has any is worth that.
    behind = image.format != "PNG" or _may_have_chunk(data, b"eXIf")
    try:
        exif = image.getexif() if behind else Image.Image.getexif(image)
        value = exif.get(_ORIENTATION, 1)
    except _BROKEN:
        return 1  # broken EXIF does not make a broken picture
    return value if isinstance(value, int) else 1


def _may_have_chunk(png: bytes, name: bytes) -> bool:
    """Whether a PNG has a chunk of this name; of a file in very many pieces, whether it has these letters.

    Steps from one chunk to the next, which in large files is far quicker than looking at every byte.
    """
    place = _PNG_CHUNKS
    for _ in range(_MOST_STEPS):
        if place + _CHUNK_HEAD.size > len(png):
            return False
        length, found = _CHUNK_HEAD.unpack_from(png, place)
        if found == name:
            return True
        place += _CHUNK_HEAD.size + length + _CHUNK_CRC
    return name in png


def _decode(data: bytes) -> NDArray[np.uint8]:
    import numpy as np
    from PIL import Image

    try:
        with _quiet(), _opened(data) as image:
            mode = "RGBA" if _has_alpha(image) else "RGB"
            turn = _TURNS.get(_orientation(image, data))
            image.load()
            upright = image.transpose(Image.Transpose[turn]) if turn else image
            if image.mode.startswith("I"):
                # 16-bit greys: Pillow would clip them to white instead of scaling them.
                upright = Image.fromarray((np.asarray(upright) / 257).round().astype(np.uint8))
            pixels = np.array(upright.convert(mode), dtype=np.uint8)
    except _BROKEN as problem:
        raise Corrupt("picture_corrupt") from problem
    pixels.setflags(write=False)
    return pixels


def _encoder_options(name: Format, quality: int) -> dict[str, Any]:
    if name == "png":
        return {"compress_level": PNG_LEVEL}
    if name == "webp":
        return {"quality": quality, "method": 4}
    return {"quality": quality}
