"""What a request asks for, read off its method and its path before that is decoded.

Ids stand percent-encoded in a path, and in an ARN that hides slashes: the path is taken apart first and the id
decoded after.

Sources: the Bedrock, Bedrock Runtime and S3 Vectors service models.

    POST  /model/{modelId}/invoke …            the operations on a model, in `ON_MODELS`
    POST  /guardrail/{id}/version/{v}/apply    ApplyGuardrail
    GET   /foundation-models                   ListFoundationModels
    GET   /foundation-models/{id}              GetFoundationModel
    GET   /inference-profiles                  ListInferenceProfiles
    POST  /CreateVectorBucket …                the operations of S3 Vectors, in `ON_VECTORS`
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from starlette.types import Scope

from hwasil.core.errors import InvalidInput

ON_MODELS: Final[Mapping[str, str]] = {
    "invoke": "InvokeModel",
    "invoke-with-response-stream": "InvokeModelWithResponseStream",
    "converse": "Converse",
    "converse-stream": "ConverseStream",
    "count-tokens": "CountTokens",
}
ON_VECTORS: Final = (
    "CreateVectorBucket",
    "GetVectorBucket",
    "ListVectorBuckets",
    "DeleteVectorBucket",
    "CreateIndex",
    "GetIndex",
    "ListIndexes",
    "DeleteIndex",
    "PutVectors",
    "GetVectors",
    "ListVectors",
    "DeleteVectors",
    "QueryVectors",
)
# Operations of S3 Vectors that are known and refused.
NOT_ON_VECTORS: Final = (
    "PutVectorBucketPolicy",
    "GetVectorBucketPolicy",
    "DeleteVectorBucketPolicy",
    "PutVectorBucketDefaultIndexMode",
    "UpdateIndexMode",
    "UpdateMetadataConfiguration",
)
_TAGS: Final = {"GET": "ListTagsForResource", "POST": "TagResource", "DELETE": "UntagResource"}
UNKNOWN: Final = "Unknown"

# The server's own pages.
INDEX: Final = "/"
HEALTH: Final = "/healthz"
READY: Final = "/readyz"
METRICS: Final = "/metrics"
OPENAPI: Final = "/openapi.json"

_PATHS: Final = (
    *((("POST", rf"/model/(.+)/{word}"), name) for word, name in ON_MODELS.items()),
    (("POST", r"/guardrail/(.+)/version/([^/]+)/apply"), "ApplyGuardrail"),
    (("GET", r"/foundation-models()"), "ListFoundationModels"),
    (("GET", r"/foundation-models/(.+)"), "GetFoundationModel"),
    (("GET", r"/inference-profiles()"), "ListInferenceProfiles"),
    *((("POST", f"/{name}"), name) for name in (*ON_VECTORS, *NOT_ON_VECTORS)),
    *(((method, r"/tags/(.+)"), name) for method, name in _TAGS.items()),
)
_PATTERNS: Final = tuple((method, re.compile(form.encode()), name) for (method, form), name in _PATHS)


@dataclass(frozen=True, slots=True)
class Call:
    """An operation of Bedrock's, and the id and version it is asked of as they stand in the path (empty: of none)."""

    operation: str
    encoded_id: bytes = b""
    encoded_version: bytes = b""

    @property
    def id(self) -> str:
        """The id, decoded. Raises InvalidInput for one that is no text."""
        try:
            return unquote_to_bytes(self.encoded_id).decode()
        except UnicodeDecodeError as problem:
            raise InvalidInput("wire_model_unknown", model="�", nearest="–") from problem


def call_of(scope: Scope) -> Call:
    """Return what an HTTP request asks for; `UNKNOWN` when it is no operation of Bedrock's that there is here."""
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    for wanted, pattern, name in _PATTERNS:
        match = pattern.fullmatch(path)
        if match and method == wanted:
            return Call(name, *match.groups())
    return Call(UNKNOWN)
