import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.jobs import Margins
from hwasil.engine.fill.outward import rings

_sides = st.integers(1, 1500)
_margins = st.builds(Margins, *[st.integers(0, 900)] * 4)


@given(_sides, _sides, _margins)
def test_every_hole_lies_beside_what_is_there_and_all_is_filled(width: int, height: int, margins: Margins) -> None:
    shape = margins.top + height + margins.bottom, margins.left + width + margins.right
    there = np.zeros(shape, np.bool_)
    there[margins.top : margins.top + height, margins.left : margins.left + width] = True
    for hole in rings(width, height, margins):
        view = there[hole.view.top : hole.view.bottom, hole.view.left : hole.view.right]
        box = there[hole.box.top : hole.box.bottom, hole.box.left : hole.box.right]
        assert view.any()
        assert not box.all()
        assert hole.view.left <= hole.box.left < hole.box.right <= hole.view.right
        assert hole.view.top <= hole.box.top < hole.box.bottom <= hole.view.bottom
        box[:] = True
    assert there.all()


def test_a_small_margin_is_filled_in_one_view() -> None:
    assert len(rings(512, 512, Margins(128, 128, 128, 128))) == 1


def test_without_margins_there_is_nothing_to_fill() -> None:
    assert rings(512, 512, Margins()) == []
