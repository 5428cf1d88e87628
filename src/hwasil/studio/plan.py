"""Plan before running: what will be sent, what it costs, and what had to change, all before anything is sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from hwasil.backends.base import Backend
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.limits import Fitted, fit_text_to_image
from hwasil.core.results import FREE, Adjustment, Dropped, Price
from hwasil.core.serial import to_json

# Titan and Nova take seeds up to here; a drawn one is then good for every model, should the job be run on another.
DRAWN_SEED_BELOW: Final = 2_147_483_646


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
    """One call of a model: the job exactly as it is sent, and what it will cost."""

    job: TextToImage
    model: str
    price: Price
    kind: Literal["generate"] = "generate"


@dataclass(frozen=True, slots=True)
class Plan:
    """A job as it was asked for, and everything that will be done about it.

    ``adjusted`` and ``dropped`` are the wishes the target cannot meet as they are. The price is unknown as soon
    as one step's is.
    """

    job: TextToImage
    target: Target
    steps: tuple[Step, ...]
    price: Price
    adjusted: tuple[Adjustment, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the plan as JSON values. Pictures in jobs stand as their content address."""
        return {
            "job": to_json(self.job, pictures="address"),
            "target": {"backend": self.target.backend, "model": self.target.model},
            "steps": [
                {
                    "kind": step.kind,
                    "model": step.model,
                    "job": to_json(step.job, pictures="address"),
                    "price_usd": price_number(step.price),
                }
                for step in self.steps
            ],
            "price_usd": price_number(self.price),
            "adjusted": [{"field": one.field, "asked": one.asked, "used": one.used} for one in self.adjusted],
            "dropped": [{"field": one.field, "asked": one.asked} for one in self.dropped],
        }


def plan(
    job: Job,
    backend: Backend,
    model: str,
    *,
    strict: bool = False,
    draw_seed: Callable[[int], int] = secrets.randbelow,
) -> Plan:
    """Fit a job to a model and split it into the calls that model takes.

    Without a seed one is drawn: ``draw_seed(n)`` gives a number from 0 to n - 1. A later step's seed is the first one
    plus the number of pictures before it, so that no two pictures of a job share a seed.

    Raises InvalidInput for what cannot be sent, NotSupported for a kind of job that cannot be planned, and, when
    ``strict``, NotSupported for a wish that would have to change.
    """
    if not isinstance(job, TextToImage):
        raise NotSupported("job_not_planned", kind=type(job).__name__)
    limits = backend.limits(model)
    fitted = fit_text_to_image(job, limits, model)
    if strict and (fitted.adjusted or fitted.dropped):
        raise NotSupported("strict_changes", model=model, changes=_changes(fitted))
    first = fitted.job.seed
    if first is None and limits.seed_max:
        first = limits.seed_min + draw_seed(min(limits.seed_max, DRAWN_SEED_BELOW) - limits.seed_min)
    steps = []
    for before in range(0, job.count, limits.count_max):
        seed = None if first is None else _wrapped(first + before, limits.seed_min, limits.seed_max)
        batch = replace(fitted.job, count=min(limits.count_max, job.count - before), seed=seed)
        steps.append(Step(batch, model, backend.price(batch, model)))
    price = sum((step.price for step in steps), start=FREE)
    return Plan(job, Target(backend.name, model), tuple(steps), price, fitted.adjusted, fitted.dropped)


def _wrapped(seed: int, low: int, high: int) -> int:
    """Return a seed within bounds, counting on from the lowest after the highest."""
    return low + (seed - low) % (high - low + 1)


def _changes(fitted: Fitted) -> str:
    changed = [f"{one.field} {one.asked} → {one.used}" for one in fitted.adjusted]
    return ", ".join(changed + [f"{one.field} {one.asked} → –" for one in fitted.dropped])
