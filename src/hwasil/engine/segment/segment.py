"""From words, a box or clicks to a mask.

Each way of finding gives what it found and how sure it is. Words go from what is known by name to what only has the
color, the place or the look of being meant; the first that is sure enough is the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box
from hwasil.core.picture import Picture
from hwasil.engine.segment import unnamed
from hwasil.engine.segment.found import Found, Point
from hwasil.engine.segment.likened import likened
from hwasil.engine.segment.named import by_name
from hwasil.engine.segment.names import name
from hwasil.engine.segment.pointed import pointed_at
from hwasil.engine.segment.scene import Rough, Scene
from hwasil.engine.segment.shape import shape_in
from hwasil.engine.segment.wish import Wish, read
from hwasil.i18n import language, say

THRESHOLD: Final = 0.15  # of confidence; below it nothing was found
_EMPTY: Final = 0.0002  # of the picture: a mask smaller than this holds nothing

_Way = Callable[[Scene, Wish], Rough | None]


def segment(picture: Picture, what: str) -> Found:
    """Return the mask of what a few words name, in Korean or English; the same words give the same mask.

    Raises InvalidInput with ``what`` and ``seen``, the names of what is in the picture, when nothing is found.
    """
    scene, wish = Scene.of(picture), read(what)
    for way in _ways(wish):
        rough = way(scene, wish)
        if rough is not None and rough.confidence >= THRESHOLD and (rough.strength > 0.5).mean() > _EMPTY:
            return scene.found(rough)
    raise InvalidInput("mask_prompt_found_nothing", what=what[:80], seen=_said(scene.seen))


def segment_box(picture: Picture, box: Box) -> Found:
    """Return the mask of the thing that a box frames. Raises InvalidInput for a box outside the picture."""
    left, top = max(box.left, 0), max(box.top, 0)
    right, bottom = min(box.right, picture.width), min(box.bottom, picture.height)
    if left >= right or top >= bottom:
        raise InvalidInput("segment_outside", size=picture.size)
    scene = Scene.of(picture)
    height, width = scene.small.shape[:2]
    inside = Box(
        min(int(left * scene.scale), width - 1),
        min(int(top * scene.scale), height - 1),
        max(1, round(right * scene.scale)),
        max(1, round(bottom * scene.scale)),
    )
    shape = shape_in(scene.small, inside)
    return scene.found(Rough(shape.strength, 0.3 + 0.7 * shape.fit, "", "box"))


def segment_points(picture: Picture, points: Sequence[Point]) -> Found:
    """Return the mask of what clicks point at.

    Raises InvalidInput when none of them adds, or one lies outside the picture.
    """
    if not any(one.add for one in points):
        raise InvalidInput("segment_no_point")
    if not all(0 <= one.x < picture.width and 0 <= one.y < picture.height for one in points):
        raise InvalidInput("segment_outside", size=picture.size)
    scene = Scene.of(picture)
    small = [Point(one.x * scene.scale, one.y * scene.scale, one.add) for one in points]
    return scene.found(pointed_at(scene, small))


def subject(picture: Picture) -> Found:
    """Return the mask of what the picture is of. Raises InvalidInput when nothing stands out."""
    scene = Scene.of(picture)
    rough = unnamed.subject(scene)
    if (rough.strength > 0.5).mean() <= _EMPTY:
        raise InvalidInput("mask_prompt_found_nothing", what=say("segment.subject"), seen=_said(scene.seen))
    return scene.found(rough)


def _ways(wish: Wish) -> Sequence[_Way]:
    if wish.region:
        return (_REGIONS[wish.region],)
    return by_name, likened, unnamed.colored, unnamed.standing_out


def _said(labels: Sequence[str]) -> str:
    return ", ".join(name(label, language()) for label in labels) or say("segment.nothing_known")


_REGIONS: Final[dict[str, _Way]] = {
    "subject": lambda scene, _: unnamed.subject(scene),
    "background": lambda scene, _: unnamed.background(scene),
    "sky": lambda scene, _: unnamed.sky(scene),
}
