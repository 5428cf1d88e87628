"""What is kept of a picture, known from its cut-out."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.studio.subject import subject_of

PICTURE = Picture.from_pixels(np.full((4, 8, 3), 1, np.uint8))


def cut_out(alpha: NDArray[np.uint8]) -> Picture:
    return Picture.from_pixels(np.dstack([np.full((*alpha.shape, 3), 9, np.uint8), alpha]))


def test_the_subject_is_what_the_cut_out_shows() -> None:
    alpha = np.zeros((4, 8), np.uint8)
    alpha[:, :4] = 255
    keep = subject_of(cut_out(alpha), PICTURE)
    assert keep == Mask.from_boxes(Size(8, 4), [Box(0, 0, 4, 4)])


@pytest.mark.parametrize("alpha", [0, 255])
def test_a_cut_out_of_nothing_or_of_all_is_no_subject(alpha: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        subject_of(cut_out(np.full((4, 8), alpha, np.uint8)), PICTURE)
    assert caught.value.billed == "yes"
