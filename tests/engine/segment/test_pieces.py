"""What the skill is put together from: boxes, colors, edges, and choosing among several things."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from skimage import data

from hwasil.core.mask import Box
from hwasil.core.palette import Color
from hwasil.engine.segment.candidates import MOST, candidates
from hwasil.engine.segment.color import likeness
from hwasil.engine.segment.detector import Thing, common, overlap, things
from hwasil.engine.segment.edges import refined, tidy
from hwasil.engine.segment.named import singled_out
from hwasil.engine.segment.scene import Scene
from hwasil.engine.segment.wish import read

_sides = st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 50), st.integers(1, 50))
boxes = _sides.map(lambda four: Box(four[0], four[1], four[0] + four[2], four[1] + four[3]))


@given(boxes, boxes)
def test_overlap_is_a_share_and_mutual(one: Box, other: Box) -> None:
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, other) == overlap(other, one)
    assert overlap(one, one) == 1
    assert common(one, other) <= min((box.right - box.left) * (box.bottom - box.top) for box in (one, other))


def test_the_detector_finds_a_person_where_she_is(real_home: object) -> None:
    first = things(data.astronaut())[0]
    assert first.label == "person"
    assert first.score > 0.8
    assert overlap(first.box, Box(10, 0, 360, 512)) > 0.8


def test_boxes_lie_inside_the_picture(real_home: object) -> None:
    found = things(data.coffee())
    assert {"cup", "dining table"} <= {one.label for one in found}
    assert all(0 <= one.box.left < one.box.right <= 600 for one in found)
    assert all(0 <= one.box.top < one.box.bottom <= 400 for one in found)


def test_candidates_begin_with_the_subject_and_lie_in_the_picture(real_home: object) -> None:
    found = candidates(Scene(data.chelsea()))
    assert [one.stands_out for one in found] == [True] + [False] * (len(found) - 1)
    assert 2 <= len(found) <= MOST
    assert all(
        0 <= one.box.left < one.box.right <= 451 and 0 <= one.box.top < one.box.bottom <= 300 for one in found
    )


def test_a_patch_of_a_color_is_a_candidate(real_home: object) -> None:
    colors = np.full((200, 300, 3), 230, np.uint8)
    colors[120:170, 200:260] = (30, 60, 200)
    assert any(overlap(one.box, Box(200, 120, 260, 170)) > 0.8 for one in candidates(Scene(colors)))


def _plain(*parts: int) -> NDArray[np.uint8]:
    return np.full((4, 4, 3), parts, np.uint8)


@pytest.mark.parametrize(
    ("word", "like", "unlike"),
    [
        ("red", (200, 30, 30), (30, 60, 200)),
        ("파란", (30, 60, 200), (40, 160, 70)),
        ("흰", (240, 240, 238), (30, 30, 30)),
        ("black", (20, 20, 24), (240, 240, 240)),
        ("갈색", (110, 70, 40), (240, 130, 40)),
        ("pink", (240, 130, 175), (120, 120, 120)),
    ],
)
def test_a_color_word_is_a_family_of_colors(
    word: str, like: tuple[int, int, int], unlike: tuple[int, int, int]
) -> None:
    wanted = read(word).colors
    assert likeness(_plain(*like), wanted).min() > 0.5
    assert likeness(_plain(*unlike), wanted).max() < 0.4


def test_any_of_several_colors_will_do() -> None:
    both = [Color(255, 0, 0), Color(0, 0, 255)]
    assert likeness(_plain(230, 10, 10), both).min() > 0.5
    assert likeness(_plain(10, 10, 230), both).min() > 0.5


def test_a_rough_mask_takes_the_edge_of_the_picture() -> None:
    colors = np.zeros((400, 400, 3), np.uint8)
    colors[:, 203:] = 255
    rough = np.zeros((100, 100), np.float32)
    rough[:, 49:] = 1  # the edge is at 50.75
    mask = refined(rough, colors)
    assert mask.size.width == 400
    assert (mask.pixels[:, 206:] > 250).all()
    assert (mask.pixels[:, :198] < 128).all()


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_all_or_nothing_stays_so(value: float) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (90, 70, 3)).astype(np.uint8)
    mask = refined(np.full((45, 35), value, np.float32), noise)
    assert (mask.pixels == round(value * 255)).all()


def test_specks_and_pinholes_go() -> None:
    mask = np.zeros((60, 60), np.bool_)
    mask[10:50, 10:50] = True
    mask[30, 30] = False
    mask[2, 2] = True
    tidied = tidy(mask)
    assert tidied[30, 30]
    assert not tidied[2, 2]
    assert tidied.sum() == 1600
    assert not tidy(np.zeros((5, 5), np.bool_)).any()


class TestChoosing:
    LEFT = Thing("cup", 0.9, Box(0, 100, 60, 180))
    MIDDLE = Thing("cup", 0.8, Box(120, 40, 260, 190))
    RIGHT = Thing("cup", 0.7, Box(320, 20, 380, 90))

    def _scene(self) -> Scene:
        colors = np.full((200, 400, 3), 128, np.uint8)
        colors[:, :100] = (200, 20, 20)
        colors[:, 300:] = (20, 40, 210)
        return Scene(colors)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("cups", {"LEFT", "MIDDLE", "RIGHT"}),
            ("왼쪽 컵", {"LEFT"}),
            ("the cup on the right", {"RIGHT"}),
            ("가운데 컵", {"MIDDLE"}),
            ("위쪽 컵", {"RIGHT"}),
            ("cup at the bottom left", {"LEFT"}),
            ("빨간 컵", {"LEFT"}),
            ("blue cup", {"RIGHT"}),
            ("가장 큰 컵", {"MIDDLE"}),
            ("smallest cup", {"RIGHT"}),
        ],
    )
    def test_words_single_out(self, text: str, expected: set[str]) -> None:
        found, fitting = singled_out(self._scene(), [self.LEFT, self.MIDDLE, self.RIGHT], read(text))
        assert {name for name in ("LEFT", "MIDDLE", "RIGHT") if getattr(self, name) in found} == expected
        assert fitting == 1

    def test_a_color_that_none_has_makes_it_less_sure(self) -> None:
        assert singled_out(self._scene(), [self.LEFT], read("yellow cup"))[1] < 1
