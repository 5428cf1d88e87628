"""Whole figures for drawings that show only a head or a bust.

Emoji draw many animals and people as faces. In a scene a face cannot stand on the ground, so the illustrator draws
the rest of the body itself, in colors taken from the face: a sitting animal with the right tail, a standing person,
a robot on its legs; and a bust is continued downwards to its feet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from hwasil.core.palette import Color
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.coloring import main_color, thumbnail, trimmed, within_canvas
from hwasil.engine.illustrator.drawings import Art, Drawing
from hwasil.engine.illustrator.svg import number

Build = Literal["whole", "animal", "person", "robot", "bust"]
Tail = Literal["none", "bushy", "thin", "puff"]

_DARK: Final = Color(38, 34, 40)
_WHITE: Final = Color(255, 255, 255)


@dataclass(frozen=True, slots=True)
class _Fur:
    """How an animal's body goes with its face: its tail, and whether its limbs are dark."""

    tail: Tail = "none"
    dark_limbs: bool = False


_ANIMALS: Final = {
    "fox": _Fur("bushy", dark_limbs=True), "wolf": _Fur("bushy"), "raccoon": _Fur("bushy"), "bear": _Fur("puff"),
    "polar bear": _Fur("puff"), "panda": _Fur("puff", dark_limbs=True), "koala": _Fur(), "lion": _Fur("thin"),
    "tiger face": _Fur("thin"), "cat face": _Fur("thin"), "dog face": _Fur("thin"), "mouse face": _Fur("thin"),
    "hamster": _Fur("puff"), "rabbit face": _Fur("puff"), "cow face": _Fur("thin"), "pig face": _Fur("thin"),
    "frog": _Fur(), "monkey face": _Fur("thin"), "horse face": _Fur("thin"), "unicorn": _Fur("bushy"),
    "moose": _Fur("puff"), "boar": _Fur("thin"), "zebra face": _Fur("thin"), "chicken": _Fur(),
}  # fmt: skip
_CAT_FACES: Final = 12  # emojibase's subgroups
_SMILEYS: Final = range(12)
_HEADS: Final = 23
_BUSTS: Final = range(24, 27)
_ROBOTS: Final = frozenset({"robot"})
_NOT_PEOPLE: Final = frozenset(
    {"alien monster", "ghost", "skull", "skull and crossbones", "pile of poo", "jack-o-lantern"}
)


def build_of(drawing: Drawing, art: Art) -> Build:
    """Return what a drawing shows: something whole, or a head or bust that needs a body."""
    if drawing.label in _ANIMALS or (drawing.group == 0 and drawing.subgroup == _CAT_FACES):
        return "animal"
    if drawing.label in _ROBOTS:
        return "robot"
    if drawing.label in _NOT_PEOPLE:
        return "whole"
    if (drawing.group == 0 and drawing.subgroup in _SMILEYS) or (
        drawing.group == 1 and drawing.subgroup == _HEADS
    ):
        return "person"
    if drawing.group == 1 and drawing.subgroup in _BUSTS:
        return "bust" if _touches_bottom(art) else "person" if "Claus" in drawing.label else "whole"
    return "whole"


def embodied(drawing: Drawing, art: Art, chance: Chance) -> Art:
    """Return the whole figure of a drawing; itself when it is whole already."""
    return trimmed(_with_body(drawing, within_canvas(art), chance))


def _with_body(drawing: Drawing, art: Art, chance: Chance) -> Art:
    build = build_of(drawing, art)
    if build == "animal":
        return _animal(art, _ANIMALS.get(drawing.label, _Fur("thin")))
    if build == "robot":
        return _robot(art)
    if build == "person":
        child = drawing.label in {"baby", "child", "boy", "girl"}
        return _person(art, chance, child=child, festive="Claus" in drawing.label)
    if build == "bust":
        return _full_length(art, chance, suit=drawing.label.endswith(("astronaut", "superhero", "supervillain")))
    return art


def _touches_bottom(art: Art) -> bool:
    _, columns = _lowest_row(art)
    return bool(len(columns) > 0.45 * thumbnail(art).shape[1])


def _lowest_row(art: Art) -> tuple[int, NDArray[np.intp]]:
    """Return the lowest row of a drawing's thumbnail that is drawn in full, and the columns drawn in it."""
    opaque = thumbnail(art)[..., 3] > 200
    row = int(np.flatnonzero(opaque.any(axis=1))[-1])
    row = max(row - 1, 0)  # the very last one is half covered
    return row, np.flatnonzero(opaque[row])


def _placed(art: Art, x: float, y: float, width: float) -> str:
    """Return a drawing scaled to a width, its top left corner at a point."""
    scale = width / art.width
    return f'<g transform="translate({number(x)} {number(y)}) scale({scale:.4f})">{art.body}</g>'


def _shade(color: Color, share: float) -> str:
    return color.mixed(_DARK, share).hex


def _belly(art: Art) -> Color:
    """Return the color of a face's lower middle, the muzzle, which is that of the belly as a rule."""
    pixels = thumbnail(art)
    high, wide = pixels.shape[:2]
    muzzle = pixels[int(high * 0.74) : int(high * 0.96), int(wide * 0.3) : int(wide * 0.7)]
    return main_color(muzzle)


def _animal(art: Art, fur: _Fur) -> Art:
    """A sitting animal seen from the front, on a canvas of 140 by 196, its face above."""
    coat, belly = main_color(thumbnail(art)), _belly(art)
    if coat.distance(belly) < 60:
        belly = coat.mixed(_WHITE, 0.45)
    body, shade = coat.hex, _shade(coat, 0.14)
    limb = _shade(coat, 0.72) if fur.dark_limbs else body
    limb_shade = _shade(coat, 0.8) if fur.dark_limbs else shade
    parts = [_tail(fur, coat, belly)]
    parts += [
        # haunches, trunk, belly
        f'<ellipse cx="40" cy="166" rx="27" ry="25" fill="{shade}"/>',
        f'<ellipse cx="100" cy="166" rx="27" ry="25" fill="{shade}"/>',
        f'<path d="M42 96 C30 130 28 178 50 188 H90 C112 178 110 130 98 96 Z" fill="{body}"/>',
        f'<path d="M55 108 C46 132 48 166 58 180 H82 C92 166 94 132 85 108 Z" fill="{belly.hex}"/>',
        # hind paws, front legs and paws
        f'<ellipse cx="33" cy="188" rx="18" ry="8" fill="{limb_shade}"/>',
        f'<ellipse cx="107" cy="188" rx="18" ry="8" fill="{limb_shade}"/>',
        f'<path d="M50 128 C47 150 48 172 48 186 H66 C67 166 67 146 64 130 Z" fill="{limb}"/>',
        f'<path d="M90 128 C93 150 92 172 92 186 H74 C73 166 73 146 76 130 Z" fill="{limb}"/>',
        f'<ellipse cx="56" cy="188" rx="13" ry="8" fill="{limb}"/>',
        f'<ellipse cx="84" cy="188" rx="13" ry="8" fill="{limb}"/>',
        _placed(art, 10, 0, 120),
    ]
    return Art(140, 196, "".join(parts))


def _tail(fur: _Fur, coat: Color, belly: Color) -> str:
    color, tip = _shade(coat, 0.08), belly.hex
    if fur.tail == "bushy":
        outer = "M98 184 C138 190 148 150 132 116 C128 106 118 108 118 120 C124 146 112 160 92 166 Z"
        end = "M138 140 C138 128 136 122 132 116 C128 106 118 108 118 120 C120 128 120 134 119 140 C125 146 132 145 138 140 Z"
        return f'<path d="{outer}" fill="{color}"/><path d="{end}" fill="{tip}"/>'
    if fur.tail == "thin":
        d = "M96 180 C132 186 136 158 126 138"
        return f'<path d="{d}" fill="none" stroke="{color}" stroke-width="11" stroke-linecap="round"/>'
    if fur.tail == "puff":
        return f'<circle cx="116" cy="172" r="13" fill="{coat.mixed(_WHITE, 0.3).hex}"/>'
    return ""


def _robot(art: Art) -> Art:
    """A robot on its legs, on a canvas of 140 by 236, its head above."""
    steel = main_color(thumbnail(art))
    body, shade, dark = steel.hex, _shade(steel, 0.2), _shade(steel, 0.62)
    light = steel.mixed(_WHITE, 0.35).hex
    parts = [
        f'<rect x="60" y="96" width="20" height="18" fill="{dark}"/>',
        # arms
        f'<path d="M34 124 C14 130 14 158 18 174" fill="none" stroke="{shade}" stroke-width="13" stroke-linecap="round"/>',
        f'<path d="M106 124 C126 130 126 158 122 174" fill="none" stroke="{shade}" stroke-width="13" stroke-linecap="round"/>',
        f'<path d="M9 176 a10 10 0 1 1 18 0 l-4 8 v-8 h-10 v8 z" fill="{dark}"/>',
        f'<path d="M113 176 a10 10 0 1 1 18 0 l-4 8 v-8 h-10 v8 z" fill="{dark}"/>',
        # legs and feet
        f'<rect x="46" y="178" width="16" height="44" rx="5" fill="{shade}"/>',
        f'<rect x="78" y="178" width="16" height="44" rx="5" fill="{shade}"/>',
        f'<path d="M38 234 q0 -16 16 -16 h10 v16 z" fill="{dark}"/>',
        f'<path d="M102 234 q0 -16 -16 -16 h-10 v16 z" fill="{dark}"/>',
        # trunk with its panel
        f'<rect x="32" y="108" width="76" height="78" rx="14" fill="{body}"/>',
        f'<rect x="44" y="122" width="52" height="34" rx="7" fill="{light}"/>',
        f'<circle cx="57" cy="139" r="7" fill="{dark}"/><circle cx="76" cy="133" r="4" fill="#e8453c"/>',
        '<circle cx="88" cy="133" r="4" fill="#f6b73c"/>',
        f'<rect x="72" y="143" width="18" height="5" rx="2.5" fill="{dark}"/>',
        f'<rect x="52" y="166" width="36" height="6" rx="3" fill="{shade}"/>',
        _placed(art, 15, 0, 110),
    ]
    return Art(140, 236, "".join(parts))


_SHIRTS: Final = ("#c8443a", "#2f7fb8", "#3f9163", "#e2a33a", "#7a5bb5", "#e07a5f", "#35635f")
_TROUSERS: Final = ("#3c4f76", "#4a4a55", "#6b4a35", "#2f3e4e")


def _person(art: Art, chance: Chance, *, child: bool, festive: bool) -> Art:
    """A standing person, on a canvas of 140 by 250, their head above."""
    skin = main_color(thumbnail(art))
    shirt = "#c62f2f" if festive else chance.one_of(_SHIRTS)
    trousers = "#a82626" if festive else chance.one_of(_TROUSERS)
    sleeve = Color.parse(shirt).mixed(_DARK, 0.16).hex
    seam = Color.parse(trousers).mixed(_DARK, 0.3).hex
    head = 104 if child else 96
    parts = [
        f'<rect x="60" y="88" width="20" height="22" fill="{_shade(skin, 0.12)}"/>',
        # arms, hands
        f'<path d="M46 118 C30 132 28 154 28 170" fill="none" stroke="{sleeve}" stroke-width="17" stroke-linecap="round"/>',
        f'<path d="M94 118 C110 132 112 154 112 170" fill="none" stroke="{sleeve}" stroke-width="17" stroke-linecap="round"/>',
        f'<circle cx="28" cy="176" r="9" fill="{skin.hex}"/><circle cx="112" cy="176" r="9" fill="{skin.hex}"/>',
        # trousers, shoes
        f'<path d="M44 168 H96 L94 238 H75 L70 190 L65 238 H46 Z" fill="{trousers}"/>',
        f'<path d="M70 176 V192" stroke="{seam}" stroke-width="2"/>',
        '<path d="M40 248 q0 -13 13 -13 h14 v13 z" fill="#33302f"/><path d="M100 248 q0 -13 -13 -13 h-14 v13 z" fill="#33302f"/>',
        # shirt, belt
        f'<path d="M48 106 Q70 98 92 106 Q102 112 100 132 L97 176 H43 L40 132 Q38 112 48 106 Z" fill="{shirt}"/>',
        f'<rect x="43" y="170" width="54" height="8" fill="{seam}"/><rect x="65" y="169" width="10" height="10" rx="2" fill="#d8b04a"/>',
        f'<path d="M58 104 Q70 118 82 104 Z" fill="{skin.hex}"/>',
        _placed(art, 70 - head / 2, 0, head),
    ]
    return Art(140, 250, "".join(parts))


def _full_length(art: Art, chance: Chance, *, suit: bool) -> Art:
    """A bust continued to its feet: its coat runs on downwards, and legs stand below."""
    pixels = thumbnail(art)
    row, solid = _lowest_row(art)
    unit = art.width / pixels.shape[1]
    left, right, top = float(solid[0]) * unit, float(solid[-1] + 1) * unit, row * unit
    wide, middle = right - left, (left + right) / 2
    length, foot = wide * 0.5, top + wide * 1.12
    coat, front = _coat_colors(pixels[row, solid])
    trousers, leg = _shade(coat, 0.1) if suit else chance.one_of(_TROUSERS), wide * 0.2
    legs = "".join(
        _leg(x, top + length * 0.7, foot, leg, trousers) for x in (middle - wide * 0.15, middle + wide * 0.15)
    )
    d = (
        f"M{number(left)} {number(top)} H{number(right)} "
        f"C{number(right)} {number(top + length * 0.4)} {number(right - wide * 0.12)} {number(top + length * 0.5)} "
        f"{number(right - wide * 0.13)} {number(top + length)} H{number(left + wide * 0.13)} "
        f"C{number(left + wide * 0.12)} {number(top + length * 0.5)} {number(left)} {number(top + length * 0.4)} "
        f"{number(left)} {number(top)} Z"
    )
    opening = ""
    if front:
        slim = wide * 0.1
        opening = _box(middle - slim / 2, top, slim, length, front.hex)
    arms = "".join(
        f'<path d="M{number(x)} {number(top + length * 0.1)} L{number(x + lean)} {number(top + length * 0.82)}" '
        f'stroke="{_shade(coat, 0.14)}" stroke-width="{number(wide * 0.02)}" fill="none"/>'
        for x, lean in ((left + wide * 0.22, wide * 0.02), (right - wide * 0.22, -wide * 0.02))
    )
    body = f'{legs}<path d="{d}" fill="{coat.hex}"/>{opening}{arms}{art.body}'
    return Art(art.width, foot, body)


def _coat_colors(row: NDArray[np.uint8]) -> tuple[Color, Color | None]:
    """Return the color of a coat's sides, and that of what its opening shows when there is one."""
    coat = main_color(row[None])
    middle = Color(*(int(part) for part in row[len(row) // 2, :3]))
    near = [middle.distance(Color(*(int(p) for p in pixel[:3]))) < 40 for pixel in row]
    is_opening = coat.distance(middle) > 90 and sum(near) < len(row) * 0.3
    return coat, middle if is_opening else None


def _leg(x: float, top: float, foot: float, width: float, color: str) -> str:
    sole = number(width * 0.7)
    shoe = f"M{number(x - width * 0.7)} {number(foot)} q0 -{sole} {sole} -{sole} q{sole} 0 {sole} {sole} z"
    return f'{_box(x - width / 2, top, width, foot - width * 0.4 - top, color)}<path d="{shoe}" fill="#33302f"/>'


def _box(x: float, y: float, width: float, height: float, color: str) -> str:
    where = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {where} fill="{color}"/>'
