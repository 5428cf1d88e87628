"""Guards of a codec's writing side: what a job asks and a request cannot say is an error, never left out.

A job that was fitted to its model passes them all.
"""

from __future__ import annotations

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Job
from hwasil.core.ranges import between
from hwasil.wire.model import Limits, Model, Range


def require_job(job: Job, model: Model) -> None:
    """Raise NotSupported for a kind of job that the model does not do."""
    if type(job).__name__ not in model.jobs:
        raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)


def require_absent(model: Model, **fields: object) -> None:
    """Raise NotSupported for the first field that the job has and a request to the model cannot carry."""
    for name, value in fields.items():
        if value is not None:
            raise NotSupported("wire_field_not_sayable", field=name, value=str(value), model=model.name)


def require_words(model: Model, prompt: str | None, negative: str | None) -> None:
    """Raise InvalidInput for words too long, NotSupported for a negative prompt the model has no place for."""
    limits = model.limits
    if not limits.negative_max:
        require_absent(model, negative=negative or None)
    for text, most in ((prompt, limits.prompt_max), (negative, limits.negative_max)):
        if text is not None and len(text) > most:
            raise InvalidInput("prompt_too_long", length=len(text), model=model.name, limit=most)


def require_within(field: str, value: float | None, low: float, high: float) -> None:
    """Raise InvalidInput for a number outside its bounds; None is no number and passes."""
    if value is not None:
        between(field, value, low, high)


def require_in(field: str, value: float | None, bounds: Range | None, model: Model) -> None:
    """Raise InvalidInput for a number out of range, NotSupported when the model has no such number."""
    if bounds is None:
        require_absent(model, **{field: value})
    else:
        require_within(field, value, bounds.low, bounds.high)


def require_count_and_seed(count: int, seed: int | None, limits: Limits, *, least_seed: int = 0) -> None:
    """Raise InvalidInput for more pictures than one call gives, or a seed the wire does not take."""
    require_within("count", count, 1, limits.count_max)
    require_within("seed", seed, least_seed, limits.seed_max)
