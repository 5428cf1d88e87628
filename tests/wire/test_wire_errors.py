"""Bedrock's exceptions and Hwasil's errors, both ways."""

from __future__ import annotations

from typing import Any

import pytest

from hwasil.core import errors
from hwasil.core.errors import (
    AccessDenied,
    Cancelled,
    ContentBlocked,
    Corrupt,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    ModelRetired,
    NotSupported,
    Throttled,
    Unavailable,
)
from hwasil.core.jobs import TextToImage, Upscale
from hwasil.i18n import LANGUAGES, speaking
from hwasil.wire.blocked import INPUT, NOVA_PROMPT, TITAN_OUTPUT, TITAN_PROMPT
from hwasil.wire.catalogue import find
from hwasil.wire.malformed import malformed
from hwasil.wire.wire_errors import (
    END_OF_LIFE,
    EXCEPTIONS,
    LEGACY_IDLE,
    MASK_PROMPT_NOTHING,
    MODEL_UNKNOWN,
    BedrockException,
    error_from_wire,
    error_to_wire,
)

TITAN = find("amazon.titan-image-generator-v2:0")
CORE_ID = "stability.stable-image-core-v1:1"


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: row.name)
def test_every_exception_becomes_its_error_and_can_be_said(row: BedrockException) -> None:
    error = error_from_wire(row.name, row.status, "the service's own words", TITAN)

    assert type(error) is row.error
    assert error.billed == row.billed
    assert error.retryable == row.retryable
    for language in LANGUAGES:
        with speaking(language):
            assert error.message
            assert error.hint


def test_each_exception_stands_in_the_table_once() -> None:
    names = [row.name for row in EXCEPTIONS]

    assert len(set(names)) == len(names) >= 20


@pytest.mark.parametrize(
    ("name", "retryable", "billed"),
    [
        ("ThrottlingException", True, "no"),
        ("ModelNotReadyException", True, "no"),
        ("ServiceUnavailableException", True, "no"),
        ("InternalServerException", True, "unknown"),
        ("ModelErrorException", True, "unknown"),
        ("ModelTimeoutException", False, "unknown"),
        ("ValidationException", False, "no"),
        ("AccessDeniedException", False, "no"),
        ("ServiceQuotaExceededException", False, "no"),
    ],
)
def test_what_may_be_tried_again_and_what_may_have_cost(name: str, retryable: bool, billed: str) -> None:
    row = next(row for row in EXCEPTIONS if row.name == name)

    assert (row.retryable, row.billed) == (retryable, billed)


@pytest.mark.parametrize(
    "message", [END_OF_LIFE, LEGACY_IDLE, LEGACY_IDLE.replace("30 days", "15 days"), END_OF_LIFE.upper()]
)
def test_a_model_that_is_gone_names_what_to_use(message: str) -> None:
    error = error_from_wire("ResourceNotFoundException", 404, message, TITAN)

    assert isinstance(error, ModelRetired)
    assert error.replacement == CORE_ID
    assert CORE_ID in error.hint
    assert TITAN.id in error.message


def test_a_model_that_is_gone_with_nothing_in_its_place() -> None:
    error = error_from_wire("ResourceNotFoundException", 404, END_OF_LIFE, TITAN, Upscale)

    assert isinstance(error, ModelRetired)
    assert error.replacement is None


@pytest.mark.parametrize(
    ("message", "stage"),
    [(TITAN_PROMPT, "prompt"), (NOVA_PROMPT, "prompt"), (INPUT, "input"), (TITAN_OUTPUT, "output")],
)
def test_a_filters_sentence_is_a_block_at_its_stage(message: str, stage: str) -> None:
    error = error_from_wire("ValidationException", 400, message, TITAN)

    assert isinstance(error, ContentBlocked)
    assert error.stage == stage
    assert message in error.hint


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("Whatever", 400, InvalidInput),
        ("Whatever", 403, AccessDenied),
        ("Whatever", 404, NotSupported),
        ("Whatever", 408, DeadlineExceeded),
        ("Whatever", 424, Unavailable),
        ("429", 429, Throttled),
        ("502", 502, Unavailable),
        ("", 599, Unavailable),
        ("", 418, InvalidInput),
    ],
)
def test_an_unknown_name_is_judged_by_its_status(name: str, status: int, kind: type[HwasilError]) -> None:
    assert type(error_from_wire(name, status, "", TITAN)) is kind


def test_sentences_that_mean_more_than_their_name() -> None:
    mask = error_from_wire("ValidationException", 400, MASK_PROMPT_NOTHING, TITAN)
    assert mask.key == "wire_mask_prompt_nothing"

    unknown = error_from_wire("ValidationException", 400, MODEL_UNKNOWN, TITAN)
    assert isinstance(unknown, NotSupported)

    profile = error_from_wire(
        "ValidationException",
        400,
        "Invocation of model ID x with on-demand throughput isn’t supported. Retry your request with the ID or "
        "ARN of an inference profile that contains this model.",
        TITAN,
    )
    assert isinstance(profile, NotSupported)
    assert f"us.{TITAN.id}" in profile.hint


def test_a_long_sentence_is_cut() -> None:
    assert len(error_from_wire("ValidationException", 400, "x" * 100_000, TITAN).message) < 1000


@pytest.mark.parametrize(
    ("error", "name", "status", "message"),
    [
        (
            malformed("#/a", "no"),
            "ValidationException",
            400,
            "Malformed input request: #/a: no, please reformat your input and try again.",
        ),
        (InvalidInput("prompt_empty"), "ValidationException", 400, "The prompt is empty."),
        (NotSupported("wire_not_spoken", model="X"), "ValidationException", 400, None),
        (
            ContentBlocked("wire_blocked_prompt", stage="prompt", reason=""),
            "ValidationException",
            400,
            NOVA_PROMPT,
        ),
        (ContentBlocked("wire_blocked_input", stage="input", reason=""), "ValidationException", 400, INPUT),
        (
            ContentBlocked("wire_blocked_output", stage="output", reason=""),
            "ValidationException",
            400,
            TITAN_OUTPUT,
        ),
        (
            ModelRetired("wire_model_retired", model="x", replacement=None),
            "ResourceNotFoundException",
            404,
            END_OF_LIFE,
        ),
        (
            ModelRetired("wire_model_idle", model="x", replacement=None),
            "ResourceNotFoundException",
            404,
            LEGACY_IDLE,
        ),
        (InvalidInput("wire_model_unknown", model="x", nearest=""), "ValidationException", 400, MODEL_UNKNOWN),
        (InvalidInput("wire_mask_prompt_nothing"), "ValidationException", 400, MASK_PROMPT_NOTHING),
        (AccessDenied("wire_credentials", reason="x"), "AccessDeniedException", 403, None),
        (Throttled("wire_throttled", model="x", reason="x"), "ThrottlingException", 429, None),
        (Unavailable("wire_service_failed", reason="x"), "ServiceUnavailableException", 503, None),
        (DeadlineExceeded("deadline"), "ModelTimeoutException", 408, "The time for this job ran out."),
        (Cancelled("cancelled"), "ModelErrorException", 424, "Stopped."),
        (Corrupt("picture_corrupt"), "ValidationException", 400, None),
        (Corrupt("wire_answer_picture", billed="unknown"), "ModelErrorException", 424, None),
        (HwasilError("prompt_empty"), "InternalServerException", 500, None),
    ],
)
def test_errors_are_answered_as_bedrock_answers_them(
    error: HwasilError, name: str, status: int, message: str | None
) -> None:
    with speaking("ko"):  # the wire speaks English whatever the server speaks
        answered = error_to_wire(error)

    assert (answered.name, answered.status) == (name, status)
    with speaking("en"):
        assert answered.message == (message or error.message)
    assert answered.error_type == f"{name}:http://internal.amazon.com/coral/com.amazon.bedrock/"


def _leaves(kind: type[Any] = HwasilError) -> list[type[Any]]:
    return [leaf for child in kind.__subclasses__() for leaf in (child, *_leaves(child))]


def test_no_error_of_the_tree_is_an_internal_one() -> None:
    made = {leaf for leaf in _leaves() if leaf.__module__ == errors.__name__}
    assert len(made) == 10
    for leaf in made - {ContentBlocked, ModelRetired}:
        assert error_to_wire(leaf("prompt_empty")).status != 500


@pytest.mark.parametrize("stage", ["prompt", "input", "output"])
def test_a_block_survives_the_wire(stage: Any) -> None:
    answered = error_to_wire(ContentBlocked("wire_blocked_prompt", stage=stage, reason=""))

    read = error_from_wire(answered.name, answered.status, answered.message, TITAN, TextToImage)

    assert isinstance(read, ContentBlocked)
    assert read.stage == stage


@pytest.mark.parametrize("key", ["wire_model_retired", "wire_model_idle"])
def test_a_retirement_survives_the_wire(key: str) -> None:
    answered = error_to_wire(ModelRetired(key, model=TITAN.id, replacement=CORE_ID))

    read = error_from_wire(answered.name, answered.status, answered.message, TITAN)

    assert isinstance(read, ModelRetired)
    assert (read.key, read.replacement) == (key, CORE_ID)
