"""Jobs: what each refuses to be."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import JOBS, any_job, aspects

from hwasil.core import jobs
from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import (
    Aspect,
    Conditioning,
    Converse,
    Embed,
    Extend,
    ImageVariation,
    Inpaint,
    Margins,
    Outpaint,
    Restyle,
    TextToImage,
    TryOn,
    Turn,
    Upscale,
)
from hwasil.core.mask import MaskPrompt
from hwasil.core.picture import Picture, Size
from hwasil.core.serial import KINDS

PICTURE = Picture.from_pixels(np.zeros((2, 3, 3), np.uint8))
SOFA = MaskPrompt("the red sofa")


def test_there_are_thirteen_kinds_and_a_strategy_for_each() -> None:
    assert len(KINDS) == 13
    assert set(JOBS) == set(KINDS.values())


@given(any_job())
def test_jobs_are_values(job: jobs.Job) -> None:
    assert job == dataclasses.replace(job)
    assert hash(job) == hash(dataclasses.replace(job))


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "an empty prompt": (lambda: TextToImage(""), "prompt_empty"),
    "a blank prompt": (lambda: TextToImage(" \n"), "prompt_empty"),
    "a blank new background": (lambda: Outpaint(PICTURE, SOFA, " "), "prompt_empty"),
    "size and aspect": (
        lambda: TextToImage("a fox", size=Size(9, 9), aspect=Aspect(1, 1)),
        "size_and_aspect",
    ),
    "no picture": (lambda: TextToImage("a fox", count=0), "out_of_range"),
    "too many pictures": (lambda: Inpaint(PICTURE, SOFA, count=jobs.MAX_COUNT + 1), "out_of_range"),
    "a negative seed": (lambda: TextToImage("a fox", seed=-1), "out_of_range"),
    "a seed beyond 32 bits": (lambda: Upscale(PICTURE, seed=2**32), "out_of_range"),
    "guidance that is no number": (lambda: TextToImage("a fox", guidance=math.nan), "out_of_range"),
    "negative guidance": (lambda: Inpaint(PICTURE, SOFA, guidance=-1.0), "out_of_range"),
    "endless guidance": (lambda: Outpaint(PICTURE, SOFA, "sea", guidance=math.inf), "out_of_range"),
    "nothing to vary": (lambda: ImageVariation(()), "pictures_count"),
    "too much to vary": (lambda: ImageVariation((PICTURE,) * 6), "pictures_count"),
    "similarity above one": (lambda: ImageVariation((PICTURE,), similarity=1.01), "out_of_range"),
    "similarity that is no number": (lambda: ImageVariation((PICTURE,), similarity=math.nan), "out_of_range"),
    "strength below zero": (lambda: Conditioning(PICTURE, strength=-0.1), "out_of_range"),
    "a negative margin": (lambda: Margins(left=-1), "margins_negative"),
    "neither margins nor size": (lambda: Extend(PICTURE), "extend_margins_or_size"),
    "margins and size": (lambda: Extend(PICTURE, Margins(), Size(9, 9)), "extend_margins_or_size"),
    "once as large": (lambda: Upscale(PICTURE, factor=1), "out_of_range"),
    "five times as large": (lambda: Upscale(PICTURE, factor=5), "out_of_range"),
    "no style": (lambda: Restyle(PICTURE), "restyle_reference_or_style"),
    "two styles": (lambda: Restyle(PICTURE, PICTURE, "anime"), "restyle_reference_or_style"),
    "a style too strong": (lambda: Restyle(PICTURE, style="anime", strength=2.0), "out_of_range"),
    "too much to try on": (lambda: TryOn(PICTURE, PICTURE, SOFA, count=jobs.MAX_COUNT + 1), "out_of_range"),
    "nothing to embed": (Embed, "embed_nothing"),
    "blank words to embed": (lambda: Embed(text="  "), "embed_nothing"),
    "an empty conversation": (lambda: Converse(()), "converse_last_turn"),
    "an assistant's last word": (lambda: Converse((Turn("assistant", "안녕하세요"),)), "converse_last_turn"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    make, key = REFUSED[what]
    with pytest.raises(InvalidInput) as refused:
        make()
    assert refused.value.key == key
    assert refused.value.message
    assert refused.value.hint


def test_the_extremes_are_taken() -> None:
    assert TextToImage("가", count=jobs.MAX_COUNT, seed=jobs.MAX_SEED, guidance=jobs.MAX_GUIDANCE).count == 100
    assert ImageVariation((PICTURE,) * 5, similarity=0.0).similarity == 0
    assert Upscale(PICTURE, factor=4).factor == 4
    assert Embed(text=" ", picture=PICTURE).picture == PICTURE


class TestExtend:
    @pytest.mark.parametrize(
        ("alignment", "added"),
        [
            ("center", Margins(2, 5, 3, 6)),
            ("left", Margins(0, 5, 5, 6)),
            ("right", Margins(5, 5, 0, 6)),
            ("top", Margins(2, 0, 3, 11)),
            ("bottom", Margins(2, 11, 3, 0)),
            ("top-left", Margins(0, 0, 5, 11)),
            ("bottom-right", Margins(5, 11, 0, 0)),
        ],
    )
    def test_a_size_and_an_alignment_are_margins(self, alignment: jobs.Alignment, added: Margins) -> None:
        size = Size(PICTURE.width + 5, PICTURE.height + 11)
        assert Extend(PICTURE, size=size, alignment=alignment).added == added

    def test_margins_are_what_is_added(self) -> None:
        assert Extend(PICTURE, Margins(1, 2, 3, 4)).added == Margins(1, 2, 3, 4)

    @pytest.mark.parametrize("less", [(1, 0), (0, 1)])
    def test_no_picture_is_extended_to_less(self, less: tuple[int, int]) -> None:
        large = Picture.from_pixels(np.zeros((9, 9, 3), np.uint8))
        with pytest.raises(InvalidInput) as refused:
            _ = Extend(large, size=Size(9 - less[0], 9 - less[1])).added
        assert refused.value.key == "extend_smaller"
        assert "9x9" in refused.value.message


class TestAspect:
    @given(aspects())
    def test_written_and_read_back(self, aspect: Aspect) -> None:
        assert Aspect.parse(str(aspect)) == aspect
        assert aspect.ratio == aspect.width / aspect.height

    def test_read(self) -> None:
        assert Aspect.parse(" 16:9\n") == Aspect(16, 9)

    @pytest.mark.parametrize(
        "text", ["", ":", "16", "16:", ":9", "0:1", "101:1", "1.5:1", "-1:1", "16x9", "١:١", "1:1:1"]
    )
    def test_unreadable(self, text: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            Aspect.parse(text)
        assert refused.value.key == "aspect_unreadable"

    @given(st.text(max_size=9))
    def test_any_text_is_an_aspect_or_refused(self, text: str) -> None:
        try:
            aspect = Aspect.parse(text)
        except InvalidInput:
            return
        assert 0.01 <= aspect.ratio <= 100
