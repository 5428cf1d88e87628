from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.engine.redraw.setting_in import lit, over, place_for
from hwasil.engine.redraw.surroundings import surroundings_of


def disc(side: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2
    return np.where(np.hypot(x, y) < side / 2, 255, 0).astype(np.uint8)


@given(st.integers(20, 120), st.integers(20, 120), st.integers(0, 30), st.integers(0, 30))
def test_a_thing_is_placed_within_its_room(width: int, height: int, left: int, top: int) -> None:
    room = np.zeros((160, 160), np.uint8)
    room[top : top + height, left : left + width] = 255
    side = min(width, height)
    place = place_for(disc(side), room)
    assert place is not None
    size = round(side * place.scale)
    assert left - 2 <= place.left
    assert place.left + size <= left + width + 2
    assert top - 2 <= place.top
    assert place.top + size <= top + height + 2


def test_a_thing_too_long_for_its_room_has_no_place() -> None:
    ring = disc(100)
    ring[8:92, 8:92] = 0
    assert place_for(np.full((100, 100), 255, np.uint8), ring) is None


def test_a_thing_takes_the_light_of_its_place() -> None:
    thing = np.full((20, 20, 4), 128, np.uint8)
    thing[..., 3] = 255
    region = np.zeros((60, 60), np.uint8)
    region[20:40, 20:40] = 255
    bright, dark = (np.full((60, 60, 3), level, np.uint8) for level in (240, 15))
    lighter = lit(thing, surroundings_of(bright, region), 1)[..., :3].mean()
    darker = lit(thing, surroundings_of(dark, region), 1)[..., :3].mean()
    assert darker < 128 < lighter


def test_the_grain_of_a_picture_is_measured() -> None:
    noise = np.random.default_rng(3).normal(128, 12, (80, 80, 1)).clip(0, 255).astype(np.uint8)
    region = np.zeros((80, 80), np.uint8)
    region[30:50, 30:50] = 255
    smooth = surroundings_of(np.full((80, 80, 3), 128, np.uint8), region).grain
    grainy = surroundings_of(np.repeat(noise, 3, axis=2), region).grain
    assert smooth == 0
    assert grainy == pytest.approx(12 / 255 * 100, rel=0.35)


def test_a_shadow_lies_under_what_stands() -> None:
    pixels = np.full((60, 60, 3), 200, np.uint8)
    thing = np.dstack([np.full((20, 20, 3), 90, np.uint8), disc(20)])
    hovering = over(pixels, thing, 20, 20, shadow=False)
    standing = over(pixels, thing, 20, 20, shadow=True)
    assert (standing.astype(int).sum() < hovering.astype(int).sum()).all()
    assert (hovering[:20] == 200).all()
    assert standing[41, 30].max() < 200
