"""A job off the wire, carried out by the studio's local backend."""

from __future__ import annotations

from typing import Final

from hwasil.backends.base import Context
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Converse, Describe, Embed, Job
from hwasil.core.results import AnyResult
from hwasil.server.records import Record
from hwasil.studio.studio import Studio
from hwasil.wire.exchange import Request

BACKEND: Final = "local"
# Without these the answer would be a picture of something else.
_NEVER_LEFT_OUT: Final = frozenset({"conditioning"})


def carry_out(studio: Studio, request: Request, context: Context, record: Record) -> AnyResult:
    """Do what a request asks for, and note what was planned and what had to change.

    Jobs that give pictures are planned. Any other goes to the backend as it is, which raises NotSupported for what it
    has no skill for.
    """
    job = request.job
    record.job = type(job).__name__
    record.note(request.adjusted, request.dropped)
    if isinstance(job, Embed | Describe | Converse):
        return _run(studio, job, context, record)
    plan = studio.plan(job, backend=BACKEND, model=_model_for(studio, job, record))
    record.steps = tuple((step.model, step.count) for step in plan.steps)
    record.note(plan.adjusted, plan.dropped)
    for wish in plan.dropped:
        if wish.field in _NEVER_LEFT_OUT:
            raise NotSupported("server_wish_not_answered", field=wish.field, model=plan.target.model)
    return studio.run(plan, context)


def _model_for(studio: Studio, job: Job, record: Record) -> str:
    """Return who does a job here. Raises NotSupported."""
    try:
        return studio.backend(BACKEND).default_model(type(job))
    except NotSupported as problem:
        # The backend's own hint is for somebody at a command line.
        asked = record.model.name if record.model else "?"
        raise NotSupported("server_no_skill", job=type(job).__name__, model=asked) from problem


def _run(studio: Studio, job: Job, context: Context, record: Record) -> AnyResult:
    model = _model_for(studio, job, record)
    record.steps = ((model, 1),)
    context.check()
    return studio.backend(BACKEND).run(job, model, context)
