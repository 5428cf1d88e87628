"""Colors as ``#rrggbb``: mixing, and the painter's rule that lights are warm and shades are cool."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=2048)
def parts(color: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def joined(red: float, green: float, blue: float) -> str:
    """Return the color of three shares, 0 to 255, held within their range."""
    return "#" + "".join(f"{min(255, max(0, round(share))):02x}" for share in (red, green, blue))


@lru_cache(maxsize=8192)
def mix(first: str, second: str, share: float) -> str:
    """Return ``first`` with ``share`` (0 to 1) of ``second`` in it."""
    return joined(*(a + (b - a) * share for a, b in zip(parts(first), parts(second), strict=True)))


@lru_cache(maxsize=8192)
def times(color: str, factors: tuple[float, float, float]) -> str:
    """Return the color as it looks in a light of another color."""
    return joined(*(a * b for a, b in zip(parts(color), factors, strict=True)))


def brightness(color: str) -> float:
    """Return how bright a color looks, 0 to 255 (Rec. 601 luma)."""
    red, green, blue = parts(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def grayed(color: str, share: float) -> str:
    """Return the color with ``share`` of its hue taken out."""
    level = brightness(color)
    return mix(color, joined(level, level, level), share)


def lit(color: str, share: float = 0.24) -> str:
    """Return the color on the side of the light."""
    return mix(color, "#fff2b8", share)


def shaded(color: str, share: float = 0.24) -> str:
    """Return the color on the side away from the light."""
    return mix(color, "#16264f", share)
