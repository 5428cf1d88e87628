"""The calls to S3 that a gallery makes. What lies under a key never changes: new bytes get a new key."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from hwasil.core.errors import Unavailable
from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.failures import reaching

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

MULTIPART: Final = 8 * 1024 * 1024  # bytes above which an object goes up in parts of that size, each retried alone
_FOREVER: Final = "public, max-age=31536000, immutable"
_MOST_DELETED: Final = 1000  # keys of one DeleteObjects


class Objects:
    """The objects of a gallery's bucket."""

    def __init__(self, at: Address, clients: Clients) -> None:
        self._at = at
        self._clients = clients

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Write an object; S3 checks what arrives against its SHA-256."""
        from boto3.exceptions import S3UploadFailedError
        from boto3.s3.transfer import TransferConfig

        extra = {
            "ContentType": content_type,
            "CacheControl": _FOREVER,
            "ChecksumAlgorithm": "SHA256",
            **self._owner,
        }
        parts = TransferConfig(multipart_threshold=MULTIPART, multipart_chunksize=MULTIPART)
        with reaching(self._at):
            try:
                self._client.upload_fileobj(io.BytesIO(data), self._at.bucket, key, ExtraArgs=extra, Config=parts)
            except S3UploadFailedError as problem:
                # Only a wrapping; what the service said stands behind it.
                raise (problem.__cause__ or problem.__context__ or problem) from problem

    def get(self, key: str) -> bytes | None:
        """Return an object's bytes, or None where there is none."""
        with reaching(self._at):
            try:
                return self._client.get_object(Bucket=self._at.bucket, Key=key, **self._owner)["Body"].read()
            except ClientError as problem:
                if problem.response.get("Error", {}).get("Code") == "NoSuchKey":
                    return None
                raise

    def has(self, key: str) -> bool:
        """Whether there is an object."""
        with reaching(self._at):
            try:
                self._client.head_object(Bucket=self._at.bucket, Key=key, **self._owner)
            except ClientError as problem:
                if (
                    problem.response.get("Error", {}).get("Code") == "404"
                ):  # an answer without a body names no reason
                    return False
                raise
        return True

    def delete(self, keys: Collection[str]) -> None:
        """Delete objects; one that is not there counts as deleted."""
        every = sorted(keys)
        for start in range(0, len(every), _MOST_DELETED):
            named: Any = [{"Key": key} for key in every[start : start + _MOST_DELETED]]
            with reaching(self._at):
                answer = self._client.delete_objects(
                    Bucket=self._at.bucket, Delete={"Objects": named, "Quiet": True}, **self._owner
                )
            for failed in answer.get("Errors", []):
                raise Unavailable("aws_refused", reason=f"DeleteObject: {failed.get('Message', '')}")

    def keys(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Yield every key that begins with a prefix, and when its object was written."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._at.bucket, Prefix=prefix, **self._owner
        )
        with reaching(self._at):
            for page in pages:
                for found in page.get("Contents", []):
                    yield found["Key"], found["LastModified"]

    @property
    def _client(self) -> S3Client:
        return self._clients.s3

    @property
    def _owner(self) -> dict[str, Any]:
        return {"ExpectedBucketOwner": self._at.owner} if self._at.owner else {}
