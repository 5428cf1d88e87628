"""What all embedders on the wire share: what may be asked of them, and vectors in their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hwasil.core.errors import Corrupt, InvalidInput, NotSupported
from hwasil.core.jobs import Embed, Job
from hwasil.wire.expressible import require_job
from hwasil.wire.model import Model

_LARGE: Final = 1e300  # beyond it an integer is no float


def require_embed(job: Job, model: Model) -> Embed:
    """Return a job that a model can be asked for. Raises NotSupported, or InvalidInput for a length of vector."""
    require_job(job, model)
    if not isinstance(job, Embed):
        raise NotSupported("wire_job_not_done", job=type(job).__name__, model=model.name)
    offered = model.limits.dimensions
    if job.dimensions is not None and job.dimensions not in offered:
        lengths = ", ".join(map(str, offered))
        raise InvalidInput("wire_dimensions", model=model.name, dimensions=job.dimensions, offered=lengths)
    if len(text_of(job) or "") > model.limits.prompt_max > 0:
        limit = model.limits.prompt_max
        raise InvalidInput("prompt_too_long", length=len(job.text or ""), model=model.name, limit=limit)
    return job


def text_of(job: Embed) -> str | None:
    """Return a job's text; None for one that says nothing."""
    return job.text if job.text and job.text.strip() else None


def not_read(field: str, model: Model) -> NotSupported:
    """Return the error for what a request may ask of a model and nobody here can do."""
    return NotSupported("wire_field_not_read", field=field, model=model.name)


def read_vector(value: object, job: Job, model: Model) -> tuple[float, ...]:
    """Read the vector out of an answer.

    Raises Corrupt for anything but as many finite numbers as were asked for: one of another length, or with a
    hole in it, would spoil every search that it takes part in.
    """
    length = (job.dimensions if isinstance(job, Embed) else None) or model.limits.default_dimension
    whole = isinstance(value, list) and len(value) == length and all(map(_is_number, value))
    if not isinstance(value, list) or not whole:
        raise Corrupt("wire_answer_vector", billed="unknown", model=model.name)
    return tuple(map(float, value))


def tokens_of(value: object) -> int | None:
    """Return a number of tokens out of an answer; None when it holds none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def first(value: object) -> Any:
    """Return the first item of what should be a list; None when there is none."""
    return value[0] if isinstance(value, list) and value else None


def member(value: object, name: str) -> Any:
    """Return a member of what should be an object; None when there is none."""
    return value.get(name) if isinstance(value, Mapping) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGE
