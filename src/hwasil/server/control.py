"""The control plane's lists, read off the catalogue, so that the ``bedrock`` client works here as well.

ListFoundationModels, GetFoundationModel and ListInferenceProfiles. What is gone from Bedrock is listed too, as LEGACY
with its last day, because it is answered here; the service model has no word for the end of a life. ARNs are of the
region that the request was signed for. Source: the Bedrock service model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from hwasil.core.errors import HwasilError
from hwasil.server.answers import json_answer, refusal, written
from hwasil.server.calls import call_of
from hwasil.server.records import record_of
from hwasil.wire.catalogue import find, models
from hwasil.wire.malformed import MalformedRequest
from hwasil.wire.model import Model

ACCOUNT: Final = "000000000000"
REGION: Final = "us-east-1"  # for requests that nobody signed
_SCOPE: Final = re.compile(r"Credential=[^/,\s]+/\d{8}/([a-z0-9-]{1,20})/")
_MODALITIES: Final = ("TEXT", "IMAGE", "EMBEDDING")
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "byOutputModality": _MODALITIES,
    "byInferenceType": ("ON_DEMAND", "PROVISIONED"),
    "byCustomizationType": ("FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"),
    "type": ("SYSTEM_DEFINED", "APPLICATION"),
}
_SPOKEN: Final = frozenset({"Describe", "Converse"})
_WITHOUT_PICTURES: Final = frozenset({"TextToImage", "Converse"})
_OF_WORDS: Final = _SPOKEN | {"TextToImage", "Embed"}
# How the names of a profile's regions begin.
_REGIONS: Final = {"us": "us-", "eu": "eu-", "apac": "ap-", "jp": "ap-", "au": "ap-", "ca": "ca-", "global": ""}
_MOST_MODELS: Final = 5  # in one profile
PAGE: Final = 1000


async def list_foundation_models(request: Request) -> Response:
    """Answer ListFoundationModels, with its filters."""
    try:
        _check_choices(request)
    except HwasilError as problem:
        return refusal(problem)
    region = region_of(request)
    wanted = request.query_params
    summaries = [summary(model, region) for model in models()]
    if "byProvider" in wanted:
        provider = wanted["byProvider"].lower()
        summaries = [one for one in summaries if one["providerName"].lower() == provider]
    for name, field in (
        ("byOutputModality", "outputModalities"),
        ("byInferenceType", "inferenceTypesSupported"),
        ("byCustomizationType", "customizationsSupported"),
    ):
        if name in wanted:
            summaries = [one for one in summaries if wanted[name] in one[field]]
    return json_answer(written({"modelSummaries": summaries}))


async def get_foundation_model(request: Request) -> Response:
    """Answer GetFoundationModel."""
    try:
        model = find(call_of(request.scope).id)
    except HwasilError as problem:
        return refusal(problem)
    record_of(request.scope).model = model
    return json_answer(written({"modelDetails": summary(model, region_of(request))}))


async def list_inference_profiles(request: Request) -> Response:
    """Answer ListInferenceProfiles, a page at a time; the token of a page is where it begins."""
    try:
        _check_choices(request)
        most = _whole(request, "maxResults", PAGE, 1, PAGE)
        start = _whole(request, "nextToken", 0, 0, PAGE)
    except HwasilError as problem:
        return refusal(problem)
    own = request.query_params.get("type", "SYSTEM_DEFINED") == "SYSTEM_DEFINED"
    profiles = list(_profiles(region_of(request))) if own else []
    body: dict[str, Any] = {"inferenceProfileSummaries": profiles[start : start + most]}
    if start + most < len(profiles):
        body["nextToken"] = str(start + most)
    return json_answer(written(body))


def summary(model: Model, region: str, today: date | None = None) -> dict[str, Any]:
    """Return a model as the control plane describes it. ``today`` decides whether it is gone; None is today."""
    return {
        "modelArn": model_arn(model, region),
        "modelId": model.id,
        "modelName": model.name,
        "providerName": model.provider,
        "inputModalities": list(_inputs(model)),
        "outputModalities": list(_outputs(model)),
        "responseStreamingSupported": model.operation == "converse",
        "customizationsSupported": [],
        # INFERENCE_PROFILE is what the service answers; its model has no such value.
        "inferenceTypesSupported": ["INFERENCE_PROFILE" if model.needs_profile else "ON_DEMAND"],
        "modelLifecycle": _lifecycle(model, today or datetime.now(UTC).date()),
    }


def model_arn(model: Model, region: str) -> str:
    """Return the ARN of a model in a region."""
    return f"arn:aws:bedrock:{region}::foundation-model/{model.id}"


def _profiles(region: str) -> Iterator[dict[str, Any]]:
    for model in models():
        for prefix in model.profiles if model.state != "end_of_life" else ():
            regions = [name for name in model.regions if name.startswith(_REGIONS[prefix])] or [region]
            name = f"{prefix}.{model.id}"
            yield {
                "inferenceProfileName": f"{prefix.upper()} {model.name}",
                "inferenceProfileArn": f"arn:aws:bedrock:{region}:{ACCOUNT}:inference-profile/{name}",
                "inferenceProfileId": name,
                "models": [{"modelArn": model_arn(model, one)} for one in regions[:_MOST_MODELS]],
                "status": "ACTIVE",
                "type": "SYSTEM_DEFINED",
            }


def _lifecycle(model: Model, today: date) -> dict[str, str]:
    active = model.state == "active" and not model.retired(today)
    dates = {"legacyTime": model.legacy_since, "endOfLifeTime": model.end_of_life}
    times = {name: f"{day.isoformat()}T00:00:00Z" for name, day in dates.items() if day}
    return {"status": "ACTIVE" if active else "LEGACY", **times}


def _inputs(model: Model) -> Iterator[str]:
    jobs = set(model.jobs)
    if jobs & _OF_WORDS or model.limits.prompt_max:
        yield "TEXT"
    if jobs - _WITHOUT_PICTURES or model.limits.controls:
        yield "IMAGE"


def _outputs(model: Model) -> Iterator[str]:
    jobs = set(model.jobs)
    if jobs & _SPOKEN:
        yield "TEXT"
    if "Embed" in jobs:
        yield "EMBEDDING"
    if jobs - _SPOKEN - {"Embed"}:
        yield "IMAGE"


def region_of(request: Request) -> str:
    """Return the region that a request was signed for; `REGION` for one that nobody signed."""
    scope = _SCOPE.search(request.headers.get("authorization", ""))
    return scope[1] if scope else REGION


def _check_choices(request: Request) -> None:
    for name, choices in CHOICES.items():
        given = request.query_params.get(name, choices[0])
        if given not in choices:
            raise _refused(given, name, f"Member must satisfy enum value set: [{', '.join(choices)}]")


def _whole(request: Request, name: str, default: int, low: int, high: int) -> int:
    given = request.query_params.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 6 and low <= int(given) <= high):
        raise _refused(given, name, f"Member must be between {low} and {high}")
    return int(given)


def _refused(value: str, name: str, rule: str) -> MalformedRequest:
    said = f"1 validation error detected: Value '{value[:80]}' at '{name}' failed to satisfy constraint: {rule}"
    return MalformedRequest(f"{name}: {rule}", wire_message=said)
