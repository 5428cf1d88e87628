"""Drawings that follow the layout of a reference picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from hwasil.core.jobs import Conditioning, Control, TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.engine.illustrator.illustrator import illustrate, sketch
from hwasil.engine.illustrator.reference import layout_of


def reference(left: float, right: float) -> Picture:
    """Return a dark disc between two places, seen from the front, on light ground."""
    pixels = np.full((256, 256, 3), 235, np.uint8)
    middle, radius = (left + right) / 2 * 256, (right - left) / 2 * 256
    cv2.circle(pixels, (round(middle), 150), round(radius), (40, 60, 120), cv2.FILLED, cv2.LINE_AA)
    return Picture.from_pixels(pixels)


@pytest.mark.parametrize("control", ["edges", "segmentation"])
def test_a_thing_is_found_where_it_is(real_home: Path, control: Control) -> None:
    layout = layout_of(Conditioning(reference(0.1, 0.5), control, 1.0))
    assert len(layout.frames) == 1
    (frame,) = layout.frames
    assert frame.left == pytest.approx(0.1, abs=0.05)
    assert frame.right == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("control", ["edges", "segmentation"])
@pytest.mark.parametrize(("left", "right"), [(0.05, 0.4), (0.6, 0.95)])
def test_what_is_drawn_stands_where_the_reference_has_something(
    real_home: Path, control: Control, left: float, right: float
) -> None:
    job = TextToImage(
        "a fox in a forest", size=Size(512, 512), conditioning=Conditioning(reference(left, right), control, 1.0)
    )
    (fox,) = sketch(job, 4).items
    assert left * 512 < fox.x < right * 512


def test_the_stronger_the_closer(real_home: Path) -> None:
    aim = reference(0.6, 0.95)
    places = []
    for strength in (0.0, 0.3, 0.6, 1.0):
        job = TextToImage("a fox", size=Size(512, 512), conditioning=Conditioning(aim, "segmentation", strength))
        places.append(sketch(job, 4).items[0].x)
    assert places == sorted(places)
    assert places[0] == sketch(TextToImage("a fox", size=Size(512, 512)), 4).items[0].x


def test_things_that_are_carried_go_along(real_home: Path) -> None:
    words = "a cat on a chair"
    free = sketch(TextToImage(words, size=Size(512, 512)), 4)
    bound = sketch(
        TextToImage(words, size=Size(512, 512), conditioning=Conditioning(reference(0.6, 0.9), strength=1.0)), 4
    )
    apart = [two.x - one.x for one, two in (free.items[:2], bound.items[:2])]
    scale = bound.items[0].width / free.items[0].width
    assert apart[1] == pytest.approx(apart[0] * scale, abs=1)


def test_a_horizon_is_followed(real_home: Path) -> None:
    pixels = np.full((200, 300, 3), (150, 200, 255), np.uint8)
    pixels[60:] = (40, 120, 40)
    job = TextToImage("a field", conditioning=Conditioning(Picture.from_pixels(pixels), "segmentation", 1.0))
    assert sketch(job, 1).backdrop.horizon == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("control", ["edges", "segmentation"])
@pytest.mark.parametrize("size", [(1, 1), (3, 900), (600, 400)])
def test_a_reference_that_shows_nothing_changes_nothing_and_breaks_nothing(
    real_home: Path, control: Control, size: tuple[int, int]
) -> None:
    blank = Picture.from_pixels(np.full((*size, 3), 128, np.uint8))
    job = TextToImage("a fox", size=Size(320, 320), conditioning=Conditioning(blank, control, 1.0))
    assert illustrate(job, 4).picture == illustrate(TextToImage("a fox", size=Size(320, 320)), 4).picture
