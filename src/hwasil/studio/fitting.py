"""How a job that is not made of words alone is fitted to a hosted model, by the model's limits in the catalogue.

`hwasil.core.limits` does the same for `TextToImage`. Nothing is lost in silence: what had to change is *adjusted*,
what has no place is *dropped*, and what cannot be sent at all is an error.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import ImageVariation, Job
from hwasil.core.limits import FreeSizes, is_read
from hwasil.core.mask import MaskPrompt
from hwasil.core.picture import Size
from hwasil.core.prompt import has_words
from hwasil.core.ranges import between
from hwasil.core.results import Adjustment, Dropped
from hwasil.wire.model import Model
from hwasil.wire.schemas import schemas

NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class FittedJob:
    """A job as a model will get it, and what had to change on the way.

    ``unread`` are its words, by field, in a language that the model does not read: they cannot be sent as they are.
    """

    job: Job
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)


def fit_job(job: Job, model: Model, missing: Mapping[str, str], unused: Collection[str] = ()) -> FittedJob:
    """Fit a job to a model.

    ``missing`` are words for fields that the model needs and the job leaves empty; ``unused`` are fields that will
    not be sent. Raises InvalidInput for words or a seed that cannot be sent. The count is left alone, and so are
    words that are not read: asking again, and translating, are the planner's business.
    """
    fitting = _Fitting(job, model, unused)
    fitting.words(missing)
    fitting.numbers()
    fitting.pictures()
    return FittedJob(fitting.job, tuple(fitting.adjusted), tuple(fitting.dropped), fitting.unread)


def without(job: Job, unused: Iterable[str]) -> FittedJob:
    """Return a job without the wishes that nobody has a use for, each of them dropped."""
    wishes = {name: value for name in unused if (value := getattr(job, name)) not in {None, ""}}
    dropped = tuple(Dropped(name, str(value)) for name, value in wishes.items())
    gone: dict[str, Any] = dict.fromkeys(wishes)
    return FittedJob(replace(job, **gone), (), dropped)


def takes_seeds(model: Model) -> bool:
    """Whether a request to a model has a place for a seed."""
    if model.family != "stability_edit":
        return bool(model.limits.seed_max)
    return "seed" in schemas(model)[model.request_kind]["properties"]


class _Fitting:
    """One pass over a job; the job shrinks to what the model takes, and the lists grow."""

    def __init__(self, job: Job, model: Model, unused: Collection[str]) -> None:
        self.job = job
        self.model = model
        self.unused = unused
        self.limits = model.limits
        self.adjusted: list[Adjustment] = []
        self.dropped: list[Dropped] = []
        self.unread: dict[str, str] = {}

    def words(self, missing: Mapping[str, str]) -> None:
        """Fill in words that are missing; check those that are there, the names of regions too."""
        for name, said in missing.items():
            if not (getattr(self.job, name, None) or "").strip():
                self.adjusted.append(Adjustment(name, NOTHING, said))
                self._set(name, said)
        for name, most in (("prompt", self.limits.prompt_max), ("negative", self.limits.negative_max)):
            text: str = getattr(self.job, name, None) or ""
            if text.strip() and not most:
                self._drop(name, text)
            elif text.strip():
                self._check(name, text, most)
        for name in ("region", "keep"):
            region = getattr(self.job, name, None)
            if isinstance(region, MaskPrompt) and self.limits.prompt_max and name not in self.unused:
                self._check(name, region.text, self.limits.prompt_max)

    def numbers(self) -> None:
        """Fit seed, guidance and quality."""
        limits, job = self.limits, self.job
        seed = getattr(job, "seed", None)
        if seed is not None and not takes_seeds(self.model):
            self._drop("seed", str(seed))
        elif seed is not None:
            between("seed", seed, limits.seed_min, limits.seed_max)
        guidance = getattr(job, "guidance", None)
        if guidance is not None and limits.guidance is None:
            self._drop("guidance", str(guidance))
        elif guidance is not None and limits.guidance:
            self._clamp("guidance", guidance, limits.guidance.low, limits.guidance.high)
        quality = getattr(job, "quality", None)
        if quality and quality not in limits.qualities:
            self._drop("quality", quality)

    def pictures(self) -> None:
        """Fit what a variation starts from, and how close it stays."""
        job, limits = self.job, self.limits
        if not isinstance(job, ImageVariation):
            return
        sized = isinstance(limits.sizes, FreeSizes) or any(isinstance(size, Size) for size in limits.sizes)
        if job.size and not sized:
            self._drop("size", str(job.size))
        if limits.similarity:
            self._clamp("similarity", job.similarity, limits.similarity.low, limits.similarity.high)
        if 0 < limits.references < len(job.pictures):
            self.dropped.append(Dropped("pictures", str(len(job.pictures) - limits.references)))
            self._set("pictures", job.pictures[: limits.references])

    def _check(self, name: str, text: str, most: int) -> None:
        """Raise for a text that cannot be sent in any language; note one that is not read."""
        if not has_words(text):
            raise InvalidInput("prompt_no_words")
        if len(text) > most:
            raise InvalidInput("prompt_too_long", length=len(text), model=self.model.id, limit=most)
        if not is_read(text, self.limits.languages):
            self.unread[name] = text

    def _clamp(self, name: str, asked: float, low: float, high: float) -> None:
        used = min(max(asked, low), high)
        if used != asked:
            self.adjusted.append(Adjustment(name, str(asked), str(used)))
            self._set(name, used)

    def _drop(self, name: str, asked: str) -> None:
        self.dropped.append(Dropped(name, asked))
        self._set(name, None)

    def _set(self, name: str, value: Any) -> None:
        changed: dict[str, Any] = {name: value}
        self.job = replace(self.job, **changed)
