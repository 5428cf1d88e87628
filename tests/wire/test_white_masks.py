"""Stability's masks, pixel by pixel: white is what changes, on the wire as in Hwasil."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray
from PIL import Image
from tests.strategies import masks

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Inpaint, Outpaint
from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.wire import stability_edit
from hwasil.wire.catalogue import find
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.white_masks import read_mask, write_mask

INPAINT = find("stability.stable-image-inpaint-v1:0")
ERASE = find("stability.stable-image-erase-object-v1:0")
PHOTO = Picture.from_pixels(np.full((64, 80, 3), 90, np.uint8))
LEFT_HALF = Mask.from_boxes(PHOTO.size, [Box(0, 0, 40, 64)])


def _wire_image(text: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(text, validate=True)))


def _wire_pixels(text: str) -> NDArray[np.uint8]:
    image = _wire_image(text)
    assert (image.format, image.mode, image.size) == ("PNG", "L", (80, 64))
    return np.asarray(image)


def _half(*, white_on_the_left: bool, size: tuple[int, int] = (80, 64), mode: str = "L") -> str:
    image = Image.new("L", size, 0 if white_on_the_left else 255)
    image.paste(255 if white_on_the_left else 0, (0, 0, size[0] // 2, size[1]))
    buffer = io.BytesIO()
    image.convert(mode).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def _body(**parts: Any) -> dict[str, Any]:
    return {"prompt": "a fox", "image": PHOTO.to_base64(), **parts}


@pytest.mark.parametrize(("model", "prompt"), [(INPAINT, "a fox"), (ERASE, None)])
def test_a_left_half_that_changes_is_white_on_the_left(model: Any, prompt: str | None) -> None:
    body = stability_edit.encode_request(Inpaint(PHOTO, LEFT_HALF, prompt), model)

    pixels = _wire_pixels(body["mask"])
    assert (pixels[:, :40] == 255).all()
    assert (pixels[:, 40:] == 0).all()
    assert body["grow_mask"] == 0


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "1", "P"])
def test_white_on_the_left_is_read_as_a_left_half_that_changes(mode: str) -> None:
    mask = _half(white_on_the_left=True, mode=mode)

    job = stability_edit.decode_request(_body(mask=mask, grow_mask=0), INPAINT).job

    assert job == Inpaint(PHOTO, LEFT_HALF, "a fox")


def test_a_left_half_that_is_kept_is_black_on_the_left() -> None:
    body = stability_edit.encode_request(Outpaint(PHOTO, LEFT_HALF, "a forest", mode="precise"), INPAINT)

    pixels = _wire_pixels(body["mask"])
    assert (pixels[:, :40] == 0).all()
    assert (pixels[:, 40:] == 255).all()
    assert body["grow_mask"] == 0
    read = stability_edit.decode_request(body, INPAINT).job
    assert read == Inpaint(PHOTO, LEFT_HALF.inverted(), "a forest")


def test_what_may_blend_is_left_to_the_service_to_grow() -> None:
    body = stability_edit.encode_request(Outpaint(PHOTO, LEFT_HALF, "a forest"), INPAINT)

    assert "grow_mask" not in body
    read = stability_edit.decode_request(body, INPAINT).job
    assert isinstance(read, Inpaint)
    assert isinstance(read.region, Mask)
    assert read.region.box == Box(35, 0, 80, 64)


@pytest.mark.parametrize(("grow", "edge"), [({}, 45), ({"grow_mask": 0}, 40), ({"grow_mask": 20}, 60)])
def test_growing_is_part_of_the_region_that_is_read(grow: dict[str, int], edge: int) -> None:
    job = stability_edit.decode_request(_body(mask=_half(white_on_the_left=True), **grow), INPAINT).job

    assert isinstance(job, Inpaint)
    assert job.region == Mask.from_boxes(PHOTO.size, [Box(0, 0, edge, 64)])


def test_without_a_mask_what_is_transparent_changes() -> None:
    pixels = np.full((64, 80, 4), 90, np.uint8)
    pixels[:, :40, 3] = 0
    pixels[:, 40:, 3] = 255
    clear = Picture.from_pixels(pixels)

    job = stability_edit.decode_request(
        {"prompt": "a fox", "image": clear.to_base64(), "grow_mask": 0}, INPAINT
    ).job

    assert job == Inpaint(clear, LEFT_HALF, "a fox")


def test_a_mask_speaks_louder_than_transparency() -> None:
    pixels = np.full((64, 80, 4), 90, np.uint8)
    pixels[:, 40:, 3] = 0
    body = _body(image=Picture.from_pixels(pixels).to_base64(), mask=_half(white_on_the_left=True), grow_mask=0)

    job = stability_edit.decode_request(body, INPAINT).job

    assert isinstance(job, Inpaint)
    assert job.region == LEFT_HALF


def test_neither_mask_nor_transparency_is_refused() -> None:
    with pytest.raises(MalformedRequest) as caught:
        stability_edit.decode_request(_body(), INPAINT)

    assert "[mask]" in caught.value.reason


def test_a_mask_of_another_size_is_stretched_as_the_service_does() -> None:
    body = _body(mask=_half(white_on_the_left=True, size=(8, 8)), grow_mask=0)

    job = stability_edit.decode_request(body, INPAINT).job

    assert isinstance(job, Inpaint)
    assert job.region == LEFT_HALF


def test_a_mask_of_another_size_is_not_sent() -> None:
    with pytest.raises(InvalidInput) as caught:
        write_mask(LEFT_HALF, PHOTO.resized(Size(64, 80)))

    assert "80x64" in caught.value.message
    assert "64x80" in caught.value.message


@given(masks())
def test_every_strength_survives_the_wire(mask: Mask) -> None:
    picture = Picture.from_pixels(np.zeros((*mask.pixels.shape, 3), np.uint8))

    assert read_mask(write_mask(mask, picture), "#/mask", picture) == mask


@pytest.mark.parametrize("text", ["!!!", base64.b64encode(b"<svg/>").decode(), "data:image/png;base64,AAAA"])
def test_what_is_no_mask_is_refused(text: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        stability_edit.decode_request(_body(mask=text), INPAINT)

    assert caught.value.reason.startswith("#/mask: ")
