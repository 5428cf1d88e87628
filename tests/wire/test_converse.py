"""Converse and ConverseStream: requests and answers."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from botocore.session import get_session
from botocore.validate import ParamValidator
from hypothesis import example, given
from hypothesis import strategies as st
from tests.strategies import any_job, texts
from tests.wire.conversations import (
    HAIKU,
    IMAGE,
    MICRO,
    PHOTO,
    conversations,
    describes,
    said,
    through_json,
)

from hwasil.core.errors import Corrupt, InvalidInput, NotSupported
from hwasil.core.jobs import Converse, Describe, Job, TextToImage, Turn
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Adjustment, Dropped, Said
from hwasil.wire import converse
from hwasil.wire.codecs import speaker_for
from hwasil.wire.exchange import Request, SpeakCodec, SpokenAnswer
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.spoken import pieces

ASK = Request(Describe(PHOTO, "What is it?"))
SAID = Said("It is gray.", "end_turn", "test", HAIKU.id, FREE, 0.25, 12, 4)


def user(*content: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """Return a request of one message."""
    return {"messages": [{"role": "user", "content": list(content)}], **rest}


def image(base64: str = IMAGE, name: str = "png") -> dict[str, Any]:
    return {"image": {"format": name, "source": {"bytes": base64}}}


def wire_message(body: Any) -> str:
    """Return Bedrock's words for a request that is refused."""
    with pytest.raises(MalformedRequest) as caught:
        converse.decode_request(body, HAIKU)
    return caught.value.wire_message


# -------------------------------------------------------------------------------------------------- requests


@given(describes | conversations)
def test_a_job_survives_the_wire(job: Job) -> None:
    body = through_json(converse.encode_request(job, HAIKU))

    assert converse.decode_request(body, HAIKU) == Request(job)


@given(describes | conversations)
def test_the_service_model_takes_what_is_written(job: Job) -> None:
    shape = get_session().get_service_model("bedrock-runtime").operation_model("Converse").input_shape
    assert shape
    body = {**converse.encode_request(job, HAIKU), "modelId": HAIKU.call_id}

    assert not ParamValidator().validate(body, shape).has_errors()


@given(any_job())
def test_a_job_is_written_or_refused_by_name(job: Job) -> None:
    try:
        body = converse.encode_request(job, HAIKU)
    except (InvalidInput, NotSupported):
        return
    assert isinstance(converse.decode_request(through_json(body), HAIKU).job, Describe | Converse)


def test_the_codec_of_the_family() -> None:
    codec: SpeakCodec = converse

    assert speaker_for(HAIKU) is codec


def test_a_whole_request() -> None:
    turns = (Turn("user", "What is it?", (PHOTO,)), Turn("assistant", "Gray."), Turn("user", "Sure?"))

    assert converse.encode_request(Converse(turns, "Be brief."), HAIKU) == {
        "messages": [
            {"role": "user", "content": [image(), {"text": "What is it?"}]},
            {"role": "assistant", "content": [{"text": "Gray."}]},
            {"role": "user", "content": [{"text": "Sure?"}]},
        ],
        "system": [{"text": "Be brief."}],
    }


def test_a_request_as_the_labs_send_it() -> None:
    config = {"maxTokens": 2000, "temperature": 0, "topP": 0.9, "stopSequences": []}
    body = user({"text": "Image 1:"}, image(name="jpeg"), {"text": "What is it?"}, inferenceConfig=config)

    request = converse.decode_request(body, HAIKU)

    assert request.job == Describe(PHOTO, "What is it?")
    assert request.adjusted == (Adjustment("#/messages/0/content/1/image/format", "jpeg", "png"),)
    assert request.dropped == (
        Dropped("#/inferenceConfig/maxTokens", "2000"),
        Dropped("#/inferenceConfig/temperature", "0"),
        Dropped("#/inferenceConfig/topP", "0.9"),
        Dropped("#/messages/0/content/0/text", "Image 1:"),
    )


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([{"text": "Image 1:"}, image(), {"text": "image 2"}, image(), {"text": "Compare."}], "Compare."),
        ([{"text": "Image 2:"}, image(), image()], "Image 2:"),  # it is not the second: this says something
        ([image(), image(), {"text": "Image 1:"}], "Image 1:"),
        ([{"text": "one"}, image(), {"text": "two"}, image()], "one\ntwo"),
    ],
)
def test_labels_that_only_count_are_dropped(content: list[dict[str, Any]], text: str) -> None:
    job = converse.decode_request(user(*content), HAIKU).job

    assert job == Converse((Turn("user", text, (PHOTO, PHOTO)),))


def test_the_bytes_say_what_a_picture_is() -> None:
    pixels = np.full((8, 8, 3), 7, np.uint8)
    for true in ("png", "jpeg", "webp"):
        picture = Picture.from_pixels(pixels, true)
        for said_to_be in ("png", "jpeg", "webp", "gif"):
            request = converse.decode_request(user(image(picture.to_base64(), said_to_be)), HAIKU)
            assert request.job == Describe(picture)
            assert bool(request.adjusted) == (true != said_to_be)


def test_a_system_prompt_makes_it_a_conversation() -> None:
    body = user(image(), system=[{"text": "Be"}, {"cachePoint": {"type": "default"}}, {"text": "brief."}])

    request = converse.decode_request(body, HAIKU)

    assert request.job == Converse((Turn("user", "", (PHOTO,)),), "Be\nbrief.")
    assert [one.field for one in request.dropped] == ["#/system/1/cachePoint"]


@pytest.mark.parametrize(
    "rest",
    [
        {"requestMetadata": {"a": "b"}},
        {"performanceConfig": {"latency": "standard"}},
        {"serviceTier": {"type": "default"}},
        {"additionalModelRequestFields": {"top_k": 250}},
        {"additionalModelResponseFieldPaths": ["/stop_sequence"]},
    ],
)
def test_what_only_steers_the_run_has_no_effect(rest: dict[str, Any]) -> None:
    request = converse.decode_request(user({"text": "hello"}, **rest), HAIKU)

    assert [one.field for one in request.dropped] == [f"#/{name}" for name in rest]


@pytest.mark.parametrize(
    "body",
    [
        user({"text": "hello"}, toolConfig={"tools": [{}]}),
        user({"text": "hello"}, guardrailConfig={"guardrailIdentifier": "x"}),
        user({"text": "hello"}, promptVariables={"a": {"text": "b"}}),
        user({"text": "hello"}, outputConfig={"textFormat": {}}),
        user({"document": {"name": "x", "source": {}}}),
        user({"toolResult": {"toolUseId": "x", "content": []}}),
        user({"image": {"format": "png", "source": {"s3Location": {"uri": "s3://a/b"}}}}),
        user({"text": "hello"}, system=[{"guardContent": {}}]),
        user({"text": "hello"}, system=[image()]),
    ],
)
def test_what_a_job_cannot_hold_is_named(body: dict[str, Any]) -> None:
    with pytest.raises(NotSupported) as caught:
        converse.decode_request(body, HAIKU)

    assert caught.value.key == "wire_block_not_read"
    assert str(caught.value.facts["kind"]) in str(body)


def test_sentences_of_bedrocks() -> None:
    hello = {"role": "user", "content": [{"text": "hello"}]}
    answer = {"role": "assistant", "content": [{"text": "hello"}]}
    assert wire_message({"messages": [answer, hello]}).startswith("A conversation must start with a user message.")
    twice = wire_message({"messages": [hello, hello]})
    assert twice.startswith("A conversation must alternate between user and assistant roles.")
    assert wire_message({"messages": [hello, answer, user({"text": " "})["messages"][0]]}) == (
        "The text field in the ContentBlock object at messages.2.content.0 is blank. Add text to the text field, "
        "and try again."
    )
    assert "#: required key [messages] not found" in wire_message({})
    assert "#/inferenceConfig/maxTokens: 0 is not greater" in wire_message(
        user({"text": "x"}, inferenceConfig={"maxTokens": 0})
    )


@pytest.mark.parametrize(
    "body",
    [
        {"messages": []},
        {"messages": [{"role": "system", "content": [{"text": "x"}]}]},
        user(),
        user({}),
        user({"text": "x", "image": image()["image"]}),
        user({"smell": "x"}),
        user({"cachePoint": {"type": "default"}}),
        user(image("????")),
        user(image("AAAA")),
        user(image(f"data:image/png;base64,{IMAGE}")),
        user({"image": {"format": "png", "source": {}}}),
        user({"image": {"format": "bmp", "source": {"bytes": IMAGE}}}),
        user(*[image()] * 21),
        {"messages": [user({"text": "x"})["messages"][0], {"role": "assistant", "content": [image()]}] * 2},
        user({"text": "x"}, unknown=1),
        user({"text": ""}),
    ],
)
def test_what_is_malformed_is_refused(body: dict[str, Any]) -> None:
    assert wire_message(body)


def test_the_users_turn_is_the_last() -> None:
    body = {"messages": [*user({"text": "x"})["messages"], {"role": "assistant", "content": [{"text": "y"}]}]}
    with pytest.raises(InvalidInput) as caught:
        converse.decode_request(body, HAIKU)
    assert caught.value.key == "converse_last_turn"


def test_what_leniency_overlooks() -> None:
    hello = user({"text": "a"}, {"text": " "}, image())["messages"][0]
    body = {"messages": [{**hello, "name": "me"}, user({"text": "b"}, image())["messages"][0]], "model": "x"}

    request = converse.decode_request(body, HAIKU, lenient=True)

    assert request.job == Converse((Turn("user", "a\nb", (PHOTO, PHOTO)),))
    assert {one.field for one in request.dropped} == {
        "#/model",
        "#/messages/0/name",
        "#/messages/0/content/1/text",
    }
    assert [one.field for one in request.adjusted] == ["#/messages/1"]


@pytest.mark.parametrize(
    "turns",
    [
        (Turn("assistant", "x"), Turn("user", "y")),
        (Turn("user", "x"), Turn("user", "y")),
        (Turn("user", ""),),
        (Turn("user", " \n"),),
        (Turn("user", "x", (PHOTO,) * 21),),
    ],
)
def test_conversations_that_cannot_be_sent(turns: tuple[Turn, ...]) -> None:
    with pytest.raises(InvalidInput):
        converse.encode_request(Converse(turns), HAIKU)


def test_pictures_are_shown_by_the_user_to_a_model_that_sees() -> None:
    shown = Converse((Turn("user", "x"), Turn("assistant", "y", (PHOTO,)), Turn("user", "z")))
    for job, model in (
        (shown, HAIKU),
        (Converse((Turn("user", "x", (PHOTO,)),)), MICRO),
        (Describe(PHOTO), MICRO),
        (TextToImage("x"), HAIKU),
    ):
        with pytest.raises(NotSupported):
            converse.encode_request(job, model)
    with pytest.raises(NotSupported):
        converse.decode_request(user(image(), {"text": "x"}), MICRO)
    assert converse.decode_request(user({"text": "x"}), MICRO).job == Converse((Turn("user", "x"),))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | texts() | st.just(IMAGE),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["role", "content", "text", "image", "format", "source", "bytes", "user", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@example({"messages": [{"role": "user", "content": [{"text": None}]}]})
@given(
    st.fixed_dictionaries({"messages": _VALUES}, optional={"system": _VALUES, "inferenceConfig": _VALUES})
    | _VALUES
)
def test_hostile_bodies_give_only_our_errors(body: Any) -> None:
    for lenient in (False, True):
        with suppress(InvalidInput, NotSupported):
            assert isinstance(converse.decode_request(body, HAIKU, lenient=lenient).job, Describe | Converse)


# --------------------------------------------------------------------------------------------------- answers


@given(said)
def test_an_answer_survives_the_wire(result: Said) -> None:
    read = SpokenAnswer(result.text, result.stop, result.input_tokens, result.output_tokens)

    body = through_json(converse.encode_response(result, ASK))
    assert converse.decode_response(body, ASK.job, HAIKU) == read
    events = through_json(list(converse.encode_events(result, ASK)))
    assert converse.decode_events([(name, one) for name, one in events], ASK.job, HAIKU) == read


def test_a_whole_answer() -> None:
    assert converse.encode_response(SAID, ASK) == {
        "output": {"message": {"role": "assistant", "content": [{"text": "It is gray."}]}},
        "stopReason": "end_turn",
        "usage": {"inputTokens": 12, "outputTokens": 4, "totalTokens": 16},
        "metrics": {"latencyMs": 250},
    }


def test_what_nobody_counted_is_there_all_the_same() -> None:
    uncounted = replace(SAID, input_tokens=None, output_tokens=None)

    usage = converse.encode_response(uncounted, ASK)["usage"]

    assert usage == {"inputTokens": 0, "outputTokens": 0, "totalTokens": 0}


def test_answers_with_more_in_them_than_words() -> None:
    content = [{"reasoningContent": {}}, {"text": "It is "}, {"toolUse": {}}, {"text": "gray."}]
    body = {"output": {"message": {"role": "assistant", "content": content}}, "stopReason": "tool_use"}

    assert converse.decode_response(body, ASK.job, HAIKU) == SpokenAnswer("It is gray.", "tool_use")


@pytest.mark.parametrize(
    "body",
    [None, [], {}, "x", {"output": {}}, {"output": {"message": {"content": [{"text": 3}]}}}, {"stopReason": ""}],
)
def test_an_answer_that_says_nothing_is_corrupt(body: Any) -> None:
    with pytest.raises(Corrupt) as caught:
        converse.decode_response(body, ASK.job, HAIKU)
    assert caught.value.billed == "unknown"


def test_a_stream_that_breaks_off_is_corrupt() -> None:
    events = list(converse.encode_events(SAID, ASK))
    stop = next(place for place, (name, _) in enumerate(events) if name == "messageStop")
    with pytest.raises(Corrupt):
        converse.decode_events(events[:stop], ASK.job, HAIKU)


def test_events_in_their_order() -> None:
    assert list(converse.encode_events(SAID, ASK)) == [
        ("messageStart", {"role": "assistant"}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": "It is gray."}}),
        ("contentBlockStop", {"contentBlockIndex": 0}),
        ("messageStop", {"stopReason": "end_turn"}),
        (
            "metadata",
            {
                "usage": {"inputTokens": 12, "outputTokens": 4, "totalTokens": 16},
                "metrics": {"latencyMs": 250},
            },
        ),
    ]


@given(st.text())
def test_pieces_are_the_text(text: str) -> None:
    parts = list(pieces(text))
    assert "".join(parts) == text
    assert all(0 < len(part.split()) <= 6 or not part.strip() for part in parts)
