"""Drawing text: neon tubes, painted boards, banners and captions, set in fonts that have Korean."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any, Final

from hwasil.engine import weights
from hwasil.engine.illustrator.scene import PlacedLettering
from hwasil.engine.illustrator.svg import Sheet, number

_FAMILIES: Final = {
    "font-do-hyeon": "Do Hyeon",
    "font-black-han-sans": "Black Han Sans",
    "font-jua": "Jua",
}
FONTS: Final = tuple(_FAMILIES)
_TRIAL: Final = 100  # pixels at which text is measured
_LEADING: Final = 1.12
_MOST_LINES: Final = 4


def font_files() -> list[str]:
    """Return the paths of the fonts. Raises Unavailable when one is missing."""
    return [str(weights.find(name).path()) for name in FONTS]


def letters_missing(text: str) -> str:
    """Return the letters of a text that our fonts do not have: emoji, and scripts other than these."""
    shapes = _font(FONTS[0])
    unknown = bytes(shapes.getmask("\U0010fffd"))
    return "".join(sign for sign in text if not sign.isspace() and bytes(shapes.getmask(sign)) == unknown)


def draw_lettering(sheet: Sheet, placed: PlacedLettering) -> None:
    """Draw one text with whatever it is written on."""
    missing = set(letters_missing(placed.text))
    text = "".join(sign for sign in placed.text if sign not in missing).strip()
    if not text:
        return
    styles = {"neon": _neon, "board": _board, "banner": _banner, "caption": _caption}
    styles[placed.kind](sheet, placed, text)


def _neon(sheet: Sheet, placed: PlacedLettering, text: str) -> None:
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    edge = min(width, height) * 0.06
    sheet.rect(x, y, width, height, "#14111f", f'rx="{number(edge)}" opacity="0.94"')
    line = f'rx="{number(edge)}" stroke="{placed.color}" stroke-width="{number(edge * 0.35)}"'
    sheet.rect(x + edge * 0.6, y + edge * 0.6, width - edge * 1.2, height - edge * 1.2, "none", line)
    lines, size = _fitted(text, placed.font, width * 0.86, height * 0.8)
    glow = sheet.blur(size * 0.13)
    for extra, color in ((f'{glow} opacity="0.95"', placed.color), (f'{glow} opacity="0.7"', placed.color)):
        _write(sheet, placed, lines, size, color, extra)
    tube = f'stroke="{placed.color}" stroke-width="{number(size * 0.035)}" paint-order="stroke"'
    _write(sheet, placed, lines, size, "#fffdf8", tube)


def _board(sheet: Sheet, placed: PlacedLettering, text: str) -> None:
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    edge = min(width, height) * 0.07
    rope = max(2.0, edge * 0.3)
    for share in (0.18, 0.82):
        sheet.line([(x + width * share, 0), (x + width * share, y + edge)], "#5b4a3a", rope)
    sheet.rect(x + edge * 0.5, y + edge * 0.8, width, height, "#000000", f'rx="{number(edge)}" opacity="0.2"')
    sheet.rect(x, y, width, height, "#8a5a34", f'rx="{number(edge)}"')
    sheet.rect(x + edge, y + edge, width - 2 * edge, height - 2 * edge, "#f7edd6", f'rx="{number(edge * 0.6)}"')
    lines, size = _fitted(text, placed.font, width - 4 * edge, height - 3 * edge)
    _write(sheet, placed, lines, size, placed.color)


def _banner(sheet: Sheet, placed: PlacedLettering, text: str) -> None:
    x, y, width, height = placed.x, placed.y, placed.width, placed.height
    tail = height * 0.42
    for left, direction in ((x, -1), (x + width, 1)):
        tip = left + direction * tail
        points = [
            (left, y + height * 0.22),
            (tip, y + height * 0.22),
            (tip - direction * tail * 0.4, y + height * 0.72),
        ]
        points += [(tip, y + height * 1.2), (left, y + height * 1.2)]
        sheet.polygon(points, "#a82e2e")
    sheet.rect(x, y, width, height, "#d5443f", f'rx="{number(height * 0.05)}"')
    sheet.rect(x, y, width, height * 0.08, "#e8645e")
    lines, size = _fitted(text, placed.font, width * 0.92, height * 0.8)
    _write(sheet, placed, lines, size, placed.color)


def _caption(sheet: Sheet, placed: PlacedLettering, text: str) -> None:
    lines, size = _fitted(text, placed.font, placed.width, placed.height)
    outline = f'stroke="#1d1b24" stroke-width="{number(size * 0.16)}" stroke-linejoin="round" paint-order="stroke"'
    _write(sheet, placed, lines, size, placed.color, outline)


def _write(
    sheet: Sheet, placed: PlacedLettering, lines: list[str], size: float, color: str, extra: str = ""
) -> None:
    """Write lines in the middle of a box."""
    family = _FAMILIES[placed.font]
    x = number(placed.x + placed.width / 2)
    # Letters stand on their baseline, about a third of their size below the middle of the line.
    first = placed.y + placed.height / 2 - (len(lines) - 1) * size * _LEADING / 2 + size * 0.34
    for index, line in enumerate(lines):
        where = f'x="{x}" y="{number(first + index * size * _LEADING)}" font-size="{number(size)}"'
        look = f'font-family="{family}" text-anchor="middle" fill="{color}" {extra}'
        sheet.add(f"<text {where} {look}>{escape(line)}</text>")


def _fitted(text: str, font: str, width: float, height: float) -> tuple[list[str], float]:
    """Break a text into the number of lines at which it can be largest; return the lines and their size."""
    best: tuple[list[str], float] = ([text], 0.0)
    for count in range(1, _MOST_LINES + 1):
        lines = _broken(text, font, count)
        longest = max(_length(line, font) for line in lines)
        size = min(width / max(longest, 0.01), height / (len(lines) * _LEADING))
        if size > best[1] * 1.05:
            best = (lines, size)
    return best


def _broken(text: str, font: str, count: int) -> list[str]:
    """Break a text at its spaces into about ``count`` lines of like length."""
    words = text.split()
    if count == 1 or len(words) < count:
        return [" ".join(words)]
    aim = _length(" ".join(words), font) / count
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and len(lines) < count - 1 and _length(longer, font) > aim * 1.08:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _length(text: str, font: str) -> float:
    """Return how long a text is, in units of its size."""
    return float(_font(font).getlength(text)) / _TRIAL


@cache
def _font(name: str) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(weights.find(name).path()), _TRIAL)
