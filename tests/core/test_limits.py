"""Fitting a job to a model: what changes is said, what has no place is said, and the rest is left alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.strategies import JOBS, aspects, palettes, sizes

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import Aspect, Conditioning, Control, TextToImage
from hwasil.core.limits import Fitted, FreeSizes, TextToImageLimits, fit_text_to_image
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.prompt import has_hangul
from hwasil.core.results import Adjustment, Dropped
from hwasil.i18n import speaking

EXACT = (Size(1024, 1024), Size(512, 512), Size(1152, 768), Size(768, 1152), Size(1280, 768))
FREE = FreeSizes(least=256, most=2048, step=64, most_pixels=2048 * 2048)
ASPECTS = (Aspect(1, 1), Aspect(16, 9), Aspect(9, 16), Aspect(3, 2))

PLAIN = TextToImageLimits(prompt_max=60, sizes=EXACT)
RICH = TextToImageLimits(
    prompt_max=60,
    sizes=EXACT,
    negative_max=20,
    count_max=5,
    seed_max=1000,
    guidance=(1.1, 10.0),
    qualities=("standard", "premium"),
    styles=("anime", "pixel-art"),
    palette_max=10,
    controls=("edges", "segmentation"),
    languages=("en", "ko"),
)


def _fit(job: TextToImage, limits: TextToImageLimits = PLAIN) -> Fitted:
    return fit_text_to_image(job, limits, "test.model")


def _with_sizes(sizes: Any) -> TextToImageLimits:
    return dataclasses.replace(RICH, sizes=sizes)


def _refused(job: TextToImage, limits: TextToImageLimits = PLAIN) -> HwasilError:
    with pytest.raises(HwasilError) as refused:
        _fit(job, limits)
    assert refused.value.message
    assert refused.value.hint
    return refused.value


def test_a_job_that_fits_only_gets_its_size() -> None:
    job = TextToImage("a red fox", seed=7, count=3)
    assert _fit(job) == Fitted(dataclasses.replace(job, size=Size(1024, 1024)))


def test_a_rich_model_takes_everything() -> None:
    job = TextToImage(
        "여우",
        negative="사람",
        size=Size(512, 512),
        count=9,
        seed=1000,
        guidance=7.5,
        quality="premium",
        style="anime",
        palette=Palette.parse(["#ff0000"]),
        conditioning=Conditioning(Picture.from_pixels(np.zeros((2, 2, 3), np.uint8))),
    )
    assert _fit(job, RICH) == Fitted(job)


class TestWords:
    @pytest.mark.parametrize("prompt", ["🦊", "1️⃣ 2️⃣", "!!!", "❤️"])
    def test_a_prompt_of_signs_only(self, prompt: str) -> None:
        error = _refused(TextToImage(prompt))
        assert (type(error), error.key) == (InvalidInput, "prompt_no_words")

    @pytest.mark.parametrize(
        ("job", "words"),
        [
            (TextToImage("눈밭의 여우"), "눈밭의 여우"),
            (TextToImage("a fox 여우"), "a fox 여우"),
            (TextToImage("a fox", style="수채화"), "a fox, 수채화"),
            (TextToImage('"화실" 간판'), '"화실" 간판'),
            (TextToImage('"화실"'), '"화실"'),
        ],
        ids=["prompt", "a part", "style", "beside lettering", "nothing but quotes"],
    )
    def test_korean_is_not_read_by_a_model_that_reads_english_only(self, job: TextToImage, words: str) -> None:
        fitted = _fit(job)
        assert fitted.unread == {"prompt": words}
        assert fitted.job.prompt == words

    @pytest.mark.parametrize("sign", ['"화실"', "“화실”", "‘화실’", "「화실」", "『화실』"])
    def test_korean_lettering_is_drawn_and_not_read(self, sign: str) -> None:
        assert _fit(TextToImage(f"a cafe's sign reading {sign}")).unread == {}

    def test_colors_are_said_in_the_language_that_is_read(self) -> None:
        job = TextToImage("여우", palette=Palette.parse(["#ff0000"]))
        assert _fit(job).job.prompt == "여우, in the colors red"
        limits = dataclasses.replace(RICH, palette_max=0)
        assert _fit(job, limits).unread == {}
        assert has_hangul(_fit(job, limits).job.prompt.removeprefix("여우"))

    def test_a_korean_negative_for_a_model_that_reads_english_only(self) -> None:
        limits = dataclasses.replace(RICH, languages=("en",))
        assert _fit(TextToImage("a fox", negative="사람"), limits).unread == {"negative": "사람"}

    def test_a_korean_negative_that_is_not_sent_is_no_fault(self) -> None:
        fitted = _fit(TextToImage("a fox", negative="사람"))
        assert (fitted.dropped, fitted.unread) == ((Dropped("negative", "사람"),), {})

    def test_length(self) -> None:
        assert _fit(TextToImage("x" * 60)).job.prompt == "x" * 60
        error = _refused(TextToImage("x" * 61))
        assert error.key == "prompt_too_long"
        assert error.facts == {"length": 61, "model": "test.model", "limit": 60}

    def test_length_of_the_negative(self) -> None:
        assert _refused(TextToImage("a fox", negative="x" * 21), RICH).facts["limit"] == 20

    @pytest.mark.parametrize(
        "job", [TextToImage("x" * 55, style="anime"), TextToImage("x" * 55, palette=Palette.parse(["#ff0000"]))]
    )
    def test_length_with_what_went_into_the_prompt(self, job: TextToImage) -> None:
        assert _refused(job).key == "prompt_too_long"

    @pytest.mark.parametrize(
        ("style", "words"),
        [
            ("pixel-art", "pixel art style"),
            ("GRAPHIC_NOVEL_ILLUSTRATION", "graphic novel illustration style"),
            ("3D_ANIMATED_FAMILY_FILM", "3d animated family film style"),
            ("Impressionist style", "Impressionist style"),
        ],
    )
    def test_a_style_becomes_words(self, style: str, words: str) -> None:
        fitted = _fit(TextToImage("a fox", style=style))
        assert fitted.job.prompt == f"a fox, {words}"
        assert fitted.job.style is None
        assert fitted.adjusted == (Adjustment("style", style, words),)

    def test_a_korean_style_stays_as_it_is(self) -> None:
        limits = dataclasses.replace(PLAIN, languages=("en", "ko"))
        assert _fit(TextToImage("여우", style="수묵화 느낌"), limits).job.prompt == "여우, 수묵화 느낌"


class TestPalette:
    def test_a_palette_becomes_words(self) -> None:
        fitted = _fit(TextToImage("a fox", palette=Palette.parse(["#0000ff", "#fff"])))
        assert fitted.job.prompt == "a fox, in the colors blue, white"
        assert fitted.job.palette is None
        assert fitted.adjusted == (Adjustment("palette", "#0000ff #ffffff", "in the colors blue, white"),)

    def test_the_words_are_in_the_language_of_the_prompt_and_not_of_the_reader(self) -> None:
        limits = dataclasses.replace(PLAIN, languages=("en", "ko"))
        with speaking("en"):
            korean = _fit(TextToImage("여우", palette=Palette.parse(["#0000ff", "#fff"])), limits)
        with speaking("ko"):
            english = _fit(TextToImage("a fox", palette=Palette.parse(["#0000ff"])), limits)
        assert korean.job.prompt == "여우, 파랑, 하양 색으로"
        assert english.job.prompt == "a fox, in the colors blue"

    def test_style_comes_before_palette(self) -> None:
        fitted = _fit(TextToImage("a fox", style="anime", palette=Palette.parse(["#f00"])))
        assert fitted.job.prompt == "a fox, anime style, in the colors red"
        assert [one.field for one in fitted.adjusted] == ["style", "palette"]

    @given(palettes(), st.integers(1, 10))
    def test_a_model_gets_no_more_colors_than_it_takes(self, palette: Palette, most: int) -> None:
        fitted = _fit(TextToImage("a fox", palette=palette), dataclasses.replace(RICH, palette_max=most))
        assert fitted.job.palette == Palette(palette.colors[:most])
        assert [one.field for one in fitted.adjusted] == ["palette"] * (len(palette.colors) > most)


class TestDropped:
    @pytest.mark.parametrize(
        ("field", "wish", "asked"),
        [
            ("negative", "people", "people"),
            ("guidance", 7.5, "7.5"),
            ("quality", "premium", "premium"),
            ("conditioning", Conditioning(Picture.from_pixels(np.zeros((2, 2), np.uint8)), "edges"), "edges"),
        ],
    )
    def test_what_has_no_place_is_said(self, field: str, wish: Any, asked: str) -> None:
        fitted = _fit(dataclasses.replace(TextToImage("a fox"), **{field: wish}))
        assert fitted.dropped == (Dropped(field, asked),)
        assert getattr(fitted.job, field) is None
        assert fitted.job.prompt == "a fox"

    def test_a_seed_for_a_model_without_seeds(self) -> None:
        fitted = _fit(TextToImage("a fox", seed=7), dataclasses.replace(PLAIN, seed_max=0))
        assert fitted.dropped == (Dropped("seed", "7"),)
        assert fitted.job.seed is None

    @pytest.mark.parametrize("control", ["edges", "segmentation"])
    def test_one_control_and_not_the_other(self, control: Control) -> None:
        conditioning = Conditioning(Picture.from_pixels(np.zeros((2, 2), np.uint8)), control)
        job = TextToImage("a fox", conditioning=conditioning)
        fitted = _fit(job, dataclasses.replace(RICH, controls=("edges",)))
        assert (fitted.job.conditioning is None) == (control == "segmentation")

    def test_sizes_for_a_model_without_sizes(self) -> None:
        limits = _with_sizes(())
        assert _fit(TextToImage("a fox", size=Size(64, 64)), limits).dropped == (Dropped("size", "64x64"),)
        assert _fit(TextToImage("a fox", aspect=Aspect(3, 2)), limits).dropped == (Dropped("aspect", "3:2"),)
        assert _fit(TextToImage("a fox"), limits) == Fitted(TextToImage("a fox"))


class TestNumbers:
    def test_a_seed_too_large(self) -> None:
        error = _refused(TextToImage("a fox", seed=1001), RICH)
        assert error.facts == {"field": "seed", "value": 1001, "low": 0, "high": 1000}

    @pytest.mark.parametrize(("asked", "used"), [(0.5, 1.1), (1.1, 1.1), (7.0, 7.0), (30.0, 10.0)])
    def test_guidance_is_brought_into_range(self, asked: float, used: float) -> None:
        fitted = _fit(TextToImage("a fox", guidance=asked), RICH)
        assert fitted.job.guidance == used
        changed = (Adjustment("guidance", str(asked), str(used)),) if asked != used else ()
        assert fitted.adjusted == changed

    def test_the_count_is_the_planners_business(self) -> None:
        assert _fit(TextToImage("a fox", count=50)).job.count == 50


class TestExactSizes:
    @pytest.mark.parametrize("size", EXACT)
    def test_an_offered_size(self, size: Size) -> None:
        assert _fit(TextToImage("a fox", size=size)) == Fitted(TextToImage("a fox", size=size))

    @pytest.mark.parametrize(
        ("asked", "used"),
        [
            (Size(1000, 1000), Size(1024, 1024)),
            (Size(4096, 4096), Size(1024, 1024)),
            (Size(600, 600), Size(512, 512)),
            (Size(1500, 1000), Size(1152, 768)),
            (Size(1000, 2000), Size(768, 1152)),
        ],
    )
    def test_the_nearest_size(self, asked: Size, used: Size) -> None:
        fitted = _fit(TextToImage("a fox", size=asked))
        assert fitted.job.size == used
        assert fitted.adjusted == (Adjustment("size", str(asked), str(used)),)

    def test_a_size_far_too_small(self) -> None:
        error = _refused(TextToImage("a fox", size=Size(64, 64)))
        assert error.key == "size_not_offered"
        assert "64x64" in error.message
        assert "512x512" in error.hint

    def test_an_aspect_becomes_a_size(self) -> None:
        assert _fit(TextToImage("a fox", aspect=Aspect(2, 3))) == Fitted(
            TextToImage("a fox", size=Size(768, 1152))
        )

    def test_an_aspect_that_is_only_nearly_offered(self) -> None:
        fitted = _fit(TextToImage("a fox", aspect=Aspect(16, 9)))
        assert fitted.job.size == Size(1280, 768)
        assert fitted.adjusted == (Adjustment("aspect", "16:9", "1280x768"),)


class TestFreeSizes:
    LIMITS = _with_sizes(FREE)

    def test_a_size_within_bounds(self) -> None:
        job = TextToImage("a fox", size=Size(640, 1920))
        assert _fit(job, self.LIMITS) == Fitted(job)

    @pytest.mark.parametrize("size", [Size(100, 1024), Size(1000, 1024), Size(2112, 1024), Size(1024, 192)])
    def test_a_size_out_of_bounds(self, size: Size) -> None:
        error = _refused(TextToImage("a fox", size=size), self.LIMITS)
        assert error.key == "size_not_offered"
        assert FREE.holds(Size.parse(str(error.facts["nearest"])))

    def test_too_many_pixels(self) -> None:
        limits = _with_sizes(dataclasses.replace(FREE, most_pixels=1024 * 1024))
        assert _refused(TextToImage("a fox", size=Size(1088, 1024)), limits).key == "size_not_offered"

    @pytest.mark.parametrize(
        ("aspect", "size"),
        [
            (Aspect(1, 1), Size(1024, 1024)),
            (Aspect(16, 9), Size(1344, 768)),
            (Aspect(9, 16), Size(768, 1344)),
            (Aspect(4, 3), Size(1152, 896)),
        ],
    )
    def test_an_aspect_becomes_about_a_million_pixels(self, aspect: Aspect, size: Size) -> None:
        assert _fit(TextToImage("a fox", aspect=aspect), self.LIMITS) == Fitted(TextToImage("a fox", size=size))

    def test_an_aspect_beyond_the_bounds_is_said(self) -> None:
        fitted = _fit(TextToImage("a fox", aspect=Aspect(100, 1)), self.LIMITS)
        assert fitted.job.size == Size(2048, 256)
        assert fitted.adjusted == (Adjustment("aspect", "100:1", "2048x256"),)

    @given(
        aspects(),
        st.sampled_from(
            [
                FREE,
                FreeSizes(320, 4096, 16, 4_194_304),
                FreeSizes(320, 4096, 16, 4_194_303, 4.0),
                FreeSizes(64, 1536, 64, 1024 * 1024),
                FreeSizes(64, 4096, 8, 512 * 512),
                FreeSizes(1, 8192, 1, 40_000_000),
            ],
        ),
    )
    def test_what_is_chosen_is_within_the_bounds(self, aspect: Aspect, sizes: FreeSizes) -> None:
        assert sizes.holds(sizes.of(aspect.ratio))

    @example(Size(1296, 324))
    @given(sizes(most=6000))
    def test_the_nearest_is_within_the_bounds(self, size: Size) -> None:
        free = FreeSizes(320, 4096, 16, 4_194_303, 4.0)
        assert free.holds(free.nearest(size))

    def test_the_nearest_is_about_as_large(self) -> None:
        assert FREE.nearest(Size(2000, 1500)) == Size(1984, 1472)
        assert FreeSizes(320, 4096, 16, 4_194_303, 4.0).nearest(Size(600, 100)) == Size(496, 320)

    def test_a_ratio_too_extreme(self) -> None:
        slim = dataclasses.replace(FREE, most_ratio=4.0)
        assert slim.holds(Size(2048, 512))
        assert not slim.holds(Size(2048, 448))
        assert not slim.holds(Size(256, 2048))


class TestAspectsOnly:
    LIMITS = _with_sizes(ASPECTS)

    @pytest.mark.parametrize("aspect", ASPECTS)
    def test_an_offered_aspect(self, aspect: Aspect) -> None:
        job = TextToImage("a fox", aspect=aspect)
        assert _fit(job, self.LIMITS) == Fitted(job)

    def test_the_same_ratio_in_larger_numbers(self) -> None:
        fitted = _fit(TextToImage("a fox", aspect=Aspect(32, 18)), self.LIMITS)
        assert fitted == Fitted(TextToImage("a fox", aspect=Aspect(16, 9)))

    def test_the_nearest_aspect(self) -> None:
        fitted = _fit(TextToImage("a fox", aspect=Aspect(21, 9)), self.LIMITS)
        assert fitted.job.aspect == Aspect(16, 9)
        assert fitted.adjusted == (Adjustment("aspect", "21:9", "16:9"),)

    def test_with_no_wish_a_square(self) -> None:
        assert _fit(TextToImage("a fox"), self.LIMITS) == Fitted(TextToImage("a fox", aspect=Aspect(1, 1)))

    def test_a_size_becomes_an_aspect(self) -> None:
        fitted = _fit(TextToImage("a fox", size=Size(1536, 1024)), self.LIMITS)
        assert (fitted.job.size, fitted.job.aspect) == (None, Aspect(3, 2))
        assert fitted.adjusted == (Adjustment("size", "1536x1024", "3:2"),)

    @pytest.mark.parametrize("size", [Size(100, 100), Size(4096, 4096)])
    def test_a_size_far_from_what_such_models_make(self, size: Size) -> None:
        assert _refused(TextToImage("a fox", size=size), self.LIMITS).key == "size_not_offered"


@given(JOBS[TextToImage], st.sampled_from([PLAIN, RICH, *map(_with_sizes, (FREE, ASPECTS, ()))]))
def test_no_wish_is_lost_in_silence(job: Any, limits: TextToImageLimits) -> None:
    try:
        fitted = _fit(job, dataclasses.replace(limits, prompt_max=10_000, languages=("en", "ko")))
    except InvalidInput:
        return
    told = {one.field for one in fitted.adjusted} | {one.field for one in fitted.dropped}
    for field in ("negative", "seed", "guidance", "quality", "style", "palette", "conditioning"):
        if getattr(job, field) and getattr(fitted.job, field) != getattr(job, field):
            assert field in told
    if job.size and fitted.job.size != job.size:
        assert "size" in told
    assert fitted.job.count == job.count
    assert job.prompt in fitted.job.prompt
    assert _fit(fitted.job, dataclasses.replace(limits, prompt_max=10_000, languages=("en", "ko"))) == Fitted(
        fitted.job
    )
