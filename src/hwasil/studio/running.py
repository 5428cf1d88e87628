"""A plan carried out: what can be done at the same time is, and nothing that was made is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import asdict, dataclass, replace

from hwasil.backends.base import Backend, Context, Progress, is_hosted
from hwasil.core.composite import composite_back
from hwasil.core.errors import Billed, ContentBlocked, HwasilError
from hwasil.core.jobs import Converse, Inpaint, Job, Outpaint, Upscale
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture, Size
from hwasil.core.results import FREE, UNKNOWN_PRICE, Price, Refusal, Result
from hwasil.studio.plan import Plan, Step, picture_of
from hwasil.studio.subject import subject_of
from hwasil.studio.translate import Translation, translate


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a step: the pictures and the job that gave them, or a mask, or words in English."""

    job: Job
    result: Result | None = None
    mask: Mask | None = None
    translation: Translation | None = None

    @property
    def price(self) -> Price:
        """What the step cost."""
        paid = self.result or self.translation
        return paid.price if paid else FREE


class Run:
    """One run of a plan: the steps' outcomes as they come in.

    Words are translated before anything else is begun: without them nothing is worth its price. Steps that do not
    wait for each other then run together, as many at a time as the backend takes; pictures keep the plan's order.
    After a failure nothing more is begun; what is under way is let finish.
    """

    def __init__(self, plan: Plan, backend: Backend, context: Context) -> None:
        self._plan = plan
        self._backend = backend
        self._context = context
        self._started = time.monotonic()
        count = len(plan.steps)
        self._outcomes: list[_Outcome | None] = [None] * count
        self._problems: list[HwasilError | None] = [None] * count
        self._ended = [threading.Event() for _ in range(count)]
        self._stopped = threading.Event()
        self._done = [0] * count
        self._telling = threading.Lock()

    def carry_out(self) -> Result:
        """Do every step and return what came of all. Raises what went wrong when no picture was made."""
        numbers = list(range(len(self._plan.steps)))
        if self._plan.translation:
            self._do(numbers.pop(0))
        several = len(numbers) > 1
        at_once = self._backend.calls_at_once if several and is_hosted(self._backend) else 1
        if at_once == 1:
            for number in numbers:
                self._do(number)
        else:
            with ThreadPoolExecutor(at_once, "hwasil-step") as pool:
                # The reader's language goes with each step: what it tells on its way is said in it.
                steps = [pool.submit(copy_context().run, self._do, number) for number in numbers]
            for step in steps:
                step.result()
        return self._result()

    def _do(self, number: int) -> None:
        """Do one step, after the one whose outcome it uses."""
        step = self._plan.steps[number]
        try:
            used: _Outcome | None = None
            if step.uses is not None:
                self._ended[step.uses].wait()
                used = self._outcomes[step.uses]
                if used is None:
                    return
            # What is free is done even after a failure: its pictures are there and paid for.
            if step.sent:
                if self._stopped.is_set():
                    return
                self._context.check()
            outcome = self._outcome(step, number, used)
            self._outcomes[number] = outcome
            if outcome.result and outcome.result.failed:
                self._stopped.set()
        except HwasilError as problem:
            if not step.sent:
                problem.billed = "yes"  # what could not be finished here had been paid for
            self._problems[number] = problem
            # A refused output says nothing about the next seed. Refused words or pictures are the same every time.
            if not (isinstance(problem, ContentBlocked) and problem.stage == "output"):
                self._stopped.set()
        finally:
            self._ended[number].set()

    def _outcome(self, step: Step, number: int, used: _Outcome | None) -> _Outcome:
        if isinstance(step.job, Converse) and is_hosted(self._backend):
            reader = self._backend.offered(self._plan.target.model, type(self._plan.job))
            words = translate(step.job, step.model, reader, self._backend, self._context_of(number))
            return _Outcome(step.job, translation=words)
        if step.kind == "call":
            job = _with_region(step.job, used.mask) if used and used.mask else step.job
            job = self._translation.of(job) if self._translation and step.words is not None else job
            result = self._backend.run(job, step.model, self._context_of(number))
            if not isinstance(result, Result):
                raise TypeError(f"{type(job).__name__} gives no pictures")
            return _Outcome(job, result)
        if used is None or used.result is None:
            raise TypeError(f"{step.kind} has nothing to work on")
        if step.kind == "mask from alpha":
            return _Outcome(step.job, mask=subject_of(used.result.pictures[0], picture_of(step.job)))
        made = tuple(replace(one, picture=_finished(step, used.job, one.picture)) for one in used.result.made)
        return _Outcome(used.job, replace(used.result, made=made))

    def _result(self) -> Result:
        """Merge what the steps gave. Raises when no picture was made."""
        last = self._last_steps()
        results = [one.result for one in self._outcomes if one and one.result]
        given = [one.result for number in last if (one := self._outcomes[number]) and one.result]
        translated = self._translation.texts if self._translation else ()
        told = {"translated": [asdict(one) for one in translated]} if translated else {}
        made = tuple(one for result in given for one in result.made)
        if told:
            made = tuple(replace(one, details={**one.details, **told}) for one in made)
        refused = tuple(one for result in given for one in result.refused)
        problems = [one for one in self._problems if one]
        blocked = [one for one in problems if isinstance(one, ContentBlocked)]
        others = [one for one in problems if not isinstance(one, ContentBlocked)]
        failed = (*(one for result in given for one in result.failed), *others)
        price = self._price()
        if not made:
            failure = self._failure([*failed, *blocked], refused, price)
            if failure.billed == "no" and price != FREE:
                failure.billed = "unknown" if price.usd is None else "yes"  # an earlier step had been paid for
            raise failure
        first = next(result for result in given if result.made)
        adjusted = (*self._plan.adjusted, *(one for result in results for one in result.adjusted))
        dropped = (*self._plan.dropped, *(one for result in results for one in result.dropped))
        return replace(
            first,
            made=made,
            model=self._plan.target.model,
            price=price,
            seconds=time.monotonic() - self._started,
            adjusted=tuple(dict.fromkeys(adjusted)),
            dropped=tuple(dict.fromkeys(dropped)),
            refused=(*refused, *(Refusal(one.stage, one.message) for one in blocked)),
            failed=failed,
            translated=translated,
        )

    @property
    def _translation(self) -> Translation | None:
        return self._outcomes[0].translation if self._outcomes[0] else None

    def _failure(self, problems: Sequence[HwasilError], refused: Sequence[Refusal], price: Price) -> HwasilError:
        if problems:
            return problems[0]
        if refused:
            billed: Billed = "unknown" if price.usd is None else "yes" if price.usd else "no"
            reason = "; ".join(dict.fromkeys(one.reason for one in refused))
            return ContentBlocked("all_refused", stage=refused[0].stage, billed=billed, reason=reason)
        return HwasilError("nothing_made", model=self._plan.target.model)

    def _price(self) -> Price:
        """Return what every call together cost; what may or may not have been charged makes it unknown."""
        price = FREE
        for step, outcome, problem in zip(self._plan.steps, self._outcomes, self._problems, strict=True):
            if step.sent and outcome:
                price += outcome.price
            elif step.sent and problem and problem.billed != "no":
                price += step.price if problem.billed == "yes" else UNKNOWN_PRICE
        return price

    def _last_steps(self) -> list[int]:
        """Return the places of the steps that nothing else uses: those that give the job's own pictures."""
        used = {place for step in self._plan.steps for place in (step.uses, step.words)}
        return [number for number in range(len(self._plan.steps)) if number not in used]

    def _context_of(self, number: int) -> Context:
        """Return the caller's context, with the pictures of all steps counted in its progress."""
        counted = type(self._plan.steps[number].job) is type(self._plan.job)

        def progress(told: Progress) -> None:
            with self._telling:
                self._done[number] = told.done if counted else 0
                self._context.progress(replace(told, done=sum(self._done), total=self._plan.count))

        return Context(self._context.deadline, self._context.cancelled, progress)


def _with_region(job: Job, mask: Mask) -> Job:
    """Return a job with a mask where it named its region: what an `Outpaint` keeps."""
    return replace(job, keep=mask) if isinstance(job, Outpaint) else job


def _finished(step: Step, sent: Job, made: Picture) -> Picture:
    """Return a picture after a free step; ``sent`` is the job that gave it, its region a mask by now."""
    if step.kind == "composite back" and isinstance(sent, Inpaint) and isinstance(sent.region, Mask):
        return composite_back(sent.picture, made, sent.region)
    if step.kind == "composite back" and isinstance(sent, Outpaint) and isinstance(sent.keep, Mask):
        return composite_back(sent.picture, made, sent.keep.inverted())
    if step.kind == "resize" and isinstance(step.job, Upscale):
        size, factor = step.job.picture.size, step.job.factor
        return made.resized(Size(size.width * factor, size.height * factor))
    raise TypeError(f"{step.kind} is no step for {type(sent).__name__}")
