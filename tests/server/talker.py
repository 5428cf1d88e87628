"""A backend that looks, speaks and embeds: small, and truly about what it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.studio.drawer import Drawer, new_drawer

from hwasil.backends.base import Context
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Converse, Describe, Embed, Inpaint, Job, TextToImage
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, AnyResult, Embedded, Made, Price, Result, Said


@dataclass
class Talker(Drawer):
    """Says what it was asked and how bright the pictures are; paints an inpainted picture black."""

    heard: list[Job] = field(default_factory=list)
    stop: str = "end_turn"

    def default_model(self, job: type[Job]) -> str:
        if job in {Describe, Converse, Embed, Inpaint}:
            return "talker-1"
        return super().default_model(job)

    # Wider than the drawer's, as any backend's is.
    def unused(self, job: type[Job], model: str) -> Sequence[str]:
        return ()

    def price(self, job: Job, model: str) -> Price:
        return FREE

    def run(self, job: Job, model: str, context: Context) -> AnyResult:  # type: ignore[override]
        if isinstance(job, TextToImage):
            return super().run(job, model, context)
        self.heard.append(job)
        match job:
            case Describe():
                return self._say(f"{job.question or 'It'}: brightness {_brightness(job.picture)}")
            case Converse():
                shown = [str(_brightness(one)) for turn in job.turns for one in turn.pictures]
                return self._say(f"{job.turns[-1].text} ({', '.join(shown)}) {job.system or ''}".strip())
            case Embed():
                size = job.dimensions or 4
                number = float(len(job.text or "")) + (float(_brightness(job.picture)) if job.picture else 0.0)
                return Embedded((number,) * size, "talker 1", model, FREE, 0.01, text_tokens=len(job.text or ""))
            case Inpaint():
                made = Made(Picture.from_pixels(job.picture.pixels * 0), job.seed)
                return Result((made,), "talker 1", model, FREE, 0.01)
        raise NotSupported("local_no_skill", job=type(job).__name__)

    def _say(self, text: str) -> Said:
        return Said(text, self.stop, "talker 1", "talker-1", FREE, 0.25, 12, len(text.split()))


def _brightness(picture: Picture) -> int:
    return int(picture.pixels[..., :3].mean())


def new_talker() -> Talker:
    """Return one with the limits of the drawer."""
    return Talker(new_drawer().limited)
