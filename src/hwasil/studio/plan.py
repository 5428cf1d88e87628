"""Plan before running: what will be sent, what it costs, and what had to change, all before anything is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from hwasil.backends.base import Backend, Hosted, is_hosted, is_own
from hwasil.backends.bedrock_answers import codec_of
from hwasil.core.errors import ModelRetired, NotSupported
from hwasil.core.jobs import MAX_COUNT, MAX_SEED, Converse, Job, TextToImage
from hwasil.core.limits import TextToImageLimits, fit_text_to_image
from hwasil.core.mask import MaskPrompt
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Adjustment, Dropped, Price
from hwasil.core.serial import KINDS, to_json
from hwasil.i18n import say
from hwasil.studio.fitting import FittedJob, fit_job, takes_seeds, without
from hwasil.studio.onto import Kind, Row, Stage, row_for, row_instead, row_on
from hwasil.studio.translate import asking_for, estimate, translator, words_of
from hwasil.wire import catalogue
from hwasil.wire.model import Model

# Titan and Nova take seeds up to here; a drawn one is then good for every model, should the job be run on another.
DRAWN_SEED_BELOW: Final = 2_147_483_646

DrawSeed = Callable[[int], int]


def price_json(price: Price) -> dict[str, Any]:
    """Return a price as JSON values: US dollars, or null when it is unknown, and whether they are an estimate."""
    return {"price_usd": None if price.usd is None else float(price.usd), "price_estimated": price.estimated}


@dataclass(frozen=True, slots=True)
class Target:
    """Who does a job: the name of a backend and the id of one of its models."""

    backend: str
    model: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    A ``call`` sends ``job`` to ``model`` and costs ``price``. So does ``translate``, always the first step: its job
    asks for the words of later calls in English. What is done on this machine has no model and is free: ``mask from
    alpha`` makes the region of later calls out of the cut-out that an earlier one gave, ``composite back`` puts the
    original's pixels back wherever the job's region says, ``resize`` gives the size that the job asked for. ``uses``
    is the place in the plan of the step whose outcome this one needs, ``words`` that of the step that translates
    what this one says. ``adjusted`` and ``dropped`` are the wishes that this step's model cannot meet.
    """

    job: Job
    model: str
    price: Price
    kind: Kind = "call"
    uses: int | None = None
    words: int | None = None
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def sent(self) -> bool:
        """Whether the step goes to a model, and is not done on this machine."""
        return self.kind in {"translate", "call"}

    @property
    def count(self) -> int:
        """How many pictures the step asks for."""
        return count_of(self.job)

    @property
    def seed(self) -> int | None:
        """The seed of the step's first picture; None for a step without one."""
        seed: int | None = getattr(self.job, "seed", None)
        return seed

    def to_json(self) -> dict[str, Any]:
        """Return the step as JSON values; only what is sent has a job and a model."""
        return {
            "kind": self.kind,
            "model": self.model if self.sent else None,
            "job": to_json(self.job, pictures="address") if self.sent else None,
            "uses": self.uses,
            "words": self.words,
            **price_json(self.price),
            **_changes_json(self.adjusted, self.dropped),
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """A job as it was asked for, and everything that will be done about it.

    ``adjusted`` and ``dropped`` are the wishes the target cannot meet as they are, those of every step together.
    The price is unknown as soon as one step's is.
    """

    job: Job
    target: Target
    steps: tuple[Step, ...]
    price: Price
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def count(self) -> int:
        """How many pictures were asked for."""
        return count_of(self.job)

    @property
    def translation(self) -> Step | None:
        """The step that puts the words into English; None when they are sent as they are."""
        return next((step for step in self.steps if step.kind == "translate"), None)

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON values. Pictures in jobs stand as their content address."""
        return {
            "job": to_json(self.job, pictures="address"),
            "target": {"backend": self.target.backend, "model": self.target.model},
            "steps": [step.to_json() for step in self.steps],
            **price_json(self.price),
            **_changes_json(self.adjusted, self.dropped),
        }


def count_of(job: Job) -> int:
    """Return how many pictures a job asks for; a job that cannot be asked for several gives one."""
    count: int = getattr(job, "count", 1)
    return count


def picture_of(job: Job) -> Picture:
    """Return the picture that a job edits. Raises AttributeError for a job that edits none."""
    picture: Picture = getattr(job, "picture")  # noqa: B009 (most kinds of job have one, and not all)
    return picture


def plan(
    job: Job,
    backend: Backend,
    model: str | None = None,
    *,
    strict: bool = False,
    replace_retired: bool = False,
    draw_seed: DrawSeed = secrets.randbelow,
) -> Plan:
    """Fit a job to a model and split it into the steps that it takes.

    Without a ``model`` a hosted backend takes the one that does this very job best, another its default for the
    kind. Without a seed one is drawn: ``draw_seed(n)`` gives a number from 0 to n - 1. A later call's seed is the
    first one plus the number of pictures before it, so that no two pictures of a job share a seed.

    Korean words for a hosted model that reads only English are translated by the first step, once for all the calls,
    and the price is an estimate.

    Raises InvalidInput for what cannot be sent, NotSupported for what cannot be done, and ModelRetired for a model
    that is gone; with ``replace_retired`` what does the job now is taken instead, and ``adjusted`` says so. With
    ``strict`` also raises NotSupported for a wish that would have to change, words to be translated among them.
    """
    planning = _Planning(job, backend, draw_seed)
    if is_hosted(backend):
        planning.hosted(backend, model, replace_retired)
    else:
        planning.own(model or backend.default_model(type(job)))
    made = planning.plan()
    if strict and (changes := _changes(made)):
        raise NotSupported("strict_changes", model=made.target.model, changes=changes)
    return made


class _Planning:
    """One pass over a job: its steps as they are found, and what had to change."""

    def __init__(self, job: Job, backend: Backend, draw_seed: DrawSeed) -> None:
        self._job = job
        self._backend = backend
        self._draw_seed = draw_seed
        self._target = ""
        self._steps: list[Step] = []
        self._adjusted: list[Adjustment] = []
        self._dropped: list[Dropped] = []

    def own(self, model: str) -> None:
        """Plan onto a backend that does not call a hosted model."""
        self._target = model
        if isinstance(self._job, TextToImage):
            limits = self._backend.limits(model)
            fitted = _fitted_words(self._job, limits, model)
            if fitted.unread:
                raise NotSupported("prompt_not_english", model=model)
            self._split(fitted, model, None, limits.count_max, (limits.seed_min, limits.seed_max))
        elif is_own(self._backend):
            unused = self._backend.unused(type(self._job), model)
            seeds = (0, 0 if "seed" in unused else MAX_SEED)
            self._split(without(self._job, unused), model, None, MAX_COUNT, seeds)
        else:
            raise NotSupported("job_not_planned", kind=type(self._job).__name__)

    def hosted(self, backend: Hosted, model: str | None, replace_retired: bool) -> None:
        """Plan onto a hosted model, by the row of the table that is the job's."""
        row = self._row(backend, model, replace_retired)
        self._target = row.model
        for name in row.lost:
            self._dropped.append(Dropped(name, _worded(getattr(self._job, name))))
        last = max(place for place, stage in enumerate(row.stages) if stage.kind == "call")
        main = row.stages[last]
        found = backend.offered(main.model, type(self._job))
        if isinstance(self._job, TextToImage):
            fitted = _fitted_words(self._job, backend.limits(main.model), main.model)
        else:
            fitted = fit_job(replace(self._job, **main.changed), found, row.missing, row.lost)
        words = self._translate(fitted, backend, found)
        uses: int | None = None
        for stage in row.stages[:last]:
            uses = self._prepare(stage, backend, uses)
        seeds = (found.limits.seed_min, found.limits.seed_max if takes_seeds(found) else 0)
        self._split(fitted, main.model, found, found.limits.count_max, seeds, uses, words)
        for stage in row.stages[last + 1 :]:
            self._finish(stage)

    def plan(self) -> Plan:
        """Return what was found."""
        price = sum((step.price for step in self._steps), start=FREE)
        adjusted = [*self._adjusted, *(one for step in self._steps for one in step.adjusted)]
        dropped = [*self._dropped, *(one for step in self._steps for one in step.dropped)]
        return Plan(
            self._job,
            Target(self._backend.name, self._target),
            tuple(self._steps),
            price,
            tuple(dict.fromkeys(adjusted)),
            tuple(dict.fromkeys(dropped)),
        )

    def _row(self, backend: Hosted, model: str | None, replace_retired: bool) -> Row:
        if model is None:
            return row_for(self._job)
        try:
            found = backend.offered(model, type(self._job))
        except ModelRetired as problem:
            gone = catalogue.find(model)
            row = row_instead(self._job, gone)
            if not replace_retired:
                raise ModelRetired(problem.key, model=gone.id, replacement=row.model) from problem
            self._adjusted.append(Adjustment("model", model, row.model))
            return row
        return row_on(self._job, found, model)

    def _prepare(self, stage: Stage, backend: Hosted, uses: int | None) -> int:
        """Add a step that the calls for the job itself need; return its place."""
        if stage.kind == "call":
            kind: Any = KINDS[stage.sent_as]
            found = backend.offered(stage.model, kind)
            self._call(fit_job(kind(picture=picture_of(self._job)), found, {}), stage.model, found, uses)
        else:
            self._steps.append(Step(self._job, "", FREE, stage.kind, uses))
        return len(self._steps) - 1

    def _translate(self, fitted: FittedJob, backend: Hosted, found: Model) -> int | None:
        """Add the step that translates what a model does not read; return its place, None where all is read."""
        if not fitted.unread:
            return None
        job = asking_for(fitted.unread, found.limits)
        model = translator(backend, job)
        if model is None:
            raise NotSupported("prompt_not_english", model=found.id)
        self._steps.append(Step(job, model.id, estimate(model, job), "translate"))
        return len(self._steps) - 1

    def _split(
        self,
        fitted: FittedJob,
        model: str,
        found: Model | None,
        most: int,
        seeds: tuple[int, int],
        uses: int | None = None,
        words: int | None = None,
    ) -> None:
        """Add the calls that give every picture of a job, ``most`` to a call; a highest seed of 0 is no seed."""
        total, low, high = count_of(fitted.job), *seeds
        first: int | None = getattr(fitted.job, "seed", None)
        if first is None and high and hasattr(fitted.job, "seed"):
            first = low + self._draw_seed(min(high, DRAWN_SEED_BELOW) - low)
        for before in range(0, total, most):
            changed: dict[str, Any] = {}
            if hasattr(fitted.job, "count"):
                changed["count"] = min(most, total - before)
            if first is not None:
                changed["seed"] = _wrapped(first + before, low, high)
            one = fitted
            if any(getattr(fitted.job, name) != value for name, value in changed.items()):
                one = replace(fitted, job=replace(fitted.job, **changed))
            self._call(one, model, found, uses, words, first=not before)

    def _call(
        self,
        fitted: FittedJob,
        model: str,
        found: Model | None,
        uses: int | None,
        words: int | None = None,
        *,
        first: bool = True,
    ) -> None:
        """Add a call. The first of several alike is put into words, so that what cannot be sent is known now."""
        if found and first and uses is None:
            codec_of(found, type(fitted.job)).encode_request(fitted.job, found)
        price = self._backend.price(fitted.job, model)
        self._steps.append(Step(fitted.job, model, price, "call", uses, words, fitted.adjusted, fitted.dropped))

    def _finish(self, stage: Stage) -> None:
        """Add a step after each of the calls for the job itself."""
        for place, step in enumerate(tuple(self._steps)):
            if step.kind == "call" and type(step.job) is type(self._job):
                self._steps.append(Step(self._job, "", FREE, stage.kind, place))


def _fitted_words(job: TextToImage, limits: TextToImageLimits, model: str) -> FittedJob:
    fitted = fit_text_to_image(job, limits, model)
    return FittedJob(fitted.job, fitted.adjusted, fitted.dropped, fitted.unread)


def _wrapped(seed: int, low: int, high: int) -> int:
    """Return a seed within bounds, counting on from the lowest after the highest."""
    return low + (seed - low) % (high - low + 1)


def _worded(value: object) -> str:
    return value.text if isinstance(value, MaskPrompt) else str(value)


def _changes_json(adjusted: Iterable[Adjustment], dropped: Iterable[Dropped]) -> dict[str, Any]:
    return {
        "adjusted": [{"field": one.field, "asked": one.asked, "used": one.used} for one in adjusted],
        "dropped": [{"field": one.field, "asked": one.asked} for one in dropped],
    }


def _changes(plan: Plan) -> str:
    """Return all that a plan changes, in words; nothing when it changes nothing."""
    changed = [f"{one.field} {one.asked} → {one.used}" for one in plan.adjusted]
    changed += [f"{one.field} {one.asked} → –" for one in plan.dropped]
    if plan.translation and isinstance(plan.translation.job, Converse):
        english = say("studio.english")
        changed += [f"{name} {text} → {english}" for name, text in words_of(plan.translation.job).items()]
    return ", ".join(changed)
