"""A job off the wire, carried out by the studio's local backend."""

from __future__ import annotations

from typing import Final

from hwasil.backends.base import Context
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.results import AnyResult
from hwasil.server.records import Record
from hwasil.studio.studio import Studio
from hwasil.wire.exchange import Request

BACKEND: Final = "local"
# Without these the answer would be a picture of something else.
_NEVER_LEFT_OUT: Final = frozenset({"conditioning"})


def carry_out(studio: Studio, request: Request, context: Context, record: Record) -> AnyResult:
    """Do what a request asks for, and note what was planned and what had to change.

    Pictures from words are planned. Any other job goes to the backend as it is, which raises NotSupported for what it
    has no skill for.
    """
    job = request.job
    record.job = type(job).__name__
    record.note(request.adjusted, request.dropped)
    if not isinstance(job, TextToImage):
        return _run(studio, job, context, record)
    plan = studio.plan(job, backend=BACKEND)
    record.steps = tuple((step.model, step.count) for step in plan.steps)
    record.note(plan.adjusted, plan.dropped)
    for wish in plan.dropped:
        if wish.field in _NEVER_LEFT_OUT:
            raise NotSupported("server_wish_not_answered", field=wish.field, model=plan.target.model)
    return studio.run(plan, context)


def _run(studio: Studio, job: Job, context: Context, record: Record) -> AnyResult:
    backend = studio.backend(BACKEND)
    try:
        model = backend.default_model(type(job))
    except NotSupported as problem:
        # The backend's own hint is for somebody at a command line.
        asked = record.model.name if record.model else "?"
        raise NotSupported("server_no_skill", job=type(job).__name__, model=asked) from problem
    record.steps = ((model, 1),)
    context.check()
    return backend.run(job, model, context)
