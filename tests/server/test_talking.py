"""Converse, Messages, embeddings and edits through boto3, answered by a backend that has these skills, or has not."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.server.running import client, invoke, running, send
from tests.server.talker import Talker, new_talker
from tests.studio.drawer import new_drawer
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.core.jobs import Converse, Describe, Embed, Inpaint
from hwasil.core.picture import Picture
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

HAIKU = "global.anthropic.claude-haiku-5-5"
OLD = "anthropic.claude-3-sonnet-20240229-v1:0"
CANVAS = "amazon.nova-canvas-v1:0"
GRAY = Picture.from_pixels(np.full((8, 8, 3), 90, np.uint8))
PNG_CALLED_JPEG: Any = {"image": {"format": "jpeg", "source": {"bytes": GRAY.data}}}


@pytest.fixture(scope="module")
def talker() -> Talker:
    return new_talker()


@pytest.fixture(scope="module")
def url(talker: Talker) -> Iterator[str]:
    with running(create_app(Studio({"local": lambda: talker}))) as address:
        yield address


@pytest.fixture(scope="module")
def mute() -> Iterator[BedrockRuntimeClient]:
    """A client of a server whose backend makes pictures from words and nothing else."""
    with running(create_app(Studio({"local": new_drawer}))) as address:
        yield client(address)


def message(text: str = "How bright?", picture: Picture = GRAY) -> dict[str, Any]:
    """Return a request in Anthropic's form."""
    source = {"type": "base64", "media_type": "image/jpeg", "data": picture.to_base64()}
    content = [{"type": "image", "source": source}, {"type": "text", "text": text}]
    head = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 2000, "temperature": 0}
    return {**head, "messages": [{"role": "user", "content": content}]}


def test_a_picture_is_looked_at_as_the_labs_ask(judge: BedrockRuntimeClient, talker: Talker) -> None:
    answer = judge.converse(
        modelId=OLD,
        messages=[{"role": "user", "content": [{"text": "Image 1:"}, PNG_CALLED_JPEG, {"text": "How bright?"}]}],
        inferenceConfig={"maxTokens": 2000, "temperature": 0},
    )
    assert answer["output"]["message"]["content"][0]["text"] == "How bright?: brightness 90"
    assert answer["stopReason"] == "end_turn"
    assert answer["usage"] == {"inputTokens": 12, "outputTokens": 4, "totalTokens": 16}
    assert answer["metrics"]["latencyMs"] == 250
    assert talker.heard[-1] == Describe(GRAY, "How bright?")


def test_a_chat_as_the_labs_have_it(judge: BedrockRuntimeClient, talker: Talker) -> None:
    answer = judge.converse(
        modelId=HAIKU,
        system=[{"text": "Be brief."}],
        messages=[
            {"role": "user", "content": [PNG_CALLED_JPEG]},
            {"role": "assistant", "content": [{"text": "A gray square."}]},
            {"role": "user", "content": [{"text": "무슨 색인가요?"}]},
        ],
        inferenceConfig={"maxTokens": 2000, "temperature": 0, "topP": 0.9, "stopSequences": []},
    )
    assert answer["output"]["message"]["content"][0]["text"] == "무슨 색인가요? (90) Be brief."
    job = talker.heard[-1]
    assert isinstance(job, Converse)
    assert [turn.role for turn in job.turns] == ["user", "assistant", "user"]


def test_a_stream_of_converse(judge: BedrockRuntimeClient) -> None:
    question = "Say a great many words so that they do not fit into one event of a stream"
    answer = judge.converse_stream(
        modelId=HAIKU, messages=[{"role": "user", "content": [PNG_CALLED_JPEG, {"text": question}]}]
    )
    events: list[Any] = list(answer["stream"])
    names = [next(iter(one)) for one in events]
    assert names[0] == "messageStart"
    assert names[-3:] == ["contentBlockStop", "messageStop", "metadata"]
    deltas = [one["contentBlockDelta"]["delta"]["text"] for one in events if "contentBlockDelta" in one]
    assert len(deltas) > 2
    assert "".join(deltas) == f"{question}: brightness 90"
    assert events[0]["messageStart"]["role"] == "assistant"
    assert events[-2]["messageStop"]["stopReason"] == "end_turn"
    assert events[-1]["metadata"]["usage"]["inputTokens"] == 12


def test_messages_through_invoke(judge: BedrockRuntimeClient, talker: Talker) -> None:
    answer = invoke(judge, OLD, message())
    assert answer["content"] == [{"type": "text", "text": "How bright?: brightness 90"}]
    assert (answer["type"], answer["role"], answer["stop_reason"]) == ("message", "assistant", "end_turn")
    assert answer["usage"] == {"input_tokens": 12, "output_tokens": 4}
    assert talker.heard[-1] == Describe(GRAY, "How bright?")


def test_messages_in_a_stream(judge: BedrockRuntimeClient) -> None:
    answer = judge.invoke_model_with_response_stream(modelId=OLD, body=json.dumps(message()))
    assert answer["contentType"] == "application/json"
    events = [json.loads(one["chunk"]["bytes"]) for one in answer["body"]]
    assert [events[0]["type"], events[-1]["type"]] == ["message_start", "message_stop"]
    deltas = [one["delta"]["text"] for one in events if one["type"] == "content_block_delta"]
    assert "".join(deltas) == "How bright?: brightness 90"
    assert events[-1]["amazon-bedrock-invocationMetrics"]["outputTokenCount"] == 4


def test_a_refusal_keeps_its_name_in_both_spellings(judge: BedrockRuntimeClient, talker: Talker) -> None:
    talker.stop = "content_filtered"
    try:
        said = judge.converse(modelId=HAIKU, messages=[{"role": "user", "content": [{"text": "hello"}]}])
        assert said["stopReason"] == "content_filtered"
        assert invoke(judge, HAIKU, message())["stop_reason"] == "refusal"
    finally:
        talker.stop = "end_turn"


def test_a_vector(judge: BedrockRuntimeClient, talker: Talker) -> None:
    body = {"inputText": "cat", "inputImage": GRAY.to_base64(), "embeddingConfig": {"outputEmbeddingLength": 256}}
    answer = judge.invoke_model(modelId="amazon.titan-embed-image-v1", body=json.dumps(body))
    assert json.loads(answer["body"].read())["embedding"] == [93.0] * 256
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-bedrock-input-token-count"] == "3"
    assert isinstance(talker.heard[-1], Embed)


def test_an_edit_is_planned_onto_the_backend(judge: BedrockRuntimeClient, talker: Talker) -> None:
    side = Picture.from_pixels(np.full((320, 320, 3), 90, np.uint8))
    params = {"image": side.to_base64(), "maskPrompt": "the sky", "text": "clouds"}
    config = {"numberOfImages": 1, "seed": 7}
    body = {"taskType": "INPAINTING", "inPaintingParams": params, "imageGenerationConfig": config}
    answer = invoke(judge, CANVAS, body)
    assert Picture.from_base64(answer["images"][0]).pixels.max() < 8  # black, but for the invisible mark
    job = talker.heard[-1]
    assert isinstance(job, Inpaint)
    assert (job.prompt, job.seed) == ("clouds", 7)


@pytest.mark.parametrize("model", ["stability.stable-image-core-v1:1", CANVAS])
def test_pictures_of_every_family_that_is_spoken(judge: BedrockRuntimeClient, model: str) -> None:
    body: dict[str, Any] = {"prompt": "a red fox", "seed": 7}
    if model == CANVAS:
        body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": "a red fox"}}
    assert len(invoke(judge, model, body)["images"]) == 1


# ------------------------------------------------------------------------------------------- what has no skill


def test_what_no_skill_does_is_said_before_a_stream_begins(mute: BedrockRuntimeClient) -> None:
    said: list[Any] = [{"role": "user", "content": [PNG_CALLED_JPEG, {"text": "How bright?"}]}]
    refused = mute.exceptions.ValidationException
    with pytest.raises(refused, match="Describe"):
        mute.converse(modelId=HAIKU, messages=said)
    with pytest.raises(refused, match="Describe"):
        mute.converse_stream(modelId=HAIKU, messages=said)
    with pytest.raises(refused, match="Describe"):
        mute.invoke_model_with_response_stream(modelId=HAIKU, body=json.dumps(message()))
    with pytest.raises(refused, match="Embed"):
        mute.invoke_model(modelId="amazon.titan-embed-image-v1", body=json.dumps({"inputText": "cat"}))


def test_the_own_engine_says_plainly_what_it_cannot_do() -> None:
    with running(create_app()) as address:
        judge = client(address)
        with pytest.raises(judge.exceptions.ValidationException, match="can only talk about pictures"):
            judge.converse(modelId=HAIKU, messages=[{"role": "user", "content": [{"text": "hello"}]}])


def test_a_request_is_checked_before_anybody_looks_for_a_skill(mute: BedrockRuntimeClient) -> None:
    with pytest.raises(mute.exceptions.ValidationException, match="must alternate between user and assistant"):
        mute.converse(modelId=HAIKU, messages=[{"role": "user", "content": [{"text": "hello"}]}] * 2)
    body = {**message(), "max_tokens": 0}
    with pytest.raises(mute.exceptions.ValidationException, match="#/max_tokens: 0 is not greater or equal to 1"):
        mute.invoke_model(modelId=HAIKU, body=json.dumps(body))


def test_a_model_that_makes_pictures_does_not_converse(judge: BedrockRuntimeClient) -> None:
    with pytest.raises(
        judge.exceptions.ValidationException, match="Try again with a supported text or chat model"
    ):
        judge.converse(modelId=CANVAS, messages=[{"role": "user", "content": [{"text": "hello"}]}])
    with pytest.raises(judge.exceptions.ValidationException, match="unsupported for streaming"):
        judge.invoke_model_with_response_stream(modelId=CANVAS, body="{}")


def test_a_model_that_is_asked_over_converse_only(judge: BedrockRuntimeClient) -> None:
    with pytest.raises(judge.exceptions.ValidationException, match="Nova Pro over Converse only"):
        judge.invoke_model(modelId="amazon.nova-pro-v1:0", body="{}")
    said = judge.converse(modelId="amazon.nova-pro-v1:0", messages=[{"role": "user", "content": [{"text": "hi"}]}])
    assert said["stopReason"] == "end_turn"


def test_a_guardrail_in_a_conversation_is_not_pretended(judge: BedrockRuntimeClient) -> None:
    with pytest.raises(judge.exceptions.ValidationException, match="guardrail"):
        judge.converse(
            modelId=HAIKU,
            messages=[{"role": "user", "content": [{"text": "hello"}]}],
            guardrailConfig={"guardrailIdentifier": "abc", "guardrailVersion": "1"},
        )


def test_tokens_are_not_guessed(judge: BedrockRuntimeClient) -> None:
    wanted: Any = {"converse": {"messages": [{"role": "user", "content": [{"text": "hello"}]}]}}
    with pytest.raises(judge.exceptions.ValidationException, match="cannot count the tokens of Claude Haiku"):
        judge.count_tokens(modelId=HAIKU, input=wanted)
    wanted = {"invokeModel": {"body": json.dumps(message()).encode()}}
    with pytest.raises(judge.exceptions.ValidationException, match="cannot count the tokens of Claude Haiku"):
        judge.count_tokens(modelId=HAIKU, input=wanted)
    short = json.dumps({**message(), "max_tokens": 0}).encode()
    with pytest.raises(judge.exceptions.ValidationException, match="not greater or equal to 1"):
        judge.count_tokens(modelId=HAIKU, input={"invokeModel": {"body": short}})
    with pytest.raises(judge.exceptions.ValidationException, match="supported text or chat model"):
        judge.count_tokens(modelId=CANVAS, input=wanted)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"input":3}', b'{"input":{"invokeModel":{"body":"?"}}}', b'{"input":{"converse":7}}', b"[]"]
)
def test_hostile_counts_of_tokens(url: str, body: bytes) -> None:
    status, headers, _ = send(url, "POST", f"/model/{HAIKU}/count-tokens", body)
    assert (status, headers["x-amzn-errortype"].partition(":")[0]) == (400, "ValidationException")


def test_a_guardrail_is_not_found(judge: BedrockRuntimeClient, url: str) -> None:
    with pytest.raises(judge.exceptions.ResourceNotFoundException, match="none of an AWS account's guardrails"):
        judge.apply_guardrail(
            guardrailIdentifier="abc",
            guardrailVersion="DRAFT",
            source="INPUT",
            content=[{"text": {"text": "hello"}}, {"image": {"format": "png", "source": {"bytes": GRAY.data}}}],
        )
    status, _, body = send(url, "POST", "/guardrail/abc/version/1/apply", b'{"source":"INPUT"}')
    assert (status, b"required key [content] not found" in body) == (400, True)
    assert send(url, "POST", "/guardrail/abc/apply", b"{}")[0] == 404


def test_a_stream_on_the_wire(url: str) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": [{"text": "hello"}]}]}).encode()
    status, headers, sent = send(url, "POST", f"/model/{HAIKU}/converse-stream", body)
    assert (status, headers["content-type"]) == (200, "application/vnd.amazon.eventstream")
    assert headers["x-amzn-requestid"]
    assert b":event-type" in sent
    body = json.dumps(message()).encode()
    _, headers, sent = send(url, "POST", f"/model/{HAIKU}/invoke-with-response-stream", body)
    assert headers["x-amzn-bedrock-content-type"] == "application/json"
    assert base64.b64encode(b'{"type":"message_start"')[:20] in sent
