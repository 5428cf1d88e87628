"""Hypothesis strategies for the vocabulary: texts, colors, pictures, masks, and a job of every kind."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from hypothesis.strategies import SearchStrategy

from hwasil.core import garments, jobs
from hwasil.core.mask import Mask, MaskPrompt, Region
from hwasil.core.palette import MAX_COLORS, Color, Palette
from hwasil.core.picture import Format, Picture, Size

_SAYINGS = (
    "한라산 위로 뜬 보름달",
    "a red fox in the snow",
    "빨간 fox 🦊",
    "👩‍🎨 그림을 그리는 사람",
    "1️⃣ 한 마리",
    'a "quoted" sign, \\ and {braces}',
    "ㅋㅋㅋ",
    "두 줄\n짜리\t글",
    "\u202eright to left",
    "\x00",
)


def texts(*, max_size: int = 40) -> SearchStrategy[str]:
    """Any text, and often one with Korean, emoji or signs that formats trip over."""
    return st.one_of(st.sampled_from(_SAYINGS), st.text(max_size=max_size))


def prompts() -> SearchStrategy[str]:
    """Texts that say something."""
    return texts().filter(lambda text: bool(text.strip()))


def seeds() -> SearchStrategy[int]:
    """Every seed a job takes."""
    return st.integers(0, jobs.MAX_SEED)


def sizes(*, most: int = 4096) -> SearchStrategy[Size]:
    """Sizes that a picture can have."""
    return st.builds(Size, st.integers(1, most), st.integers(1, most))


def aspects() -> SearchStrategy[jobs.Aspect]:
    """Ratios of width to height."""
    return st.builds(jobs.Aspect, st.integers(1, 100), st.integers(1, 100))


def colors() -> SearchStrategy[Color]:
    """Every color there is."""
    part = st.integers(0, 255)
    return st.builds(Color, part, part, part)


def palettes() -> SearchStrategy[Palette]:
    """One to ten colors."""
    return st.builds(Palette, st.lists(colors(), min_size=1, max_size=MAX_COLORS).map(tuple))


@st.composite
def pictures(draw: st.DrawFn, *, formats: tuple[Format, ...] = ("png", "jpeg", "webp")) -> Picture:
    """Small pictures: grey, color, or with transparency."""
    side = st.integers(1, 6)
    shape: tuple[int, ...] = (draw(side), draw(side), *draw(st.sampled_from([(), (3,), (4,)])))
    return Picture.from_pixels(draw(arrays.arrays(np.uint8, shape)), draw(st.sampled_from(formats)))


@st.composite
def masks(draw: st.DrawFn, *, most: int = 8) -> Mask:
    """Small masks, hard and soft."""
    shape = (draw(st.integers(1, most)), draw(st.integers(1, most)))
    strengths = draw(st.sampled_from([st.sampled_from([0, 255]), st.integers(0, 255)]))
    return Mask(draw(arrays.arrays(np.uint8, shape, elements=strengths)))


def regions() -> SearchStrategy[Region]:
    """Regions drawn, and regions named."""
    return st.one_of(masks(), st.builds(MaskPrompt, prompts()))


def worn() -> SearchStrategy[garments.Garment]:
    """Every garment, and every way of wearing it."""
    return st.builds(
        garments.Garment,
        st.sampled_from(get_args(garments.GarmentKind)),
        _maybe(st.sampled_from(get_args(garments.Sleeves))),
        _maybe(st.sampled_from(get_args(garments.Tucking))),
        _maybe(st.sampled_from(get_args(garments.Layer))),
    )


def preserved() -> SearchStrategy[garments.Preserve]:
    """Everything that may be said of what stays of a person."""
    wish = _maybe(st.booleans())
    return st.builds(garments.Preserve, wish, wish, wish)


def turns(*roles: str) -> SearchStrategy[jobs.Turn]:
    """Turns of a conversation, spoken by one of the roles."""
    shown = st.lists(pictures(), max_size=2).map(tuple)
    return st.builds(jobs.Turn, st.sampled_from(roles), texts(), shown)


def _maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


def _jobs() -> dict[type[jobs.Job], SearchStrategy[jobs.Job]]:
    share = st.floats(0, 1)
    count = st.integers(1, jobs.MAX_COUNT)
    seed, words = _maybe(seeds()), _maybe(texts())
    sampling = {
        "count": count,
        "seed": seed,
        "negative": words,
        "guidance": _maybe(st.floats(0, jobs.MAX_GUIDANCE)),
        "quality": _maybe(st.sampled_from(get_args(jobs.Quality))),
    }
    size_and_aspect = st.one_of(
        st.just((None, None)), st.tuples(sizes(), st.none()), st.tuples(st.none(), aspects())
    )
    conditioning = st.builds(jobs.Conditioning, pictures(), st.sampled_from(get_args(jobs.Control)), share)
    margin = st.integers(0, 5000)
    margins = st.builds(jobs.Margins, margin, margin, margin, margin)
    conversation = st.tuples(st.lists(turns("user", "assistant"), max_size=2), turns("user"))
    return {
        jobs.TextToImage: size_and_aspect.flatmap(
            lambda chosen: st.builds(
                jobs.TextToImage,
                prompts(),
                size=st.just(chosen[0]),
                aspect=st.just(chosen[1]),
                style=words,
                palette=_maybe(palettes()),
                conditioning=_maybe(conditioning),
                **sampling,
            )
        ),
        jobs.ImageVariation: st.builds(
            jobs.ImageVariation,
            st.lists(pictures(), min_size=1, max_size=jobs.MAX_REFERENCES).map(tuple),
            prompt=words,
            similarity=share,
            size=_maybe(sizes()),
            **sampling,
        ),
        jobs.Inpaint: st.builds(jobs.Inpaint, pictures(), regions(), prompt=words, **sampling),
        jobs.Outpaint: st.builds(
            jobs.Outpaint,
            pictures(),
            regions(),
            prompts(),
            mode=st.sampled_from(get_args(jobs.OutpaintMode)),
            **sampling,
        ),
        jobs.Extend: st.one_of(
            st.builds(jobs.Extend, pictures(), margins=margins, prompt=words, count=count, seed=seed),
            st.builds(
                jobs.Extend,
                pictures(),
                size=sizes(),
                alignment=st.sampled_from(get_args(jobs.Alignment)),
                prompt=words,
                count=count,
                seed=seed,
            ),
        ),
        jobs.RemoveBackground: st.builds(jobs.RemoveBackground, pictures()),
        jobs.Upscale: st.builds(jobs.Upscale, pictures(), factor=st.integers(2, 4), prompt=words, seed=seed),
        jobs.Recolor: st.builds(jobs.Recolor, pictures(), regions(), colors()),
        jobs.Restyle: st.one_of(
            st.builds(jobs.Restyle, pictures(), reference=pictures(), strength=share, seed=seed),
            st.builds(jobs.Restyle, pictures(), style=texts(), strength=share, seed=seed),
        ),
        jobs.TryOn: st.builds(
            jobs.TryOn,
            pictures(),
            pictures(),
            regions() | worn(),
            shape=_maybe(st.sampled_from(get_args(jobs.RegionShape))),
            preserve=preserved(),
            merge=_maybe(st.sampled_from(get_args(jobs.Merge))),
            **{name: strategy for name, strategy in sampling.items() if name != "negative"},
        ),
        jobs.Embed: st.one_of(
            st.builds(
                jobs.Embed,
                text=prompts(),
                dimensions=_maybe(st.sampled_from([256, 384, 1024])),
                purpose=st.sampled_from(get_args(jobs.EmbedPurpose)),
            ),
            st.builds(jobs.Embed, text=words, picture=pictures()),
        ),
        jobs.Describe: st.builds(jobs.Describe, pictures(), question=words),
        jobs.Converse: st.builds(
            jobs.Converse, conversation.map(lambda parts: (*parts[0], parts[1])), system=words
        ),
    }


JOBS = _jobs()
"""For each kind of job, every job of that kind."""


def any_job() -> SearchStrategy[jobs.Job]:
    """A job of any kind."""
    return st.one_of(*JOBS.values())
