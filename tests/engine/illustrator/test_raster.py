from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import resvg

from hwasil.engine.illustrator.raster import rasterize

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="#f00"/></svg>'
)


class PanicException(BaseException):
    """What a panic in Rust becomes in Python."""


def test_straight_alpha() -> None:
    half = SQUARE.replace('fill="#f00"', 'fill="#f00" opacity="0.5"')
    assert rasterize(half)[4, 4].tolist() == [255, 0, 0, 128]


def test_after_a_panic_another_scale_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    render = resvg.render
    scales: list[float] = []

    def panicking(tree: Any, transform: Any) -> bytes:
        scales.append(transform[0])
        if transform[0] == 1:
            raise PanicException
        return bytes(render(tree, transform))

    monkeypatch.setattr(resvg, "render", panicking)
    assert np.array_equal(rasterize(SQUARE)[:7, :7], np.tile(np.array([255, 0, 0, 255], np.uint8), (7, 7, 1)))
    assert scales == [1, 0.999]


def test_nothing_else_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(tree: Any, transform: Any) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(resvg, "render", stopped)
    with pytest.raises(KeyboardInterrupt):
        rasterize(SQUARE)
