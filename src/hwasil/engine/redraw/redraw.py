"""Redraw a region of a picture from words.

A prompt that only wants another color or material keeps the light and shade of what is there. A thing is drawn by the
illustrator and set into the place of what was, which is filled first; a place is drawn as a whole into the region.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

from hwasil.core.composite import composite_back
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import TextToImage
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.engine.alpha import colors_of, with_colors
from hwasil.engine.edited import Edited, Report, ignore, require_region
from hwasil.engine.fill import fill
from hwasil.engine.illustrator.illustrator import drawn_at, illustrate
from hwasil.engine.illustrator.sprite import Sprite, sprite
from hwasil.engine.redraw.setting_in import lit, over, place_for
from hwasil.engine.redraw.surfaces import surfaced
from hwasil.engine.redraw.surroundings import Pixels, surroundings_of
from hwasil.engine.redraw.wish import change_of
from hwasil.engine.segment import with_edge

_ROOM: Final = 0.05  # of the region's longer side: how far a new thing may reach beyond what was named
_SOFT: Final = 0.02  # of the region's longer side: how a drawn place fades in from the region's edge


def redraw(
    picture: Picture,
    region: Mask,
    prompt: str,
    *,
    what: str | None = None,
    negative: str | None = None,
    seed: int,
    report: Report = ignore,
) -> Edited:
    """Return the picture with a region redrawn from words. Outside the region nothing changes.

    ``what`` is what the region was called, if words named it: then a new thing may reach a little beyond the outline
    of the old one, and the result says which region that is. Details: ``how`` (recolored, drawn thing, drawn place)
    and what was drawn, and not.

    Raises InvalidInput for an unfit region, for words that nothing here can draw, and for a thing that does not fit.
    """
    require_region(picture, region)
    change = change_of(prompt, what)
    if change is not None:
        return surfaced(picture, region, change, seed)
    room = _room(region) if what else region
    box = room.box or Box(0, 0, picture.width, picture.height)
    size = Size(box.right - box.left, box.bottom - box.top)
    thing = sprite(prompt, negative, size, seed)
    if thing is None:
        return _place(picture, region, box, TextToImage(prompt, negative, size=drawn_at(size)), seed)
    return _thing(picture, region, room, thing, seed, report)


def _thing(picture: Picture, region: Mask, room: Mask, thing: Sprite, seed: int, report: Report) -> Edited:
    colors = colors_of(picture)
    place = place_for(thing.pixels[..., 3], room.hardened().pixels)
    if place is None:
        raise InvalidInput("redraw_no_room", thing=", ".join(thing.scene.drawn))
    light = surroundings_of(colors, region.pixels)
    hole = region if room is region else _with_edge(region, room)
    below = picture if hole.inverted().is_empty else fill(picture, hole, report=report).picture
    height, width = thing.pixels.shape[:2]
    size = (max(1, round(width * place.scale)), max(1, round(height * place.scale)))
    set_in = lit(_resized(thing.pixels, size), light, seed)
    drawn = over(colors_of(below), set_in, place.left, place.top, shadow=thing.grounded)
    result = composite_back(picture, with_colors(picture, drawn), room)
    told = {"how": "drawn thing", "drawn": list(thing.scene.drawn), "not_drawn": list(thing.scene.not_drawn)}
    return Edited(result, told, room if room is not region else None)


def _place(picture: Picture, region: Mask, box: Box, job: TextToImage, seed: int) -> Edited:
    """Draw a whole place into a region. Raises InvalidInput when the words name nothing that can be drawn."""
    drawn = illustrate(job, seed)
    if not drawn.scene.drawn:
        raise InvalidInput("redraw_nothing_drawn", words=job.prompt[:200])
    told: dict[str, Any] = {
        "how": "drawn place",
        "drawn": list(drawn.scene.drawn),
        "not_drawn": list(drawn.scene.not_drawn),
    }
    colors = colors_of(picture).copy()
    scene = _resized(drawn.picture.pixels, (box.right - box.left, box.bottom - box.top))
    colors[box.top : box.bottom, box.left : box.right] = scene
    soft = region.feathered(_SOFT * max(scene.shape[:2]))
    return Edited(composite_back(picture, with_colors(picture, colors), soft), told)


def _room(region: Mask) -> Mask:
    """Return where a new thing may be: the convex hull of what was there, and a little more."""
    points = cv2.findNonZero(region.hardened(1).pixels)
    hull = np.zeros(region.pixels.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(points), 255)
    box = region.box
    reach = max(2, round(_ROOM * max(box.right - box.left, box.bottom - box.top))) if box else 2
    return Mask(np.maximum(Mask(hull).grown(reach).pixels, region.pixels))


def _with_edge(region: Mask, room: Mask) -> Mask:
    """Return a region with the edge of what is in it, as far as there is room."""
    return Mask(np.minimum(with_edge(region).pixels, room.pixels))


def _resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return pixels at a size (width, height), by areas when it is smaller."""
    if (pixels.shape[1], pixels.shape[0]) == size:
        return pixels
    smaller = size[0] < pixels.shape[1]
    resized = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
    return np.asarray(resized, np.uint8)
