"""Who could do a kind of job: the models of every backend, as a visitor chooses among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Job, TextToImage
from hwasil.i18n import say
from hwasil.library.settings import usual_backend
from hwasil.web import shared
from hwasil.wire import catalogue

LOCAL: Final = "local"
_BEDROCK: Final = "bedrock"


@dataclass(frozen=True, slots=True)
class Target:
    """A backend's model and what it is called."""

    backend: str
    model: str
    label: str

    @property
    def id(self) -> str:
        """One text for both, as widgets want it."""
        return f"{self.backend}/{self.model}"


def targets(kind: type[Job]) -> dict[str, Target]:
    """Return who does a kind of job, by its id: this machine first, then what Bedrock still has."""
    found: list[Target] = []
    try:
        model = shared.studio().backend(LOCAL).default_model(kind)
        label = say("web.target.local" if kind is TextToImage else "web.target.local_edit")
        found.append(Target(LOCAL, model, label))
    except HwasilError:
        pass  # no skill here does it; the hosted models may
    today = datetime.now(UTC).date()
    found += [
        Target(_BEDROCK, model.id, say("web.target.bedrock", name=model.name))
        for model in catalogue.models()
        if kind.__name__ in model.jobs and not model.retired(today)
    ]
    return {target.id: target for target in found}


def usual(kind: type[Job], offered: Mapping[str, Target]) -> str:
    """Return the id of who does a kind of job until another is chosen: the usual backend's own model for it."""
    backend = usual_backend()
    try:
        wanted = f"{backend}/{shared.studio().backend(backend).default_model(kind)}"
    except HwasilError:
        wanted = ""
    return wanted if wanted in offered else next(iter(offered))
