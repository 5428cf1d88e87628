"""Families find their codec; schemas and pictures on the wire."""

from __future__ import annotations

import base64
import io
import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

import hwasil.wire
from hwasil.core.errors import Corrupt, InvalidInput, NotSupported
from hwasil.core.picture import Picture
from hwasil.i18n import LANGUAGES
from hwasil.wire import stability_image, titan_image
from hwasil.wire.catalogue import find, models
from hwasil.wire.codecs import codec_for
from hwasil.wire.exchange import Codec
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.model import Limits, Model
from hwasil.wire.pictures import read_answer_picture, read_picture, write_picture
from hwasil.wire.schemas import schemas

SPOKEN_FAMILIES = {"titan_image", "nova_canvas", "stability_xl", "stability_image", "stability_edit"}
SPOKEN = [model for model in models() if model.family in SPOKEN_FAMILIES]
TITAN = find("amazon.titan-image-generator-v2:0")


def test_the_family_chooses_the_codec() -> None:
    titan: Codec = titan_image
    stability: Codec = stability_image

    assert codec_for(TITAN) is titan
    assert codec_for(find("stability.sd3-large-v1:0")) is stability


def test_a_family_without_a_codec_says_so() -> None:
    silent = [model for model in models() if model not in SPOKEN]
    assert len(silent) > 10
    for model in silent:
        with pytest.raises(NotSupported) as caught:
            codec_for(model)
        assert model.name in caught.value.message


@pytest.mark.parametrize("model", SPOKEN, ids=lambda model: model.id)
def test_schemas_are_json_schema_with_every_limit_filled_in(model: Model) -> None:
    assert schemas(model)
    for schema in schemas(model).values():
        Draft202012Validator.check_schema(schema)
        assert "$limit" not in str(schema)
        assert "$when" not in str(schema)
        assert "None" not in str(schema)


def test_the_kinds_of_request_are_those_of_the_model() -> None:
    first = {"TEXT_IMAGE", "IMAGE_VARIATION", "INPAINTING", "OUTPAINTING"}

    assert set(schemas(find("amazon.titan-image-generator-v1"))) == first
    assert set(schemas(TITAN)) == first | {"COLOR_GUIDED_GENERATION", "BACKGROUND_REMOVAL"}


def test_a_schema_is_made_once() -> None:
    assert schemas(TITAN) is schemas(TITAN)


def test_every_key_that_the_wire_names_has_its_texts() -> None:
    folder = Path(str(resources.files(hwasil.wire)))
    named = {
        key
        for file in folder.glob("*.py")
        for key in re.findall(r'"(wire_[a-z_]+)"', file.read_text(encoding="utf-8"))
    } | {f"wire_blocked_{stage}" for stage in ("prompt", "input", "output")}

    for language in LANGUAGES:
        file = resources.files("hwasil.i18n").joinpath(language, "wire.toml")
        assert set(tomllib.loads(file.read_text(encoding="utf-8"))["error"]) == named


# -------------------------------------------------------------------------------------------------- pictures


def _jpeg(**options: Any) -> bytes:
    buffer = io.BytesIO()
    pixels = np.zeros((4, 8, 3), np.uint8)
    pixels[:, 4:] = 255
    Image.fromarray(pixels).save(buffer, "JPEG", quality=95, **options)
    return buffer.getvalue()


def _exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "a phone"
    return exif


def test_a_plain_picture_is_sent_as_it_is() -> None:
    data = _jpeg()

    assert base64.b64decode(write_picture(Picture.from_bytes(data), Limits(), ("png", "jpeg"))) == data


@pytest.mark.parametrize("orientation", [1, 3, 6])
def test_a_picture_with_exif_is_sent_upright_and_without_it(orientation: int) -> None:
    picture = Picture.from_bytes(_jpeg(exif=_exif(orientation)))

    sent = base64.b64decode(write_picture(picture, Limits(), ("png", "jpeg")))

    image = Image.open(io.BytesIO(sent))
    assert image.format == "PNG"
    assert not image.getexif()
    assert image.size == (picture.width, picture.height)
    assert np.array_equal(np.asarray(image), picture.pixels)


def test_a_format_the_model_does_not_read_becomes_png() -> None:
    picture = Picture.from_pixels(np.full((4, 4, 3), 7, np.uint8), "webp")

    sent = Picture.from_base64(write_picture(picture, Limits(), ("png", "jpeg")))

    assert sent.format == "png"
    assert np.array_equal(sent.pixels, picture.pixels)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(picture_side_max=7),
        Limits(picture_side_min=5),
        Limits(picture_pixels_max=31),
        Limits(picture_bytes_max=100),
    ],
)
def test_limits_hold_in_both_directions(limits: Limits) -> None:
    picture = Picture.from_bytes(_jpeg())

    with pytest.raises(InvalidInput) as sent:
        write_picture(picture, limits, ("jpeg",))
    assert sent.value.hint
    with pytest.raises(MalformedRequest) as read:
        read_picture(picture.to_base64(), "#/image", limits, ("jpeg",))
    assert sent.value.message in read.value.reason


def test_a_truncated_picture_is_refused_before_anything_is_made() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    whole = Picture.from_pixels(pixels).data

    with pytest.raises(MalformedRequest):
        read_picture(base64.b64encode(whole[: len(whole) // 2]).decode(), "#/image", Limits(), ("png",))


def test_a_format_the_wire_does_not_take_is_refused() -> None:
    webp = Picture.from_pixels(np.zeros((4, 4, 3), np.uint8), "webp").to_base64()

    with pytest.raises(MalformedRequest) as caught:
        read_picture(webp, "#/image", Limits(), ("png", "jpeg"))

    assert caught.value.reason == "#/image: expected image format: png or jpeg, found: webp"


@pytest.mark.parametrize("value", [None, 3, "", "?", "AAAA", ["x"]])
def test_a_damaged_picture_in_an_answer_may_have_been_paid_for(value: object) -> None:
    with pytest.raises(Corrupt) as caught:
        read_answer_picture(value)

    assert caught.value.billed == "unknown"
