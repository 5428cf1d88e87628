"""What this server is, what it can do, and how it is doing: the pages that are not Bedrock's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hwasil._version import __version__
from hwasil.core.errors import NotSupported
from hwasil.core.serial import KINDS
from hwasil.server.answers import json_answer, written
from hwasil.server.calls import ON_MODELS
from hwasil.server.carrying import BACKEND
from hwasil.server.metrics import CONTENT_TYPE, Metrics
from hwasil.studio.studio import Studio
from hwasil.wire.catalogue import models
from hwasil.wire.codecs import invoked_for
from hwasil.wire.model import Model


class About:
    """Answers ``/``, ``/healthz`` and ``/metrics``."""

    def __init__(self, studio: Studio, metrics: Metrics) -> None:
        self._studio = studio
        self._metrics = metrics

    async def index(self, request: Request) -> Response:
        """Say what is answered: the jobs that the local engine has a skill for, and the models that ask for them."""
        jobs = [name for name, kind in KINDS.items() if self._does(kind)]
        able = [model for model in models() if not set(jobs).isdisjoint(model.jobs)]
        said = {"name": "hwasil", "version": __version__, "jobs": jobs, "answers": list(_answers(able))}
        return json_answer(written(said))

    async def health(self, request: Request) -> Response:
        """Say that the server answers."""
        return json_answer(b'{"status":"ok"}')

    async def metrics(self, request: Request) -> Response:
        """Say what was counted."""
        return Response(self._metrics.text(), media_type=CONTENT_TYPE)

    def _does(self, kind: Any) -> bool:
        try:
            self._studio.backend(BACKEND).default_model(kind)
        except NotSupported:
            return False
        return True


def _answers(able: list[Model]) -> Iterator[dict[str, Any]]:
    for operation in ON_MODELS.values():
        named = [model.id for model in able if takes(operation, model)]
        if named:
            yield {"operation": operation, "models": named}


def takes(operation: str, model: Model) -> bool:
    """Return whether a model can be asked through an operation. CountTokens is answered for none."""
    if operation in {"Converse", "ConverseStream"}:
        return model.operation == "converse"
    if operation == "CountTokens" or (operation != "InvokeModel" and model.operation != "converse"):
        return False
    try:
        invoked_for(model)
    except NotSupported:
        return False
    return True
