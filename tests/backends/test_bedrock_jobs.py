"""Every kind of job through the real SDK: what is sent for it, and what comes back."""

from __future__ import annotations

import base64
import json
import time
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from tests.backends.scripted import Loopback, Reply, error, stability, titan
from tests.backends.test_bedrock import backend_for

from hwasil.backends.base import Context, Progress
from hwasil.backends.bedrock import BedrockBackend
from hwasil.backends.bedrock_pace import Pace
from hwasil.core.errors import (
    Cancelled,
    ContentBlocked,
    Corrupt,
    DeadlineExceeded,
    InvalidInput,
    NotSupported,
    Throttled,
)
from hwasil.core.garments import Garment
from hwasil.core.jobs import (
    Converse,
    Describe,
    Embed,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TryOn,
    Turn,
    Upscale,
)
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Embedded, Price, Result, Said
from hwasil.wire.catalogue import find

PICTURE = Picture.from_pixels(np.full((64, 96, 3), 90, np.uint8))
LEFT = Mask.from_boxes(PICTURE.size, [Box(0, 0, 48, 64)])
EDITS: list[tuple[Job, str, str, str]] = [
    (Inpaint(PICTURE, LEFT, "a fox", seed=3), "stability.stable-image-inpaint-v1:0", "mask", "0.07"),
    (Outpaint(PICTURE, LEFT, "a fox", seed=3), "stability.stable-image-inpaint-v1:0", "mask", "0.07"),
    (Inpaint(PICTURE, LEFT), "stability.stable-image-erase-object-v1:0", "mask", "0.07"),
    (
        Inpaint(PICTURE, MaskPrompt("cat"), "a fox"),
        "stability.stable-image-search-replace-v1:0",
        "search_prompt",
        "0.07",
    ),
    (Extend(PICTURE, Margins(left=8)), "stability.stable-outpaint-v1:0", "left", "0.06"),
    (RemoveBackground(PICTURE), "stability.stable-image-remove-background-v1:0", "image", "0.07"),
    (Upscale(PICTURE, 4), "stability.stable-fast-upscale-v1:0", "image", "0.03"),
    (
        Recolor(PICTURE, MaskPrompt("cat"), Color.parse("168a8f")),
        "stability.stable-image-search-recolor-v1:0",
        "select_prompt",
        "0.07",
    ),
    (Restyle(PICTURE, PICTURE), "stability.stable-style-transfer-v1:0", "style_image", "0.08"),
    (ImageVariation((PICTURE,), "a fox"), "stability.sd3-5-large-v1:0", "strength", "0.08"),
]


@pytest.mark.parametrize(("job", "model", "key", "price"), EDITS, ids=lambda value: type(value).__name__)
def test_an_edit_is_sent_as_its_service_takes_it(
    scripted: Loopback, job: Job, model: str, key: str, price: str
) -> None:
    with scripted(stability(None)) as script:
        result = backend_for(script.url).run(job, model, Context())
    assert isinstance(result, Result)
    assert (len(result.made), result.model, result.price) == (1, model, Price(Decimal(price)))
    assert result.made[0].details == {"request_id": "request-1"}
    [call] = script.calls
    assert call.path == f"/model/{find(model).call_id.replace(':', '%3A')}/invoke"
    assert key in call.body


def test_the_left_half_that_changes_is_white_on_the_left(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        for job in (Inpaint(PICTURE, LEFT, "a fox"), Outpaint(PICTURE, LEFT.inverted(), "a fox")):
            backend_for(script.url).run(job, "stability.stable-image-inpaint-v1:0", Context())
    for call in script.calls:
        mask = Picture.from_base64(call.body["mask"]).pixels[:, :, 0]
        assert (mask[:, :48] == 255).all()
        assert (mask[:, 48:] == 0).all()


def test_where_nova_canvas_still_answers_a_garment_is_tried_on(scripted: Loopback) -> None:
    job = TryOn(PICTURE, PICTURE, Garment("long sleeve shirt", tucking="tucked"), count=2)
    with scripted(titan(2)) as script:
        result = backend_for(script.url).run(job, "amazon.nova-canvas-v1:0", Context())
    assert (len(result.made), result.price) == (2, Price(Decimal("0.08")))
    [call] = script.calls
    assert call.body["virtualTryOnParams"]["garmentBasedMask"] == {
        "garmentClass": "LONG_SLEEVE_SHIRT",
        "garmentStyling": {"tuckingStyle": "TUCKED"},
    }


def test_a_job_that_a_model_does_not_do_is_not_sent(scripted: Loopback) -> None:
    with scripted(stability(None)) as script:
        for job in (Embed("a fox"), Describe(PICTURE), RemoveBackground(PICTURE)):
            with pytest.raises(NotSupported):
                backend_for(script.url).run(job, "stability.stable-image-core-v1:1", Context())
    assert script.calls == []


TITAN_EMBED = "amazon.titan-embed-image-v1"


def vector(**more: Any) -> Reply:
    return Reply(json.dumps({"embedding": [0.5] * 256, **more}).encode())


@pytest.mark.parametrize(
    ("job", "price"),
    [
        (Embed("a fox", dimensions=256), Price(Decimal("0.0000056"))),
        (Embed(picture=PICTURE, dimensions=256), Price(Decimal("0.00006"))),
        (Embed("a fox", PICTURE, 256), Price(Decimal("0.0000656"))),
    ],
    ids=["words", "picture", "both"],
)
def test_a_vector_costs_its_tokens_and_its_picture(scripted: Loopback, job: Embed, price: Price) -> None:
    with scripted(vector(inputTextTokenCount=7)) as script:
        result = backend_for(script.url).run(job, TITAN_EMBED, Context())
    assert isinstance(result, Embedded)
    assert (len(result.vector), result.engine, result.model) == (256, "bedrock", TITAN_EMBED)
    assert result.price == price
    assert script.calls[0].body["embeddingConfig"] == {"outputEmbeddingLength": 256}


def test_tokens_that_nobody_counted_have_no_price(scripted: Loopback) -> None:
    with scripted(vector()) as script:
        result = backend_for(script.url).run(Embed("a fox", dimensions=256), TITAN_EMBED, Context())
    assert (result.text_tokens, result.price) == (None, UNKNOWN_PRICE)


def test_a_vector_that_was_not_made_says_why(scripted: Loopback) -> None:
    with scripted(Reply(b'{"embedding": null, "message": "too long"}'), Reply(b"{}")) as script:
        with pytest.raises(InvalidInput, match="too long"):
            backend_for(script.url).run(Embed("a fox"), TITAN_EMBED, Context())
        with pytest.raises(Corrupt):
            backend_for(script.url).run(Embed("a fox"), TITAN_EMBED, Context())


HAIKU = "anthropic.claude-haiku-5-5"


def words(text: str, stop: str = "end_turn") -> Reply:
    content = [{"text": text}] if text else []
    usage = {"inputTokens": 1000, "outputTokens": 20, "totalTokens": 1020}
    body = {"output": {"message": {"role": "assistant", "content": content}}, "stopReason": stop, "usage": usage}
    return Reply(json.dumps({**body, "metrics": {"latencyMs": 5}}).encode())


def test_a_picture_is_described_through_converse(scripted: Loopback) -> None:
    with scripted(words("여우입니다.")) as script:
        result = backend_for(script.url).run(Describe(PICTURE, "무엇이 보이나요?"), HAIKU, Context())
    assert isinstance(result, Said)
    assert (result.text, result.stop, result.model) == ("여우입니다.", "end_turn", HAIKU)
    assert (result.input_tokens, result.output_tokens) == (1000, 20)
    assert result.price == Price(Decimal("0.00011"))
    [call] = script.calls
    assert call.path == f"/model/global.{HAIKU}/converse"
    image, text = call.body["messages"][0]["content"]
    assert base64.b64decode(image["image"]["source"]["bytes"]) == PICTURE.data
    assert text == {"text": "무엇이 보이나요?"}


def test_a_conversation_keeps_its_turns_and_its_system_prompt(scripted: Loopback) -> None:
    job = Converse((Turn("user", "hello"), Turn("assistant", "hi"), Turn("user", "who?")), "Be brief.")
    with scripted(words("A fox.")) as script:
        backend_for(script.url).run(job, HAIKU, Context())
    assert [turn["role"] for turn in script.calls[0].body["messages"]] == ["user", "assistant", "user"]
    assert script.calls[0].body["system"] == [{"text": "Be brief."}]


@pytest.mark.parametrize("stop", ["content_filtered", "guardrail_intervened"])
def test_words_that_a_filter_took_away_are_a_refusal(scripted: Loopback, stop: str) -> None:
    with scripted(words("", stop)) as script, pytest.raises(ContentBlocked) as caught:
        backend_for(script.url).run(Describe(PICTURE), HAIKU, Context())
    assert (caught.value.stage, caught.value.billed) == ("output", "unknown")


def test_converse_fails_as_invoke_does(scripted: Loopback) -> None:
    with scripted(error("ThrottlingException", 429)) as script, pytest.raises(Throttled):
        backend_for(script.url).run(Describe(PICTURE), HAIKU, Context())
    assert len(script.calls) == 4


def test_a_quota_that_is_used_up_is_waited_for(scripted: Loopback) -> None:
    told: list[Progress] = []
    job, model = Extend(PICTURE, Margins(left=8)), "stability.stable-outpaint-v1:0"  # 2 a minute
    with scripted(stability(None)) as script:
        backend = BedrockBackend(endpoint_url=script.url, pace=Pace())
        for _ in range(2):
            backend.run(job, model, Context(progress=told.append))
        assert "progress.waiting" not in {one.doing for one in told}
        with pytest.raises(DeadlineExceeded) as caught:
            backend.run(job, model, Context(deadline=time.monotonic() + 5))
        context = Context()

        def stop(one: Progress) -> None:
            told.append(one)
            context.cancelled.set()

        with pytest.raises(Cancelled):
            backend.run(job, model, Context(cancelled=context.cancelled, progress=stop))
    assert caught.value.billed == "no"
    assert told[-1].doing == "progress.waiting"
    assert len(script.calls) == 2
