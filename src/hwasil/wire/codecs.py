"""Which module speaks which family's language.

A model's family stands in the catalogue; nobody guesses it from the letters of an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from hwasil.core.errors import NotSupported
from hwasil.wire import (
    cohere_embed,
    converse,
    messages,
    nova_canvas,
    nova_embed,
    stability_edit,
    stability_image,
    stability_xl,
    titan_embed,
    titan_image,
)
from hwasil.wire.exchange import Codec, EmbedCodec, SpeakCodec
from hwasil.wire.model import Family, Model

AnyCodec = TypeVar("AnyCodec")

_CODECS: Final[Mapping[Family, Codec]] = {
    "titan_image": titan_image,
    "nova_canvas": nova_canvas,
    "stability_xl": stability_xl,
    "stability_image": stability_image,
    "stability_edit": stability_edit,
}
_EMBEDDERS: Final[Mapping[Family, EmbedCodec]] = {
    "titan_embed": titan_embed,
    "nova_embed": nova_embed,
    "cohere_embed": cohere_embed,
}
_SPEAKERS: Final[Mapping[Family, SpeakCodec]] = {"converse": converse}
# Converse is the same for all; what a provider's models take through InvokeModel is its own. Amazon's is not known.
_INVOKED_SPEAKERS: Final[Mapping[str, SpeakCodec]] = {"Anthropic": messages}


def codec_for(model: Model) -> Codec:
    """Return the codec of a model that makes pictures. Raises NotSupported for a family that has none."""
    return _of_family(_CODECS, model)


def embedder_for(model: Model) -> EmbedCodec:
    """Return the codec of a model that makes vectors. Raises NotSupported for a family that has none."""
    return _of_family(_EMBEDDERS, model)


def speaker_for(model: Model) -> SpeakCodec:
    """Return the codec of a model that speaks. Raises NotSupported for a family that has none."""
    return _of_family(_SPEAKERS, model)


def invoked_speaker_for(model: Model) -> SpeakCodec:
    """Return the codec of a model that speaks through InvokeModel. Raises NotSupported where only Converse will do."""
    speaker_for(model)
    if model.provider not in _INVOKED_SPEAKERS:
        raise NotSupported("wire_only_converse", model=model.name)
    return _INVOKED_SPEAKERS[model.provider]


def invoked_for(model: Model) -> Codec | EmbedCodec | SpeakCodec:
    """Return the codec of a model's bodies in InvokeModel, whatever it makes. Raises NotSupported."""
    if model.family in _SPEAKERS:
        return invoked_speaker_for(model)
    return embedder_for(model) if model.family in _EMBEDDERS else codec_for(model)


def _of_family(codecs: Mapping[Family, AnyCodec], model: Model) -> AnyCodec:
    if model.family not in codecs:
        raise NotSupported("wire_not_spoken", model=model.name)
    return codecs[model.family]
