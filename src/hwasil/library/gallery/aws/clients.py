"""Clients of the AWS SDK: made once, when they are first needed, and shared between threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from hwasil._version import __version__
from hwasil.core.errors import AccessDenied, Unavailable

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client

_CONNECT_TIMEOUT: Final = 10.0  # seconds
_READ_TIMEOUT: Final = 60.0
_CONNECTIONS: Final = 50
_ATTEMPTS: Final = 6


class Clients:
    """The clients for a region and a profile; None is the SDK's own choice.

    Each raises, when it is first asked for, what stands in the way of making it.
    """

    def __init__(self, region: str | None = None, profile: str | None = None) -> None:
        self._region = region
        self._profile = profile
        self._lock = threading.RLock()
        self._session: boto3.Session | None = None

    @cached_property
    def s3(self) -> S3Client:
        """The client for the bucket."""
        with self._making() as session:
            return session.client("s3", config=_config())

    @cached_property
    def dynamodb(self) -> DynamoDBClient:
        """The client for the table."""
        with self._making() as session:
            return session.client("dynamodb", config=_config())

    @cached_property
    def cloudformation(self) -> CloudFormationClient:
        """The client for the stack."""
        with self._making() as session:
            return session.client("cloudformation", config=_config())

    def close(self) -> None:
        """Let go of the connections; a client that is asked for later is made anew."""
        for name in ("s3", "dynamodb", "cloudformation"):
            client = self.__dict__.pop(name, None)
            if client is not None:
                client.close()

    @contextmanager
    def _making(self) -> Iterator[boto3.Session]:
        """Let one thread at a time make clients, which the SDK's sessions do not bear otherwise."""
        import boto3

        from hwasil.library.gallery.aws.failures import reaching

        with self._lock, reaching():
            if self._session is None:
                session = boto3.Session(profile_name=self._profile, region_name=self._region)
                # A client made without credentials would never find any, however often somebody signs in.
                if session.get_credentials() is None:
                    raise AccessDenied("aws_no_credentials")
                self._session = session
            yield self._session


def require_sdk() -> None:
    """Raise Unavailable without the AWS SDK."""
    if find_spec("boto3") is None:
        raise Unavailable("aws_sdk_missing", module="boto3")


def _config() -> Config:
    from botocore.config import Config

    return Config(
        connect_timeout=_CONNECT_TIMEOUT,
        read_timeout=_READ_TIMEOUT,
        tcp_keepalive=True,
        max_pool_connections=_CONNECTIONS,
        # Everything that is asked here may be asked twice; the SDK waits longer each time, and by chance.
        retries={"mode": "standard", "total_max_attempts": _ATTEMPTS},
        user_agent_extra=f"hwasil/{__version__}",
    )
