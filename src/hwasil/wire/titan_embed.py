"""Amazon Titan Multimodal Embeddings: requests and answers, both directions.

Text, a picture, or both; both together give one vector, their mean. The wire has no word for what a vector is
wanted for: `Embed.purpose` makes no difference to it, and what is read is for the index. The text is measured in
tokens, which cannot be counted here; how long it may be is for the service to say.

Source: the Titan Multimodal Embeddings G1 pages of the Bedrock user guide.
"""

from __future__ import annotations

from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Embed, Job
from hwasil.core.picture import Format
from hwasil.core.results import Embedded
from hwasil.wire.exchange import Request, VectorAnswer
from hwasil.wire.lenience import Leeway, read_body
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_picture, write_picture
from hwasil.wire.vectors import member, read_vector, require_embed, text_of, tokens_of

_FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg")


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks for a vector. Raises InvalidInput or NotSupported."""
    wanted = require_embed(job, model)
    body: dict[str, Any] = {}
    if text := text_of(wanted):
        body["inputText"] = text
    if wanted.picture:
        body["inputImage"] = write_picture(wanted.picture, model.limits, _FORMATS)
    if wanted.dimensions:
        body["embeddingConfig"] = {"outputEmbeddingLength": wanted.dimensions}
    return body


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in the default length. Raises MalformedRequest or InvalidInput."""
    leeway = Leeway(lenient)
    body = read_body(body, model, "embed", leeway)
    if "inputText" not in body and "inputImage" not in body:
        # Titan's own sentence for this is not known.
        raise malformed("#", "expected at least one of the keys [inputText] and [inputImage]")
    picture = None
    if "inputImage" in body:
        picture = read_picture(body["inputImage"], "#/inputImage", model.limits, _FORMATS)
    length = body.get("embeddingConfig", {}).get("outputEmbeddingLength", model.limits.default_dimension)
    return leeway.request(Embed(body.get("inputText"), picture, int(length)))


def encode_response(result: Embedded, request: Request) -> dict[str, Any]:
    """Return the body that answers a request. How many tokens its text has is null when nobody counted."""
    return {"embedding": list(result.vector), "inputTextTokenCount": result.text_tokens, "message": None}


def decode_response(body: Any, job: Job, model: Model) -> VectorAnswer:
    """Read an answer. Raises InvalidInput for one that holds a reason instead of a vector, else Corrupt."""
    vector, reason = member(body, "embedding"), member(body, "message")
    if vector is None and isinstance(reason, str) and reason:
        raise InvalidInput("wire_refused", billed="unknown", model=model.name, reason=reason)
    return VectorAnswer(read_vector(vector, job, model), tokens_of(member(body, "inputTextTokenCount")))
