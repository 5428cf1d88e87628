"""Colors, and palettes of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from hwasil.core.errors import InvalidInput
from hwasil.i18n import Language

MAX_COLORS: Final = 10
_HEX: Final = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


@dataclass(frozen=True, slots=True, order=True)
class Color:
    """An sRGB color, each part 0 to 255."""

    red: int
    green: int
    blue: int

    def __post_init__(self) -> None:
        if not all(0 <= part <= 255 for part in (self.red, self.green, self.blue)):
            raise InvalidInput("color_unreadable", text=f"{self.red},{self.green},{self.blue}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``#rrggbb`` or ``#rgb``, the sign being optional. Raises InvalidInput."""
        found = _HEX.fullmatch(text.strip())
        if not found:
            raise InvalidInput("color_unreadable", text=text[:40])
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        return cls(*bytes.fromhex(digits))

    @property
    def hex(self) -> str:
        """The color as ``#rrggbb``, in lower case."""
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def __str__(self) -> str:
        return self.hex

    def distance(self, other: Color) -> float:
        """How different two colors look: the "redmean" distance (Riemersma, 2001), about 0 to 765."""
        mean = (self.red + other.red) / 2
        red, green, blue = self.red - other.red, self.green - other.green, self.blue - other.blue
        return float(((2 + mean / 256) * red**2 + 4 * green**2 + (2 + (255 - mean) / 256) * blue**2) ** 0.5)

    def mixed(self, other: Color, share: float) -> Color:
        """Return this color with ``share`` (0 to 1) of another mixed in."""
        mine = (self.red, self.green, self.blue)
        theirs = (other.red, other.green, other.blue)
        return Color(*(round(a + (b - a) * share) for a, b in zip(mine, theirs, strict=True)))

    def name(self, language: Language) -> str:
        """The everyday name of the nearest color that has one."""
        nearest = _SHADES[min(_SHADES, key=self.distance)]
        return nearest if language == "en" else _KOREAN[nearest]


@dataclass(frozen=True, slots=True)
class Palette:
    """One to ten colors that a picture should be made of, the first the most important."""

    colors: tuple[Color, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.colors) <= MAX_COLORS:
            raise InvalidInput("palette_length", count=len(self.colors), limit=MAX_COLORS)

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Self:
        """Read hex colors, such as ``["#1a2b3c", "#fff"]``. Raises InvalidInput."""
        return cls(tuple(Color.parse(text) for text in texts))

    def words(self, language: Language) -> str:
        """Say the palette in words, each name once, for models that take no colors."""
        names = dict.fromkeys(color.name(language) for color in self.colors)
        return ", ".join(names)


# The eleven basic color terms of English (Berlin and Kay, 1969) and those that designers add first. The first
# shade is the color of a name; the second, where CSS means another one by that name, only leads to the name.
_TABLE: Final = (
    ("black", "검정", "#1b1b1f"),
    ("white", "하양", "#fafafa"),
    ("gray", "회색", "#8a8d93"),
    ("silver", "은색", "#c3c7ce"),
    ("red", "빨강", "#e02f2f"),
    ("crimson", "진홍", "#a8122f"),
    ("coral", "산호색", "#ff7a5c"),
    ("orange", "주황", "#f58220 #ffa500"),
    ("gold", "금색", "#e8b923"),
    ("yellow", "노랑", "#fbd63f"),
    ("cream", "크림색", "#fbf1d3"),
    ("beige", "베이지", "#dcc7a1"),
    ("brown", "갈색", "#7c4a2d #a52a2a"),
    ("olive", "올리브색", "#808038"),
    ("lime", "연두", "#a6d93a"),
    ("green", "초록", "#2f9e44"),
    ("mint", "민트", "#8fe3c0"),
    ("teal", "청록", "#168a8f"),
    ("cyan", "하늘청", "#2ccbe8"),
    ("sky blue", "하늘색", "#7cc4f5"),
    ("blue", "파랑", "#2b62d9 #0000ff"),
    ("navy", "남색", "#1c2a5e"),
    ("indigo", "쪽빛", "#4338ca #4b0082"),
    ("purple", "보라", "#7d3cc9 #800080"),
    ("lavender", "연보라", "#c4b0f2 #e6e6fa"),
    ("magenta", "자홍", "#d6249f"),
    ("pink", "분홍", "#f78fb3 #ffc0cb"),
)
NAMED: Final = {name: Color.parse(shades.split()[0]) for name, _, shades in _TABLE}
_SHADES: Final = {Color.parse(shade): name for name, _, shades in _TABLE for shade in shades.split()}
_KOREAN: Final = {name: korean for name, korean, _ in _TABLE}
