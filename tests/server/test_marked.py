from __future__ import annotations

import json
from typing import Any

import pytest
from tests.library.provenance.signing import problems, read_by_c2pa
from tests.server.running import client, running
from tests.studio.drawer import new_drawer

from hwasil.core.picture import Picture
from hwasil.library.provenance import story_of
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

CORE = "stability.stable-image-core-v1:1"
TITAN = "amazon.titan-image-generator-v2:0"


def asked(model: str, body: dict[str, Any], **how: Any) -> Picture:
    with running(create_app(Studio({"local": new_drawer}, **how))) as url:
        answer = client(url).invoke_model(modelId=model, body=json.dumps(body))
        (image,) = json.loads(answer["body"].read())["images"]
    return Picture.from_base64(image)


@pytest.mark.parametrize("format", ["png", "jpeg"])
def test_answers_carry_their_story_in_the_format_asked_for(format: str) -> None:  # noqa: A002 (the wire's word)
    made = asked(CORE, {"prompt": "a red fox", "seed": 3, "output_format": format})
    assert made.format == format
    story = story_of(made)
    assert story
    assert (story.prompt, story.seed, story.backend) == ("a red fox", 3, "local")
    assert problems(read_by_c2pa(made)) == set()


def test_titans_answers_do_too() -> None:
    config = {"numberOfImages": 1, "seed": 3}
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a red fox"}, "imageGenerationConfig": config}
    assert story_of(asked(TITAN, body))


def test_unless_that_is_turned_off() -> None:
    assert story_of(asked(CORE, {"prompt": "a red fox", "seed": 3}, provenance=False)) is None
