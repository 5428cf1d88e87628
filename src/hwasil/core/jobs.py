"""The jobs: what a person can ask for, and nothing about who does it.

Every job is a frozen value that can be written to JSON and read back (`hwasil.core.serial`). It is the single
source of truth: the queue, a picture's metadata, the endpoint, the price and a re-run all work from it. A job
names no model; that is the target's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from hwasil.core.errors import InvalidInput
from hwasil.core.garments import LEFT_OPEN, Garment, Preserve
from hwasil.core.mask import Region
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.ranges import between

MAX_COUNT: Final = 100
MAX_SEED: Final = 2**32 - 1
MAX_GUIDANCE: Final = 100  # far above any model's own limit
MAX_REFERENCES: Final = 5

Quality = Literal["standard", "premium"]
Control = Literal["edges", "segmentation"]
OutpaintMode = Literal["default", "precise"]
RegionShape = Literal["contour", "bounding box", "default"]
Merge = Literal["balanced", "seamless", "detailed"]
EmbedPurpose = Literal["index", "query"]
Alignment = Literal[
    "center", "left", "right", "top", "bottom", "top-left", "top-right", "bottom-left", "bottom-right"
]


@dataclass(frozen=True, slots=True)
class Aspect:
    """A ratio of width to height, as in 16:9."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if not (1 <= self.width <= 100 and 1 <= self.height <= 100):
            raise InvalidInput("aspect_unreadable", text=f"{self.width}:{self.height}")

    @property
    def ratio(self) -> float:
        """Width divided by height."""
        return self.width / self.height

    @classmethod
    def parse(cls, text: str) -> Aspect:
        """Read ``16:9``. Raises InvalidInput."""
        width, colon, height = text.strip().partition(":")
        if not colon or not all(part.isascii() and part.isdigit() and len(part) < 4 for part in (width, height)):
            raise InvalidInput("aspect_unreadable", text=text[:40])
        return cls(int(width), int(height))

    def __str__(self) -> str:
        return f"{self.width}:{self.height}"


@dataclass(frozen=True, slots=True)
class Conditioning:
    """A picture whose layout the result follows: its edges, or its regions. ``strength`` is 0 to 1."""

    picture: Picture
    control: Control = "edges"
    strength: float = 0.7

    def __post_init__(self) -> None:
        between("strength", self.strength, 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Margins:
    """Pixels to add on each side of a picture."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def __post_init__(self) -> None:
        if min(self.left, self.top, self.right, self.bottom) < 0:
            raise InvalidInput("margins_negative")


@dataclass(frozen=True, slots=True)
class TextToImage:
    """Make pictures from words.

    Give ``size`` or ``aspect`` or neither, not both. ``guidance`` is how closely to follow the words (the
    field's "cfg scale"). Without a ``seed`` one is drawn, and the result says which.
    """

    prompt: str
    negative: str | None = None
    size: Size | None = None
    aspect: Aspect | None = None
    count: int = 1
    seed: int | None = None
    guidance: float | None = None
    quality: Quality | None = None
    style: str | None = None
    palette: Palette | None = None
    conditioning: Conditioning | None = None

    def __post_init__(self) -> None:
        _words("prompt_empty", self.prompt)
        _sampling(self.count, self.seed, self.guidance)
        if self.size and self.aspect:
            raise InvalidInput("size_and_aspect")


@dataclass(frozen=True, slots=True)
class ImageVariation:
    """Make new pictures like one to five given ones. ``similarity`` is 0 to 1; 1 stays closest."""

    pictures: tuple[Picture, ...]
    prompt: str | None = None
    negative: str | None = None
    similarity: float = 0.7
    size: Size | None = None
    count: int = 1
    seed: int | None = None
    guidance: float | None = None
    quality: Quality | None = None

    def __post_init__(self) -> None:
        if not 1 <= len(self.pictures) <= MAX_REFERENCES:
            raise InvalidInput("pictures_count", count=len(self.pictures), limit=MAX_REFERENCES)
        between("similarity", self.similarity, 0.0, 1.0)
        _sampling(self.count, self.seed, self.guidance)


@dataclass(frozen=True, slots=True)
class Inpaint:
    """Redraw a region of a picture.

    With no prompt the region is removed and its background continued. Pixels outside the region come back
    unchanged, bit for bit.
    """

    picture: Picture
    region: Region
    prompt: str | None = None
    negative: str | None = None
    count: int = 1
    seed: int | None = None
    guidance: float | None = None
    quality: Quality | None = None

    def __post_init__(self) -> None:
        _sampling(self.count, self.seed, self.guidance)


@dataclass(frozen=True, slots=True)
class Outpaint:
    """Redraw everything but a region: a new background for what is kept.

    ``keep`` is the region that stays: as a mask, 255 where the picture is kept. With mode ``precise`` its pixels
    come back bit for bit; ``default`` lets a model touch its rim so that the two blend. With a ``background`` that
    picture is laid behind, and the prompt may be empty.
    """

    picture: Picture
    keep: Region
    prompt: str = ""
    negative: str | None = None
    mode: OutpaintMode = "default"
    background: Picture | None = None
    count: int = 1
    seed: int | None = None
    guidance: float | None = None
    quality: Quality | None = None

    def __post_init__(self) -> None:
        if self.background is None:
            _words("prompt_empty", self.prompt)
        _sampling(self.count, self.seed, self.guidance)


@dataclass(frozen=True, slots=True)
class Extend:
    """Make a picture larger by drawing on beyond its edges: by ``margins``, or to a ``size`` with an alignment."""

    picture: Picture
    margins: Margins | None = None
    size: Size | None = None
    alignment: Alignment = "center"
    prompt: str | None = None
    count: int = 1
    seed: int | None = None

    def __post_init__(self) -> None:
        if (self.margins is None) == (self.size is None):
            raise InvalidInput("extend_margins_or_size")
        _sampling(self.count, self.seed)

    @property
    def added(self) -> Margins:
        """The pixels to add on each side, whichever way they were asked for.

        ``alignment`` says where the picture lies in its new size: with ``left`` everything is added on the right;
        in the middle, an odd pixel goes to the right and the bottom. Raises InvalidInput for a size that is
        smaller than the picture.
        """
        if self.size is None:
            return self.margins or Margins()
        wider, taller = self.size.width - self.picture.width, self.size.height - self.picture.height
        if wider < 0 or taller < 0:
            raise InvalidInput("extend_smaller", size=self.size, picture=self.picture.size)
        left = 0 if "left" in self.alignment else wider if "right" in self.alignment else wider // 2
        top = 0 if "top" in self.alignment else taller if "bottom" in self.alignment else taller // 2
        return Margins(left, top, wider - left, taller - top)


@dataclass(frozen=True, slots=True)
class RemoveBackground:
    """Cut the subject out; the background becomes transparent."""

    picture: Picture


@dataclass(frozen=True, slots=True)
class Upscale:
    """Make a picture ``factor`` times larger, 2 to 4."""

    picture: Picture
    factor: int = 2
    prompt: str | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        between("factor", self.factor, 2, 4)
        _sampling(1, self.seed)


@dataclass(frozen=True, slots=True)
class Recolor:
    """Give a region another color and leave its light and shade as they are."""

    picture: Picture
    region: Region
    color: Color


@dataclass(frozen=True, slots=True)
class Restyle:
    """Redraw a whole picture in the style of another, or of a named one. ``strength`` is 0 to 1."""

    picture: Picture
    reference: Picture | None = None
    style: str | None = None
    strength: float = 1.0
    seed: int | None = None

    def __post_init__(self) -> None:
        if (self.reference is None) == (self.style is None):
            raise InvalidInput("restyle_reference_or_style")
        between("strength", self.strength, 0.0, 1.0)
        _sampling(1, self.seed)


@dataclass(frozen=True, slots=True)
class TryOn:
    """Put what a reference shows into a picture: a garment on a person, and as well a couch into a room.

    ``region`` is what is replaced: drawn, named, or the garment that is worn there. ``shape`` is for one that is
    not drawn: its ``contour``, or the ``bounding box`` around it, where the new thing has another outline. Of the
    ways to ``merge``, ``balanced`` keeps every pixel outside the region, ``seamless`` shows no seam and touches
    them all, ``detailed`` draws a small region in a higher resolution.
    """

    picture: Picture
    reference: Picture
    region: Region | Garment
    shape: RegionShape | None = None
    preserve: Preserve = LEFT_OPEN
    merge: Merge | None = None
    count: int = 1
    seed: int | None = None
    guidance: float | None = None
    quality: Quality | None = None

    def __post_init__(self) -> None:
        _sampling(self.count, self.seed, self.guidance)


@dataclass(frozen=True, slots=True)
class Embed:
    """Turn words, a picture, or both together into a vector for search.

    What is searched is embedded for the ``index``, what is searched for as a ``query``; some models put the two
    into one space in different ways.
    """

    text: str | None = None
    picture: Picture | None = None
    dimensions: int | None = None
    purpose: EmbedPurpose = "index"

    def __post_init__(self) -> None:
        if not (self.text or "").strip() and self.picture is None:
            raise InvalidInput("embed_nothing")


@dataclass(frozen=True, slots=True)
class Describe:
    """Say what a picture shows, or answer a question about it."""

    picture: Picture
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a conversation: who speaks, what they say, and the pictures they show."""

    role: Literal["user", "assistant"]
    text: str = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Converse:
    """Talk about pictures. The last turn is the user's."""

    turns: tuple[Turn, ...]
    system: str | None = None

    def __post_init__(self) -> None:
        if not self.turns or self.turns[-1].role != "user":
            raise InvalidInput("converse_last_turn")


Job = (
    TextToImage
    | ImageVariation
    | Inpaint
    | Outpaint
    | Extend
    | RemoveBackground
    | Upscale
    | Recolor
    | Restyle
    | TryOn
    | Embed
    | Describe
    | Converse
)


def _words(key: str, text: str) -> None:
    if not text.strip():
        raise InvalidInput(key)


def _sampling(count: int, seed: int | None, guidance: float | None = None) -> None:
    between("count", count, 1, MAX_COUNT)
    if seed is not None:
        between("seed", seed, 0, MAX_SEED)
    if guidance is not None:
        between("guidance", guidance, 0, MAX_GUIDANCE)
