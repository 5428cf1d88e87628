"""Which steps on living models do a job: the table `mappings.toml` beside this file, read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from hwasil.core.errors import NotSupported
from hwasil.core.garments import Garment
from hwasil.core.jobs import Inpaint, Job, Outpaint
from hwasil.core.mask import Mask, MaskPrompt, Region
from hwasil.wire import catalogue
from hwasil.wire.model import Model

Kind = Literal["translate", "call", "mask from alpha", "composite back", "resize"]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a row: a call of ``model``, or something done here.

    ``sent_as`` is the kind of job that a call is sent as, empty for the job itself; ``changed`` are the fields it
    has otherwise.
    """

    kind: Kind
    model: str = ""
    sent_as: str = ""
    changed: Mapping[str, Any] = field(default_factory=dict)
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: for which jobs, and by which steps; ``refuse`` is the error where there are none."""

    job: str
    when: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    refuse: str = ""

    @property
    def model(self) -> str:
        """The model that makes the result: that of the last call."""
        return [stage.model for stage in self.stages if stage.kind == "call"][-1]

    def on(self, model: str) -> Row:
        """Return the row with another model making the result."""
        last = max(place for place, stage in enumerate(self.stages) if stage.kind == "call")
        stages = [replace(one, model=model) if place == last else one for place, one in enumerate(self.stages)]
        return replace(self, stages=tuple(stages))


def rows() -> tuple[Row, ...]:
    """Return the whole table, in its order."""
    return tuple(_row(entry) for entry in _data()["row"])


def row_for(job: Job) -> Row:
    """Return the row for a job, with those of its steps that it needs. Raises NotSupported where there is no way."""
    name = type(job).__name__
    found = next(row for row in rows() if row.job == name and _holds(row.when, job))
    if found.refuse:
        raise NotSupported(f"onto_{found.refuse}")
    return replace(found, stages=tuple(stage for stage in found.stages if _holds(stage.when, job)))


def straight(job: Job, model: str) -> Row:
    """Return the row of a model that does the job by itself, in one call."""
    region = _region(job)
    exact = isinstance(job, Inpaint) or (isinstance(job, Outpaint) and job.mode == "precise")
    back = (Stage("composite back"),) if exact and isinstance(region, Mask) else ()
    return Row(type(job).__name__, stages=(Stage("call", model), *back))


def row_on(job: Job, model: Model, called: str) -> Row:
    """Return how a living model that was asked for by the id ``called`` does a job. Raises NotSupported."""
    return straight(job, called) if model.family in _data()["families"] else row_for(job).on(called)


def row_instead(job: Job, gone: Model) -> Row:
    """Return how a job is done that a retired model was asked for. Raises NotSupported where nothing does it."""
    if gone.family in _data()["families"]:
        return row_for(job)
    instead = catalogue.replacement(gone, type(job))
    if instead is None:
        raise NotSupported("wire_no_model_for_job", job=type(job).__name__)
    return row_on(job, instead, instead.id)


def _region(job: Job) -> Region | Garment | None:
    region: Region | Garment | None = getattr(job, "keep", None) or getattr(job, "region", None)
    return region


_CONDITIONS: Final[Mapping[str, Callable[[Job], bool]]] = {
    "drawn": lambda job: isinstance(_region(job), Mask),
    "named": lambda job: isinstance(_region(job), MaskPrompt),
    "prompt": lambda job: bool((getattr(job, "prompt", None) or "").strip()),
    "no prompt": lambda job: not (getattr(job, "prompt", None) or "").strip(),
    "conditioning": lambda job: getattr(job, "conditioning", None) is not None,
    "reference": lambda job: getattr(job, "reference", None) is not None,
    "named style": lambda job: bool(getattr(job, "style", None)),
    "precise": lambda job: getattr(job, "mode", None) == "precise",
    "smaller": lambda job: getattr(job, "factor", 4) < 4,
}


def _holds(conditions: tuple[str, ...], job: Job) -> bool:
    return all(_CONDITIONS[name](job) for name in conditions)


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files(__package__).joinpath("mappings.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _row(entry: Mapping[str, Any]) -> Row:
    return Row(
        job=entry["job"],
        when=tuple(entry.get("when", ())),
        stages=tuple(_stage(step) for step in entry.get("steps", ())),
        missing=entry.get("missing", {}),
        lost=tuple(entry.get("lost", ())),
        refuse=entry.get("refuse", ""),
    )


def _stage(step: Mapping[str, Any]) -> Stage:
    when = tuple(step.get("when", ()))
    if "local" in step:
        return Stage(step["local"], when=when)
    return Stage("call", step["call"], step.get("as", ""), step.get("set", {}), when)
