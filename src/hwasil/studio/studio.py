"""The studio: plan a job, then do exactly what was planned.

    studio = Studio()
    plan = studio.plan(TextToImage("a red fox in the snow", count=2))
    result = studio.run(plan)

`Studio.create` is both in one call, from words to pictures.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict, Unpack

from hwasil.backends.base import Backend, Context, Progress
from hwasil.core.errors import Billed, ContentBlocked, HwasilError
from hwasil.core.jobs import Aspect, Conditioning, Job, Quality, TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Size
from hwasil.core.prompt import Prompt
from hwasil.core.results import FREE, UNKNOWN_PRICE, Price, Refusal, Result
from hwasil.studio.backends import Backends, Openers, standard
from hwasil.studio.plan import Plan, Step, plan


class Wishes(TypedDict, total=False):
    """What may be asked for beside the words, each as its type or as text: ``size="1024x768"``."""

    negative: str | None
    size: Size | str | None
    aspect: Aspect | str | None
    count: int
    seed: int | None
    guidance: float | None
    quality: Quality | None
    style: str | None
    palette: Palette | Sequence[str] | None
    conditioning: Conditioning | None


class Studio:
    """Plans and runs jobs on the backends it knows. Safe to share between threads.

    ``openers`` names the backends and says how to open each; without it they are ``local`` and ``bedrock``, the
    latter in its default region and with its default credentials.
    """

    def __init__(self, openers: Openers | None = None) -> None:
        self._backends = Backends(standard() if openers is None else openers)

    def backend(self, name: str) -> Backend:
        """Return a backend by its name, opened. Raises InvalidInput for an unknown name."""
        return self._backends.get(name)

    def plan(self, job: Job, *, backend: str = "local", model: str | None = None, strict: bool = False) -> Plan:
        """Fit a job to a backend's model: the steps, their price, and what had to change. Sends nothing.

        Without a ``model`` the backend's default for this kind of job is taken. Raises InvalidInput, NotSupported
        or ModelRetired; with ``strict`` also NotSupported for any wish that would be changed or dropped.
        """
        target = self.backend(backend)
        return plan(job, target, model or target.default_model(type(job)), strict=strict)

    def run(self, plan: Plan, context: Context | None = None) -> Result:
        """Carry out the steps of a plan, in order, and nothing else.

        What was made is never lost: when a step fails after another has made pictures, the result holds the
        pictures and names the failure. When nothing was made the failure itself is raised: ContentBlocked if all
        was refused, else the first error.
        """
        backend = self.backend(plan.target.backend)
        run = _Run(plan, context or Context())
        for step in plan.steps:
            if not run.carry_out(step, backend):
                break
        return run.result()

    def create(
        self,
        prompt: str | Prompt,
        *,
        backend: str = "local",
        model: str | None = None,
        strict: bool = False,
        context: Context | None = None,
        **wishes: Unpack[Wishes],
    ) -> Result:
        """Make pictures from words: plan and run in one call."""
        job = text_to_image(prompt, **wishes)
        return self.run(self.plan(job, backend=backend, model=model, strict=strict), context)


def text_to_image(prompt: str | Prompt, **wishes: Unpack[Wishes]) -> TextToImage:
    """Return the job that words and wishes describe. Raises InvalidInput."""
    size, aspect, palette = wishes.get("size"), wishes.get("aspect"), wishes.get("palette")
    negative = wishes.get("negative")
    if negative is None and isinstance(prompt, Prompt):
        negative = prompt.negative or None
    return TextToImage(
        prompt=str(prompt),
        negative=negative,
        size=Size.parse(size) if isinstance(size, str) else size,
        aspect=Aspect.parse(aspect) if isinstance(aspect, str) else aspect,
        count=wishes.get("count", 1),
        seed=wishes.get("seed"),
        guidance=wishes.get("guidance"),
        quality=wishes.get("quality"),
        style=wishes.get("style"),
        palette=palette if palette is None or isinstance(palette, Palette) else Palette.parse(palette),
        conditioning=wishes.get("conditioning"),
    )


class _Run:
    """One run of a plan: the steps' results as they come in."""

    def __init__(self, plan: Plan, context: Context) -> None:
        self._plan = plan
        self._context = context
        self._started = time.monotonic()
        self._results: list[Result] = []
        self._blocked: list[ContentBlocked] = []
        self._failed: list[HwasilError] = []
        self._price = FREE

    def carry_out(self, step: Step, backend: Backend) -> bool:
        """Do one step; return whether the next one should be done too."""
        try:
            self._context.check()
            result = backend.run(step.job, step.model, self._context_of_step())
        except ContentBlocked as problem:
            self._blocked.append(problem)
            self._pay(step.price, problem.billed)
            # A refused output says nothing about the next seed. Refused words or pictures are the same every time.
            return problem.stage == "output"
        except HwasilError as problem:
            self._failed.append(problem)
            self._pay(step.price, problem.billed)
            return False
        self._results.append(result)
        self._price += result.price
        return not result.failed

    def result(self) -> Result:
        """Merge what the steps gave. Raises when no picture was made."""
        made = tuple(one for result in self._results for one in result.made)
        refused = tuple(one for result in self._results for one in result.refused)
        failed = (*(one for result in self._results for one in result.failed), *self._failed)
        if not made:
            raise self._failure(failed, refused)
        first = next(result for result in self._results if result.made)
        adjusted = (*self._plan.adjusted, *(one for result in self._results for one in result.adjusted))
        dropped = (*self._plan.dropped, *(one for result in self._results for one in result.dropped))
        return replace(
            first,
            made=made,
            price=self._price,
            seconds=time.monotonic() - self._started,
            adjusted=tuple(dict.fromkeys(adjusted)),
            dropped=tuple(dict.fromkeys(dropped)),
            refused=(*refused, *(Refusal(one.stage, one.message) for one in self._blocked)),
            failed=failed,
        )

    def _failure(self, failed: Sequence[HwasilError], refused: Sequence[Refusal]) -> HwasilError:
        problems = [*failed, *self._blocked]
        if problems:
            return problems[0]
        if refused:
            billed: Billed = "unknown" if self._price.usd is None else "yes" if self._price.usd else "no"
            reason = "; ".join(dict.fromkeys(one.reason for one in refused))
            return ContentBlocked("all_refused", stage=refused[0].stage, billed=billed, reason=reason)
        return HwasilError("nothing_made", model=self._plan.target.model)

    def _pay(self, price: Price, billed: Billed) -> None:
        if billed != "no":
            self._price += price if billed == "yes" else UNKNOWN_PRICE

    def _context_of_step(self) -> Context:
        """The caller's context, with the pictures of earlier steps counted in its progress."""
        before = sum(len(result.made) for result in self._results)
        total, tell = self._plan.job.count, self._context.progress

        def progress(step: Progress) -> None:
            tell(Progress(before + step.done, total, step.doing))

        return Context(self._context.deadline, self._context.cancelled, progress)
