"""What Stability's image services refuse to read, and what they cannot be asked."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import (
    Aspect,
    Conditioning,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    Upscale,
)
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.wire import stability_edit
from hwasil.wire.catalogue import models
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.schemas import schemas

SERVICES = {model.request_kind: model for model in models() if model.family == "stability_edit"}
PHOTO = Picture.from_pixels(np.full((64, 80, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
REGION = Mask(np.full((64, 80), 255, np.uint8))
NAMED = MaskPrompt("the sofa")
EDGES = Conditioning(PHOTO, "edges")


def _picture(width: int, height: int) -> Picture:
    return Picture.from_pixels(np.zeros((height, width, 3), np.uint8))


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("inpaint", {"image": IMAGE}, "#: required key [prompt] not found"),
        ("inpaint", [], "#: expected type: JSONObject, found: JSONArray"),
        ("erase_object", {"image": IMAGE, "prompt": "x"}, "#: extraneous key [prompt] is not permitted"),
        ("search_replace", {"prompt": "x", "image": IMAGE}, "#: required key [search_prompt] not found"),
        (
            "search_recolor",
            {"prompt": "red", "image": IMAGE, "select_prompt": "y", "grow_mask": 21},
            "#/grow_mask: 21 is not less or equal to 20",
        ),
        ("outpaint", {"image": IMAGE, "left": 2001}, "#/left: 2001 is not less or equal to 2000"),
        ("outpaint", {"image": IMAGE, "up": -1}, "#/up: -1 is not greater or equal to 0"),
        (
            "outpaint",
            {"image": IMAGE, "left": 0},
            "#: expected at least one of the keys [left], [right], [up] and [down] above 0",
        ),
        (
            "outpaint",
            {"image": IMAGE, "left": 1, "creativity": 0},
            "#/creativity: 0 is not greater or equal to 0.1",
        ),
        (
            "control_sketch",
            {"prompt": "x", "image": IMAGE, "style_preset": "PHOTOREALISM"},
            "#/style_preset: PHOTOREALISM is not a valid enum value",
        ),
        (
            "control_structure",
            {"prompt": "x", "image": IMAGE, "control_strength": 2},
            "#/control_strength: 2 is not less or equal to 1.0",
        ),
        ("style_guide", {"prompt": "x", "image": "AAAA"}, "#/image: is not a readable image"),
        ("style_transfer", {"init_image": IMAGE}, "#: required key [style_image] not found"),
        ("style_transfer", {"init_image": IMAGE, "style_image": "?"}, "#/style_image: is not a readable image"),
        (
            "creative_upscale",
            {"prompt": "x", "image": IMAGE, "creativity": 0.6},
            "#/creativity: 0.6 is not less or equal to 0.5",
        ),
        (
            "fast_upscale",
            {"image": IMAGE, "output_format": "gif"},
            "#/output_format: gif is not a valid enum value",
        ),
        (
            "search_replace",
            {"prompt": "x", "image": IMAGE, "search_prompt": "y", "seed": 2**32 - 1},
            "#/seed: 4294967295 is not less or equal to 4294967294",
        ),
    ],
)
def test_malformed_requests(kind: str, body: Any, reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        stability_edit.decode_request(body, SERVICES[kind])

    assert caught.value.reason == reason


def test_leniency_overlooks_what_a_service_does_not_know() -> None:
    body = {"image": IMAGE, "left": 1, "prompt": "x", "steps": 30}

    request = stability_edit.decode_request(body, SERVICES["outpaint"], lenient=True)

    assert request.job == Extend(PHOTO, Margins(left=1), prompt="x")
    assert [lost.field for lost in request.dropped] == ["#/steps"]


@pytest.mark.parametrize(
    ("kind", "width", "height", "fits"),
    [
        ("inpaint", 64, 64, True),
        ("inpaint", 63, 100, False),
        ("inpaint", 160, 64, True),  # 2.5:1
        ("inpaint", 161, 64, False),
        ("inpaint", 64, 161, False),
        ("inpaint", 3072, 3072, True),  # 9,437,184 pixels
        ("inpaint", 3073, 3072, False),
        ("creative_upscale", 1024, 1024, True),
        ("creative_upscale", 1025, 1024, False),
        ("conservative_upscale", 1025, 1024, True),
        ("fast_upscale", 32, 32, True),
        ("fast_upscale", 31, 40, False),
        ("fast_upscale", 1536, 682, True),
        ("fast_upscale", 1537, 640, False),
    ],
)
def test_sizes_in_both_directions(kind: str, width: int, height: int, fits: bool) -> None:
    picture, model = _picture(width, height), SERVICES[kind]
    job: Job = Upscale(picture, 4, None if kind == "fast_upscale" else "x")
    body: dict[str, Any] = {"image": picture.to_base64()}
    if kind == "inpaint":
        job = Inpaint(picture, Mask(np.zeros((height, width), np.uint8)), "x")
        body["mask"] = IMAGE
    if kind != "fast_upscale":
        body["prompt"] = "x"

    if fits:
        assert stability_edit.encode_request(job, model)["image"] == body["image"]
        assert type(stability_edit.decode_request(body, model).job) is type(job)
        return
    with pytest.raises(InvalidInput) as sent:
        stability_edit.encode_request(job, model)
    with pytest.raises(MalformedRequest) as read:
        stability_edit.decode_request(body, model)
    assert sent.value.message in read.value.reason


@pytest.mark.parametrize(
    ("kind", "job"),
    [
        ("inpaint", Inpaint(PHOTO, NAMED, "x")),
        ("inpaint", Outpaint(PHOTO, NAMED, "x")),  # the thing to keep, and no service finds that
        ("inpaint", Inpaint(PHOTO, REGION, "x", guidance=7.0)),
        ("inpaint", Inpaint(PHOTO, REGION, "x", quality="premium")),
        ("inpaint", RemoveBackground(PHOTO)),
        ("erase_object", Inpaint(PHOTO, REGION, "a chair")),
        ("erase_object", Inpaint(PHOTO, REGION, negative="a chair")),
        ("search_replace", Inpaint(PHOTO, REGION, "x")),
        ("search_replace", Outpaint(PHOTO, NAMED, "x")),
        ("search_recolor", Recolor(PHOTO, REGION, Color(1, 2, 3))),
        ("control_sketch", TextToImage("x", conditioning=Conditioning(PHOTO, "segmentation"))),
        ("control_sketch", TextToImage("x", style="cubist", conditioning=EDGES)),
        ("control_sketch", TextToImage("x", size=Size(64, 64), conditioning=EDGES)),
        ("control_sketch", TextToImage("x", aspect=Aspect(1, 1), conditioning=EDGES)),
        ("control_sketch", TextToImage("x", palette=Palette.parse(["#fff"]), conditioning=EDGES)),
        ("style_guide", ImageVariation((PHOTO,), "x", size=Size(64, 64))),
        ("style_transfer", Restyle(PHOTO, style="anime")),
        ("fast_upscale", Upscale(PHOTO, 2)),
        ("fast_upscale", Upscale(PHOTO, 4, "x")),
        ("fast_upscale", Upscale(PHOTO, 4, seed=7)),
        ("creative_upscale", Upscale(PHOTO, 3, "x")),
    ],
)
def test_what_cannot_be_asked_is_said(kind: str, job: Job) -> None:
    with pytest.raises(NotSupported) as caught:
        stability_edit.encode_request(job, SERVICES[kind])

    assert len(caught.value.message) < 300  # and no picture in it
    assert caught.value.hint


@pytest.mark.parametrize(
    ("kind", "job", "key"),
    [
        ("inpaint", Inpaint(PHOTO, REGION), "wire_field_needed"),
        ("inpaint", Inpaint(PHOTO, REGION, "x", seed=0), "out_of_range"),
        ("inpaint", Inpaint(PHOTO, REGION, "x", seed=2**32 - 1), "out_of_range"),
        ("inpaint", Inpaint(PHOTO, REGION, "x", count=2), "out_of_range"),
        ("inpaint", Inpaint(PHOTO, Mask(np.zeros((3, 3), np.uint8)), "x"), "wire_mask_size"),
        ("inpaint", Inpaint(PHOTO, REGION, "x" * 10_001), "prompt_too_long"),
        ("search_replace", Inpaint(PHOTO, NAMED), "wire_field_needed"),
        ("control_sketch", TextToImage("x"), "wire_field_needed"),
        ("style_guide", ImageVariation((PHOTO,)), "wire_field_needed"),
        ("style_guide", ImageVariation((PHOTO, PHOTO), "x"), "out_of_range"),
        ("creative_upscale", Upscale(PHOTO, 4), "wire_field_needed"),
        ("outpaint", Extend(PHOTO, Margins(left=2001)), "out_of_range"),
        ("outpaint", Extend(PHOTO, Margins()), "wire_nothing_to_extend"),
        ("outpaint", Extend(PHOTO, size=PHOTO.size), "wire_nothing_to_extend"),
        ("outpaint", Extend(PHOTO, size=Size(79, 100)), "extend_smaller"),
    ],
)
def test_what_is_out_of_bounds_is_said(kind: str, job: Job, key: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        stability_edit.encode_request(job, SERVICES[kind])

    assert caught.value.key == key
    assert caught.value.hint


@pytest.mark.parametrize("prompt", ["a jacket", "red and blue stripes", "#ff0000 or #00ff00"])
def test_a_prompt_that_names_no_one_color_is_not_done(prompt: str) -> None:
    body = {"prompt": prompt, "image": IMAGE, "select_prompt": "jacket"}

    with pytest.raises(NotSupported) as caught:
        stability_edit.decode_request(body, SERVICES["search_recolor"])

    assert caught.value.key == "wire_prompt_no_color"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just(IMAGE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", SERVICES)
@given(data=st.data(), lenient=st.booleans())
def test_hostile_bodies_are_refused_or_read(kind: str, data: st.DataObject, lenient: bool) -> None:
    known = sorted(schemas(SERVICES[kind])[kind]["properties"])
    body = data.draw(_JSON | st.dictionaries(st.sampled_from(known), _JSON))
    with suppress(HwasilError):
        job = stability_edit.decode_request(body, SERVICES[kind], lenient=lenient).job
        assert type(job).__name__ in SERVICES[kind].jobs
