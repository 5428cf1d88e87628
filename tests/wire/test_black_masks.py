"""The polarity of Amazon's masks, pixel by pixel: the worst bug there could be is a mask the wrong way round."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from tests.strategies import masks
from tests.wire.wire_images import as_base64, opened

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Inpaint, Outpaint
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.wire import titan_image
from hwasil.wire.black_masks import read_mask, write_mask
from hwasil.wire.catalogue import find
from hwasil.wire.lenience import Leeway
from hwasil.wire.malformed import MalformedRequest

BLACK, WHITE = [0, 0, 0], [255, 255, 255]
TITAN = find("amazon.titan-image-generator-v2:0")
PHOTO = Picture.from_pixels(np.arange(18, dtype=np.uint8).reshape(2, 3, 3) * 10)

# A region of three pixels in a picture of three by two: 255 is inside it.
REGION = Mask(np.array([[255, 255, 0], [255, 0, 0]], np.uint8))
ON_THE_WIRE = [[BLACK, BLACK, WHITE], [BLACK, WHITE, WHITE]]


def test_inpainting_writes_what_changes_in_black() -> None:
    body = titan_image.encode_request(Inpaint(PHOTO, REGION, "a fox"), TITAN)

    assert np.asarray(opened(body["inPaintingParams"]["maskImage"])).tolist() == ON_THE_WIRE


def test_inpainting_reads_black_as_what_changes() -> None:
    params = {"image": PHOTO.to_base64(), "maskImage": as_base64(ON_THE_WIRE), "text": "a fox"}

    job = titan_image.decode_request({"taskType": "INPAINTING", "inPaintingParams": params}, TITAN).job

    assert isinstance(job, Inpaint)
    assert isinstance(job.region, Mask)
    assert job.region.pixels.tolist() == [[255, 255, 0], [255, 0, 0]]


def test_outpainting_writes_what_is_kept_in_black() -> None:
    body = titan_image.encode_request(Outpaint(PHOTO, REGION, "a forest"), TITAN)

    assert np.asarray(opened(body["outPaintingParams"]["maskImage"])).tolist() == ON_THE_WIRE


def test_outpainting_reads_black_as_what_is_kept() -> None:
    params = {"image": PHOTO.to_base64(), "maskImage": as_base64(ON_THE_WIRE), "text": "a forest"}

    job = titan_image.decode_request({"taskType": "OUTPAINTING", "outPaintingParams": params}, TITAN).job

    assert isinstance(job, Outpaint)
    assert isinstance(job.keep, Mask)
    assert job.keep.pixels.tolist() == [[255, 255, 0], [255, 0, 0]]


def test_a_mask_on_the_wire_is_an_rgb_png_without_alpha() -> None:
    image = opened(write_mask(REGION))

    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (3, 2))


def test_soft_edges_become_hard_in_the_middle() -> None:
    soft = Mask(np.array([[0, 1, 127, 128, 254, 255]], np.uint8))

    assert np.asarray(opened(write_mask(soft)))[0, :, 0].tolist() == [255, 255, 255, 0, 0, 0]


@given(masks())
def test_a_hard_mask_survives_the_wire(mask: Mask) -> None:
    hard = mask.hardened()

    assert read_mask(write_mask(hard), "#/maskImage", hard.size, TITAN.limits, Leeway(given=False)) == hard


@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA"])
def test_black_and_white_is_read_in_every_color_mode(mode: str) -> None:
    assert (
        read_mask(as_base64(ON_THE_WIRE, mode), "#/maskImage", PHOTO.size, TITAN.limits, Leeway(given=False))
        == REGION
    )


def test_a_perfect_jpeg_is_read() -> None:
    text = as_base64([[BLACK] * 8] * 8, "L", "JPEG", quality=100)
    size = Picture.from_base64(text).size

    assert read_mask(text, "#/maskImage", size, TITAN.limits, Leeway(given=False)).coverage == 1.0


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (as_base64([[BLACK, [128, 128, 128], WHITE]] * 2), "pure black and pure white"),
        (as_base64([[BLACK, [255, 0, 0], WHITE]] * 2), "pure black and pure white"),
        (as_base64([[BLACK, [1, 1, 1], WHITE]] * 2), "pure black and pure white"),
        (as_base64([[BLACK, WHITE]] * 2), "expected mask image size: 3x2, found: 2x2"),
        (as_base64([[[0, 0, 0, 0], [0, 0, 0, 255], [255, 255, 255, 255]]] * 2, "RGBA"), "without transparency"),
        ("data:image/png;base64," + as_base64(ON_THE_WIRE), "data:"),
        ("!!!", "not a readable image"),
        (base64.b64encode(b"<svg/>").decode(), "not a readable image"),
    ],
)
def test_what_is_no_mask_is_refused(text: str, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        read_mask(text, "#/inPaintingParams/maskImage", PHOTO.size, TITAN.limits, Leeway(given=False))

    assert reason in caught.value.reason
    assert caught.value.reason.startswith("#/inPaintingParams/maskImage: ")


def test_a_mask_of_another_size_is_not_sent() -> None:
    with pytest.raises(InvalidInput) as caught:
        titan_image.encode_request(Inpaint(PHOTO, Mask(np.zeros((3, 2), np.uint8)), "a fox"), TITAN)

    assert "2x3" in caught.value.message
    assert "3x2" in caught.value.message


def test_a_region_in_words_is_sent_in_words() -> None:
    body = titan_image.encode_request(Inpaint(PHOTO, MaskPrompt("the red sofa")), TITAN)

    assert body["inPaintingParams"]["maskPrompt"] == "the red sofa"
    assert "maskImage" not in body["inPaintingParams"]


@pytest.mark.parametrize("both", [{}, {"maskPrompt": "sofa", "maskImage": as_base64(ON_THE_WIRE)}])
@pytest.mark.parametrize(
    ("task", "name"), [("INPAINTING", "inPaintingParams"), ("OUTPAINTING", "outPaintingParams")]
)
def test_a_region_is_named_exactly_once(both: dict[str, str], task: str, name: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        titan_image.decode_request(
            {"taskType": task, name: {"image": PHOTO.to_base64(), "text": "a fox", **both}}, TITAN
        )

    assert caught.value.reason == f"#/{name}: expected exactly one of the keys [maskPrompt] and [maskImage]"
