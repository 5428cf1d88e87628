"""The metadata of a marked picture: one XMP packet, the same in a PNG, a JPEG and a WebP.

For other programs it says in IPTC's properties (IPTC Photo Metadata 2025.1) what kind of source the picture has, which
system made it and with which prompt; for Hwasil itself it holds the whole story.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture
from hwasil.library.provenance import containers, xmp
from hwasil.library.provenance.source_type import address
from hwasil.library.provenance.story import Story

STORY: Final = "hwasil:Story"
SOURCE_TYPE: Final = "Iptc4xmpExt:DigitalSourceType"
CREATOR_TOOL: Final = "xmp:CreatorTool"
_EXTENDED: Final = "xmpNote:HasExtendedXMP"
_SHORT_PROMPT: Final = 8_000
# XML 1.0, 2.2: what a document can hold.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def with_story(picture: Picture, story: Story) -> Picture:
    """Return a PNG, JPEG or WebP with the same pixels and this story, and with no manifest. Raises NotSupported."""
    said = _said(story)
    short = xmp.packet({**said, _EXTENDED: "GUID"})
    return containers.with_packet(picture, xmp.packet({**said, STORY: story.to_text()}), short)


def story_of(picture: Picture) -> Story | None:
    """Return the story that a picture tells; None when it tells none. Raises Corrupt for one that is no story."""
    told = properties_of(picture).get(STORY)
    return None if told is None else Story.from_text(told)


def properties_of(picture: Picture) -> dict[str, str]:
    """Return the simple properties of a picture's XMP. Raises Corrupt when there is a packet that is none."""
    packet = containers.read(picture).xmp
    return {} if packet is None else xmp.properties(packet)


def declared_source(picture: Picture) -> str | None:
    """Return the address of the source type that a picture's metadata declares, if it does."""
    try:
        return properties_of(picture).get(SOURCE_TYPE)
    except Corrupt:
        return None


def _said(story: Story) -> Mapping[str, str]:
    said = {
        CREATOR_TOOL: f"Hwasil {story.hwasil}",
        SOURCE_TYPE: address(story.source_type),
        "Iptc4xmpExt:AISystemUsed": story.model,
        "Iptc4xmpExt:AISystemVersionUsed": story.engine,
    }
    if story.prompt:
        said["Iptc4xmpExt:AIPromptInformation"] = story.prompt[:_SHORT_PROMPT]
    return {name: _NO_XML.sub("", text) for name, text in said.items()}
