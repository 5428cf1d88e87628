"""Cohere Embed 3 and 4: requests and answers, both directions.

``input_type`` is search_document for the index and search_query for a query. Version 3 has a type of its own for
pictures, which leaves no room for a purpose: a picture is always for the index there. Classification and
clustering belong to no search; they are read as the index, and the request says that the word was dropped.

A job is one vector, so a request is written with one item and read only with one: NotSupported for more. Version 4
takes text and picture together, in ``inputs``; version 3 takes one or the other. A text is never cut (``truncate``
NONE). Of the types of numbers only float is done, so that an answer is the bare list that belongs to one type; an
answer sorted by types is read as well.

Pictures are data URIs. What the values of version 3's ``truncate`` are, START and END, is not confirmed.

Source: the Cohere Embed pages of the Bedrock user guide.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.jobs import Embed, EmbedPurpose, Job
from hwasil.core.picture import Format, Picture
from hwasil.core.results import Embedded
from hwasil.wire.exchange import Request, VectorAnswer
from hwasil.wire.expressible import require_absent
from hwasil.wire.lenience import Leeway, read_body
from hwasil.wire.malformed import malformed
from hwasil.wire.model import Model
from hwasil.wire.pictures import read_picture, ready_picture
from hwasil.wire.vectors import first, member, not_read, read_vector, require_embed, text_of

_FORMATS: Final[Mapping[str, tuple[Format, ...]]] = {"v3": ("png", "jpeg"), "v4": ("png", "jpeg", "webp")}
_PURPOSES: Final[Mapping[EmbedPurpose, str]] = {"index": "search_document", "query": "search_query"}
_IMAGE: Final = "image"
_FLOAT: Final = ["float"]
_DATA_URI: Final = re.compile(r"data:image/[a-z]+;base64,")


def encode_request(job: Job, model: Model) -> dict[str, Any]:
    """Return the body that asks for a vector. Raises InvalidInput or NotSupported."""
    wanted = require_embed(job, model)
    text, picture = text_of(wanted), wanted.picture
    body: dict[str, Any] = {"input_type": _PURPOSES[wanted.purpose], "truncate": "NONE"}
    if model.request_kind == "v3":
        if picture:
            require_absent(model, text=text)
            body = {"input_type": _IMAGE}
    elif wanted.dimensions:
        body["output_dimension"] = wanted.dimensions
    if picture is None:
        return {**body, "texts": [text]}
    url = _data_uri(picture, model)
    if text is None:
        return {**body, "images": [url]}
    content = [{"type": "text", "text": text}, {"type": "image_url", "image_url": {"url": url}}]
    return {**body, "inputs": [{"content": content}]}


def decode_request(body: Any, model: Model, *, lenient: bool = False) -> Request:
    """Read a request, filling in the default length. Raises MalformedRequest, InvalidInput or NotSupported."""
    leeway = Leeway(lenient)
    body = read_body(body, model, model.request_kind, leeway)
    if body.get("embedding_types", _FLOAT) != _FLOAT:
        raise not_read("embedding_types", model)
    text, picture = _read_input(body, model)
    if model.request_kind == "v3" and (body["input_type"] == _IMAGE) != (picture is not None):
        # Cohere's own sentence for this is not known.
        raise malformed("#/input_type", f"{body['input_type']} does not fit the input")
    purpose: EmbedPurpose = "query" if body["input_type"] == _PURPOSES["query"] else "index"
    if body["input_type"] not in (*_PURPOSES.values(), _IMAGE):
        leeway.drop("#/input_type", body["input_type"])
    if "max_tokens" in body:
        leeway.drop("#/max_tokens", body["max_tokens"])
    length = int(body.get("output_dimension", model.limits.default_dimension))
    return leeway.request(Embed(text, picture, length, purpose))


def encode_response(result: Embedded, request: Request) -> dict[str, Any]:
    """Return the body that answers a request."""
    body: dict[str, Any] = {"embeddings": [list(result.vector)], "response_type": "embeddings_floats"}
    if not isinstance(request.job, Embed) or request.job.picture is None:
        return body
    shown = request.job.picture
    depth = 8 * (4 if shown.has_alpha else 3)
    image = {"width": shown.width, "height": shown.height, "format": shown.format, "bit_depth": depth}
    return {**body, "images": [image]}


def decode_response(body: Any, job: Job, model: Model) -> VectorAnswer:
    """Read an answer, its vectors in a bare list or sorted by types. Raises Corrupt for one that holds none."""
    vectors = member(body, "embeddings")
    listed = vectors if isinstance(vectors, list) else member(vectors, _FLOAT[0])
    return VectorAnswer(read_vector(first(listed), job, model))


def _data_uri(picture: Picture, model: Model) -> str:
    ready = ready_picture(picture, model.limits, _FORMATS[model.request_kind])
    return f"data:image/{ready.format};base64,{ready.to_base64()}"


def _read_input(body: Mapping[str, Any], model: Model) -> tuple[str | None, Picture | None]:
    """Read the one thing that is to be embedded. Raises MalformedRequest, or NotSupported for several."""
    given = [name for name in ("texts", "images", "inputs") if name in body]
    if len(given) != 1:
        # Cohere's own sentence for this is not known.
        raise malformed("#", f"expected exactly one of the keys [texts], [images] and [inputs], found: {given}")
    name = given[0]
    if len(body[name]) != 1:
        raise not_read(f"{name} ({len(body[name])})", model)
    match name:
        case "texts":
            return body[name][0], None
        case "images":
            return None, _read_data_uri(body[name][0], "#/images/0", model)
    return _read_content(body[name][0]["content"], model)


def _read_content(content: list[Mapping[str, Any]], model: Model) -> tuple[str | None, Picture | None]:
    texts: list[str] = []
    pictures: list[Picture] = []
    for place, part in enumerate(content):
        pointer, kind = f"#/inputs/0/content/{place}", part["type"]
        if kind not in part:
            raise malformed(pointer, f"required key [{kind}] not found")
        if kind == "text":
            texts.append(part[kind])
        else:
            pictures.append(_read_data_uri(part[kind]["url"], f"{pointer}/image_url/url", model))
    if len(texts) > 1 or len(pictures) > 1:
        raise not_read(f"content ({len(content)})", model)
    return next(iter(texts), None), next(iter(pictures), None)


def _read_data_uri(uri: str, pointer: str, model: Model) -> Picture:
    if not _DATA_URI.match(uri):
        raise malformed(pointer, "expected a data URI: data:image/…;base64,…")
    return read_picture(uri.partition(",")[2], pointer, model.limits, _FORMATS[model.request_kind])
