"""A backend that does what a test tells it to, and makes small real pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from hwasil.backends.base import Context, Progress
from hwasil.core.errors import HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import Job, TextToImage
from hwasil.core.limits import TextToImageLimits
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Made, Price, Refusal, Result

CENT = Price(Decimal("0.01"))


@dataclass
class Drawer:
    """Draws one color a seed. ``trouble`` is what happens instead of a step's result: by the step's number."""

    limited: TextToImageLimits
    trouble: dict[int, HwasilError | Refusal] = field(default_factory=dict)
    calls: list[TextToImage] = field(default_factory=list)
    name: str = "local"

    def default_model(self, job: type[Job]) -> str:
        if job is not TextToImage:
            raise NotSupported("job_not_planned", kind=job.__name__)
        return "drawer-1"

    def models(self) -> Sequence[str]:
        return ("drawer-1",)

    def limits(self, model: str) -> TextToImageLimits:
        if model not in self.models():
            raise InvalidInput("backend_unknown", name=model, names="drawer-1")
        return self.limited

    def price(self, job: Job, model: str) -> Price:
        assert isinstance(job, TextToImage)
        return CENT * job.count

    def ready(self) -> None:
        """Always."""

    def run(self, job: Job, model: str, context: Context) -> Result:
        assert isinstance(job, TextToImage)
        self.calls.append(job)
        trouble = self.trouble.get(len(self.calls))
        if isinstance(trouble, HwasilError):
            raise trouble
        refused = (trouble,) if trouble else ()
        made = []
        for number in range(job.count - len(refused)):
            seed = None if job.seed is None else job.seed + number
            pixels = np.full((8, 8, 3), (seed or 0) % 256, dtype=np.uint8)
            made.append(Made(Picture.from_pixels(pixels), seed))
            context.progress(Progress(number + 1, job.count, "cli.create.starting"))
        return Result(tuple(made), "drawer 1", model, CENT * job.count, 0.0, refused=refused)


def new_drawer() -> Drawer:
    """Return one that takes two pictures a call, two sizes, no negative prompt, and English and Korean."""
    sizes = (Size(1024, 1024), Size(1280, 768))
    limits = TextToImageLimits(
        512, sizes, count_max=2, seed_max=1000, guidance=(1.0, 10.0), languages=("en", "ko")
    )
    return Drawer(limits)
