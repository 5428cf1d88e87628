"""What notebooks show of pictures, as HTML in which every word of a person's is a text and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from hwasil.core.picture import Picture, Size
from hwasil.i18n import say

_SIDE: Final = 384  # pixels of the longer side: a notebook is saved with everything that it shows


def figures(pictures: Sequence[tuple[Picture, int | None]], caption: str) -> str:
    """Return pictures beside each other, made small, each with its size and its seed, and a line beneath them all."""
    return "".join(_figure(picture, seed) for picture, seed in pictures) + lines([caption])


def lines(texts: Iterable[str | None]) -> str:
    """Return texts beneath each other; those that say nothing are left out."""
    return "".join(f"<div>{escape(text)}</div>" for text in texts if text)


def _figure(picture: Picture, seed: int | None) -> str:
    scale = min(1.0, _SIDE / max(picture.width, picture.height))
    small = picture.resized(Size(max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    told = str(picture.size) if seed is None else f"{picture.size} · {say('show.seed', seed=seed)}"
    source = f"data:image/{small.format};base64,{small.to_base64()}"
    style = "display:inline-block;margin:0 8px 8px 0"
    return f'<figure style="{style}"><img src="{source}"><figcaption>{escape(told)}</figcaption></figure>'
