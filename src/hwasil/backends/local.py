"""The local backend: jobs done on this machine, with no account and no network."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final, overload

from hwasil.backends import local_vectors, local_words
from hwasil.backends.base import Context, Progress
from hwasil.backends.local_skills import EDITOR, ILLUSTRATOR, Making, located, skill_for
from hwasil.backends.local_vectors import EMBEDDER
from hwasil.backends.local_words import DESCRIBER, SPOKEN
from hwasil.core.errors import HwasilError, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import MAX_SEED, Converse, Describe, Embed, Job, TextToImage
from hwasil.core.limits import FreeSizes, TextToImageLimits
from hwasil.core.mask import Mask
from hwasil.core.results import FREE, AnyResult, Made, Price, Result
from hwasil.engine.edited import Report
from hwasil.engine.styles import styles

__all__ = ["EDITOR", "ILLUSTRATOR", "LocalBackend"]

# Raised whenever the same edit and seed would give other pixels than before.
EDITOR_ENGINE: Final = "editor 1"

# Every size of Titan and Nova Canvas is within these bounds; drawings made of vectors need no multiples.
_LIMITS: Final = TextToImageLimits(
    prompt_max=2000,
    sizes=FreeSizes(least=256, most=4096, step=1, most_pixels=4_194_304),
    negative_max=2000,
    count_max=100,
    seed_max=MAX_SEED,
    palette_max=10,
    styles=tuple(dict.fromkeys(name for style in styles() for name in (style.name, style.native_name) if name)),
    controls=("edges", "segmentation"),
    languages=("ko", "en"),
)


class LocalBackend:
    """Carries out jobs with the engine's own skills."""

    name = "local"

    def default_model(self, job: type[Job]) -> str:
        """Return the model for a kind of job. Raises NotSupported for what no local skill does."""
        if job is Embed:
            return EMBEDDER
        return DESCRIBER if job in SPOKEN else skill_for(job).model

    def models(self) -> Sequence[str]:
        """Return the ids of the local models."""
        return ILLUSTRATOR, EDITOR, DESCRIBER, EMBEDDER

    def limits(self, model: str) -> TextToImageLimits:
        """Return what a model takes. Raises InvalidInput for a model that is not local, NotSupported for no words."""
        self._known(model)
        if model != ILLUSTRATOR:
            raise NotSupported("wire_job_not_done", job=TextToImage.__name__, model=model)
        return _LIMITS

    def unused(self, job: type[Job], model: str) -> Sequence[str]:
        """Return the fields of a kind of job that the model has no use for.

        Raises InvalidInput for a model that is not local, NotSupported for a job that is not the model's.
        """
        self._known(model)
        if self.default_model(job) != model:
            raise NotSupported("wire_job_not_done", job=job.__name__, model=model)
        return () if job in SPOKEN or job is Embed else skill_for(job).unused

    def price(self, job: Job, model: str) -> Price:
        """Nothing that runs here costs anything."""
        return FREE

    def ready(self) -> None:
        """Raise Unavailable, naming the command that helps, when not even pictures from words can be drawn.

        What a skill for edits lacks is said when it is asked for.
        """
        from hwasil.engine.illustrator import drawings
        from hwasil.engine.illustrator.lettering import FONTS
        from hwasil.engine.weights import find

        for name in (*drawings.NEEDED, *FONTS):
            if not find(name).present():
                raise Unavailable("local_weights_missing", name=name)

    @overload
    def run(self, job: TextToImage, model: str, context: Context) -> Result: ...
    @overload
    def run(self, job: Job, model: str, context: Context) -> AnyResult: ...
    def run(self, job: Job, model: str, context: Context) -> AnyResult:
        """Make the pictures of a job, one after another; picture ``i`` has the job's seed plus ``i``.

        Questions about pictures are answered in words, and an `Embed` job with a vector.
        """
        self.unused(type(job), model)
        if isinstance(job, Describe | Converse):
            return local_words.answer(job, context)
        if isinstance(job, Embed):
            return local_vectors.embed(job, context)
        skill = skill_for(type(job))
        if isinstance(job, TextToImage):
            self.ready()
        started = time.perf_counter()
        count: int = getattr(job, "count", 1)
        doing = "progress.drawing" if isinstance(job, TextToImage) else "progress.editing"
        context.check()
        context.progress(Progress(0, count, doing))
        place = located(job)
        made: list[Made] = []
        region = place.region
        failed: tuple[HwasilError, ...] = ()
        try:
            for number in range(count):
                context.check()
                context.progress(Progress(number, count, doing))
                seed = ((getattr(job, "seed", None) or 0) + number) % (MAX_SEED + 1)
                edited = skill.make(place.job, Making(seed, _report(context, job), place.what))
                told = {**edited.details, "region": place.found} if place.found else edited.details
                region = edited.region or region
                made.append(Made(edited.picture, seed if hasattr(job, "seed") else None, told))
        except HwasilError as problem:
            if not made:
                raise
            failed = (problem,)  # stopped half way: what is done is kept
        context.progress(Progress(len(made), count, doing))
        return _result(made, region, failed, model, time.perf_counter() - started)

    def _known(self, model: str) -> None:
        if model not in self.models():
            raise InvalidInput("local_unknown_model", model=model[:80], known=", ".join(self.models()))


def _result(
    made: Sequence[Made], region: Mask | None, failed: tuple[HwasilError, ...], model: str, seconds: float
) -> Result:
    from hwasil.engine.illustrator.illustrator import ENGINE

    engine = ENGINE if model == ILLUSTRATOR else EDITOR_ENGINE
    return Result(tuple(made), engine, model, FREE, seconds, failed=failed, region=region)


def _report(context: Context, job: Job) -> Report:
    """Let whatever takes long be stopped between its steps; what takes long before a drawing is told by name."""

    def report(share: float) -> None:
        context.check()
        if isinstance(job, TextToImage):
            context.progress(Progress(0, job.count, "progress.preparing"))

    return report
