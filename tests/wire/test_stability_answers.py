"""Answers of Stability's image services."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import pictures

from hwasil.core.jobs import (
    Inpaint,
    Upscale,
)
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Made, Refusal, Result
from hwasil.wire import stability_edit
from hwasil.wire.catalogue import models
from hwasil.wire.exchange import Request
from hwasil.wire.model import Model

SERVICES = {model.request_kind: model for model in models() if model.family == "stability_edit"}
PHOTO = Picture.from_pixels(np.full((64, 80, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
REGION = Mask(np.full((64, 80), 255, np.uint8))


def _result(model: Model, **parts: Any) -> Result:
    return Result(
        **{"made": (), "engine": "test", "model": model.id, "price": UNKNOWN_PRICE, "seconds": 0.1, **parts}
    )


@given(pictures(), st.integers(1, 2**32 - 2))
def test_an_answer_survives_the_wire(picture: Picture, seed: int) -> None:
    model, job = SERVICES["inpaint"], Inpaint(PHOTO, REGION, "a fox")
    result = _result(model, made=(Made(picture.encoded("png"), seed),))

    body = json.loads(json.dumps(stability_edit.encode_response(result, Request(job))))

    assert stability_edit.decode_response(body, job, model).made == result.made


def test_a_cut_out_keeps_its_transparency() -> None:
    model = SERVICES["remove_background"]
    clear = Picture.from_pixels(np.zeros((64, 64, 4), np.uint8))
    request = stability_edit.decode_request({"image": IMAGE, "output_format": "webp"}, model)

    body = stability_edit.encode_response(_result(model, made=(Made(clear, None),)), request)

    (made,) = stability_edit.decode_response(body, request.job, model).made
    assert made.picture.format == "webp"
    assert made.picture.has_alpha


def test_a_refusal_survives_the_wire() -> None:
    model, job = SERVICES["creative_upscale"], Upscale(PHOTO, 4, "a fox")

    body = stability_edit.encode_response(_result(model, refused=(Refusal("input", "no"),)), Request(job))

    assert body == {"finish_reasons": ["Filter reason: input image"]}
    assert stability_edit.decode_response(body, job, model).refused[0].stage == "input"
