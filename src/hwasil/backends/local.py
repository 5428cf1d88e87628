"""The local backend: jobs done on this machine, with no account and no network."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from hwasil.backends.base import Context, Progress
from hwasil.core.errors import HwasilError, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import MAX_SEED, Job, TextToImage
from hwasil.core.limits import FreeSizes, TextToImageLimits
from hwasil.core.results import FREE, Made, Price, Result

ILLUSTRATOR: Final = "local.illustrator"

# Every size of Titan and Nova Canvas is within these bounds; drawings made of vectors need no multiples.
_LIMITS: Final = TextToImageLimits(
    prompt_max=2000,
    sizes=FreeSizes(least=256, most=4096, step=1, most_pixels=4_194_304),
    negative_max=2000,
    count_max=100,
    seed_max=MAX_SEED,
    palette_max=10,
    languages=("ko", "en"),
)


class LocalBackend:
    """Carries out jobs with the engine's own skills."""

    name = "local"

    def default_model(self, job: type[Job]) -> str:
        """Return the model for a kind of job. Raises NotSupported for what no local skill does."""
        if job is TextToImage:
            return ILLUSTRATOR
        raise NotSupported("local_no_skill", job=job.__name__)

    def models(self) -> Sequence[str]:
        """Return the ids of the local models."""
        return (ILLUSTRATOR,)

    def limits(self, model: str) -> TextToImageLimits:
        """Return what a model takes. Raises InvalidInput for a model that is not local."""
        if model != ILLUSTRATOR:
            raise InvalidInput("local_unknown_model", model=model, known=", ".join(self.models()))
        return _LIMITS

    def price(self, job: Job, model: str) -> Price:
        """Nothing that runs here costs anything."""
        return FREE

    def ready(self) -> None:
        """Raise Unavailable, naming the command that helps, when weights are missing."""
        from hwasil.engine.illustrator import drawings
        from hwasil.engine.illustrator.lettering import FONTS
        from hwasil.engine.weights import find

        for name in (*drawings.NEEDED, *FONTS):
            if not find(name).present():
                raise Unavailable("local_weights_missing", name=name)

    def run(self, job: Job, model: str, context: Context) -> Result:
        """Draw the pictures of a job, one after another; picture ``i`` has the job's seed plus ``i``."""
        from hwasil.engine.illustrator.illustrator import ENGINE, illustrate

        if not isinstance(job, TextToImage):
            raise NotSupported("local_no_skill", job=type(job).__name__)
        self.limits(model)
        self.ready()
        started = time.perf_counter()
        made: list[Made] = []
        failed: tuple[HwasilError, ...] = ()
        try:
            for number in range(job.count):
                context.check()
                context.progress(Progress(number, job.count, "progress.drawing"))
                seed = ((job.seed or 0) + number) % (MAX_SEED + 1)
                drawn = illustrate(job, seed, report=_preparing(context, job.count))
                made.append(Made(drawn.picture, seed, drawn.scene.to_json()))
        except HwasilError as problem:
            if not made:
                raise
            failed = (problem,)  # stopped half way: what is done is kept
        context.progress(Progress(len(made), job.count, "progress.drawing"))
        seconds = time.perf_counter() - started
        return Result(tuple(made), ENGINE, model, FREE, seconds, failed=failed)


def _preparing(context: Context, total: int) -> Callable[[float], None]:
    """Tell of the one-time preparation of the drawings, and let it be stopped."""

    def report(share: float) -> None:
        context.check()
        context.progress(Progress(0, total, "progress.preparing"))

    return report
