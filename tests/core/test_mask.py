"""Masks: 255 = change. A mask the wrong way round is the worst bug there could be, so it is tested in literals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.strategies import masks, pictures, sizes

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import CHANGE, KEEP, Box, Mask, MaskPrompt, Stroke
from hwasil.core.picture import Picture, Size


def _mask(*rows: list[int]) -> Mask:
    return Mask(np.array(rows, np.uint8))


class TestPolarity:
    def test_the_two_ends(self) -> None:
        assert (CHANGE, KEEP) == (255, 0)

    def test_white_changes(self) -> None:
        picture = Picture.from_pixels(np.array([[255, 0], [0, 128]], np.uint8))
        assert Mask.from_picture(picture) == _mask([255, 0], [0, 128])

    def test_what_is_see_through_changes(self) -> None:
        pixels = np.zeros((1, 3, 4), np.uint8)
        pixels[0, :, 3] = [0, 255, 55]
        assert Mask.from_alpha(Picture.from_pixels(pixels)) == _mask([255, 0, 200])

    def test_the_inside_of_a_box_changes(self) -> None:
        assert Mask.from_boxes(Size(4, 3), [Box(1, 0, 3, 2)]) == _mask(
            [0, 255, 255, 0],
            [0, 255, 255, 0],
            [0, 0, 0, 0],
        )

    def test_what_the_brush_touched_changes(self) -> None:
        assert Mask.from_strokes(Size(5, 5), [Stroke(((2, 2),), radius=1)]) == _mask(
            [0, 0, 0, 0, 0],
            [0, 0, 255, 0, 0],
            [0, 255, 255, 255, 0],
            [0, 0, 255, 0, 0],
            [0, 0, 0, 0, 0],
        )

    def test_a_mask_is_white_where_it_changes(self) -> None:
        assert _mask([255, 0]).to_picture().pixels.tolist() == [[[255, 255, 255], [0, 0, 0]]]

    def test_growing_grows_what_changes(self) -> None:
        assert _mask([0, 0, 255, 0, 0]).grown(1) == _mask([0, 255, 255, 255, 0])
        assert _mask([255, 255, 255, 0, 0]).grown(-1) == _mask([255, 255, 0, 0, 0])

    def test_feathering_fades_inwards(self) -> None:
        row = [0, 0, 255, 255, 255, 255, 255, 0, 0]
        assert _mask(*[row] * 5).feathered(3).pixels[2].tolist() == [0, 0, 85, 170, 255, 170, 85, 0, 0]

    def test_hardening(self) -> None:
        assert _mask([0, 1, 127, 128, 255]).hardened() == _mask([0, 0, 0, 255, 255])
        assert _mask([0, 1, 127, 128, 255]).hardened(1) == _mask([0, 255, 255, 255, 255])


class TestMaking:
    @given(masks())
    def test_written_as_a_picture_and_read_back(self, mask: Mask) -> None:
        assert Mask.from_picture(mask.to_picture()) == mask
        assert Mask.from_picture(Picture.from_bytes(mask.to_picture().data)) == mask

    @given(pictures())
    def test_any_picture_can_be_a_mask(self, picture: Picture) -> None:
        assert Mask.from_picture(picture).size == picture.size

    def test_an_alpha_channel_is_laid_on_black(self) -> None:
        pixels = np.full((1, 2, 4), 255, np.uint8)
        pixels[0, :, 3] = [0, 100]
        assert Mask.from_picture(Picture.from_pixels(pixels)) == _mask([0, 100])

    def test_color_is_made_grey(self) -> None:
        pixels = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
        assert Mask.from_picture(Picture.from_pixels(pixels)) == _mask([76, 150, 29])  # ITU-R BT.601

    def test_without_alpha_there_is_no_alpha_mask(self) -> None:
        with pytest.raises(InvalidInput) as refused:
            Mask.from_alpha(Picture.from_pixels(np.zeros((2, 2, 3), np.uint8)))
        assert refused.value.key == "mask_no_alpha"

    @pytest.mark.parametrize(
        "pixels",
        [
            np.zeros((2, 2, 3), np.uint8),
            np.zeros(4, np.uint8),
            np.zeros((2, 2), np.float32),
            np.zeros((2, 2), np.bool_),
            np.zeros((0, 3), np.uint8),
        ],
        ids=["color", "a row", "floats", "bools", "nothing"],
    )
    def test_other_arrays_are_refused(self, pixels: Any) -> None:
        with pytest.raises(InvalidInput) as refused:
            Mask(pixels)
        assert refused.value.key == "mask_shape"

    def test_a_mask_owns_its_pixels(self) -> None:
        pixels = np.zeros((2, 2), np.uint8)
        mask = Mask(pixels)
        pixels[0, 0] = 255
        assert mask.is_empty
        with pytest.raises(ValueError, match="read-only"):
            mask.pixels[0, 0] = 1

    @pytest.mark.parametrize("text", ["", "  ", "\n\t"])
    def test_a_named_region_has_a_name(self, text: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            MaskPrompt(text)
        assert refused.value.key == "mask_prompt_empty"


class TestBoxes:
    _sides = st.integers(-20, 20)

    @given(sizes(most=12), st.lists(st.builds(Box, _sides, _sides, _sides, _sides), max_size=4))
    def test_a_pixel_changes_when_a_box_holds_it(self, size: Size, boxes: list[Box]) -> None:
        mask = Mask.from_boxes(size, boxes)
        assert mask.size == size
        for y in range(size.height):
            for x in range(size.width):
                inside = any(box.left <= x < box.right and box.top <= y < box.bottom for box in boxes)
                assert mask.pixels[y, x] == (255 if inside else 0)

    def test_clipped_on_every_side(self) -> None:
        assert Mask.from_boxes(Size(2, 2), [Box(-9, -9, 10**12, 10**12)]) == _mask([255, 255], [255, 255])
        assert Mask.from_boxes(Size(3, 2), [Box(2, -1, 9, 1)]) == _mask([0, 0, 255], [0, 0, 0])
        assert Mask.from_boxes(Size(3, 2), [Box(-5, -5, -1, -1), Box(3, 2, 9, 9)]).is_empty

    @given(masks())
    def test_the_box_of_a_mask_holds_all_that_changes_and_no_more(self, mask: Mask) -> None:
        box = mask.box
        if box is None:
            assert mask.is_empty
            return
        inner = mask.pixels[box.top : box.bottom, box.left : box.right]
        assert np.count_nonzero(inner) == np.count_nonzero(mask.pixels)
        assert inner[0].any()
        assert inner[-1].any()
        assert inner[:, 0].any()
        assert inner[:, -1].any()


class TestStrokes:
    def test_a_line_is_covered_from_end_to_end(self) -> None:
        mask = Mask.from_strokes(Size(40, 20), [Stroke(((5, 10), (34, 10)), radius=3)])
        assert (mask.pixels[8:13, 5:35] == 255).all()
        assert mask.box == Box(2, 7, 38, 14)

    def test_corners_are_round(self) -> None:
        mask = Mask.from_strokes(Size(40, 40), [Stroke(((5, 5), (30, 5), (30, 30)), radius=4)])
        assert mask.pixels[5, 30] == 255
        assert mask.pixels[2, 32] == 255
        assert mask.pixels[1, 34] == 0

    def test_erasing_takes_back_and_order_matters(self) -> None:
        draw = Stroke(((10, 10),), radius=5)
        erase = Stroke(((10, 10),), radius=2, erase=True)
        ring = Mask.from_strokes(Size(20, 20), [draw, erase])
        assert ring.pixels[10, 10] == 0
        assert ring.pixels[10, 14] == 255
        assert Mask.from_strokes(Size(20, 20), [erase, draw]).pixels[10, 10] == 255

    def test_the_thinnest_brush_still_paints(self) -> None:
        assert not Mask.from_strokes(Size(9, 9), [Stroke(((4, 4),), radius=0.5)]).is_empty

    def test_nothing_drawn_nothing_changes(self) -> None:
        assert Mask.from_strokes(Size(3, 3), []).is_empty
        assert Mask.from_strokes(Size(3, 3), [Stroke((), radius=4)]).is_empty

    @given(
        st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5)), max_size=4).map(tuple),
        st.floats(0.5, 10_000),
    )
    def test_strokes_may_leave_the_picture(self, points: tuple[tuple[float, float], ...], radius: float) -> None:
        mask = Mask.from_strokes(Size(16, 16), [Stroke(points, radius)])
        assert set(np.unique(mask.pixels)) <= {0, 255}

    @pytest.mark.parametrize("radius", [0, -3, math.nan, math.inf, 1e9])
    def test_impossible_brushes_are_refused(self, radius: float) -> None:
        with pytest.raises(InvalidInput) as refused:
            Stroke(((1, 1),), radius)
        assert refused.value.key == "out_of_range"

    @pytest.mark.parametrize("point", [(math.nan, 1), (1, math.inf), (-1e30, 1)])
    def test_impossible_points_are_refused(self, point: tuple[float, float]) -> None:
        with pytest.raises(InvalidInput):
            Stroke(((1, 1), point), 3)


class TestChanging:
    @given(masks())
    def test_inverted_twice_is_the_same(self, mask: Mask) -> None:
        assert mask.inverted().inverted() == mask
        assert mask.coverage + mask.inverted().coverage == pytest.approx(1)

    @given(masks(), st.integers(-5, 5), st.integers(0, 5))
    def test_growing_is_monotone(self, mask: Mask, radius: int, more: int) -> None:
        assert (mask.grown(radius + more).pixels >= mask.grown(radius).pixels).all()

    @given(masks(), st.integers(0, 12))
    @example(_mask([0, 255, 0]), 10**6)
    def test_growing_takes_the_highest_of_a_square(self, mask: Mask, radius: int) -> None:
        grown = mask.grown(radius)
        assert grown.size == mask.size
        for (y, x), value in np.ndenumerate(grown.pixels):
            square = mask.pixels[max(y - radius, 0) : y + radius + 1, max(x - radius, 0) : x + radius + 1]
            assert value == square.max()

    @given(masks(), st.integers(1, 12))
    def test_narrowing_is_growing_what_is_kept(self, mask: Mask, radius: int) -> None:
        assert mask.grown(-radius) == mask.inverted().grown(radius).inverted()

    @given(masks(), st.floats(-3, 12))
    def test_feathering_never_reaches_outside(self, mask: Mask, radius: float) -> None:
        feathered = mask.feathered(radius)
        assert feathered.size == mask.size
        assert (feathered.pixels <= mask.pixels).all()

    @given(masks(), st.floats(0, 12))
    def test_feathering_loses_no_part_of_the_region(self, mask: Mask, radius: float) -> None:
        assert ((mask.feathered(radius).pixels > 0) == (mask.pixels > 0)).all()

    @given(masks(), st.integers(2, 9))
    def test_deep_inside_feathering_changes_nothing(self, mask: Mask, radius: int) -> None:
        deep = mask.grown(-radius).pixels == 255
        assert (mask.feathered(radius).pixels[deep] == 255).all()

    def test_a_region_that_reaches_the_rim_is_not_faded_there(self) -> None:
        whole = Mask(np.full((6, 6), 255, np.uint8))
        assert whole.feathered(4) == whole

    @given(masks(), st.integers(0, 256))
    def test_hardened_is_hard(self, mask: Mask, threshold: int) -> None:
        hard = mask.hardened(threshold)
        assert set(np.unique(hard.pixels)) <= {0, 255}
        assert hard.hardened() == hard

    @given(masks(), sizes(most=24))
    def test_resizing_makes_no_new_strengths(self, mask: Mask, size: Size) -> None:
        resized = mask.resized(size)
        assert resized.size == size
        assert set(np.unique(resized.pixels)) <= set(np.unique(mask.pixels))

    @given(masks())
    def test_doubled_and_halved_is_the_same(self, mask: Mask) -> None:
        double = Size(mask.size.width * 2, mask.size.height * 2)
        assert mask.resized(double).resized(mask.size) == mask

    def test_resized_to_its_own_size(self) -> None:
        mask = _mask([255, 0])
        assert mask.resized(Size(2, 1)) is mask

    @given(masks(), masks())
    def test_masks_are_values(self, one: Mask, other: Mask) -> None:
        assert one == Mask(one.pixels)
        assert hash(one) == hash(Mask(one.pixels))
        assume(one.size != other.size or not np.array_equal(one.pixels, other.pixels))
        assert one != other

    def test_a_mask_is_not_its_pixels(self) -> None:
        assert _mask([1]) != np.array([[1]], np.uint8)


def test_coverage() -> None:
    assert _mask([255, 0, 0, 0]).coverage == 0.25
    assert _mask([0]).coverage == 0
    assert _mask([0]).is_empty
    assert not _mask([0, 1]).is_empty
