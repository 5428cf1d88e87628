"""Plans of several steps carried out: together where they can be, in order, and with nothing lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import pytest

from hwasil.backends.base import Context, Progress
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import (
    Cancelled,
    ContentBlocked,
    Corrupt,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    NotSupported,
    Unavailable,
)
from hwasil.core.jobs import Embed, Inpaint, Job, Outpaint, RemoveBackground, TextToImage, Upscale
from hwasil.core.limits import TextToImageLimits
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, UNKNOWN_PRICE, AnyResult, Embedded, Made, Price, Result
from hwasil.i18n import Language, language, speaking
from hwasil.studio.studio import Studio
from hwasil.wire.model import Model

PICTURE = Picture.from_pixels(np.random.default_rng(1).integers(0, 256, (64, 96, 3), np.uint8))
LEFT = Mask.from_boxes(PICTURE.size, [Box(0, 0, 48, 64)])


@dataclass
class Darkroom:
    """A hosted backend whose calls are made here. ``trouble`` by a job's seed; ``meanwhile`` runs in each call."""

    trouble: dict[int | None, HwasilError] = field(default_factory=dict)
    meanwhile: Callable[[Job, Context], None] = lambda job, context: None
    sent: list[Job] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    name: str = "bedrock"
    calls_at_once: int = 4
    alpha: int = 255
    given: Picture | None = None
    _real: BedrockBackend = field(default_factory=BedrockBackend)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def default_model(self, job: type[Job]) -> str:
        return self._real.default_model(job)

    def models(self) -> Sequence[str]:
        return self._real.models()

    def limits(self, model: str) -> TextToImageLimits:
        return self._real.limits(model)

    def offered(self, model: str, kind: type[Job]) -> Model:
        return self._real.offered(model, kind)

    def price(self, job: Job, model: str) -> Price:
        return self._real.price(job, model)

    def ready(self) -> None:
        """Always."""

    def run(self, job: Job, model: str, context: Context) -> AnyResult:
        seed = getattr(job, "seed", None)
        with self._lock:
            self.sent.append(job)
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            self.meanwhile(job, context)
            if seed in self.trouble:
                raise self.trouble[seed]
        finally:
            with self._lock:
                self.under_way -= 1
        context.progress(Progress(1, 1, "progress.asking"))
        if isinstance(job, Embed):
            return Embedded((1.0, 0.0), "darkroom", model, FREE, 0.0)
        return Result((Made(self._made(job), seed),), "darkroom", model, self.price(job, model), 0.0)

    def _made(self, job: Job) -> Picture:
        if self.given:
            return self.given
        if isinstance(job, RemoveBackground):
            alpha = np.full((64, 96, 1), self.alpha, np.uint8)
            alpha[:, :48] = 0
            return Picture.from_pixels(np.concatenate([job.picture.pixels, alpha], axis=2))
        if isinstance(job, Upscale):
            return Picture.from_pixels(np.zeros((256, 384, 3), np.uint8))
        return Picture.from_pixels(np.full((64, 96, 3), (getattr(job, "seed", 0) or 0) % 256, np.uint8))


@pytest.fixture
def darkroom() -> Darkroom:
    return Darkroom()


@pytest.fixture
def studio(darkroom: Darkroom) -> Studio:
    return Studio({"bedrock": lambda: darkroom})


def usd(text: str) -> Price:
    return Price(Decimal(text))


def carried_out(studio: Studio, job: Job, context: Context | None = None) -> Result:
    return studio.run(studio.plan(job, backend="bedrock"), context)


def test_four_at_a_time_and_the_pictures_in_order(studio: Studio, darkroom: Darkroom) -> None:
    full = threading.Barrier(4)

    def meanwhile(job: Job, context: Context) -> None:
        full.wait(5)  # only four that are under way together get past this
        time.sleep(0.01 * (8 - (getattr(job, "seed", 0) or 0)))

    darkroom.meanwhile = meanwhile
    result = carried_out(studio, TextToImage("a fox", count=8, seed=1))
    assert [one.seed for one in result.made] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert darkroom.most_under_way == 4
    assert result.price == usd("0.32")


def test_outside_the_region_the_original_comes_back(studio: Studio) -> None:
    result = carried_out(studio, Inpaint(PICTURE, LEFT, "a fox", count=2, seed=200))
    assert len(result.made) == 2
    for one in result.made:
        assert np.array_equal(one.picture.pixels[:, 48:], PICTURE.pixels[:, 48:])
        assert (one.picture.pixels[:, :48] == one.seed).all()


def test_a_background_is_drawn_around_what_was_cut_out(studio: Studio, darkroom: Darkroom) -> None:
    job = Outpaint(PICTURE, MaskPrompt("the cat"), "a beach", mode="precise", count=2, seed=9)
    result = carried_out(studio, job)
    cut, *painted = darkroom.sent
    assert cut == RemoveBackground(PICTURE)
    assert {one.keep for one in painted if isinstance(one, Outpaint)} == {LEFT.inverted()}
    assert np.array_equal(result.pictures[0].pixels[:, 48:], PICTURE.pixels[:, 48:])
    assert (result.pictures[0].pixels[:, :48] == 9).all()
    assert [one.seed for one in result.made] == [9, 10]
    assert result.price == usd("0.21")
    assert [one.field for one in result.dropped] == ["keep"]


def test_without_a_subject_only_the_cutting_out_is_paid(studio: Studio, darkroom: Darkroom) -> None:
    darkroom.alpha = 0
    with pytest.raises(InvalidInput) as caught:
        carried_out(studio, Outpaint(PICTURE, MaskPrompt("the cat"), "a beach"))
    assert caught.value.key == "onto_no_subject"
    assert len(darkroom.sent) == 1


def test_an_answer_that_cannot_be_finished_was_paid_for_all_the_same(studio: Studio, darkroom: Darkroom) -> None:
    broken = Picture(Picture.from_pixels(np.zeros((64, 96, 3), np.uint8)).data[:60], "png", 96, 64, False)
    darkroom.given = broken
    with pytest.raises(Corrupt) as caught:
        carried_out(studio, Inpaint(PICTURE, LEFT, "a fox"))
    assert caught.value.billed == "yes"


def test_an_upscaled_picture_has_the_size_that_was_asked_for(studio: Studio) -> None:
    assert str(carried_out(studio, Upscale(PICTURE, 3)).pictures[0].size) == "288x192"


def test_a_failure_begins_nothing_more_and_keeps_the_rest(studio: Studio, darkroom: Darkroom) -> None:
    darkroom.trouble[3] = Unavailable("deadline", billed="unknown")
    result = carried_out(studio, Inpaint(PICTURE, LEFT, "a fox", count=40, seed=1))
    assert result.made
    assert all(np.array_equal(one.pixels[:, 48:], PICTURE.pixels[:, 48:]) for one in result.pictures)
    assert [type(problem) for problem in result.failed] == [Unavailable]
    assert result.price == UNKNOWN_PRICE
    assert len(darkroom.sent) < 40


def test_a_refused_picture_does_not_stop_the_others(studio: Studio, darkroom: Darkroom) -> None:
    darkroom.trouble[2] = ContentBlocked("cancelled", stage="output", billed="no")
    result = carried_out(studio, TextToImage("a fox", count=6, seed=1))
    assert [one.seed for one in result.made] == [1, 3, 4, 5, 6]
    assert [one.stage for one in result.refused] == ["output"]


def test_cancelling_keeps_what_is_done_and_sends_no_more(studio: Studio, darkroom: Darkroom) -> None:
    context = Context()
    context.progress = lambda told: context.cancelled.set() if told.done == 2 else None
    result = carried_out(studio, TextToImage("a fox", count=50, seed=1), context)
    assert len(darkroom.sent) < 50
    assert Cancelled in {type(problem) for problem in result.failed}
    with pytest.raises(DeadlineExceeded):
        carried_out(studio, TextToImage("a fox", count=8), Context(deadline=time.monotonic() - 1))


def test_progress_counts_every_picture_once_and_speaks_the_readers_language(studio: Studio) -> None:
    heard: list[Progress] = []
    spoken: set[Language] = set()

    def tell(told: Progress) -> None:
        heard.append(told)
        spoken.add(language())

    with speaking("ko"):
        job = Outpaint(PICTURE, MaskPrompt("the cat"), "a beach", count=6)
        carried_out(studio, job, Context(progress=tell))
    assert [one.done for one in heard] == [0, 1, 2, 3, 4, 5, 6]
    assert {one.total for one in heard} == {6}
    assert spoken == {"ko"}


def test_vectors_have_a_way_of_their_own(studio: Studio) -> None:
    vector = studio.plan(Embed("a fox"), backend="bedrock")
    answer = studio.answer(vector)
    assert isinstance(answer, Embedded)
    assert answer.vector == (1.0, 0.0)
    with pytest.raises(NotSupported):
        studio.run(vector)
    with pytest.raises(NotSupported):
        studio.answer(studio.plan(TextToImage("a fox"), backend="bedrock"))
