"""What the mask editor in a browser sends, and what somebody else might send in its place."""

from __future__ import annotations

import base64
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Size
from hwasil.web.components.mask_editor.exchange import asked_sent, mask_sent, packed, painted_size

SIZE = Size(30, 20)


def _sent(mask: Mask) -> dict[str, Any]:
    painted = painted_size(mask.size)
    return {"picture": "a", "width": painted.width, "height": painted.height, "mask": packed(mask)}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class TestMasks:
    @given(st.binary(min_size=600, max_size=600))
    def test_every_byte_arrives(self, data: bytes) -> None:
        mask = Mask(np.frombuffer(data, np.uint8).reshape(20, 30))
        assert mask_sent(_sent(mask), "a", SIZE) == mask

    def test_nothing_is_none(self) -> None:
        mask = Mask.from_boxes(SIZE, [Box(1, 1, 5, 5)])
        assert mask_sent(None, "a", SIZE) is None
        assert mask_sent({**_sent(mask), "mask": None}, "a", SIZE) is None
        assert mask_sent(_sent(mask), "b", SIZE) is None

    def test_a_large_picture_is_painted_smaller(self) -> None:
        size = Size(7000, 3500)
        assert painted_size(size) == Size(4096, 2048)
        box = Box(700, 350, 1400, 1050)
        arrived = mask_sent(_sent(Mask.from_boxes(size, [box])), "a", size)
        assert arrived is not None
        assert arrived.size == size
        found = arrived.box
        assert found is not None
        off = np.subtract(
            (found.left, found.top, found.right, found.bottom), (box.left, box.top, box.right, box.bottom)
        )
        assert np.abs(off).max() <= 2

    @pytest.mark.parametrize(
        "sent",
        [
            "text",
            ["a"],
            {"picture": "a", "mask": "AAAA"},
            {"picture": "a", "mask": 5, "width": 30, "height": 20},
            {"picture": "a", "mask": "é" * 8, "width": 30, "height": 20},
            {"picture": "a", "mask": "not base64!", "width": 30, "height": 20},
            {"picture": "a", "mask": _base64(b"not deflated"), "width": 30, "height": 20},
            {"picture": "a", "mask": _base64(zlib.compress(bytes(599))), "width": 30, "height": 20},
            {"picture": "a", "mask": _base64(zlib.compress(bytes(601))), "width": 30, "height": 20},
            {"picture": "a", "mask": _base64(zlib.compress(bytes(600))[:-2]), "width": 30, "height": 20},
            {"picture": "a", "mask": _base64(zlib.compress(bytes(600))), "width": 20, "height": 30},
            {"picture": "a", "mask": "A" * 10_000, "width": 30, "height": 20},
            {"picture": "a", "mask": _base64(zlib.compress(bytes(200_000_000))[:2000]), "width": 30, "height": 20},
        ],
    )
    def test_what_no_editor_sends_is_refused(self, sent: object) -> None:
        with pytest.raises(InvalidInput):
            mask_sent(sent, "a", SIZE)


class TestQuestions:
    def test_clicks_and_frames(self) -> None:
        points = [{"x": 3.5, "y": 4, "add": True}, {"x": 9, "y": 9, "add": False}]
        clicked = asked_sent({"picture": "a", "id": "1-2", "how": "add", "points": points}, "a", SIZE)
        assert clicked is not None
        assert [(one.x, one.y, one.add) for one in clicked.points] == [(3.5, 4, True), (9, 9, False)]
        box = {"left": 1, "top": 2, "right": 11, "bottom": 12}
        framed = asked_sent({"picture": "a", "id": "3", "how": "subtract", "box": box}, "a", SIZE)
        assert framed is not None
        assert (framed.box, framed.how, framed.points) == (Box(1, 2, 11, 12), "subtract", ())

    def test_places_are_those_of_the_picture(self) -> None:
        points = [{"x": 1000, "y": 500, "add": True}]
        asked = asked_sent({"picture": "a", "id": "1", "how": "add", "points": points}, "a", Size(8192, 4096))
        assert asked is not None
        assert (asked.points[0].x, asked.points[0].y) == (2000, 1000)

    def test_about_another_picture(self) -> None:
        assert asked_sent({"picture": "b", "id": "1", "how": "add", "points": []}, "a", SIZE) is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"how": "burn"},
            {"id": 7},
            {"id": "x" * 100},
            {"points": None},
            {"points": "here"},
            {"points": [{"x": 1}]},
            {"points": [{"x": True, "y": 1}]},
            {"points": [{"x": float("nan"), "y": 1}]},
            {"points": [{"x": 1e300, "y": 1}]},
            {"points": [{"x": 1, "y": 1}] * 101},
            {"box": {"left": 1, "top": 1, "right": 2, "bottom": 2}},
            {"points": None, "box": {"left": 1}},
            {"points": None, "box": 3},
        ],
    )
    def test_what_no_editor_sends_is_refused(self, wrong: dict[str, Any]) -> None:
        sent = {"picture": "a", "id": "1", "how": "add", "points": [{"x": 1, "y": 1, "add": True}], **wrong}
        with pytest.raises(InvalidInput):
            asked_sent(sent, "a", SIZE)
