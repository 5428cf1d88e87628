"""Which module speaks which family's language.

A model's family stands in the catalogue; nobody guesses it from the letters of an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from hwasil.core.errors import NotSupported
from hwasil.wire import stability_image, titan_image
from hwasil.wire.exchange import Codec, EmbedCodec, SpeakCodec
from hwasil.wire.model import Family, Model

AnyCodec = TypeVar("AnyCodec")

_CODECS: Final[Mapping[Family, Codec]] = {
    "titan_image": titan_image,
    "stability_image": stability_image,
}
_EMBEDDERS: Final[Mapping[Family, EmbedCodec]] = {}
_SPEAKERS: Final[Mapping[Family, SpeakCodec]] = {}


def codec_for(model: Model) -> Codec:
    """Return the codec of a model that makes pictures. Raises NotSupported for a family that has none."""
    return _of_family(_CODECS, model)


def embedder_for(model: Model) -> EmbedCodec:
    """Return the codec of a model that makes vectors. Raises NotSupported for a family that has none."""
    return _of_family(_EMBEDDERS, model)


def speaker_for(model: Model) -> SpeakCodec:
    """Return the codec of a model that speaks. Raises NotSupported for a family that has none."""
    return _of_family(_SPEAKERS, model)


def _of_family(codecs: Mapping[Family, AnyCodec], model: Model) -> AnyCodec:
    if model.family not in codecs:
        raise NotSupported("wire_not_spoken", model=model.name)
    return codecs[model.family]
