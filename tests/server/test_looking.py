"""Questions about pictures through boto3, answered by what the engine sees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.photos import photos
from tests.server.running import client, invoke, running
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.server.app import create_app

HAIKU = "global.anthropic.claude-haiku-5-5"
CAT = photos()["chelsea"].picture
CAPTION = "이 이미지를 한 줄로 설명해 주세요"
SAID = "고양이가 보이는 이미지입니다."


@pytest.fixture(scope="module")
def own() -> Iterator[BedrockRuntimeClient]:
    with running(create_app()) as address:
        yield client(address)


def asking(text: str) -> list[Any]:
    image = {"image": {"format": "png", "source": {"bytes": CAT.data}}}
    return [{"role": "user", "content": [image, {"text": text}]}]


def test_converse(own: BedrockRuntimeClient, real_home: object) -> None:
    answer = own.converse(modelId=HAIKU, messages=asking(CAPTION))
    assert answer["output"]["message"]["content"] == [{"text": SAID}]
    assert answer["stopReason"] == "end_turn"
    assert answer["usage"]["outputTokens"] == 0  # nobody counted


def test_converse_stream(own: BedrockRuntimeClient, real_home: object) -> None:
    events = list(own.converse_stream(modelId=HAIKU, messages=asking(CAPTION))["stream"])
    told = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
    assert told == SAID


def test_messages(own: BedrockRuntimeClient, real_home: object) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": CAT.to_base64()}
    content = [{"type": "image", "source": source}, {"type": "text", "text": "Is there a dog?"}]
    body: dict[str, Any] = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200}
    answer = invoke(own, HAIKU, {**body, "messages": [{"role": "user", "content": content}]})
    assert answer["content"] == [{"type": "text", "text": "No. I see no dogs."}]
    assert json.dumps(answer)
