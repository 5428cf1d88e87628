"""Hwasil (화실): an image studio for people and programs.

    import hwasil

    result = hwasil.create("a red fox in the snow")
    result.pictures[0].data  # the bytes of a PNG

Names are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from hwasil._version import __version__

if TYPE_CHECKING:
    from hwasil.backends.base import Context, Progress
    from hwasil.core.errors import (
        AccessDenied,
        Cancelled,
        ContentBlocked,
        Corrupt,
        DeadlineExceeded,
        HwasilError,
        InvalidInput,
        ModelRetired,
        NotSupported,
        Throttled,
        Unavailable,
    )
    from hwasil.core.garments import Garment, Preserve
    from hwasil.core.jobs import (
        Aspect,
        Conditioning,
        Converse,
        Describe,
        Embed,
        Extend,
        ImageVariation,
        Inpaint,
        Margins,
        Outpaint,
        Recolor,
        RemoveBackground,
        Restyle,
        TextToImage,
        TryOn,
        Turn,
        Upscale,
    )
    from hwasil.core.mask import Box, Mask, MaskPrompt, Stroke
    from hwasil.core.palette import Color, Palette
    from hwasil.core.picture import Picture, Size
    from hwasil.core.prompt import Prompt
    from hwasil.core.results import Adjustment, Dropped, Embedded, Made, Price, Refusal, Result, Said, Translated
    from hwasil.library.gallery.entry import Entry
    from hwasil.library.gallery.gallery import Gallery
    from hwasil.library.gallery.store import Filter
    from hwasil.studio.chat import Chat
    from hwasil.studio.create import create
    from hwasil.studio.ideas import Ideas, ideas
    from hwasil.studio.plan import Plan, Step, Target
    from hwasil.studio.studio import Studio
    from hwasil.studio.text_translation import TextTranslation, translate_text

__all__ = [
    "AccessDenied",
    "Adjustment",
    "Aspect",
    "Box",
    "Cancelled",
    "Chat",
    "Color",
    "Conditioning",
    "ContentBlocked",
    "Context",
    "Converse",
    "Corrupt",
    "DeadlineExceeded",
    "Describe",
    "Dropped",
    "Embed",
    "Embedded",
    "Entry",
    "Extend",
    "Filter",
    "Gallery",
    "Garment",
    "HwasilError",
    "Ideas",
    "ImageVariation",
    "Inpaint",
    "InvalidInput",
    "Made",
    "Margins",
    "Mask",
    "MaskPrompt",
    "ModelRetired",
    "NotSupported",
    "Outpaint",
    "Palette",
    "Picture",
    "Plan",
    "Preserve",
    "Price",
    "Progress",
    "Prompt",
    "Recolor",
    "Refusal",
    "RemoveBackground",
    "Restyle",
    "Result",
    "Said",
    "Size",
    "Step",
    "Stroke",
    "Studio",
    "Target",
    "TextToImage",
    "TextTranslation",
    "Throttled",
    "Translated",
    "TryOn",
    "Turn",
    "Unavailable",
    "Upscale",
    "__version__",
    "create",
    "ideas",
    "translate_text",
]

_MODULES: Final = {
    "backends.base": "Context Progress",
    "core.errors": "AccessDenied Cancelled ContentBlocked Corrupt DeadlineExceeded HwasilError InvalidInput "
    "ModelRetired NotSupported Throttled Unavailable",
    "core.garments": "Garment Preserve",
    "core.jobs": "Aspect Conditioning Converse Describe Embed Extend ImageVariation Inpaint Margins Outpaint "
    "Recolor RemoveBackground Restyle TextToImage TryOn Turn Upscale",
    "core.mask": "Box Mask MaskPrompt Stroke",
    "core.palette": "Color Palette",
    "core.picture": "Picture Size",
    "core.prompt": "Prompt",
    "core.results": "Adjustment Dropped Embedded Made Price Refusal Result Said Translated",
    "library.gallery.entry": "Entry",
    "library.gallery.gallery": "Gallery",
    "library.gallery.store": "Filter",
    "studio.chat": "Chat",
    "studio.create": "create",
    "studio.ideas": "Ideas ideas",
    "studio.plan": "Plan Step Target",
    "studio.studio": "Studio",
    "studio.text_translation": "TextTranslation translate_text",
}
_HOME: Final = {name: f"hwasil.{module}" for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    """Load a public name from its module, once (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'hwasil' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
