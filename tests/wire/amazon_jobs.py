"""Jobs that leave nothing open, within the limits of one of Amazon's image models."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from hypothesis.strategies import SearchStrategy
from tests.strategies import palettes, pictures, preserved, prompts, worn

from hwasil.core.jobs import (
    Conditioning,
    ImageVariation,
    Inpaint,
    Job,
    Merge,
    Outpaint,
    RegionShape,
    RemoveBackground,
    TextToImage,
    TryOn,
)
from hwasil.core.limits import FreeSizes
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.picture import Picture, Size
from hwasil.wire.model import Model


def words(model: Model) -> SearchStrategy[str]:
    """Prompts that are short enough."""
    return prompts().filter(lambda text: len(text) <= model.limits.prompt_max)


def offered_sizes(model: Model) -> SearchStrategy[Size]:
    """Sizes that the model makes."""
    sizes = model.limits.sizes
    if not isinstance(sizes, FreeSizes):
        return st.sampled_from([size for size in sizes if isinstance(size, Size)])
    side = st.integers(-(-sizes.least // sizes.step), sizes.most // sizes.step).map(lambda n: n * sizes.step)
    return st.builds(Size, side, side).filter(sizes.holds)


def _sent_pictures(model: Model) -> SearchStrategy[Picture]:
    def fits(picture: Picture) -> bool:
        long, short = max(picture.width, picture.height), min(picture.width, picture.height)
        slim = bool(model.limits.picture_ratio_max) and long > short * model.limits.picture_ratio_max
        return not slim and not (model.limits.opaque_pictures and (picture.pixels[:, :, 3:] != 255).any())

    return pictures(formats=("png", "jpeg")).filter(fits)


def _hard_masks(picture: Picture) -> SearchStrategy[Mask]:
    sides = (picture.height, picture.width)
    return arrays.arrays(np.uint8, sides, elements=st.sampled_from([0, 255])).map(Mask)


@st.composite
def _edits(draw: st.DrawFn, model: Model, fields: dict[str, SearchStrategy[Any]]) -> Job:
    picture = draw(_sent_pictures(model))
    region = draw(_hard_masks(picture) | st.builds(MaskPrompt, words(model)))
    chosen = {name: draw(strategy) for name, strategy in fields.items()}
    if draw(st.booleans()):
        return Inpaint(picture, region, prompt=draw(st.none() | words(model)), **chosen)
    return Outpaint(
        picture, region, draw(words(model)), mode=draw(st.sampled_from(["default", "precise"])), **chosen
    )


@st.composite
def settled_try_ons(draw: st.DrawFn, model: Model) -> TryOn:
    """Every try-on: with a region drawn, named, or worn."""
    picture, reference = draw(_sent_pictures(model)), draw(_sent_pictures(model))
    region = draw(_hard_masks(picture) | st.builds(MaskPrompt, words(model)) | worn())
    shape = None if isinstance(region, Mask) else draw(st.sampled_from([None, *get_args(RegionShape)]))
    merge = draw(st.sampled_from([None, *get_args(Merge)]))
    chosen = {name: draw(strategy) for name, strategy in _sampling(model).items()}
    return TryOn(picture, reference, region, shape, draw(preserved()), merge, **chosen)


def _sampling(model: Model) -> dict[str, SearchStrategy[Any]]:
    return {
        "count": st.integers(1, model.limits.count_max),
        "seed": st.integers(0, model.limits.seed_max),
        "guidance": st.floats(1.1, 10.0),
        "quality": st.sampled_from(["standard", "premium"]),
    }


def settled_jobs(model: Model) -> SearchStrategy[Job]:
    """Every kind of job that the models do alike."""
    limits, sent = model.limits, _sent_pictures(model)
    fields = {"negative": st.none() | words(model), **_sampling(model)}
    conditionings = st.builds(Conditioning, sent, st.sampled_from(["edges", "segmentation"]), st.floats(0.0, 1.0))
    size = offered_sizes(model)
    return st.one_of(
        st.builds(
            TextToImage,
            words(model),
            size=size,
            style=st.sampled_from([None, *limits.styles]),
            conditioning=st.none() | conditionings,
            **fields,
        ),
        st.builds(
            TextToImage,
            words(model),
            size=size,
            palette=palettes(),
            conditioning=st.none() | st.builds(Conditioning, sent),
            **fields,
        ),
        st.builds(
            ImageVariation,
            st.lists(sent, min_size=1, max_size=limits.references).map(tuple),
            prompt=st.none() | words(model),
            similarity=st.floats(0.2, 1.0),
            size=size,
            **fields,
        ),
        _edits(model, fields),
        st.builds(RemoveBackground, sent),
    )
