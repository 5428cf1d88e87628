"""Where a gallery in the cloud is, written as one line: ``s3://bucket?table=NAME&region=REGION&owner=ACCOUNT``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from hwasil.core.errors import InvalidInput
from hwasil.library.place import CLOUD

_FIELDS: Final = ("table", "region", "owner", "profile", "cdn", "key_pair")
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_TABLE: Final = re.compile(r"[A-Za-z0-9_.-]{3,255}")
_ACCOUNT: Final = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class Address:
    """A bucket, the table that goes with it, and how to reach them; what is None is the SDK's own choice.

    ``owner`` is the account that the bucket must belong to, 12 digits: S3 then refuses a bucket of the same name
    that somebody else has made. ``cdn`` is the address of a CloudFront distribution (``https://…``), and
    ``key_pair`` the id of the public key that its signed URLs are checked with.
    """

    bucket: str
    table: str
    region: str | None = None
    owner: str | None = None
    profile: str | None = None
    cdn: str | None = None
    key_pair: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address; the table has the bucket's name where none is given. Raises InvalidInput."""
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        given = {name.replace("-", "_"): value for name, value in pairs}
        bucket = parts.netloc
        table = given.get("table", bucket)
        right = (
            text.startswith(CLOUD)
            and parts.path in {"", "/"}
            and len(given) == len(pairs)
            and given.keys() <= set(_FIELDS)
            and all(given.values())
            and _BUCKET.fullmatch(bucket)
            and _TABLE.fullmatch(table)
            and _ACCOUNT.fullmatch(given.get("owner", "0" * 12))
            and given.get("cdn", "https://").startswith("https://")
        )
        if not right:
            raise InvalidInput("aws_address_unreadable", text=text[:200])
        return cls(bucket, **{**given, "table": table})

    def __str__(self) -> str:
        fields = {name.replace("_", "-"): getattr(self, name) for name in _FIELDS}
        query = urlencode({name: value for name, value in fields.items() if value}, safe=":/")
        return f"{CLOUD}{self.bucket}?{query}"
