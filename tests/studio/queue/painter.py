"""A backend whose pictures take as long as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from hwasil.backends.base import Context, Progress
from hwasil.core.errors import Cancelled
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.limits import TextToImageLimits
from hwasil.core.picture import Picture, Size
from hwasil.core.results import FREE, Made, Price, Result
from hwasil.studio.studio import Studio

LIMITS = TextToImageLimits(512, (Size(64, 64),), count_max=9, seed_max=1000, languages=("en", "ko"), palette_max=9)


@dataclass
class Painter:
    """Paints one color a seed, once it may go on. ``trouble`` by prompt is raised instead."""

    cost: Price = FREE
    trouble: dict[str, Exception] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    working: threading.Event = field(default_factory=threading.Event)
    name: str = "local"

    def default_model(self, job: type[Job]) -> str:
        return "painter-1"

    def models(self) -> Sequence[str]:
        return ("painter-1",)

    def limits(self, model: str) -> TextToImageLimits:
        return LIMITS

    def price(self, job: Job, model: str) -> Price:
        return self.cost

    def ready(self) -> None:
        """Always."""

    def run(self, job: Job, model: str, context: Context) -> Result:
        assert isinstance(job, TextToImage)
        self.begun.append(job.prompt)
        self.working.set()
        made: list[Made] = []
        for number in range(job.count):
            while not self.go_on.wait(0.005):
                if context.cancelled.is_set():
                    problem = Cancelled("cancelled")
                    if made:
                        return Result(tuple(made), "painter 1", model, self.cost, 0.1, failed=(problem,))
                    raise problem
            if job.prompt in self.trouble:
                raise self.trouble[job.prompt]
            seed = (job.seed or 0) + number
            made.append(Made(Picture.from_pixels(np.full((8, 8, 3), seed % 256, np.uint8)), seed, {"drawn": []}))
            context.progress(Progress(number + 1, job.count, "progress.drawing"))
            if job.prompt == "slow":
                self.go_on.clear()
        return Result(tuple(made), "painter 1", model, self.cost, 0.1)

    def studio(self) -> Studio:
        return Studio({"local": lambda: self}, provenance=False)
