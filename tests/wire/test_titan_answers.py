"""Titan's answers: what was made, what was refused, and what is damaged."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.jobs import Inpaint, Outpaint, RemoveBackground, TextToImage
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Made, Refusal, Result
from hwasil.wire import titan_image
from hwasil.wire.black_masks import read_mask
from hwasil.wire.blocked import INPUT, SOME_OUTPUT, TITAN_OUTPUT, TITAN_PROMPT
from hwasil.wire.catalogue import find
from hwasil.wire.exchange import Request
from hwasil.wire.lenience import Leeway

V2 = find("amazon.titan-image-generator-v2:0")
PHOTO = Picture.from_pixels(np.full((4, 6, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
REGION = Mask(np.eye(4, 6, dtype=np.uint8) * 255)


def _made(*seeds: int | None) -> tuple[Made, ...]:
    return tuple(Made(PHOTO, seed) for seed in seeds)


def _result(**parts: Any) -> Result:
    return Result(
        **{"made": (), "engine": "test", "model": V2.id, "price": UNKNOWN_PRICE, "seconds": 0.1, **parts}
    )


def test_an_answer_with_pictures() -> None:
    answer = titan_image.decode_response({"images": [IMAGE], "error": None}, TextToImage("x", seed=7), V2)

    assert answer.made == _made(7)
    assert answer.refused == ()
    assert answer.failed == ()


def test_the_seed_is_told_only_where_it_is_certain() -> None:
    one, two = {"images": [IMAGE]}, {"images": [IMAGE, IMAGE]}

    assert titan_image.decode_response(one, TextToImage("x"), V2).made == _made(42)
    assert titan_image.decode_response(two, TextToImage("x", count=2, seed=7), V2).made == _made(None, None)
    assert titan_image.decode_response(one, RemoveBackground(PHOTO), V2).made == _made(None)


def test_some_refused_is_a_partial_answer() -> None:
    body = {"images": [IMAGE], "error": SOME_OUTPUT}

    answer = titan_image.decode_response(body, TextToImage("x", count=3, seed=1), V2)

    assert len(answer.made) == 1
    assert answer.refused == (Refusal("output", SOME_OUTPUT),) * 2


@pytest.mark.parametrize(
    ("error", "stage"), [(TITAN_PROMPT, "prompt"), (INPUT, "input"), (TITAN_OUTPUT, "output"), ("?", "output")]
)
@pytest.mark.parametrize("images", [{}, {"images": []}, {"images": None}])
def test_all_refused_tells_the_stage(error: str, stage: str, images: dict[str, Any]) -> None:
    answer = titan_image.decode_response({**images, "error": error}, TextToImage("x"), V2)

    assert answer.made == ()
    assert [(refusal.stage, refusal.reason) for refusal in answer.refused] == [(stage, error)]


@pytest.mark.parametrize("body", [{}, [], None, "x", 3, {"images": []}, {"error": ""}, {"artifacts": [1]}])
def test_an_answer_that_says_nothing_is_corrupt(body: Any) -> None:
    with pytest.raises(Corrupt) as caught:
        titan_image.decode_response(body, TextToImage("x"), V2)

    assert caught.value.billed == "unknown"


def test_one_damaged_picture_does_not_lose_the_others() -> None:
    body = {"images": [IMAGE, "AAAA", 5]}

    answer = titan_image.decode_response(body, TextToImage("x", count=4), V2)

    assert len(answer.made) == 1
    assert [type(problem) for problem in answer.failed] == [Corrupt] * 3  # two damaged, one missing
    assert {problem.billed for problem in answer.failed} == {"unknown"}


def test_an_answer_is_written_as_titan_writes_it() -> None:
    request = Request(TextToImage("x", count=2))

    assert titan_image.encode_response(_result(made=_made(1, 2)), request) == {
        "images": [IMAGE, IMAGE],
        "error": None,
    }


def test_answers_are_png_whatever_was_made() -> None:
    result = _result(made=(Made(PHOTO.encoded("jpeg"), 1),))

    body = titan_image.encode_response(result, Request(TextToImage("x")))

    assert Picture.from_base64(body["images"][0]).format == "png"


@pytest.mark.parametrize(
    ("made", "refused", "error"),
    [
        ((), (Refusal("prompt", "no"),), TITAN_PROMPT),
        ((), (Refusal("output", "no"), Refusal("input", "no")), INPUT),
        ((), (Refusal("output", "no"),), TITAN_OUTPUT),
        (_made(1), (Refusal("output", "no"),), SOME_OUTPUT),
    ],
)
def test_refusals_are_written_in_titans_words(made: Any, refused: Any, error: str) -> None:
    body = titan_image.encode_response(_result(made=made, refused=refused), Request(TextToImage("x", count=2)))

    assert body["error"] == error
    read = titan_image.decode_response(body, TextToImage("x", count=2), V2)
    assert len(read.made) == len(made)
    assert {refusal.stage for refusal in read.refused} <= {refusal.stage for refusal in refused}


def test_a_partial_failure_is_written_in_english() -> None:
    problem = Unavailable("wire_inference_failed", model="Titan", reason="?")

    body = titan_image.encode_response(
        _result(made=_made(1), failed=(problem,)), Request(TextToImage("x", count=2))
    )

    assert body["error"] == "Titan failed while it was drawing: ?"


def test_the_mask_is_returned_when_asked_for() -> None:
    job = Inpaint(PHOTO, REGION)
    result = _result(made=_made(1))

    assert "maskImage" not in titan_image.encode_response(result, Request(job))
    body = titan_image.encode_response(result, Request(job, return_mask=True))
    assert read_mask(body["maskImage"], "#", PHOTO.size, V2.limits, Leeway(given=False)) == REGION
    named = Request(Outpaint(PHOTO, MaskPrompt("dog"), "x"), return_mask=True)
    assert "maskImage" not in titan_image.encode_response(result, named)
    body = titan_image.encode_response(result, named, REGION)
    assert read_mask(body["maskImage"], "#", PHOTO.size, V2.limits, Leeway(given=False)) == REGION


def test_answers_survive_the_wire() -> None:
    result = _result(made=_made(7))
    job = TextToImage("x", seed=7)

    body = json.loads(json.dumps(titan_image.encode_response(result, Request(job))))

    assert titan_image.decode_response(body, job, V2).made == result.made
