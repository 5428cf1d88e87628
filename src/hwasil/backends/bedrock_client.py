"""Clients of the AWS SDK: credentials, regions, and one client for each region, shared between threads."""

from __future__ import annotations

import os
import threading
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from hwasil._version import __version__
from hwasil.backends.bedrock_operations import Client
from hwasil.core.errors import AccessDenied, InvalidInput, Unavailable
from hwasil.wire.model import Model

if TYPE_CHECKING:
    import boto3
    from botocore.session import Session
    from types_boto3_bedrock_runtime import BedrockRuntimeClient

BEARER: Final = "AWS_BEARER_TOKEN_BEDROCK"
_CONNECT_TIMEOUT: Final = 10.0  # seconds
_CONNECTIONS: Final = 50
_USUAL_REGION: Final = "us-west-2"  # for models whose regions nobody says; most image models are there
_CONTAINER_VARIABLES: Final = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI")
# These ask a metadata service over the network.
_NETWORK_PROVIDERS: Final = ("container-role", "iam-role")


class Clients:
    """The clients for one profile and endpoint, each made once, when it is first needed."""

    def __init__(
        self, region: str | None, profile: str | None, endpoint_url: str | None, read_timeout: float
    ) -> None:
        self._region = region
        self._profile = profile
        self._endpoint_url = endpoint_url
        self._read_timeout = read_timeout
        self._session: boto3.Session | None = None
        self._clients: dict[str, Client] = {}
        self._lock = threading.Lock()

    def get(self, model: Model) -> Client:
        """Return the client for a model's region.

        Raises Unavailable without the SDK, AccessDenied without credentials, InvalidInput for settings that the
        SDK does not take.
        """
        _require_sdk()
        from botocore.exceptions import BotoCoreError

        from hwasil.backends.bedrock_errors import error_from_sdk

        with self._lock:
            try:
                region = self._region_for(model)
                if region not in self._clients:
                    self._clients[region] = Client(self._made(region), region)
            except BotoCoreError as problem:
                raise error_from_sdk(problem) from problem
            return self._clients[region]

    def require_credentials(self) -> None:
        """Raise Unavailable without the SDK, AccessDenied without credentials, asking nobody over the network."""
        _require_sdk()
        from botocore.exceptions import BotoCoreError
        from botocore.session import Session

        from hwasil.backends.bedrock_errors import error_from_sdk

        try:
            found = self._bearer() or _has_local_credentials(Session(profile=self._profile))
        except BotoCoreError as problem:
            raise error_from_sdk(problem) from problem
        if not found:
            raise AccessDenied("bedrock_no_credentials", variable=BEARER)

    def _made(self, region: str) -> BedrockRuntimeClient:
        from boto3 import __version__ as boto3_version
        from botocore import __version__ as botocore_version
        from botocore.config import Config

        session = self._shared_session()
        # A client made without credentials would never find any, however often somebody signs in.
        if not self._bearer() and session.get_credentials() is None:
            raise AccessDenied("bedrock_no_credentials", variable=BEARER)
        config = Config(
            connect_timeout=_CONNECT_TIMEOUT,
            read_timeout=self._read_timeout,
            tcp_keepalive=True,
            max_pool_connections=_CONNECTIONS,
            parameter_validation=False,  # the codecs have written it, by a schema that says more than the SDK's
            retries={"total_max_attempts": 1},
            # Whole: what is only added to, the SDK puts together anew for every call.
            user_agent=f"hwasil/{__version__} Boto3/{boto3_version} Botocore/{botocore_version}",
        )
        if self._plain_http() and os.environ.get(BEARER):
            # With that variable set the SDK refuses plain HTTP, unless it is told to sign in the older way.
            config = config.merge(Config(signature_version="v4"))
        try:
            return session.client(
                "bedrock-runtime", region_name=region, endpoint_url=self._endpoint_url, config=config
            )
        except ValueError as problem:
            raise InvalidInput("bedrock_settings", reason=str(problem)) from problem

    def _shared_session(self) -> boto3.Session:
        import boto3

        if self._session is None:
            self._session = boto3.Session(profile_name=self._profile)
        return self._session

    def _region_for(self, model: Model) -> str:
        if self._region:
            return self._region
        own = self._own_region
        if own and (not model.regions or own in model.regions):
            return own
        return model.regions[0] if model.regions else _USUAL_REGION

    @cached_property
    def _own_region(self) -> str | None:
        """The region of the environment or the profile; the SDK looks through its settings at every question."""
        return os.environ.get("AWS_REGION") or self._shared_session().region_name

    def _bearer(self) -> bool:
        """Whether a Bedrock API key is there and will be sent."""
        return bool(os.environ.get(BEARER)) and not self._plain_http()

    def _plain_http(self) -> bool:
        return (self._endpoint_url or "").lower().startswith("http://")


def _require_sdk() -> None:
    if find_spec("boto3") is None:
        raise Unavailable("bedrock_sdk_missing", module="boto3")


def _has_local_credentials(session: Session) -> bool:
    if any(os.environ.get(name) for name in _CONTAINER_VARIABLES):
        return True
    resolver = session.get_component("credential_provider")
    for provider in _NETWORK_PROVIDERS:
        resolver.remove(provider)
    return session.get_credentials() is not None
