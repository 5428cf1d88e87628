import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from hwasil.core.mask import Box
from hwasil.engine.fill.holes import holes_of


@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=40), elements=st.booleans()))
def test_the_holes_cover_the_region_and_lie_in_their_views(region: NDArray[np.bool_]) -> None:
    left = region.copy()
    for hole in holes_of(region):
        assert hole.view.left <= hole.box.left < hole.box.right <= hole.view.right <= region.shape[1]
        assert hole.view.top <= hole.box.top < hole.box.bottom <= hole.view.bottom <= region.shape[0]
        left[hole.box.top : hole.box.bottom, hole.box.left : hole.box.right] = False
    assert not left.any()


def test_a_line_is_thin_and_a_square_is_not() -> None:
    region = np.zeros((100, 900), np.bool_)
    region[10:13, 5:80] = True
    region[20:60, 800:840] = True
    assert [(hole.box, hole.thin) for hole in holes_of(region)] == [
        (Box(5, 10, 80, 13), True),
        (Box(800, 20, 840, 60), False),
    ]


def test_a_view_lies_inside_the_picture_and_shows_what_is_around() -> None:
    region = np.zeros((2000, 3000), np.bool_)
    region[0:500, 2400:3000] = True
    (hole,) = holes_of(region)
    assert hole.view == Box(1920, 0, 3000, 1080)
