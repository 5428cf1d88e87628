"""Scenery: the places that things are set in, painted from shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hwasil.engine.illustrator.scene import Backdrop, Setting
from hwasil.engine.illustrator.scenery import (
    beyond,
    city,
    deep,
    dry,
    farm,
    halls,
    heights,
    kitchen,
    meadows,
    rooms,
    shores,
    town,
    venues,
    water,
    western,
    woods,
)
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.machines import brass_works
from hwasil.engine.illustrator.scenery.places import BEYOND, INDOORS
from hwasil.engine.illustrator.scenery.signs import sign_wall
from hwasil.engine.illustrator.scenery.weather import paint_weather
from hwasil.engine.illustrator.svg import Sheet

__all__ = ["overlay", "paint", "sign_wall"]

_PAINTERS: Final[dict[Setting, Callable[[Frame], None]]] = {
    "forest": woods.forest,
    "jungle": woods.jungle,
    "field": meadows.field,
    "flowers": meadows.flowers,
    "park": meadows.park,
    "farm": farm.farm,
    "mountain": heights.mountain,
    "snowfield": heights.snowfield,
    "desert": dry.desert,
    "beach": water.beach,
    "sea": water.sea,
    "lake": shores.lake,
    "river": shores.river,
    "city": city.city,
    "street": town.street,
    "village": town.village,
    "western": western.western,
    "room": rooms.room,
    "bedroom": rooms.bedroom,
    "kitchen": kitchen.kitchen,
    "office": halls.office,
    "library": halls.library,
    "classroom": halls.classroom,
    "cafe": venues.cafe,
    "clinic": venues.clinic,
    "stage": venues.stage,
    "space": beyond.space,
    "moon": beyond.moon,
    "underwater": deep.underwater,
    "sky": beyond.sky,
    "plain": beyond.plain,
}


def paint(sheet: Sheet, backdrop: Backdrop, seed: int) -> None:
    """Paint the place behind and under the things: sky, distance, ground, and decorations at the sides.

    The middle of the ground stays calm: that is where the things stand. The same sheet size, backdrop and seed
    always give the same shapes.
    """
    frame = Frame(sheet, backdrop, seed)
    _PAINTERS[backdrop.setting](frame)
    if backdrop.mood == "steampunk" and backdrop.setting not in INDOORS | BEYOND:
        brass_works(frame)


def overlay(sheet: Sheet, backdrop: Backdrop, seed: int) -> None:
    """Paint what is in front of the things: falling snow, rain, veils of fog, drifting leaves, bubbles."""
    paint_weather(Frame(sheet, backdrop, seed))
