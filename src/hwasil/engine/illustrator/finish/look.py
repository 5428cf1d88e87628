"""What one word does to a picture, and what several do together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from hwasil.engine.illustrator.finish.color import Grade

Step = Callable[[Image.Image, int], Image.Image]
Tool = Literal["brush", "screen"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a medium, a style, a light or a tone does, in the order in which it is done.

    ``form`` moves what is drawn. ``grade`` colors it. ``light`` falls on it. ``bloom`` (0 to 1) is light that
    spills, ``vignette`` (0 to 1) what the corners lose. ``hand`` makes the picture anew in a technique; of two
    hands with one ``tool``, only the first is at work. ``tint`` colors what the hand made. ``surface`` is what it
    lies on, ``grain`` the film's. ``last`` comes after everything.
    """

    form: Step | None = None
    grade: tuple[Grade, ...] = ()
    light: Step | None = None
    bloom: float = 0.0
    vignette: float = 0.0
    hand: Step | None = None
    tool: Tool | None = None
    tint: tuple[Grade, ...] = ()
    surface: Step | None = None
    grain: float = 0.0
    last: Step | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Everything to be done to one picture, in order."""

    forms: tuple[Step, ...]
    grades: tuple[Grade, ...]
    lights: tuple[Step, ...]
    bloom: float
    vignette: float
    hands: tuple[Step, ...]
    tints: tuple[Grade, ...]
    surfaces: tuple[Step, ...]
    grain: float
    lasts: tuple[Step, ...]


def together(looks: Iterable[Look]) -> Work:
    """Return the looks as one work, earlier looks first.

    Glow, corners and grain are what the strongest look says and not their sum: three words that each darken the
    corners mean dark corners, not a keyhole.
    """
    looks = tuple(looks)
    lasts = tuple(look.last for look in looks if look.last)
    return Work(
        forms=tuple(look.form for look in looks if look.form),
        grades=tuple(grade for look in looks for grade in look.grade),
        lights=tuple(look.light for look in looks if look.light),
        bloom=max((look.bloom for look in looks), default=0),
        vignette=max((look.vignette for look in looks), default=0),
        hands=_hands(looks),
        tints=tuple(tint for look in looks for tint in look.tint),
        # What draws everything together at the end, into a few large pixels, has no room for paper or grain.
        surfaces=() if lasts else tuple(look.surface for look in looks if look.surface),
        grain=0 if lasts else max((look.grain for look in looks), default=0),
        lasts=lasts,
    )


def _hands(looks: Iterable[Look]) -> tuple[Step, ...]:
    hands: list[Step] = []
    taken: set[Tool] = set()
    for look in looks:
        if look.hand and look.tool not in taken:
            hands.append(look.hand)
        if look.tool:
            taken.add(look.tool)
    return tuple(hands)
