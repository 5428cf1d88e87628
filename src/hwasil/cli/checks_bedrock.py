"""What Amazon Bedrock needs. Nothing goes over the network unless asked for, and no secret is ever shown."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from hwasil.cli.checks import Check, missing, ok, unknown
from hwasil.core.reasons import reason
from hwasil.i18n import say
from hwasil.server.hosts import is_loopback

if TYPE_CHECKING:
    from botocore.session import Session

BEARER: Final = "AWS_BEARER_TOKEN_BEDROCK"
_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL")
_PATIENCE: Final = 2.0  # seconds
# These ask the machine's own metadata service over the network.
_NETWORK_PROVIDERS: Final = ("container-role", "iam-role")


def checks(region: str | None, profile: str | None, *, online: bool) -> Iterator[Check]:
    """Look at the SDK, credentials, region and endpoint; ``online`` also asks Bedrock for its models."""
    if find_spec("boto3") is None:
        yield missing("boto3", say("cli.doctor.install", extra="bedrock"))
        return
    from botocore import __version__ as version
    from botocore.exceptions import BotoCoreError
    from botocore.session import Session

    yield ok("boto3", version)
    session = Session(profile=profile)
    try:
        yield _credentials(session, online=online)
        yield _region(session, region)
    except BotoCoreError as problem:
        yield missing("credentials", str(problem))
        return
    yield _endpoint()
    yield _reached(session, region) if online else unknown("bedrock", say("cli.doctor.not_online"))


def _credentials(session: Session, *, online: bool) -> Check:
    if os.environ.get(BEARER):
        return ok("credentials", say("cli.doctor.credentials", where=BEARER))
    if not online:
        resolver = session.get_component("credential_provider")
        for provider in _NETWORK_PROVIDERS:
            resolver.remove(provider)
    found = session.get_credentials()
    if found is None:
        return missing("credentials", say("cli.doctor.no_credentials", variable=BEARER))
    return ok("credentials", say("cli.doctor.credentials", where=found.method))


def _region(session: Session, region: str | None) -> Check:
    chosen = region or os.environ.get("AWS_REGION") or session.get_config_variable("region")
    return ok("region", chosen) if chosen else missing("region", say("cli.doctor.no_region"))


def _endpoint() -> Check:
    """Knock at an endpoint on this machine; one elsewhere is only named."""
    variable = next((name for name in _ENDPOINTS if os.environ.get(name)), None)
    if variable is None:
        return ok("endpoint", say("cli.doctor.endpoint_aws"))
    try:
        parts = urlsplit(os.environ[variable])
        host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
    except (ValueError, KeyError):
        return missing("endpoint", say("cli.doctor.endpoint_unreadable", variable=variable))
    # Without the user and password that may stand in it.
    url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    if not is_loopback(host):
        return unknown("endpoint", say("cli.doctor.endpoint_elsewhere", url=url))
    try:
        socket.create_connection((host, port), _PATIENCE).close()
    except OSError as problem:
        return missing("endpoint", say("cli.doctor.endpoint_silent", url=url, reason=reason(problem)))
    return ok("endpoint", url)


def _reached(session: Session, region: str | None) -> Check:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    config = Config(connect_timeout=5, read_timeout=10, retries={"max_attempts": 0})
    try:
        client = boto3.Session(botocore_session=session, region_name=region).client("bedrock", config=config)
        count = len(client.list_foundation_models()["modelSummaries"])
    except (BotoCoreError, ClientError) as problem:
        return missing("bedrock", say("cli.doctor.not_reached", reason=str(problem)))
    return ok("bedrock", say("cli.doctor.reached", count=count))
