"""A backend that says what a test has written down, one answer after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hwasil.backends.base import Context
from hwasil.core.errors import HwasilError, NotSupported
from hwasil.core.jobs import Converse, Describe, Job
from hwasil.core.limits import TextToImageLimits
from hwasil.core.results import FREE, Price, Said

CENT = Price(Decimal("0.01"))


@dataclass(frozen=True)
class Line:
    """One answer; ``pieces`` are told one by one first, and then ``trouble`` is raised, if there is any."""

    text: str = ""
    stop: str = "end_turn"
    pieces: tuple[str, ...] = ()
    trouble: HwasilError | None = None


@dataclass
class Speaker:
    """Gives the lines of a script, the last one for good; ``asked`` are the jobs that came."""

    script: list[Line | str | HwasilError] = field(default_factory=lambda: ["A fox."])
    asked: list[Job] = field(default_factory=list)
    name: str = "openai"

    def default_model(self, job: type[Job]) -> str:
        if job not in {Converse, Describe}:
            raise NotSupported("local_no_skill", job=job.__name__)
        return "speaker-1"

    def models(self) -> Sequence[str]:
        return ("speaker-1",)

    def limits(self, model: str) -> TextToImageLimits:
        raise NotSupported("local_no_skill", job="TextToImage")

    def unused(self, job: type[Job], model: str) -> Sequence[str]:
        self.default_model(job)
        return ()

    def price(self, job: Job, model: str) -> Price:
        return FREE

    def ready(self) -> None:
        """Always."""

    def run(self, job: Job, model: str, context: Context) -> Said:
        self.asked.append(job)
        line = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(line, HwasilError):
            line = Line(trouble=line)
        elif isinstance(line, str):
            line = Line(line)
        for piece in line.pieces:
            if context.heard is not None:
                context.heard(piece)
        if line.trouble is not None:
            raise line.trouble
        return Said(line.text or "".join(line.pieces), line.stop, "speaker", model, CENT, 0.25, 10, 5)
