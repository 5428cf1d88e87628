"""Marking pictures: the label that is seen, the mark that is not, the story in the metadata, and the signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Job
from hwasil.core.mask import Mask
from hwasil.core.picture import Format, Picture
from hwasil.core.results import Dropped, Made, Result
from hwasil.library.provenance import containers
from hwasil.library.provenance.identity import require_fit
from hwasil.library.provenance.manifest import Action, Ingredient, signed
from hwasil.library.provenance.metadata import story_of, with_story
from hwasil.library.provenance.story import Story, pixel_address
from hwasil.library.provenance.telling import changed_region, history, story_for

_QUALITY: Final = 95  # of a JPEG or WebP that has to be encoded once more for its marks
_MARKED: Final[frozenset[Format]] = frozenset({"png", "jpeg", "webp"})


def require_markable(*, label: bool = False) -> None:
    """Raise InvalidInput for a certificate that cannot be used, Unavailable when the label's font is missing.

    Worth asking before a job is paid for.
    """
    require_fit()
    if label:
        from hwasil.library.provenance.label import require_font

        require_font()


def marked(result: Result, job: Job, backend: str, *, label: str | None = None) -> Result:
    """Return a result whose pictures are marked. ``job`` is what was asked of the backend of that name.

    A picture that cannot be marked is kept as it is, and ``dropped`` says so.
    """
    made: list[Made] = []
    dropped = list(result.dropped)
    for one in result.made:
        try:
            made.append(replace(one, picture=_marked(one, result, job, backend, label)))
        except HwasilError as problem:
            made.append(one)
            dropped.append(Dropped("provenance", problem.message))
    return replace(result, made=tuple(made), dropped=tuple(dict.fromkeys(dropped)))


def mark(
    picture: Picture,
    story: Story,
    actions: Sequence[Action],
    ingredients: Sequence[Ingredient] = (),
    *,
    region: Mask | None = None,
    label: str | None = None,
) -> Picture:
    """Return a picture with all its marks. The story's ``pixels``, ``watermark`` and ``label`` are filled in.

    ``region`` is where the invisible mark may be, 255; where that is too small for it, or the picture is, it is left
    out. Where nothing has to be written into the pixels they stay as they are encoded. An AVIF becomes a PNG. Raises
    Corrupt for pixels that cannot be read, Unavailable when signing fails or the label's font is missing.
    """
    from hwasil.library.provenance import watermark

    story = replace(story, pixels=pixel_address(picture), watermark=None, label=label)
    pixels = picture.pixels
    if label is not None:
        from hwasil.library.provenance.label import labelled

        pixels = labelled(pixels, label)
    if region is None or not region.is_empty:
        invisible = watermark.embed(pixels, story.mark, region)
        if invisible is not None:
            pixels = invisible
            story = replace(story, watermark=story.mark.hex())
    if pixels is not picture.pixels or picture.format not in _MARKED:
        own: Format = picture.format if picture.format in _MARKED else "png"
        picture = Picture.from_pixels(pixels, own, quality=_QUALITY)
    return signed(with_story(picture, story), actions, ingredients)


def reencoded(picture: Picture, format: Format, *, quality: int = 90) -> Picture:  # noqa: A002 (the field's own word)
    """Return a picture in another format with its story, and signed again, what it was before as its ingredient.

    A picture that has neither a story nor a manifest is encoded and nothing more.
    """
    if picture.format == format:
        return picture
    story = story_of(picture)
    other = picture.encoded(format, quality=quality)
    if story is None and not containers.read(picture).signed:
        return other
    if story is not None:
        other = with_story(other, story)
    source = story.source_type if story else None
    actions = [Action("c2pa.opened", (0,)), Action("c2pa.converted", source_type=source)]
    return signed(other, actions, [Ingredient(picture, "parentOf")])


def share_copy(picture: Picture) -> Picture:
    """Return a copy to give away: its pixels, marks and signature, without the words it was made with.

    The story of a share copy still says what made it, and its manifest still names what went into it. A picture that
    tells no story of Hwasil's comes back as it is. Raises Corrupt for a story that cannot be read.
    """
    story = story_of(picture)
    if story is None:
        return picture
    told = story.for_sharing()
    # The old manifest is taken along: it holds no words of the person's, and the chain stays whole.
    actions = [Action("c2pa.opened", (0,)), Action("c2pa.edited.metadata", source_type=story.source_type)]
    return signed(with_story(picture, told), actions, [Ingredient(picture, "parentOf")])


def _marked(made: Made, result: Result, job: Job, backend: str, label: str | None) -> Picture:
    story = story_for(job, backend, result, made)
    before = containers.read(made.picture)
    actions, ingredients = history(made.picture, job, story, signed=before.signed)
    region = changed_region(job, result.region, made.picture.size)
    return mark(made.picture, story, actions, ingredients, region=region, label=label)
