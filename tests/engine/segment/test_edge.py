"""The edge of a thing that was found."""

from __future__ import annotations

import pytest

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Size
from hwasil.engine.segment import with_edge


@pytest.mark.parametrize(("size", "edge"), [(Size(40, 30), 2), (Size(500, 1000), 8), (Size(2000, 300), 16)])
def test_it_is_as_wide_as_the_picture_asks(size: Size, edge: int) -> None:
    box = with_edge(Mask.from_boxes(size, [Box(20, 20, 22, 22)])).box
    assert box == Box(20 - edge, 20 - edge, min(22 + edge, size.width), min(22 + edge, size.height))
