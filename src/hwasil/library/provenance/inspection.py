"""Everything that a picture file tells of where it comes from, and what of it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.picture import Picture
from hwasil.library.provenance import containers, xmp
from hwasil.library.provenance.credentials import Credentials, credentials_of
from hwasil.library.provenance.foreign import Trace, traces
from hwasil.library.provenance.metadata import SOURCE_TYPE, STORY
from hwasil.library.provenance.story import Story, pixel_address

if TYPE_CHECKING:
    from hwasil.library.provenance.watermark import Mark

Unreadable = Literal["metadata", "story", "manifest", "manifest elsewhere"]
Belonging = Literal["own", "earlier", "other"]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a picture.

    ``unreadable`` names what is there and broken, or lies on a server and was not fetched. ``mark`` is the invisible
    mark, and ``mark_is`` whose, by what the story says: the picture's ``own``, that of an ``earlier`` picture that it
    was made from, or an ``other`` one's; None where one of the two is missing. ``pixels_fit`` is whether the pixels are
    those that the story was told of; None where marks or a lossy format leave that open. ``declared`` is the address
    of the source type that the metadata declares.
    """

    picture: Picture
    story: Story | None
    credentials: Credentials | None
    mark: Mark | None
    mark_is: Belonging | None
    pixels_fit: bool | None
    declared: str | None
    foreign: tuple[Trace, ...]
    unreadable: tuple[Unreadable, ...]


def inspect(picture: Picture) -> Inspection:
    """Look at all that a picture tells of itself. Raises Corrupt only for pixels that cannot be read."""
    from hwasil.library.provenance import watermark

    unreadable: list[Unreadable] = []
    parts = containers.read(picture)
    told: dict[str, str] = {}
    story: Story | None = None
    credentials: Credentials | None = None
    try:
        told = {} if parts.xmp is None else xmp.properties(parts.xmp)
    except Corrupt:
        unreadable.append("metadata")
    try:
        story = Story.from_text(told[STORY]) if STORY in told else None
    except Corrupt:
        unreadable.append("story")
    try:
        credentials = credentials_of(picture)
    except Corrupt:
        unreadable.append("manifest")
    except Unavailable:
        unreadable.append("manifest elsewhere")
    mark = watermark.read(picture.pixels)
    return Inspection(
        picture=picture,
        story=story,
        credentials=credentials,
        mark=mark,
        mark_is=None if mark is None or story is None else _belonging(mark.id, story),
        pixels_fit=_pixels_fit(picture, story),
        declared=told.get(SOURCE_TYPE),
        foreign=traces(parts, told),
        unreadable=tuple(unreadable),
    )


def _belonging(mark: bytes, story: Story) -> Belonging:
    if mark == story.mark:
        return "own"
    return "earlier" if mark.hex() in story.earlier_marks else "other"


def _pixels_fit(picture: Picture, story: Story | None) -> bool | None:
    if story is None or story.watermark or story.label or picture.format != "png":
        return None
    return pixel_address(picture) == story.pixels
