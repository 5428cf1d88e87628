"""The control plane's lists, read by boto3's own ``bedrock`` client."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import boto3
import pytest
from botocore.config import Config
from tests.server.running import running, send
from tests.studio.drawer import new_drawer

from hwasil.server.app import create_app
from hwasil.server.control import summary
from hwasil.studio.studio import Studio
from hwasil.wire.catalogue import find, models

CORE = "stability.stable-image-core-v1:1"
V2 = "amazon.titan-image-generator-v2:0"
EMBED = "amazon.titan-embed-image-v1"
HAIKU = "anthropic.claude-haiku-5-5"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(create_app(Studio({"local": new_drawer}))) as address:
        yield address


@pytest.fixture(scope="module")
def bedrock(url: str) -> Any:
    """boto3's client of the control plane, in a region of its own."""
    config = Config(retries={"total_max_attempts": 1})
    return boto3.client("bedrock", endpoint_url=url, region_name="eu-central-1", config=config)


def test_every_model_of_the_catalogue_is_listed(bedrock: Any) -> None:
    listed = {one["modelId"]: one for one in bedrock.list_foundation_models()["modelSummaries"]}
    assert set(listed) == {model.id for model in models()}
    core = listed[CORE]
    assert core["modelArn"] == f"arn:aws:bedrock:eu-central-1::foundation-model/{CORE}"
    assert (core["providerName"], core["modelName"]) == ("Stability AI", "Stable Image Core")
    assert (core["inputModalities"], core["outputModalities"]) == (["TEXT"], ["IMAGE"])
    assert core["inferenceTypesSupported"] == ["ON_DEMAND"]
    assert core["modelLifecycle"] == {"status": "ACTIVE"}
    assert not core["responseStreamingSupported"]


@pytest.mark.parametrize(
    ("model", "inputs", "outputs"),
    [
        (V2, ["TEXT", "IMAGE"], ["IMAGE"]),
        (EMBED, ["TEXT", "IMAGE"], ["EMBEDDING"]),
        (HAIKU, ["TEXT", "IMAGE"], ["TEXT"]),
        ("amazon.nova-micro-v1:0", ["TEXT"], ["TEXT"]),
        ("stability.stable-image-remove-background-v1:0", ["IMAGE"], ["IMAGE"]),
        ("stability.stable-image-control-sketch-v1:0", ["TEXT", "IMAGE"], ["IMAGE"]),
    ],
)
def test_what_goes_in_and_comes_out(bedrock: Any, model: str, inputs: list[str], outputs: list[str]) -> None:
    details = bedrock.get_foundation_model(modelIdentifier=model)["modelDetails"]
    assert (details["inputModalities"], details["outputModalities"]) == (inputs, outputs)
    assert details["responseStreamingSupported"] == (outputs == ["TEXT"])


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        ({"byOutputModality": "IMAGE"}, lambda one: "IMAGE" in one["outputModalities"]),
        ({"byOutputModality": "EMBEDDING"}, lambda one: "EMBEDDING" in one["outputModalities"]),
        ({"byProvider": "Stability AI"}, lambda one: one["providerName"] == "Stability AI"),
        ({"byProvider": "amazon"}, lambda one: one["providerName"] == "Amazon"),
        ({"byInferenceType": "ON_DEMAND"}, lambda one: "ON_DEMAND" in one["inferenceTypesSupported"]),
        (
            {"byOutputModality": "IMAGE", "byProvider": "Amazon", "byInferenceType": "ON_DEMAND"},
            lambda one: one["providerName"] == "Amazon" and "IMAGE" in one["outputModalities"],
        ),
    ],
)
def test_filters(bedrock: Any, filters: dict[str, str], holds: Any) -> None:
    every = bedrock.list_foundation_models()["modelSummaries"]
    kept = bedrock.list_foundation_models(**filters)["modelSummaries"]
    assert 0 < len(kept) < len(every)
    assert kept == [one for one in every if holds(one)]


@pytest.mark.parametrize(
    "filters",
    [{"byInferenceType": "PROVISIONED"}, {"byCustomizationType": "FINE_TUNING"}, {"byProvider": "Nobody"}],
)
def test_filters_that_nothing_passes(bedrock: Any, filters: dict[str, str]) -> None:
    assert bedrock.list_foundation_models(**filters)["modelSummaries"] == []


def test_a_filter_with_a_word_of_its_own(url: str, bedrock: Any) -> None:
    with pytest.raises(
        bedrock.exceptions.ValidationException, match=r"enum value set: \[TEXT, IMAGE, EMBEDDING\]"
    ):
        bedrock.list_foundation_models(byOutputModality="SMELL")
    assert send(url, "GET", "/inference-profiles?type=x")[0] == 400


def test_a_model_by_its_arn_and_by_its_profile(bedrock: Any) -> None:
    arn = f"arn:aws:bedrock:us-east-1::foundation-model/{V2}"
    details = bedrock.get_foundation_model(modelIdentifier=arn)["modelDetails"]
    assert details["modelId"] == V2
    # A day is a moment on the wire, which boto3 reads back.
    ended = details["modelLifecycle"]["endOfLifeTime"].astimezone(UTC)
    assert ended == datetime.combine(find(V2).end_of_life or date.max, datetime.min.time(), UTC)
    assert details["modelLifecycle"]["status"] == "LEGACY"
    with pytest.raises(bedrock.exceptions.ValidationException, match="model identifier is invalid"):
        bedrock.get_foundation_model(modelIdentifier="nobody.nothing-v1")


def test_a_model_is_legacy_from_its_last_day_on() -> None:
    opus = find("anthropic.claude-opus-4-1-20250805-v1:0")
    assert summary(opus, "us-east-1", date(2026, 11, 21))["modelLifecycle"]["status"] == "LEGACY"
    assert summary(find(HAIKU), "us-east-1", date(2026, 11, 21))["modelLifecycle"] == {"status": "ACTIVE"}
    titan = find(V2)
    assert titan.end_of_life
    lifecycle = summary(titan, "us-east-1", titan.end_of_life)["modelLifecycle"]
    assert lifecycle["endOfLifeTime"].startswith(titan.end_of_life.isoformat())


def test_profiles(bedrock: Any) -> None:
    pages = bedrock.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 7})
    profiles = {one["inferenceProfileId"]: one for page in pages for one in page["inferenceProfileSummaries"]}
    wanted = {f"{p}.{model.id}" for model in models() if model.state != "end_of_life" for p in model.profiles}
    assert set(profiles) == wanted
    erase = profiles["us.stability.stable-image-erase-object-v1:0"]
    assert {one["modelArn"].split(":")[3] for one in erase["models"]} == {"us-west-2", "us-east-1", "us-east-2"}
    assert find(erase["inferenceProfileArn"]).id == "stability.stable-image-erase-object-v1:0"
    assert profiles[f"global.{HAIKU}"]["models"] == [
        {"modelArn": f"arn:aws:bedrock:eu-central-1::foundation-model/{HAIKU}"}
    ]
    assert bedrock.list_inference_profiles(typeEquals="APPLICATION")["inferenceProfileSummaries"] == []


@pytest.mark.parametrize(
    "query", ["maxResults=0", "maxResults=x", "nextToken=-1", "nextToken=%C2%B2", "maxResults=99999"]
)
def test_hostile_pages(url: str, query: str) -> None:
    status, headers, _ = send(url, "GET", f"/inference-profiles?{query}")
    assert (status, headers["x-amzn-errortype"].partition(":")[0]) == (400, "ValidationException")


def test_without_a_signature_there_is_still_a_region(url: str) -> None:
    _, _, body = send(url, "GET", "/foundation-models?byProvider=Cohere")
    assert b"arn:aws:bedrock:us-east-1::foundation-model/cohere." in body
