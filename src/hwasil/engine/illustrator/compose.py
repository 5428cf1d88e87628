"""From a reading to a scene: the place, the things in it, the lettering, the finish. Nothing here draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, get_args

from hwasil.core.picture import Size
from hwasil.engine.illustrator import sizes
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.drawings import Drawings
from hwasil.engine.illustrator.finish import unfinished
from hwasil.engine.illustrator.layout import Layout, followed
from hwasil.engine.illustrator.letter import place_lettering
from hwasil.engine.illustrator.reading import Reading
from hwasil.engine.illustrator.scene import Backdrop, Finish, Mood, Scene, Season, Setting, TimeOfDay, Weather
from hwasil.engine.illustrator.stage import Stage

_INDOORS: Final = frozenset(
    {"room", "bedroom", "kitchen", "office", "library", "classroom", "cafe", "clinic", "stage"}
)
_MOODS: Final[tuple[Mood, ...]] = get_args(Mood)
_WEATHERS: Final[tuple[Weather, ...]] = get_args(Weather)


def compose(reading: Reading, size: Size, seed: int, drawings: Drawings, layout: Layout | None = None) -> Scene:
    """Place everything that a reading holds. The same reading, size, seed and layout give the same scene."""
    backdrop = _backdrop(reading, seed)
    if layout:
        backdrop = replace(backdrop, horizon=layout.ground(backdrop.horizon))
    stage = Stage(size, backdrop, reading, seed, drawings)
    items = stage.items()
    if layout:
        items = followed(items, layout, size.width, size.height)
    lettering = place_lettering(reading.lettering, size, backdrop, items, seed)
    finish = Finish(
        tuple(reading.media),
        tuple(reading.styles),
        tuple(reading.lights),
        tuple(reading.tones),
        tuple(reading.scheme),
    )
    return Scene(
        size.width, size.height, seed, backdrop, tuple(items), tuple(lettering), finish,
        drawn=_drawn(reading), not_drawn=tuple(dict.fromkeys((*reading.unread, *unfinished(finish)))), near=dict(reading.near),
        avoided=tuple(reading.avoided),
    )  # fmt: skip


def _drawn(reading: Reading) -> tuple[str, ...]:
    """Say what is in the picture, in the field's plain words."""
    things = [
        f"{thing.count} × {thing.drawing.label}" if thing.count > 1 else thing.drawing.label
        for thing in reading.things
    ]
    made = [*reading.settings, *reading.times, *reading.weather, *reading.media, *reading.styles]
    made += [*reading.shots, *reading.lights, *reading.tones, *reading.scheme]
    return (*things, *made, *(f"“{letters.text}”" for letters in reading.lettering))


def _backdrop(reading: Reading, seed: int) -> Backdrop:
    chance = Chance(seed, "backdrop")
    settings = [s for s in get_args(Setting) if s in reading.settings]
    settings.sort(key=reading.settings.index)
    # The sky is over every place, so it is one only when nothing else is named.
    setting: Setting = next((s for s in settings if s != "sky"), settings[0] if settings else "plain")
    mood: Mood = next((m for m in _MOODS if m in reading.styles), "none")
    if not settings:
        setting = _implied_setting(reading)
    if mood == "cyberpunk" and setting == "plain":
        setting = "city"
    times: list[TimeOfDay] = [t for t in get_args(TimeOfDay) if t in reading.times]
    neon = "neon" in (*reading.lights, *reading.tones, *(letters.kind for letters in reading.lettering))
    moonlit = any("moon" in thing.drawing.label for thing in reading.things if sizes.is_heavenly(thing.drawing))
    night = mood == "cyberpunk" or neon or moonlit or setting == "space"
    time: TimeOfDay = times[-1] if times else "night" if night else "day"
    weather = tuple(w for w in _WEATHERS if w in reading.weather)
    seasons: dict[str, Season] = {"snow": "winter", "autumn": "autumn", "spring": "spring"}
    season: Season = next((seasons[w] for w in reading.weather if w in seasons), "summer")
    horizon = 0.68 if setting in _INDOORS else chance.between(0.56, 0.62)
    if "low" in reading.shots:
        horizon += 0.14
    if "high" in reading.shots:
        horizon -= 0.18
    heavenly = not any(sizes.is_heavenly(thing.drawing) for thing in reading.things)
    return Backdrop(setting, time, weather, season, mood, min(horizon, 0.8), reading.backdrop_color, heavenly)


def _implied_setting(reading: Reading) -> Setting:
    """Choose a place for things that named none: snow lies on a field, a whale is in the sea."""
    if any(thing.drawing.label in {"whale", "spouting whale", "sailboat", "ship"} for thing in reading.things):
        return "sea"
    if any(
        thing.drawing.label in {"astronaut", "rocket", "flying saucer", "ringed planet"}
        for thing in reading.things
    ):
        return "space"
    if reading.weather or reading.times:
        return "snowfield" if "snow" in reading.weather else "field"
    if any(sizes.is_background(thing.drawing) for thing in reading.things):
        return "field"
    return "plain"
