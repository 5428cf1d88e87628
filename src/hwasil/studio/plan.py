"""Plan before running: what will be sent, what it costs, and what had to change, all before anything is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from hwasil.backends.base import Backend, Hosted
from hwasil.core.errors import ModelRetired, NotSupported
from hwasil.core.jobs import Job, RemoveBackground, TextToImage
from hwasil.core.limits import fit_text_to_image
from hwasil.core.results import FREE, Adjustment, Dropped, Price
from hwasil.core.serial import to_json
from hwasil.studio.fitting import FittedJob, fit_job, takes_seeds
from hwasil.studio.onto import Kind, Row, Stage, row_instead, row_on, row_for
from hwasil.wire import catalogue
from hwasil.wire.model import Model

# Titan and Nova take seeds up to here; a drawn one is then good for every model, should the job be run on another.
DRAWN_SEED_BELOW: Final = 2_147_483_646

DrawSeed = Callable[[int], int]


def price_number(price: Price) -> float | None:
    """Return a price as JSON has it: US dollars, or null when it is unknown."""
    return None if price.usd is None else float(price.usd)


@dataclass(frozen=True, slots=True)
class Target:
    """Who does a job: the name of a backend and the id of one of its models."""

    backend: str
    model: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan.

    A ``call`` sends ``job`` to ``model`` and costs ``price``. What is done on this machine has no model and is
    free: ``mask from alpha`` makes the region of later calls out of the cut-out that an earlier one gave,
    ``composite back`` puts the original's pixels back wherever the job's region says, ``resize`` gives the size
    that the job asked for. ``uses`` is the place in the plan of the step whose outcome this one needs. ``adjusted``
    and ``dropped`` are the wishes that this step's model cannot meet.
    """

    job: Job
    model: str
    price: Price
    kind: Kind = "call"
    uses: int | None = None
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    @property
    def count(self) -> int:
        """How many pictures the step asks for."""
        return count_of(self.job)

    def to_json(self) -> dict[str, Any]:
        """Return the step as JSON values; only a call has a job and a model."""
        called = self.kind == "call"
        return {
            "kind": self.kind,
            "model": self.model if called else None,
            "job": to_json(self.job, pictures="address") if called else None,
            "uses": self.uses,
            "price_usd": price_number(self.price),
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

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON values. Pictures in jobs stand as their content address."""
        return {
            "job": to_json(self.job, pictures="address"),
            "target": {"backend": self.target.backend, "model": self.target.model},
            "steps": [step.to_json() for step in self.steps],
            "price_usd": price_number(self.price),
            **_changes_json(self.adjusted, self.dropped),
        }


def count_of(job: Job) -> int:
    """Return how many pictures a job asks for; a job that cannot be asked for several gives one."""
    count: int = getattr(job, "count", 1)
    return count


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

    Raises InvalidInput for what cannot be sent, NotSupported for what cannot be done, and ModelRetired for a model
    that is gone; with ``replace_retired`` what does the job now is taken instead, and ``adjusted`` says so. With
    ``strict`` also raises NotSupported for a wish that would have to change.
    """
    planning = _Planning(job, backend, draw_seed)
    if isinstance(backend, Hosted):
        planning.hosted(backend, model, replace_retired)
    else:
        planning.own(model or backend.default_model(type(job)))
    made = planning.plan()
    if strict and (made.adjusted or made.dropped):
        changes = _changes(made.adjusted, made.dropped)
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
        if not isinstance(self._job, TextToImage):
            raise NotSupported("job_not_planned", kind=type(self._job).__name__)
        self._target = model
        self._calls_from_words(self._job, model)

    def hosted(self, backend: Hosted, model: str | None, replace_retired: bool) -> None:
        """Plan onto a hosted model, by the row of the table that is the job's."""
        row = self._row(backend, model, replace_retired)
        self._target = row.model
        for name in row.lost:
            self._dropped.append(Dropped(name, _worded(getattr(self._job, name))))
        last = max(place for place, stage in enumerate(row.stages) if stage.kind == "call")
        before: int | None = None
        for stage in row.stages[:last]:
            before = self._prepare(stage, backend, before)
        main = row.stages[last]
        if isinstance(self._job, TextToImage):
            self._calls_from_words(self._job, main.model)
        else:
            found = backend.offered(main.model, type(self._job))
            asked = replace(self._job, **main.changed)
            self._calls(fit_job(asked, found, row.missing), found, main.model, before)
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
            row = row_instead(self._job, catalogue.find(model))
            if not replace_retired:
                raise ModelRetired(problem.key, model=problem.facts["model"], replacement=row.model) from problem
            self._adjusted.append(Adjustment("model", model, row.model))
            return row
        return row_on(self._job, found, model)

    def _prepare(self, stage: Stage, backend: Hosted, before: int | None) -> int:
        """Add a step that later calls need; return its place."""
        if stage.kind == "call":
            found = backend.offered(stage.model, RemoveBackground)
            sent = RemoveBackground(self._job.picture)
            fitted = fit_job(sent, found, {})
            self._add_call(fitted.job, stage.model, before, fitted)
        else:
            self._steps.append(Step(self._job, "", FREE, stage.kind, before))
        return len(self._steps) - 1

    def _calls_from_words(self, job: TextToImage, model: str) -> None:
        limits = self._backend.limits(model)
        words = fit_text_to_image(job, limits, model)
        fitted = FittedJob(words.job, words.adjusted, words.dropped)
        seeds = (limits.seed_min, limits.seed_max) if limits.seed_max else None
        self._split(fitted, model, limits.count_max, seeds, None)

    def _calls(self, fitted: FittedJob, found: Model, model: str, uses: int | None) -> None:
        limits = found.limits
        seeds = (limits.seed_min, limits.seed_max) if takes_seeds(found) else None
        self._split(fitted, model, limits.count_max, seeds, uses)

    def _split(
        self, fitted: FittedJob, model: str, most: int, seeds: tuple[int, int] | None, uses: int | None
    ) -> None:
        """Add the calls that give every picture of a job, ``most`` to a call."""
        job, total = fitted.job, self._job_count
        first: int | None = getattr(job, "seed", None)
        if first is None and seeds and hasattr(job, "seed"):
            first = seeds[0] + self._draw_seed(min(seeds[1], DRAWN_SEED_BELOW) - seeds[0])
        for before in range(0, total, most):
            changed: dict[str, Any] = {}
            if hasattr(job, "count"):
                changed["count"] = min(most, total - before)
            if first is not None and seeds:
                changed["seed"] = _wrapped(first + before, *seeds)
            self._add_call(replace(job, **changed), model, uses, fitted)
