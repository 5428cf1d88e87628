"""What Bedrock itself says of its models, beside what the catalogue says.

The catalogue is data with a date; ListFoundationModels is what is so now. Source of the states: the `bedrock` service
model, FoundationModelLifecycle.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hwasil.core.errors import Unavailable
from hwasil.wire import catalogue
from hwasil.wire.model import Model

_REGION: Final = "us-west-2"  # where most image models are
_IMAGE: Final = "IMAGE"


@dataclass(frozen=True, slots=True)
class Offer:
    """A model as Bedrock lists it: its state (``ACTIVE`` or ``LEGACY``), and whether it makes pictures."""

    state: str
    makes_pictures: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A model of which the catalogue (``here``) and Bedrock (``there``) say different things."""

    model: str
    here: str
    there: str


def offers(region: str | None = None, profile: str | None = None) -> Mapping[str, Offer]:
    """Ask Bedrock for its models in a region; free of charge.

    Raises Unavailable without the SDK or a connection, AccessDenied without credentials or permission.
    """
    try:
        import boto3
        from botocore.config import Config
        from botocore.exceptions import BotoCoreError, ClientError
    except ModuleNotFoundError as problem:
        raise Unavailable("bedrock_sdk_missing", module=str(problem.name)) from problem

    from hwasil.backends.bedrock_errors import error_from_sdk, error_from_service

    config = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 2})
    try:
        session = boto3.Session(profile_name=profile, region_name=region)
        place = session.region_name or os.environ.get("AWS_REGION") or _REGION
        listed = session.client("bedrock", region_name=place, config=config).list_foundation_models()
    except ClientError as problem:
        raise error_from_service(problem) from problem
    except BotoCoreError as problem:
        raise error_from_sdk(problem) from problem
    return {
        one["modelId"]: Offer(
            one.get("modelLifecycle", {}).get("status", "ACTIVE"), _IMAGE in one.get("outputModalities", [])
        )
        for one in listed["modelSummaries"]
    }


def differences(offered: Mapping[str, Offer], today: date, region: str | None = None) -> Iterator[Difference]:
    """Compare the catalogue with what Bedrock offers.

    Of the models that Bedrock alone knows, only those that make pictures are named; without a ``region`` those that
    are missing there are named wherever they should be.
    """
    for model in catalogue.models():
        here = _state(model, today)
        offer = offered.get(model.id)
        if offer is None:
            if here != "end_of_life" and (region is None or region in model.regions):
                yield Difference(model.id, here, "absent")
        elif offer.state.lower() != here:
            yield Difference(model.id, here, offer.state.lower())
    known = {model.id for model in catalogue.models()}
    for name in sorted(offered.keys() - known):
        if offered[name].makes_pictures:
            yield Difference(name, "absent", offered[name].state.lower())


def _state(model: Model, today: date) -> str:
    return "end_of_life" if model.retired(today) else model.state
