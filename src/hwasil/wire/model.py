"""One model of the catalogue: what it does, what it takes, what it costs, and how long it lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, get_args

from hwasil.core.jobs import Aspect, Control, Quality
from hwasil.core.limits import FreeSizes, TextToImageLimits
from hwasil.core.picture import Format, Size
from hwasil.i18n import Language

Family = Literal[
    "titan_image",
    "nova_canvas",
    "stability_xl",
    "stability_image",
    "stability_edit",
    "titan_embed",
    "nova_embed",
    "cohere_embed",
    "marengo_embed",
    "converse",
]
FAMILIES: Final[tuple[Family, ...]] = get_args(Family)

State = Literal["active", "legacy", "end_of_life"]
Operation = Literal["invoke", "converse"]
Per = Literal["image", "input_image", "million_input_tokens", "million_output_tokens"]
Source = Literal["aws_docs", "aws_sample", "third_party_table"]


@dataclass(frozen=True, slots=True)
class Range:
    """A number a request may carry: from ``low`` to ``high``; ``default`` is the wire's own, where it has one."""

    low: float
    high: float
    default: float | None = None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One line of a price list, in US dollars.

    ``quality`` and ``most_pixels`` say which pictures it is for; None is any. ``as_of`` is the day on which the
    price was read at its ``source``. ``confirmed`` is False where sources disagree or only one speaks.
    """

    per: Per
    usd: Decimal
    as_of: date
    source: Source
    quality: Quality | None = None
    most_pixels: int | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model takes. Zero, None or empty: it has no such parameter, or nobody says.

    Texts are measured in characters, pictures in pixels and bytes. ``similarity`` is Hwasil's: 1 stays closest,
    whatever the wire calls it. ``references`` is how many pictures a variation may start from.
    ``picture_ratio_max`` is how many times longer than the other a side of a picture may be; with
    ``opaque_pictures`` none of it may be see-through.
    """

    prompt_max: int = 0
    negative_max: int = 0
    tokens_max: int = 0
    sizes: tuple[Size, ...] | FreeSizes | tuple[Aspect, ...] = ()
    default_size: Size | None = None
    default_aspect: Aspect | None = None
    count_max: int = 1
    seed_min: int = 0
    seed_max: int = 2**32 - 1
    default_seed: int | None = None
    guidance: Range | None = None
    similarity: Range | None = None
    control_strength: Range | None = None
    qualities: tuple[Quality, ...] = ()
    styles: tuple[str, ...] = ()
    palette_max: int = 0
    controls: tuple[Control, ...] = ()
    languages: tuple[Language, ...] = ("en",)
    references: int = 0
    output_formats: tuple[Format, ...] = ("png",)
    picture_side_min: int = 0
    picture_side_max: int = 0
    picture_pixels_max: int = 0
    picture_bytes_max: int = 0
    picture_ratio_max: float = 0.0
    opaque_pictures: bool = False
    dimensions: tuple[int, ...] = ()
    default_dimension: int | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """One model that Bedrock has, or had.

    ``jobs`` are the names of the `hwasil.core.jobs` it does. ``regions`` are those it can be called from (empty:
    not known). ``profiles`` are the prefixes of its inference profiles, the preferred one first; with
    ``needs_profile`` it cannot be called by its own id. ``confirmed`` is False where the state is inferred and no
    document says it. ``replacements`` names, for a kind of job, the model to use instead. ``request_kind`` is set
    where models of one family take different bodies: which of the family's schemas is this model's.
    """

    id: str
    name: str
    family: Family
    provider: str
    jobs: tuple[str, ...]
    state: State
    operation: Operation = "invoke"
    legacy_since: date | None = None
    end_of_life: date | None = None
    confirmed: bool = True
    regions: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    needs_profile: bool = False
    requests_per_minute: int | None = None
    limits: Limits = field(default_factory=Limits)
    prices: tuple[PriceRow, ...] = ()
    replacements: Mapping[str, str] = field(default_factory=dict)
    request_kind: str = ""

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def call_id(self) -> str:
        """The id to put into a call: the model's own, or that of its preferred inference profile."""
        return f"{self.profiles[0]}.{self.id}" if self.needs_profile else self.id

    @property
    def text_to_image(self) -> TextToImageLimits | None:
        """What the model takes of a `TextToImage` job; None when it does not make pictures from words."""
        limits = self.limits
        if "TextToImage" not in self.jobs:
            return None
        return TextToImageLimits(
            prompt_max=limits.prompt_max,
            sizes=limits.sizes,
            negative_max=limits.negative_max,
            count_max=limits.count_max,
            seed_min=limits.seed_min,
            seed_max=limits.seed_max,
            guidance=(limits.guidance.low, limits.guidance.high) if limits.guidance else None,
            qualities=limits.qualities,
            styles=limits.styles,
            palette_max=limits.palette_max,
            controls=limits.controls,
            languages=limits.languages,
        )

    def retired(self, today: date) -> bool:
        """Whether the model is gone on a day: it is marked so, or its announced last day has come."""
        return self.state == "end_of_life" or (self.end_of_life is not None and self.end_of_life <= today)
