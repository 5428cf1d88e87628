"""What a model takes, as data, and how a job is fitted to it.

The same record drives validation, planning and what a face offers to choose from. Fitting never loses a wish in
silence: what had to change is *adjusted*, what has no place is *dropped*, and what cannot be sent at all is an
error before anything is sent.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Aspect, Control, Quality, TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Size
from hwasil.core.prompt import has_hangul, has_words, without_lettering
from hwasil.core.results import Adjustment, Dropped
from hwasil.i18n import Language, say, speaking

_DEFAULT: Final = Size(1024, 1024)

# How far apart two ratios may be, in doublings, and still count as the same one: an exact size, and one that
# had to be rounded to a model's step (64 pixels at most).
_SAME: Final = 0.02
_ROUNDED: Final = 0.06

_Droppable = Literal["negative", "conditioning", "seed", "guidance", "quality", "size", "aspect"]


@dataclass(frozen=True, slots=True)
class FreeSizes:
    """Any size within bounds: each side from ``least`` to ``most``, a multiple of ``step``, few enough pixels.

    ``most_ratio`` is how many times longer than the other a side may be; zero is any number of times.
    """

    least: int
    most: int
    step: int
    most_pixels: int
    most_ratio: float = 0.0

    def holds(self, size: Size) -> bool:
        """Whether a size is within the bounds."""
        sides = (size.width, size.height)
        return (
            all(self.least <= side <= self.most and side % self.step == 0 for side in sides)
            and size.pixels <= self.most_pixels
            and (not self.most_ratio or max(sides) <= min(sides) * self.most_ratio)
        )

    def of(self, ratio: float) -> Size:
        """Return the size of about a million pixels that comes nearest to a ratio of width to height."""
        return self._sized(min(_DEFAULT.pixels, self.most_pixels), ratio)

    def nearest(self, size: Size) -> Size:
        """Return a size within the bounds that is about as large as another, and of about its ratio."""
        return self._sized(min(size.pixels, self.most_pixels), size.width / size.height)

    def _sized(self, pixels: int, ratio: float) -> Size:
        if self.most_ratio:
            ratio = min(max(ratio, 1 / self.most_ratio), self.most_ratio)
        width = self._side(math.sqrt(pixels * ratio))
        tallest = self.most_pixels // width // self.step * self.step
        height = min(self._side(width / ratio), tallest)
        widest = int(height * self.most_ratio) // self.step * self.step if self.most_ratio else width
        return Size(min(width, widest), height)

    def _side(self, length: float) -> int:
        return min(max(round(length / self.step) * self.step, self.least), self.most)


@dataclass(frozen=True, slots=True)
class TextToImageLimits:
    """What a model takes of a `TextToImage` job.

    Sizes are one of: a tuple of exact sizes, free sizes within bounds, or aspect ratios only (then the model
    chooses the pixels). A zero or an empty tuple means that the model has no such parameter.
    """

    prompt_max: int
    sizes: tuple[Size, ...] | FreeSizes | tuple[Aspect, ...]
    negative_max: int = 0
    count_max: int = 1
    seed_min: int = 0
    seed_max: int = 2**32 - 1
    guidance: tuple[float, float] | None = None
    qualities: tuple[Quality, ...] = ()
    styles: tuple[str, ...] = ()
    palette_max: int = 0
    controls: tuple[Control, ...] = ()
    languages: tuple[Language, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A job as a model will get it, and what had to change on the way.

    ``unread`` are its words, by field, in a language that the model does not read: they cannot be sent as they are.
    """

    job: TextToImage
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


def is_read(text: str, languages: Collection[Language]) -> bool:
    """Whether a model that reads some languages reads a text.

    Lettering in quotes is drawn and not read, so it counts only where there is nothing else.
    """
    around = without_lettering(text)
    return "ko" in languages or not has_hangul(around if has_words(around) else text)


def fit_text_to_image(job: TextToImage, limits: TextToImageLimits, model: str) -> Fitted:
    """Fit a job to a model.

    Raises InvalidInput for words that cannot be sent in any language. The count is left alone, and so are words that
    are not read: asking again, and translating, are the planner's business.
    """
    fitting = _Fitting(job, limits, model)
    fitting.wordy_wishes()
    fitting.picture_wishes()
    fitting.texts()
    fitting.numbers()
    fitting.size()
    return Fitted(fitting.job, tuple(fitting.adjusted), tuple(fitting.dropped), fitting.unread)


class _Fitting:
    """One pass over a job; the job shrinks to what the model takes, and the lists grow."""

    def __init__(self, job: TextToImage, limits: TextToImageLimits, model: str) -> None:
        self.job = job
        self.limits = limits
        self.model = model
        self.adjusted: list[Adjustment] = []
        self.dropped: list[Dropped] = []
        self.unread: dict[str, str] = {}

    def wordy_wishes(self) -> None:
        """Fit style and negative prompt."""
        job, limits = self.job, self.limits
        if not has_words(job.prompt):
            raise InvalidInput("prompt_no_words")
        if job.style and job.style not in limits.styles:
            self._into_prompt("style", job.style, _style_words(job.style))
        if job.negative and not limits.negative_max:
            self._drop("negative")

    def picture_wishes(self) -> None:
        """Fit palette and conditioning picture."""
        palette, conditioning, most = self.job.palette, self.job.conditioning, self.limits.palette_max
        if palette and not most:
            language: Language = "ko" if has_hangul(self.job.prompt) and "ko" in self.limits.languages else "en"
            with speaking(language):
                words = say("prompt.palette", colors=palette.words(language))
            self._into_prompt("palette", _listed(palette), words)
        elif palette and len(palette.colors) > most:
            kept = Palette(palette.colors[:most])
            self.adjusted.append(Adjustment("palette", _listed(palette), _listed(kept)))
            self.job = replace(self.job, palette=kept)
        if conditioning and conditioning.control not in self.limits.controls:
            self.dropped.append(Dropped("conditioning", conditioning.control))
            self.job = replace(self.job, conditioning=None)

    def texts(self) -> None:
        """Check the texts with all that went into them.

        Korean says more in a letter than English: what is too long before it is translated is so afterwards.
        """
        limits = self.limits
        for name, most in (("prompt", limits.prompt_max), ("negative", limits.negative_max)):
            text: str = getattr(self.job, name) or ""
            if len(text) > most:
                raise InvalidInput("prompt_too_long", length=len(text), model=self.model, limit=most)
            if not is_read(text, limits.languages):
                self.unread[name] = text

    def numbers(self) -> None:
        """Fit seed, guidance and quality."""
        job, limits = self.job, self.limits
        unmet: list[_Droppable] = []
        if job.seed is not None and not limits.seed_max:
            unmet.append("seed")
        elif job.seed is not None and not limits.seed_min <= job.seed <= limits.seed_max:
            least, most = limits.seed_min, limits.seed_max
            raise InvalidInput("out_of_range", field="seed", value=job.seed, low=least, high=most)
        if job.guidance is not None:
            if limits.guidance is None:
                unmet.append("guidance")
            else:
                low, high = limits.guidance
                self._adjust("guidance", job.guidance, min(max(job.guidance, low), high))
        if job.quality and job.quality not in limits.qualities:
            unmet.append("quality")
        if unmet:
            self._drop(*unmet)

    def size(self) -> None:
        """Fit size and aspect ratio to what the model offers."""
        sizes, asked = self.limits.sizes, self.job.size
        ratio = asked.width / asked.height if asked else self.job.aspect.ratio if self.job.aspect else 1.0
        if isinstance(sizes, FreeSizes):
            if asked and not sizes.holds(asked):
                raise InvalidInput("size_not_offered", size=asked, model=self.model, nearest=sizes.of(ratio))
            self._settle(asked or sizes.of(ratio), _ROUNDED)
            return
        if not sizes:
            if asked:
                self._drop("size")
            if self.job.aspect:
                self._drop("aspect")
            return
        exact = [size for size in sizes if isinstance(size, Size)]
        if exact:
            self._exact_size(exact, ratio)
            return
        aspects = [aspect for aspect in sizes if isinstance(aspect, Aspect)]
        nearest_aspect = min(aspects, key=lambda aspect: _apart(aspect.ratio, ratio))
        if asked and (asked.pixels < _DEFAULT.pixels / 16 or asked.pixels > _DEFAULT.pixels * 4):
            raise InvalidInput("size_not_offered", size=asked, model=self.model, nearest=nearest_aspect)
        if asked:
            self.adjusted.append(Adjustment("size", str(asked), str(nearest_aspect)))
        elif self.job.aspect and self.job.aspect.ratio != nearest_aspect.ratio:
            self.adjusted.append(Adjustment("aspect", str(self.job.aspect), str(nearest_aspect)))
        self.job = replace(self.job, size=None, aspect=nearest_aspect)

    def _exact_size(self, sizes: list[Size], ratio: float) -> None:
        asked = self.job.size
        wanted = (asked or _DEFAULT).pixels

        def strangeness(size: Size) -> tuple[float, float]:
            return round(_apart(size.width / size.height, ratio), 3), _apart(size.pixels, wanted)

        nearest = min(sizes, key=strangeness)
        if asked and asked not in sizes:
            if asked.pixels < min(size.pixels for size in sizes) / 4:
                raise InvalidInput("size_not_offered", size=asked, model=self.model, nearest=nearest)
            self.adjusted.append(Adjustment("size", str(asked), str(nearest)))
        self._settle(nearest, _SAME)

    def _settle(self, size: Size, tolerance: float) -> None:
        aspect = self.job.aspect
        if aspect and _apart(size.width / size.height, aspect.ratio) > tolerance:
            self.adjusted.append(Adjustment("aspect", str(aspect), str(size)))
        if aspect or size != self.job.size:
            self.job = replace(self.job, size=size, aspect=None)

    def _into_prompt(self, field: Literal["style", "palette"], asked: str, words: str) -> None:
        self.adjusted.append(Adjustment(field, asked, words))
        prompt = f"{self.job.prompt}, {words}"
        gone: dict[str, Any] = {field: None}
        self.job = replace(self.job, prompt=prompt, **gone)

    def _adjust(self, field: Literal["guidance"], asked: float, used: float) -> None:
        if asked != used:
            self.adjusted.append(Adjustment(field, str(asked), str(used)))
            changed: dict[str, Any] = {field: used}
            self.job = replace(self.job, **changed)

    def _drop(self, *fields: _Droppable) -> None:
        """Leave wishes out; all together, for a job is checked anew each time it is made."""
        self.dropped += (Dropped(field, str(getattr(self.job, field))) for field in fields)
        gone: dict[str, Any] = dict.fromkeys(fields)
        self.job = replace(self.job, **gone)


def _listed(palette: Palette) -> str:
    return " ".join(str(color) for color in palette.colors)


def _style_words(style: str) -> str:
    """Say a style's name, such as ``pixel-art`` or ``GRAPHIC_NOVEL_ILLUSTRATION``, in words."""
    words = style.replace("_", " ").replace("-", " ").strip()
    words = words.lower() if words.isupper() else words
    return words if has_hangul(words) or "style" in words else f"{words} style"


def _apart(one: float, other: float) -> float:
    """How many doublings lie between two positive numbers."""
    return abs(math.log2(one / other))
