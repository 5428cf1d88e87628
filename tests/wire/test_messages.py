"""Anthropic's Messages through InvokeModel: requests, answers and events."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import any_job, texts
from tests.wire.conversations import HAIKU, IMAGE, PHOTO, conversations, describes, said, through_json

from hwasil.core.errors import Corrupt, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import Converse, Describe, Job, Turn
from hwasil.core.results import FREE, Adjustment, Said
from hwasil.wire import messages
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import invoked_for, invoked_speaker_for
from hwasil.wire.exchange import Request, SpeakCodec, SpokenAnswer
from hwasil.wire.malformed import MalformedRequest

ASK = Request(Describe(PHOTO, "What is it?"))
SAID = Said("It is gray.", "end_turn", "test", HAIKU.id, FREE, 0.25, 12, 4)
HEAD = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 2000}


def user(content: Any, **rest: Any) -> dict[str, Any]:
    """Return a request of one message."""
    return {**HEAD, "messages": [{"role": "user", "content": content}], **rest}


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def image(data: str = IMAGE, media_type: str = "image/png") -> dict[str, Any]:
    return {"type": "image", "source": {"type": "base64", "media_type": media_type, "data": data}}


# -------------------------------------------------------------------------------------------------- requests


@given(describes | conversations)
def test_a_job_survives_the_wire(job: Job) -> None:
    body = through_json(messages.encode_request(job, HAIKU))
    request = messages.decode_request(body, HAIKU)

    assert request.job == job
    assert request.adjusted == ()
    assert [one.field for one in request.dropped] == ["#/max_tokens"]


@given(any_job())
def test_a_job_is_written_or_refused_by_name(job: Job) -> None:
    try:
        body = messages.encode_request(job, HAIKU)
    except (InvalidInput, NotSupported):
        return
    assert isinstance(messages.decode_request(through_json(body), HAIKU).job, Describe | Converse)


def test_the_codec_of_a_provider() -> None:
    codec: SpeakCodec = messages

    assert invoked_speaker_for(HAIKU) is codec
    assert invoked_for(HAIKU) is codec
    with pytest.raises(NotSupported):
        invoked_speaker_for(find("amazon.nova-pro-v1:0"))
    with pytest.raises(NotSupported):
        invoked_speaker_for(find("amazon.titan-embed-image-v1"))


def test_a_whole_request() -> None:
    assert messages.encode_request(Converse((Turn("user", "What is it?", (PHOTO,)),), "Be brief."), HAIKU) == {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 2048,
        "system": "Be brief.",
        "messages": [{"role": "user", "content": [image(), text("What is it?")]}],
    }


def test_a_request_as_the_labs_send_it() -> None:
    body = user([image(media_type="image/jpeg"), text("What is it?")], temperature=0, stop_sequences=["H: "])

    request = messages.decode_request(body, HAIKU)

    assert request.job == Describe(PHOTO, "What is it?")
    assert request.adjusted == (Adjustment("#/messages/0/content/0/source/media_type", "jpeg", "png"),)
    assert {one.field for one in request.dropped} == {"#/max_tokens", "#/temperature", "#/stop_sequences"}


@pytest.mark.parametrize(
    "system", ["Be brief.", [text("Be brief.")], [{**text("Be brief."), "cache_control": {}}]]
)
def test_plain_text_is_one_block(system: Any) -> None:
    job = messages.decode_request(user("hello", system=system), HAIKU).job

    assert job == Converse((Turn("user", "hello"),), "Be brief.")


@pytest.mark.parametrize(
    "body",
    [
        user("hello", tools=[{"name": "x"}]),
        user([{"type": "tool_result", "tool_use_id": "x", "content": "y"}]),
        user([{"type": "document", "source": {"type": "base64", "media_type": "image/png", "data": "x"}}]),
        user("hello", system=[image()]),
    ],
)
def test_what_a_job_cannot_hold_is_named(body: dict[str, Any]) -> None:
    with pytest.raises(NotSupported) as caught:
        messages.decode_request(body, HAIKU)
    assert str(caught.value.facts["kind"]) in str(body)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({}, "3 schema violations found"),
        ({**user("x"), "anthropic_version": "x"}, "#/anthropic_version: x is not a valid enum value"),
        ({**user("x"), "max_tokens": "9"}, "#/max_tokens: expected type: Integer, found: String"),
        (user("x", model="claude"), "#: extraneous key [model] is not permitted"),
        (user(7), "#/messages/0/content: expected type: JSONArray, found: Integer"),
        (user([]), "#/messages/0/content: expected minimum item count: 1, found: 0"),
        (user([{"type": "text"}]), "#/messages/0/content/0: required key [text] not found"),
        (user([{"type": "image"}]), "#/messages/0/content/0: required key [source] not found"),
        (user([{**text("x"), "y": 1}]), "#/messages/0/content/0: extraneous key [y] is not permitted"),
        (user([image(media_type="image/bmp")]), "is not a valid enum value"),
        (user([image("????")]), "#/messages/0/content/0/source/media_type: is not a readable image"),
        (user([image()] * 21), "#/messages/0: more than 20 images"),
        (user(" "), "#/messages/0/content/0/text: is blank"),
    ],
)
def test_what_is_malformed_is_refused(body: dict[str, Any], reason: str) -> None:
    with pytest.raises(MalformedRequest) as caught:
        messages.decode_request(body, HAIKU)
    assert reason in caught.value.reason


def test_a_picture_by_its_address_is_not_fetched() -> None:
    body = user([{"type": "image", "source": {"type": "url", "url": "http://127.0.0.1/x.png"}}])
    with pytest.raises(MalformedRequest):
        messages.decode_request(body, HAIKU)


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | texts()
    | st.just(IMAGE)
    | st.sampled_from(["text", "image", "user"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["role", "content", "type", "text", "source", "data", "media_type", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(
    _VALUES | st.fixed_dictionaries({"messages": _VALUES}, optional={"system": _VALUES}).map(lambda it: HEAD | it)
)
def test_hostile_bodies_give_only_our_errors(body: Any) -> None:
    for lenient in (False, True):
        with suppress(InvalidInput, NotSupported):
            assert isinstance(messages.decode_request(body, HAIKU, lenient=lenient).job, Describe | Converse)


# --------------------------------------------------------------------------------------------------- answers


@given(said)
def test_an_answer_survives_the_wire(result: Said) -> None:
    read = SpokenAnswer(result.text, result.stop, result.input_tokens, result.output_tokens)

    body = through_json(messages.encode_response(result, ASK))
    assert messages.decode_response(body, ASK.job, HAIKU) == read
    events = through_json(list(messages.encode_events(result, ASK)))
    assert all(name == one["type"] for name, one in events)
    assert messages.decode_events([(name, one) for name, one in events], ASK.job, HAIKU) == read


def test_a_whole_answer() -> None:
    body = messages.encode_response(SAID, ASK)
    name = body.pop("id")
    assert name.startswith("msg_")
    assert name != messages.encode_response(replace(SAID, seconds=0.26), ASK)["id"]
    assert body == {
        "type": "message",
        "role": "assistant",
        "model": HAIKU.id,
        "content": [text("It is gray.")],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 12, "output_tokens": 4},
    }


def test_a_refusal_has_two_names() -> None:
    blocked = replace(SAID, text="", stop="content_filtered")

    body = messages.encode_response(blocked, ASK)

    assert (body["stop_reason"], body["content"]) == ("refusal", [])
    assert messages.decode_response(body, ASK.job, HAIKU).stop == "content_filtered"


@pytest.mark.parametrize("body", [None, [], {}, "x", {"content": []}, {"content": [{"type": "text"}]}])
def test_an_answer_that_says_nothing_is_corrupt(body: Any) -> None:
    with pytest.raises(Corrupt):
        messages.decode_response(body, ASK.job, HAIKU)


def test_words_without_a_reason_for_their_end() -> None:
    answer = messages.decode_response({"content": [text("It is gray.")]}, ASK.job, HAIKU)

    assert answer == SpokenAnswer("It is gray.", "")


def test_events_in_their_order() -> None:
    events = list(messages.encode_events(replace(SAID, text="one two three four five six seven"), ASK))
    names = [name for name, _ in events]
    assert names == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert events[0][1]["message"]["usage"] == {"input_tokens": 12, "output_tokens": 0}
    assert events[-1][1]["amazon-bedrock-invocationMetrics"] == {
        "inputTokenCount": 12,
        "outputTokenCount": 4,
        "invocationLatency": 250,
        "firstByteLatency": 250,
    }


def test_a_stream_that_breaks_off_is_corrupt_and_one_that_fails_has_failed() -> None:
    events = list(messages.encode_events(SAID, ASK))
    with pytest.raises(Corrupt):
        messages.decode_events(events[:-2], ASK.job, HAIKU)
    failed = ("error", {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}})
    with pytest.raises(Unavailable) as caught:
        messages.decode_events([*events[:3], failed], ASK.job, HAIKU)
    assert "Overloaded" in caught.value.message
    assert caught.value.billed == "unknown"
