"""What a prompt for a region wants: another color, another material, or another thing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from hwasil.core.palette import Color
from hwasil.engine import meaning
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.drawings import open_drawings
from hwasil.engine.illustrator.pieces import Piece, Pieces

_SAME: Final = 0.62  # cosine at which two nouns of the sentence encoder, of whatever language, are one
_NOT_NOUNS: Final = frozenset({"grammar", "color", "break", "count", "counter", "relation", "scale"})


@dataclass(frozen=True, slots=True)
class Material:
    """How a surface looks: its ``color``, how much the light on it is stretched, and the grain it has."""

    name: str
    color: Color
    contrast: float
    grain: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """Another look for what is there: a ``color``, and the ``material`` when one was named."""

    color: Color
    material: Material | None = None


def change_of(prompt: str, what: str | None) -> Change | None:
    """Return the color or material that a prompt asks for when it asks for nothing else.

    ``what`` is what the region was called: "green curtains" changes "pink curtains", and "커튼" as well. Without it
    only words that name no thing do ("green", "나무로"). None means that something else should be there.
    """
    pieces = Pieces(open_drawings()).of(prompt)
    material = next((found for piece in pieces if (found := _material(piece))), None)
    colors = [piece for piece in pieces if piece.kind == "color" and not _material(piece)]
    color = Color.parse(colors[0].value) if colors else material.color if material else None
    if color is None:
        return None
    nouns = [piece for piece in pieces if piece.kind not in _NOT_NOUNS and not _material(piece)]
    if nouns and not (what and _same(_noun(nouns), what)):
        return None
    return Change(color, material)


def _same(noun: str, what: str) -> bool:
    """Whether a noun is what the region was called, colors and materials aside."""
    pieces = [p for p in Pieces(open_drawings()).of(what) if p.kind not in _NOT_NOUNS and not _material(p)]
    called = _noun(pieces)
    if not called or called == noun:
        return called == noun
    first, second = meaning.embed([noun, called])
    return float(first @ second) >= _SAME


def _noun(pieces: list[Piece]) -> str:
    return " ".join(piece.drawing.label if piece.drawing else piece.stem.text for piece in pieces)


def _material(piece: Piece) -> Material | None:
    return _materials().get(piece.stem.text)


@cache
def _materials() -> Mapping[str, Material]:
    """Return the materials by every word for them."""
    table = tomllib.loads(resources.files(__package__).joinpath("materials.toml").read_text(encoding="utf-8"))
    return {
        words.normal(word): Material(name, Color.parse(entry["color"]), entry["contrast"], entry.get("grain"))
        for name, entry in table.items()
        for word in entry["words"].split(",")
    }
