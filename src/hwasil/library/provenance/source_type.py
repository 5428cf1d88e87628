"""What kind of source a picture has, in IPTC's words.

The vocabulary is IPTC's *Digital Source Type* (https://cv.iptc.org/newscodes/digitalsourcetype/, as of 2024-10-23); C2PA
manifests and XMP name its terms by their address. Those that are used here:

    algorithmicMedia                    made purely by an algorithm that learned from no media: the illustrator
    trainedAlgorithmicMedia             made by a network that was trained on media
    compositeWithTrainedAlgorithmicMedia  media changed or added to by such a network, as in inpainting
    compositeSynthetic                  put together of parts of which at least one is synthetic
    composite                           put together of several given parts
    algorithmicallyEnhanced             altered by an algorithm that leaves its main content as it was
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from hwasil.core.jobs import (
    ImageVariation,
    Job,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    Upscale,
)

SourceType = Literal[
    "algorithmicMedia",
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
    "compositeSynthetic",
    "composite",
    "algorithmicallyEnhanced",
]
SOURCE_TYPES: Final[tuple[SourceType, ...]] = get_args(SourceType)
VOCABULARY: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"

CREATED: Final[frozenset[SourceType]] = frozenset({"algorithmicMedia", "trainedAlgorithmicMedia"})
"""Kinds of pictures that were not there before: what was given to their jobs is no part of them."""

_LOCAL: Final = "local"
# What the local engine says of how it changed a region: `details["how"]` of an edit.
_BY_HOW: Final[Mapping[str, SourceType]] = {
    "drawn place": "compositeSynthetic",
    "picture": "composite",
    "recolored": "algorithmicallyEnhanced",
    "diffusion": "algorithmicallyEnhanced",
}


def source_type(
    job: Job, backend: str, details: Mapping[str, Any], parents: tuple[SourceType, ...] = ()
) -> SourceType:
    """Return what kind of source a picture has that ``backend`` made of a job.

    ``details`` are what its engine tells of it, ``parents`` the known kinds of the pictures in the job. What merely
    alters a synthetic picture leaves it one, so its kind stays.
    """
    found = _local(job, details) if backend == _LOCAL else _hosted(job)
    return parents[0] if found == "algorithmicallyEnhanced" and parents else found


def address(kind: SourceType) -> str:
    """Return the address of a term of the vocabulary."""
    return VOCABULARY + kind


def of_address(text: str) -> SourceType | None:
    """Return the term that an address names; None for any that is not used here."""
    term = text.strip().removeprefix(VOCABULARY).removeprefix(VOCABULARY.replace("http:", "https:"))
    return next((kind for kind in SOURCE_TYPES if kind == term), None)


def _hosted(job: Job) -> SourceType:
    if isinstance(job, TextToImage | ImageVariation):
        return "trainedAlgorithmicMedia"
    return (
        "algorithmicallyEnhanced" if isinstance(job, RemoveBackground) else "compositeWithTrainedAlgorithmicMedia"
    )


def _local(job: Job, details: Mapping[str, Any]) -> SourceType:
    match job:
        case TextToImage():
            return "algorithmicMedia"
        case Recolor() | RemoveBackground() | Upscale():
            # The network that enlarges is held to the picture: reduced again, it is what it was made from.
            return "algorithmicallyEnhanced"
        case Restyle():
            painted = job.reference is not None or _has_network(details.get("style"))
        case ImageVariation():
            painted = len(job.pictures) > 1 or _has_network(details.get("hand"))
        case _:
            return _BY_HOW.get(str(details.get("how")), "compositeWithTrainedAlgorithmicMedia")
    return "compositeWithTrainedAlgorithmicMedia" if painted else "algorithmicallyEnhanced"


def _has_network(style: object) -> bool:
    """Whether a named style is painted by a network, and not by rule alone."""
    from hwasil.engine.styles import find

    return isinstance(style, str) and find(style).picture.network is not None
