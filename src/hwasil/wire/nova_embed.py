"""Amazon Nova Multimodal Embeddings: requests and answers, both directions.

One text or one picture a request, never both. ``embeddingPurpose`` is GENERIC_INDEX for the index, and for a query
IMAGE_RETRIEVAL, because what is searched here are pictures. Every other kind of retrieval is read as a query, and
classification and clustering, which belong to no search, as the index; the request says that the word was dropped.

A text is never cut (``truncationMode`` NONE). What was meant for it when it is too long makes no difference to
the job. Pictures in S3, sound and video are not read: NotSupported. The answer's ``truncatedCharLength`` is not
written, since nothing is ever cut here.

Source: the embeddings schema page of the Amazon Nova user guide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.jobs import Embed, EmbedPurpose, Job
from hwasil.core.picture import Format, Picture
from hwasil.core.results import Embedded
from hwasil.wire.exchange import Request, VectorAnswer
from hwasil.wire.expressible import require_absent
from hwasil.wire.lenience import Leeway, read_task
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_picture, ready_picture
from hwasil.wire.vectors import first, member, not_read, read_vector, require_embed, text_of

_FORMATS: Final[tuple[Format, ...]] = ("png", "jpeg", "webp")
_PURPOSES: Final[Mapping[EmbedPurpose, str]] = {"index": "GENERIC_INDEX", "query": "IMAGE_RETRIEVAL"}
_PARAMS: Final = "#/singleEmbeddingParams"
_INPUTS: Final = ("text", "image", "audio", "video")


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks for a vector. Raises InvalidInput or NotSupported."""
    wanted = require_embed(job, model)
    params: dict[str, Any] = {"embeddingPurpose": _PURPOSES[wanted.purpose]}
    if wanted.dimensions:
        params["embeddingDimension"] = wanted.dimensions
    text = text_of(wanted)
    if wanted.picture:
        require_absent(model, text=text)
        picture = ready_picture(wanted.picture, model.limits, _FORMATS)
        params["image"] = {
            "format": picture.format,
            "source": {"bytes": picture.to_base64()},
            "detailLevel": "STANDARD_IMAGE",
        }
    else:
        params["text"] = {"truncationMode": "NONE", "value": text}
    return {
        "schemaVersion": "nova-multimodal-embed-v1",
        "taskType": "SINGLE_EMBEDDING",
        "singleEmbeddingParams": params,
    }


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in the default length. Raises MalformedRequest, InvalidInput or NotSupported."""
    leeway = Leeway(lenient)
    _, body = read_task(body, model, leeway)
    params = body["singleEmbeddingParams"]
    given = [name for name in _INPUTS if name in params]
    if len(given) != 1:
        # Nova's own sentence for this is not known.
        raise malformed(_PARAMS, f"expected exactly one of the keys {list(_INPUTS)}, found: {given}")
    purpose: EmbedPurpose = "query" if params["embeddingPurpose"].endswith("_RETRIEVAL") else "index"
    if params["embeddingPurpose"] != _PURPOSES[purpose]:
        leeway.drop(f"{_PARAMS}/embeddingPurpose", params["embeddingPurpose"])
    length = int(params.get("embeddingDimension", model.limits.default_dimension))
    match given[0]:
        case "text":
            text = _read_text(params["text"], model)
            return leeway.request(Embed(text, None, length, purpose))
        case "image":
            picture = _read_image(params["image"], model, leeway)
            return leeway.request(Embed(None, picture, length, purpose))
    raise not_read(given[0], model)


def encode_response(result: Embedded, request: Request) -> dict[str, Any]:
    """Return the body that answers a request."""
    shown = isinstance(request.job, Embed) and request.job.picture is not None
    return {"embeddings": [{"embeddingType": "IMAGE" if shown else "TEXT", "embedding": list(result.vector)}]}


def decode_response(body: Any, job: Job, model: Model) -> VectorAnswer:
    """Read an answer. Raises Corrupt for one that holds no vector."""
    return VectorAnswer(read_vector(member(first(member(body, "embeddings")), "embedding"), job, model))


def _read_text(said: Mapping[str, Any], model: Model) -> str:
    if ("value" in said) == ("source" in said):
        raise malformed(f"{_PARAMS}/text", "expected exactly one of the keys [value] and [source]")
    if "source" in said:
        raise not_read("text/source", model)
    text: str = said["value"]
    return text


def _read_image(shown: Mapping[str, Any], model: Model, leeway: Leeway) -> Picture:
    pointer, source = f"{_PARAMS}/image", shown["source"]
    if ("bytes" in source) == ("s3Location" in source):
        raise malformed(f"{pointer}/source", "expected exactly one of the keys [bytes] and [s3Location]")
    if "s3Location" in source:
        raise not_read("s3Location", model)
    picture = read_picture(source["bytes"], f"{pointer}/source/bytes", model.limits, _FORMATS)
    if picture.format != shown["format"]:
        # Whether Nova minds is not known; what the bytes are is plain.
        leeway.adjust(f"{pointer}/format", shown["format"], picture.format)
    if shown.get("detailLevel", "STANDARD_IMAGE") != "STANDARD_IMAGE":
        leeway.drop(f"{pointer}/detailLevel", shown["detailLevel"])
    return picture
