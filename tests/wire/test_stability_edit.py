"""Requests to Stability's image services: known bodies, and jobs that survive the wire."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.strategies import colors, pictures, prompts

from hwasil.core.jobs import (
    Conditioning,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    Upscale,
)
from hwasil.core.limits import fit_text_to_image
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Color
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Adjustment, Dropped
from hwasil.wire import stability_edit
from hwasil.wire.catalogue import find, models
from hwasil.wire.exchange import Request
from hwasil.wire.schemas import schemas

SERVICES = {model.request_kind: model for model in models() if model.family == "stability_edit"}
PHOTO = Picture.from_pixels(np.full((64, 80, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
REGION = Mask(np.full((64, 80), 255, np.uint8))
PNG = {"output_format": "png"}

_photos = pictures().map(lambda small: small.resized(Size(64, 70)))
_seeds = st.none() | st.integers(1, 2**32 - 2)
_negative = st.none() | prompts()
_share = st.floats(0, 1)
_margin = st.integers(0, 2000)


@st.composite
def _masked(draw: st.DrawFn, *, prompt: SearchStrategy[str | None], negative: SearchStrategy[Any]) -> Inpaint:
    picture = draw(_photos)
    strengths = np.array(draw(st.lists(st.integers(0, 255), min_size=1, max_size=9)), np.uint8)
    mask = Mask(np.resize(strengths, (picture.height, picture.width)))
    return Inpaint(picture, mask, draw(prompt), draw(negative), seed=draw(_seeds))


def _drawn(control: str) -> SearchStrategy[Job]:
    return st.builds(
        TextToImage,
        prompts(),
        negative=_negative,
        style=st.none() | st.sampled_from(SERVICES["control_sketch"].limits.styles),
        seed=_seeds,
        conditioning=st.builds(Conditioning, _photos, st.just(control), _share),
    )


_named = st.builds(MaskPrompt, prompts())
JOBS: dict[str, SearchStrategy[Job]] = {
    "inpaint": _masked(prompt=prompts(), negative=_negative),
    "erase_object": _masked(prompt=st.none(), negative=st.none()),
    "search_replace": st.builds(Inpaint, _photos, _named, prompts(), _negative, seed=_seeds),
    "search_recolor": st.builds(Recolor, _photos, _named, colors()),
    "remove_background": st.builds(RemoveBackground, _photos),
    "outpaint": st.builds(
        Extend,
        _photos,
        margins=st.builds(Margins, _margin, _margin, _margin, _margin).filter(lambda some: some != Margins()),
        prompt=st.none() | prompts(),
        seed=_seeds,
    ),
    "control_sketch": _drawn("edges"),
    "control_structure": _drawn("segmentation"),
    "style_guide": st.builds(
        ImageVariation, st.tuples(_photos), prompts(), negative=_negative, similarity=_share, seed=_seeds
    ),
    "style_transfer": st.builds(Restyle, _photos, reference=_photos, strength=_share, seed=_seeds),
    "creative_upscale": st.builds(Upscale, _photos, st.just(4), prompts(), _seeds),
    "conservative_upscale": st.builds(Upscale, _photos, st.just(4), prompts(), _seeds),
    "fast_upscale": st.builds(Upscale, _photos, st.just(4)),
}


def test_there_are_thirteen_services_and_each_has_its_jobs() -> None:
    assert len(SERVICES) == 13
    assert set(SERVICES) == set(JOBS)
    for kind, model in SERVICES.items():
        assert list(schemas(model)) == [kind]


@pytest.mark.parametrize("kind", JOBS)
@given(data=st.data())
def test_a_job_survives_the_wire(kind: str, data: st.DataObject) -> None:
    job, model = data.draw(JOBS[kind]), SERVICES[kind]

    body = json.loads(json.dumps(stability_edit.encode_request(job, model)))

    assert stability_edit.decode_request(body, model) == Request(job)
    assert stability_edit.decode_request(body, model, lenient=True) == Request(job)


@given(_share, _photos)
def test_whatever_fitting_lets_through_can_be_sent(strength: float, photo: Picture) -> None:
    job = TextToImage("a fox", size=Size(640, 480), quality="premium", conditioning=Conditioning(photo, "edges"))
    for kind in ("control_sketch", "control_structure"):
        limits = SERVICES[kind].text_to_image
        assert limits
        fitted = fit_text_to_image(job, limits, kind)
        assert [lost.field for lost in fitted.dropped] == ["quality", "size"]
        assert stability_edit.encode_request(fitted.job, SERVICES[kind])["control_strength"] == 0.7


@pytest.mark.parametrize(
    ("kind", "job", "body"),
    [
        (
            "search_replace",
            Inpaint(PHOTO, MaskPrompt("the sofa"), "a red chair", "legs", seed=7),
            {
                "image": IMAGE,
                "search_prompt": "the sofa",
                "prompt": "a red chair",
                "negative_prompt": "legs",
                "seed": 7,
            },
        ),
        (
            "search_recolor",
            Recolor(PHOTO, MaskPrompt("the jacket"), Color.parse("#168a8f")),
            {"image": IMAGE, "select_prompt": "the jacket", "prompt": "teal (#168a8f)"},
        ),
        ("remove_background", RemoveBackground(PHOTO), {"image": IMAGE}),
        (
            "outpaint",
            Extend(PHOTO, Margins(left=5, top=6), prompt="a lake", seed=7),
            {"image": IMAGE, "left": 5, "right": 0, "up": 6, "down": 0, "prompt": "a lake", "seed": 7},
        ),
        (
            "outpaint",
            Extend(PHOTO, size=Size(101, 64), alignment="top"),
            {"image": IMAGE, "left": 10, "right": 11, "up": 0, "down": 0},
        ),
        (
            "control_sketch",
            TextToImage("a fox", style="anime", conditioning=Conditioning(PHOTO, "edges", 0.4)),
            {"image": IMAGE, "control_strength": 0.4, "prompt": "a fox", "style_preset": "anime"},
        ),
        (
            "style_guide",
            ImageVariation((PHOTO,), "a fox", similarity=0.9),
            {"image": IMAGE, "fidelity": 0.9, "prompt": "a fox"},
        ),
        (
            "style_transfer",
            Restyle(PHOTO, PHOTO, strength=0.6, seed=7),
            {"init_image": IMAGE, "style_image": IMAGE, "style_strength": 0.6, "seed": 7},
        ),
        ("creative_upscale", Upscale(PHOTO, 4, "a fox", 7), {"image": IMAGE, "prompt": "a fox", "seed": 7}),
        ("conservative_upscale", Upscale(PHOTO, 4, "a fox"), {"image": IMAGE, "prompt": "a fox"}),
        ("fast_upscale", Upscale(PHOTO, 4), {"image": IMAGE}),
    ],
)
def test_whole_requests(kind: str, job: Job, body: dict[str, Any]) -> None:
    assert stability_edit.encode_request(job, SERVICES[kind]) == {**body, **PNG}


@pytest.mark.parametrize(
    ("kind", "body", "job"),
    [
        (
            "control_structure",
            {"prompt": "a fox", "image": IMAGE},
            TextToImage("a fox", conditioning=Conditioning(PHOTO, "segmentation", 0.7)),
        ),
        ("style_guide", {"prompt": "a fox", "image": IMAGE}, ImageVariation((PHOTO,), "a fox", similarity=0.5)),
        ("style_transfer", {"init_image": IMAGE, "style_image": IMAGE}, Restyle(PHOTO, PHOTO, strength=1.0)),
        ("outpaint", {"image": IMAGE, "down": 9.0, "seed": 0}, Extend(PHOTO, Margins(bottom=9))),
        ("fast_upscale", {"image": IMAGE}, Upscale(PHOTO, 4)),
    ],
)
def test_defaults_of_the_wire(kind: str, body: dict[str, Any], job: Job) -> None:
    assert stability_edit.decode_request(body, SERVICES[kind]) == Request(job)


def test_the_extended_picture_is_the_same_however_it_was_asked_for() -> None:
    asked = Extend(PHOTO, size=Size(100, 164), alignment="bottom-right")

    read = stability_edit.decode_request(
        stability_edit.encode_request(asked, SERVICES["outpaint"]), SERVICES["outpaint"]
    ).job

    assert read == Extend(PHOTO, Margins(left=20, top=100))


def test_control_structure_takes_edges_and_cannot_tell_them() -> None:
    asked = TextToImage("a fox", conditioning=Conditioning(PHOTO, "edges", 0.4))

    read = stability_edit.decode_request(
        stability_edit.encode_request(asked, SERVICES["control_structure"]), SERVICES["control_structure"]
    ).job

    assert read == TextToImage("a fox", conditioning=Conditioning(PHOTO, "segmentation", 0.4))


@pytest.mark.parametrize(
    ("kind", "body", "dropped"),
    [
        ("inpaint", {"prompt": "x", "image": IMAGE, "mask": IMAGE, "style_preset": "anime"}, "style_preset"),
        ("search_replace", {"prompt": "x", "image": IMAGE, "search_prompt": "y", "grow_mask": 9}, "grow_mask"),
        ("search_recolor", {"prompt": "teal (#168a8f)", "image": IMAGE, "select_prompt": "y", "seed": 9}, "seed"),
        ("outpaint", {"image": IMAGE, "left": 1, "creativity": 0.9}, "creativity"),
        ("style_guide", {"prompt": "x", "image": IMAGE, "aspect_ratio": "16:9"}, "aspect_ratio"),
        ("style_transfer", {"init_image": IMAGE, "style_image": IMAGE, "prompt": "x"}, "prompt"),
        ("conservative_upscale", {"prompt": "x", "image": IMAGE, "creativity": 0.1}, "creativity"),
    ],
)
def test_what_no_job_can_say_is_named(kind: str, body: dict[str, Any], dropped: str) -> None:
    request = stability_edit.decode_request(body, SERVICES[kind])

    assert request.dropped == (Dropped(f"#/{dropped}", str(body[dropped])),)


def test_what_is_said_by_default_is_no_loss() -> None:
    body = {"image": IMAGE, "left": 1, "creativity": 0.5}
    assert stability_edit.decode_request(body, SERVICES["outpaint"]).dropped == ()

    body = {"prompt": "x", "image": IMAGE, "search_prompt": "y", "grow_mask": 5}
    assert stability_edit.decode_request(body, SERVICES["search_replace"]).dropped == ()


def test_of_a_prompt_to_recolor_by_only_the_color_is_the_jobs() -> None:
    body = {"prompt": "a teal leather jacket", "image": IMAGE, "select_prompt": "jacket"}

    request = stability_edit.decode_request(body, SERVICES["search_recolor"])

    assert request.job == Recolor(PHOTO, MaskPrompt("jacket"), Color.parse("#168a8f"))
    assert request.adjusted == (Adjustment("#/prompt", "a teal leather jacket", "teal (#168a8f)"),)


@pytest.mark.parametrize("prompt", ["", "  "])
def test_blank_words_are_no_words(prompt: str) -> None:
    erased = stability_edit.encode_request(Inpaint(PHOTO, REGION, prompt, prompt), SERVICES["erase_object"])
    assert set(erased) == {"image", "mask", "grow_mask", "output_format"}

    body = {"prompt": "", "image": IMAGE, "mask": IMAGE}
    read = stability_edit.decode_request(body, SERVICES["inpaint"]).job
    assert isinstance(read, Inpaint)
    assert read.prompt is None


def test_every_service_is_called_through_its_profile() -> None:
    assert all(model.call_id.startswith("us.stability.") for model in SERVICES.values())
    assert find("us.stability.stable-fast-upscale-v1:0") is SERVICES["fast_upscale"]
