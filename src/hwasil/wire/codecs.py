"""Which module speaks which family's language.

A model's family stands in the catalogue; nobody guesses it from the letters of an id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hwasil.core.errors import NotSupported
from hwasil.wire import stability_image, titan_image
from hwasil.wire.exchange import Codec
from hwasil.wire.model import Family, Model

_CODECS: Final[Mapping[Family, Codec]] = {
    "titan_image": titan_image,
    "stability_image": stability_image,
}


def codec_for(model: Model) -> Codec:
    """Return the codec of a model's family. Raises NotSupported for a family that has none."""
    if model.family not in _CODECS:
        raise NotSupported("wire_not_spoken", model=model.name)
    return _CODECS[model.family]
