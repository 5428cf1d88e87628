"""The cast of a picture: every single thing with its art, body, colors and proportions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hwasil.engine.illustrator import sizes, words
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.drawings import ART_SETS, Art, ArtSet, Drawing, Drawings
from hwasil.engine.illustrator.figures import embodied
from hwasil.engine.illustrator.reading import Reading, Thing
from hwasil.engine.illustrator.scene import Item

_SHADED_MEDIA: Final = frozenset({"three"})
_TONES: Final = ("light", "medium-light", "medium", "medium-dark", "dark")
_PEOPLE: Final = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """One thing to be placed. ``tall`` is its height beside others; ``width`` by ``height`` its art's canvas."""

    thing: int
    drawing: Drawing
    words: str
    art_set: ArtSet
    art: str
    width: float
    height: float
    tall: float
    color: str | None
    coat: str | None
    without: tuple[str, ...]

    @property
    def seat(self) -> float:
        """Where another thing can sit on it, as a share of its height."""
        return sizes.seat_of(self.drawing)

    def width_at(self, height: float) -> float:
        """Return how wide it is when it is this high."""
        return height * self.width / self.height

    def standing(self, x: float, foot: float, height: float, chance: Chance) -> Item:
        """Return it at a place: the middle of its foot, and how high."""
        airborne = sizes.is_airborne(self.drawing)
        return Item(
            self.drawing.label, self.words, self.art_set, self.art, x, foot, self.width_at(height), height,
            floor=foot, flip=chance.holds(0.5) and not _has_a_side(self.drawing), color=self.color, coat=self.coat,
            shadow=not airborne, without=self.without,
        )  # fmt: skip


class Cast:
    """All actors of a picture, a list for each thing of the reading, as many as were asked for."""

    def __init__(self, reading: Reading, drawings: Drawings, seed: int) -> None:
        self._drawings = drawings
        self._chance = Chance(seed, "cast")
        self._art_set = self._choose_art_set(reading)
        self._tone = self._chance.one_of(_TONES)
        self.actors = [self._actors(number, thing) for number, thing in enumerate(reading.things)]

    def _choose_art_set(self, reading: Reading) -> ArtSet:
        if _SHADED_MEDIA & set(reading.media):
            return "shaded"
        return "noto" if self._chance.holds(0.5) else "flat"

    def _actors(self, number: int, thing: Thing) -> list[Actor]:
        drawing = thing.drawing
        art_set = next(s for s in (self._art_set, *ART_SETS) if _can_draw(s, thing))
        actors = []
        for index in range(thing.count):
            tone = self._tone if index == 0 else self._chance.one_of(_TONES)
            name = self._toned(drawing, art_set, tone)
            art = embodied(drawing, self._art(art_set, name), Chance(0, name, index))
            size = 1.0 if index == 0 else self._chance.between(0.88, 1.04)
            tall = sizes.height_of(drawing) * thing.scale * size
            actors.append(
                Actor(
                    number,
                    drawing,
                    thing.words,
                    art_set,
                    f"{name}#{index}",
                    art.width,
                    art.height,
                    tall,
                    thing.color,
                    thing.coat,
                    thing.without,
                )
            )
        return actors

    def _toned(self, drawing: Drawing, art_set: ArtSet, tone: str) -> str:
        """Return the drawing of a person in a natural skin tone, where the set has one."""
        name = drawing.names[art_set]
        if drawing.group != _PEOPLE:
            return name
        for toned in (f"{name}-{tone}", f"{name}-{tone}-skin-tone"):
            if self._drawings.art(art_set, toned):
                return toned
        return name

    def _art(self, art_set: ArtSet, name: str) -> Art:
        art = self._drawings.art(art_set, name)
        if art is None:
            raise KeyError(f"{art_set}/{name}")
        return art


def _can_draw(art_set: ArtSet, thing: Thing) -> bool:
    """Whether an art set has a thing, and can leave out the parts of it that are not wanted."""
    takes_off = words.parts(thing.drawing.label)
    return art_set in thing.drawing.names and all(art_set in takes_off[part] for part in thing.without)


def _has_a_side(drawing: Drawing) -> bool:
    """Whether a drawing would be wrong seen in a mirror: it has letters, a face of a clock, a hand on one side."""
    return drawing.subgroup in (49, 58, 60, 63) or drawing.label in {"guitar", "full moon"}
