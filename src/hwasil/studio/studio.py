"""The studio: plan a job, then do exactly what was planned.

    studio = Studio()
    plan = studio.plan(TextToImage("a red fox in the snow", count=2))
    result = studio.run(plan)

`Studio.create` is both in one call, from words to pictures.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from hwasil.backends.base import Backend, Context
from hwasil.core.errors import HwasilError, InvalidInput, NotSupported
from hwasil.core.jobs import Aspect, Conditioning, Converse, Describe, Embed, Job, Quality, TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Size
from hwasil.core.prompt import Prompt
from hwasil.core.results import Embedded, Result, Said
from hwasil.i18n import say
from hwasil.studio.backends import Backends, Openers, standard
from hwasil.studio.plan import Plan, plan
from hwasil.studio.running import Run

if TYPE_CHECKING:
    from hwasil.library.gallery.entry import Entry
    from hwasil.library.gallery.gallery import Gallery


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
    latter in its default region and with its default credentials. With ``provenance`` the pictures of a result are
    marked (`hwasil.library.provenance`); without the wish ``HWASIL_PROVENANCE`` decides, and they are unless it is
    ``off``. ``label`` is a text to write on them for everyone to see; without it ``HWASIL_LABEL`` decides.

    ``library`` is the folder that the studio is opened on, without it the person's own (``HWASIL_LIBRARY``, else the
    platform's data folder). Its `gallery` is opened when it is first asked for. With ``keep`` every picture that is
    made is kept there.
    """

    def __init__(
        self,
        openers: Openers | None = None,
        *,
        provenance: bool | None = None,
        label: str | None = None,
        library: str | Path | None = None,
        keep: bool = False,
    ) -> None:
        self._backends = Backends(standard() if openers is None else openers)
        self._provenance = provenance
        self._label = label
        self._library = library
        self._keeping = keep

    @cached_property
    def gallery(self) -> Gallery:
        """The gallery of the studio's library, made if it is not there. Raises Unavailable, AccessDenied or Corrupt."""
        from hwasil.library.gallery.opening import opened

        return opened(self._library)

    def keep(self, plan: Plan, result: Result) -> tuple[Entry, ...]:
        """Keep the pictures of a result in the gallery, with the job that gave them and the pictures it was given."""
        return self.gallery.keep(plan.job, result, backend=plan.target.backend)

    def backend(self, name: str) -> Backend:
        """Return a backend by its name, opened. Raises InvalidInput for an unknown name."""
        return self._backends.get(name)

    def plan(
        self,
        job: Job,
        *,
        backend: str = "local",
        model: str | None = None,
        strict: bool = False,
        replace_retired: bool = False,
    ) -> Plan:
        """Fit a job to a backend's model: the steps, their price, and what had to change. Sends nothing.

        Without a ``model`` the backend's own for this job is taken. Korean words for a hosted model that reads only
        English are translated by a first step, which has its own model and an estimated price. Raises InvalidInput, NotSupported, or
        ModelRetired for a model that is gone; with ``replace_retired`` what does the job now takes its place. With
        ``strict`` also raises NotSupported for any wish that would be changed, translated or dropped.
        """
        target = self.backend(backend)
        return plan(job, target, model, strict=strict, replace_retired=replace_retired)

    def run(self, plan: Plan, context: Context | None = None) -> Result:
        """Carry out the steps of a plan, and nothing else.

        What was made is never lost: when a step fails after another has made pictures, the result holds the
        pictures and names the failure. When nothing was made the failure itself is raised: ContentBlocked if all
        was refused, else the first error. Raises NotSupported for a plan whose job gives no pictures, InvalidInput for
        a certificate that cannot sign them or a label where nothing is marked.
        """
        from hwasil.library import provenance

        if isinstance(plan.job, Embed | Describe | Converse):
            raise NotSupported("run_no_pictures", kind=type(plan.job).__name__)
        marking = provenance.is_on() if self._provenance is None else self._provenance
        if self._label is not None and not marking:
            raise InvalidInput("provenance_label_unmarked")
        label = self._label or (provenance.usual_label() if marking else None)
        if marking:
            provenance.require_markable(label=label is not None)
        result = Run(plan, self.backend(plan.target.backend), context or Context()).carry_out()
        if marking:
            result = provenance.marked(result, plan.job, plan.target.backend, label=label)
        if self._keeping:
            self._keep(plan, result)
        return result

    def _keep(self, plan: Plan, result: Result) -> None:
        """Keep what was made. What was made and perhaps paid for is not lost to a gallery that cannot be written to."""
        try:
            self.keep(plan, result)
        except HwasilError as problem:
            warnings.warn(say("gallery.not_kept", reason=f"{problem.message} {problem.hint}"), stacklevel=3)

    def answer(self, plan: Plan, context: Context | None = None) -> Embedded | Said:
        """Carry out a plan whose job gives a vector or words. Raises NotSupported for one that gives pictures."""
        step, backend = plan.steps[0], self.backend(plan.target.backend)
        if not isinstance(plan.job, Embed | Describe | Converse):
            raise NotSupported("answer_pictures", kind=type(plan.job).__name__)
        result = backend.run(step.job, step.model, context or Context())
        if isinstance(result, Result):
            raise NotSupported("answer_pictures", kind=type(plan.job).__name__)
        return result

    def do(
        self,
        job: Job,
        *,
        backend: str = "local",
        model: str | None = None,
        strict: bool = False,
        context: Context | None = None,
    ) -> Result:
        """Plan a job that gives pictures, and run it, in one call.

        studio.do(Inpaint(picture, MaskPrompt("the cup")))     # takes the cup away
        """
        return self.run(self.plan(job, backend=backend, model=model, strict=strict), context)

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
        return self.do(job, backend=backend, model=model, strict=strict, context=context)


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
