"""Rooms of a home: the living room and the bedroom."""

from __future__ import annotations

from hwasil.engine.illustrator.scenery.color import lit, shaded
from hwasil.engine.illustrator.scenery.frame import Frame
from hwasil.engine.illustrator.scenery.furniture import bookcase, picture, potted_plant
from hwasil.engine.illustrator.scenery.lamps import floor_lamp, string_of_lights, table_lamp
from hwasil.engine.illustrator.scenery.machines import furnish
from hwasil.engine.illustrator.scenery.shapes import boxes, discs, placed, rounded
from hwasil.engine.illustrator.scenery.walls import planks, rug, wall
from hwasil.engine.illustrator.scenery.windows import window

# wall, curtains, rug
_LIVING = (
    ("#f3dcc2", "#d9806a", "#e8b08a"),
    ("#d9e6df", "#e0a03a", "#efd9a8"),
    ("#e3deef", "#7f74b8", "#f0b8a8"),
    ("#cfe0e8", "#3f7f8f", "#f2c99a"),
)
# wall, covers
_SLEEPING = (("#dcd6ee", "#7f86c4"), ("#f4dcd8", "#d98a94"), ("#d3e4e6", "#5f9aa8"), ("#efe3cd", "#d99a5a"))


def room(frame: Frame) -> None:
    """Paint a living room: a window, a bookcase, pictures, a plant, a lamp, a rug."""
    chance = frame.chance("room")
    color, curtain, cloth = chance.one_of(_LIVING)
    wall(frame, color, chance.one_of(("plain", "stripes", "dots")), wainscot=chance.one_of((None, "#f4ead9")))
    planks(frame, "#c98f5f")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide, tall = min(w * 0.36, u * 44), min(low * 0.52, u * 52)
    for middle in (0.26, 0.48, 0.7) if frame.spread > 2.4 else (0.5,):
        window(frame, (w * middle - wide / 2, low * 0.68 - tall, wide, tall), curtain=curtain)
    case, high = min(w * 0.17, u * 26), min(low * 0.78, u * 66)
    bookcase(frame, "room", (w * 0.025, low + u - high, case, high), 5, filled=0.7)
    frame_wide, frame_tall = min(w * 0.095, u * 13), min(low * 0.24, u * 16)
    for index, (share, top) in enumerate(
        ((0.83, 0.16), (0.91, 0.22)) if frame.spread > 1.5 else ((0.77, 0.16), (0.885, 0.22))
    ):
        upper = max(low * top, low - u * 62 + u * 6 * index)
        picture(frame, f"room {index}", (w * share, upper, frame_wide, frame_tall))
    furnish(frame)
    rug(frame, cloth, curtain)
    floor_lamp(frame, w * 0.8, frame.down(0.08), min(low * 0.62, u * 42))
    potted_plant(frame, "room", w * 0.94, frame.down(0.16), min(low * 0.56, u * 34))


def bedroom(frame: Frame) -> None:
    """Paint a bedroom: a bed at one side, a night table with its lamp, a window, a string of lights."""
    chance = frame.chance("bedroom")
    color, cover = chance.one_of(_SLEEPING)
    wall(frame, color, chance.one_of(("dots", "stripes")))
    planks(frame, "#b98a68")
    u, w, low = frame.unit, frame.width, frame.horizon
    wide, tall = min(w * 0.32, u * 38), min(low * 0.5, u * 46)
    for middle in (0.22, 0.46) if frame.spread > 2.4 else (0.36,):
        window(frame, (w * middle - wide / 2, low * 0.68 - tall, wide, tall), curtain=shaded(cover, 0.06))
    upper = max(low * 0.2, low - u * 60)
    picture(frame, "bedroom", (w * 0.8, upper, min(w * 0.13, u * 17), min(low * 0.24, u * 14)))
    string_of_lights(frame, low * 0.06)
    furnish(frame)
    rug(frame, lit(cover, 0.5), cover)
    bed = min(w * 0.32, u * 40)
    _night_table(frame, w - bed - u * 7, frame.down(0.08), min(u * 11, w * 0.1))
    _bed(frame, w - bed, frame.down(0.26), bed, min(low * 0.46, u * 31), cover)
    potted_plant(frame, "bedroom", w * 0.055, frame.down(0.12), min(low * 0.46, u * 28), pot="#e9e2d8")


def _bed(frame: Frame, x: float, base: float, width: float, tall: float, cover: str) -> None:
    """Paint a bed, its head to the wall, that reaches out of the picture at the right."""
    sheet, u, wood = frame.sheet, frame.unit, "#9a6b4a"
    wide = width * 1.3
    sheet.path(rounded(x, base - tall, wide, tall * 0.94, u * 4), frame.of(wood))
    sheet.path(rounded(x + u * 2, base - tall + u * 2, wide, tall * 0.6, u * 3), frame.of(lit(wood, 0.2)))
    for share in (0.14, 0.57):
        pillow = (x + width * share, base - tall * 0.76, width * 0.38, tall * 0.3)
        sheet.rect(*pillow, frame.of("#fdf8ef"), f'rx="{round(tall * 0.1)}"')
    sheet.path(rounded(x + u, base - tall * 0.54, wide, tall * 0.48, u * 3), frame.of(cover))
    sheet.path(rounded(x + u, base - tall * 0.54, wide, tall * 0.14, u * 3), frame.of("#fbf4e8"))
    count = int(width / u / 6) + 1
    spots = [(x + u * (5 + 6 * i), base - tall * (0.3 if i % 2 else 0.17), u * 0.9) for i in range(count)]
    sheet.path(discs(spots), frame.of(lit(cover, 0.45)))
    sheet.rect(x, base - tall * 0.08, wide, tall * 0.06, frame.of(shaded(wood, 0.2)))
    sheet.rect(x + u * 1.5, base - tall * 0.02, u * 2, tall * 0.04, frame.of(shaded(wood, 0.4)))


def _night_table(frame: Frame, x: float, base: float, size: float) -> None:
    sheet, wood = frame.sheet, "#a97a55"
    sheet.rect(x - size / 2, base - size, size, size, frame.of(wood))
    drawers = placed(x, base, size, ((-0.4, -0.86, 0.8, 0.32), (-0.4, -0.46, 0.8, 0.32)))
    sheet.path(boxes(drawers), frame.of(lit(wood, 0.2)))
    knobs = [(x, base - size * share, size * 0.05) for share in (0.7, 0.3)]
    sheet.path(discs(knobs), frame.of("#5f4030"))
    table_lamp(frame, x, base - size, size)
