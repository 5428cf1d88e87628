"""Scenes that the illustrator composes, each with a caption that is true: layout, numbers and colors are learned here.

What is to be drawn is given to the illustrator as a reading, so that no sentence has to be understood on the way, and
where things came to stand is read from the scene that it composed.
"""

from __future__ import annotations

import itertools
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from training.sketch import captions, sources, splits
from training.sketch.captions import Composition, Member

from hwasil.core.picture import Size
from hwasil.engine.illustrator.compose import compose
from hwasil.engine.illustrator.drawings import ArtSet, Drawings, open_drawings
from hwasil.engine.illustrator.reading import Reading, Relation, RelationKind, Thing
from hwasil.engine.illustrator.render import pixels_of, svg_of
from hwasil.engine.illustrator.scene import Item, Scene

# The styles of sources.toml that the illustrator's art sets are.
STYLES: Final[Mapping[ArtSet, str]] = {"flat": "flat", "noto": "soft", "shaded": "shaded"}
_HANDS: Final[Mapping[ArtSet, str]] = {"flat": "fluent", "noto": "noto", "shaded": "fluent"}
_DRAWN_AT: Final = Size(256, 256)
_INDOORS: Final = frozenset({"room", "kitchen"})
_KINDS: Final = (0.25, 0.45, 0.2, 0.1)  # how often a scene has one kind of thing, two, three, four
_MOST: Final = 4  # things in a scene
_RELATIONS: Final[Mapping[str, RelationKind]] = {"on": "on", "behind": "behind", "beside": "beside"}
_SUPPORTS: Final = frozenset(
    {
        "table",
        "bench",
        "bed",
        "chair",
        "horse",
        "elephant",
        "turtle",
        "whale",
        "camel",
        "cow",
        "automobile",
        "skateboard",
    }
)
_BLOCK: Final = 2048  # scenes that processes share before the next ones
_IN_SIGHT: Final = 0.45  # of every thing
_GRID: Final = 16  # points a side that are looked at
_OVERLAP: Final = 0.15  # of a thing's width, up to which it still stands beside another


@dataclass(frozen=True, slots=True)
class Composed:
    """A scene as it is kept: what it shows, its split and its pixels (64, 64, 3)."""

    shows: Composition
    split: splits.Split
    pixels: NDArray[np.uint8]


def composed(things: Sequence[sources.Thing], count: int, seed: int, processes: int = 1) -> Iterator[Composed]:
    """Yield scenes of things that are not held back: the same ones for the same things, count and seed.

    A drawing whose pair of concept and hand is held back is in none of them.
    """
    drawings = open_drawings()
    known = {thing.label: thing for thing in things if splits.of_drawing(thing.label, "") != "concepts"}
    attempt = partial(_attempted, [thing for label, thing in known.items() if _draws(drawings, label)], seed)
    attempts: Iterator[Composed | None]
    with ExitStack() as open_pools:
        if processes == 1:
            attempts = map(attempt, itertools.count())
        else:
            pool = open_pools.enter_context(multiprocessing.get_context("spawn").Pool(processes))
            blocks = (range(start, start + _BLOCK) for start in itertools.count(0, _BLOCK))
            attempts = itertools.chain.from_iterable(pool.map(attempt, block) for block in blocks)
        yield from itertools.islice((found for found in attempts if found is not None), count)


def _draws(drawings: Drawings, label: str) -> bool:
    try:
        drawings.labeled(label)
    except KeyError:
        return False
    return True


def _attempted(cast: Sequence[sources.Thing], seed: int, number: int) -> Composed | None:
    """Return the scene of a number; None where its picture would not be what is said of it."""
    chance = np.random.default_rng((seed, number))
    try:
        return _composed(cast, open_drawings(), chance, int(chance.integers(1 << 31)))
    except BaseException as problem:
        # Filters of a few drawings make resvg panic, which comes as a class that cannot be imported and is no
        # Exception. Such a scene is left out.
        if type(problem).__name__ != "PanicException":
            raise
        return None


def _composed(
    cast: Sequence[sources.Thing], drawings: Drawings, chance: np.random.Generator, seed: int
) -> Composed | None:
    wish = wished(cast, chance)
    scene = compose(_reading(wish, drawings, chance), _DRAWN_AT, seed, drawings)
    shows = _seen(wish, scene)
    if shows is None or any(splits.of_drawing(one.label, _HANDS[one.art_set]) != "seen" for one in scene.items):
        return None
    pixels = cv2.resize(
        pixels_of(svg_of(scene, drawings), lettered=False), (sources.SIDE,) * 2, interpolation=cv2.INTER_AREA
    )
    split = splits.of_scene((member.label, member.color) for member in shows.members)
    return Composed(shows, split, np.asarray(pixels, np.uint8))


def wished(cast: Sequence[sources.Thing], chance: np.random.Generator) -> Composition:
    """Return what a scene should show: one to four things of the cast, and what is around them."""
    kinds = 1 + int(chance.choice(len(_KINDS), p=_KINDS))
    chosen = [cast[index] for index in chance.choice(len(cast), kinds, replace=False)]
    members = []
    left = _MOST - kinds
    for thing in chosen:
        more = int(chance.integers(left + 1)) if countable(thing.label) and chance.random() < 0.4 else 0
        left -= more
        colors = sorted(captions.words()["color"])
        dyed = chance.random() < 0.3 and not set(colors) & set(thing.label.split())
        color = str(chance.choice(colors)) if dyed else None
        members.append(Member(thing.label, thing.korean, thing.subgroup, 1 + more, color))
    relation = None
    if kinds == 2 and members[0].count == members[1].count == 1 and chance.random() < 0.6:
        on = members[1].label in _SUPPORTS
        relation = str(chance.choice(["on", "behind"] if on else ["behind", "beside", "beside"]))
    around = Composition(tuple(members), "", relation)
    table = captions.words()
    if chance.random() < 0.5:
        return replace(around, backdrop=str(chance.choice(sorted(table["color"]))))
    setting = str(chance.choice(sorted(table["setting"])))
    time = weather = None
    if setting not in _INDOORS:
        time = str(chance.choice(sorted(table["time"]))) if chance.random() < 0.3 else None
        weather = str(chance.choice(sorted(table["weather"]))) if not time and chance.random() < 0.2 else None
    return replace(around, setting=setting, time=time, weather=weather)


def countable(label: str) -> bool:
    """Whether there can be two of a thing: not of what is many already, nor where the name says with what it is."""
    return not captions.is_plural(label) and " with " not in label and " in " not in label


def _reading(wish: Composition, drawings: Drawings, chance: np.random.Generator) -> Reading:
    table = captions.words()
    things = [
        Thing(
            drawings.labeled(one.label),
            one.label,
            one.count,
            table["color"][one.color]["hex"] if one.color else None,
        )
        for one in wish.members
    ]
    return Reading(
        things=things,
        relations=[Relation(_RELATIONS[wish.relation], 0, 1)] if wish.relation else [],
        settings=[wish.setting] if wish.setting else ["plain"],
        times=[wish.time] if wish.time else [],
        weather=[wish.weather] if wish.weather else [],
        media=["three"] if chance.random() < 1 / 3 else [],
        backdrop_color=table["color"][wish.backdrop]["hex"] if wish.backdrop else None,
    )


def _seen(wish: Composition, scene: Scene) -> Composition | None:
    """Return what came of a wish, with the style it is drawn in, and left and right as things really stand.

    None for a scene that mixes styles, that hides a thing behind others, and where things that should be side by side
    are not.
    """
    styles = {STYLES[item.art_set] for item in scene.items}
    if len(styles) != 1 or len(scene.items) != sum(member.count for member in wish.members):
        return None
    if any(in_sight(scene, number) < _IN_SIGHT for number in range(len(scene.items))):
        return None
    relation = wish.relation
    if relation == "beside":
        relation = side_of(*(_item(scene, member.label) for member in wish.members))
        if relation is None:
            return None
    return replace(wish, style=styles.pop(), relation=relation)


def _item(scene: Scene, label: str) -> Item:
    return next(item for item in scene.items if item.label == label)


def in_sight(scene: Scene, number: int) -> float:
    """Return the share of a thing's box that is within the picture and that no box before it covers."""
    item = scene.items[number]
    halves = (np.arange(_GRID) + 0.5) / _GRID
    across = item.x - item.width / 2 + item.width * halves[np.newaxis, :]
    down = item.y - item.height + item.height * halves[:, np.newaxis]
    seen = (across >= 0) & (across < scene.width) & (down >= 0) & (down < scene.height)
    for other in scene.items[number + 1 :]:
        seen &= ~((abs(across - other.x) < other.width / 2) & (down < other.y) & (down > other.y - other.height))
    return float(seen.mean())


def side_of(one: Item, other: Item) -> str | None:
    """Return on which side of another a thing stands, ``left`` or ``right``; None where they overlap."""
    near, far = sorted((one, other), key=lambda item: item.x)
    overlap = (near.x + near.width / 2) - (far.x - far.width / 2)
    if overlap > _OVERLAP * min(one.width, other.width):
        return None
    return "left" if one.x < other.x else "right"
