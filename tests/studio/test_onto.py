"""The table of how a job is done with what is alive: every cell of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import InvalidInput, ModelRetired, NotSupported
from hwasil.core.garments import Garment
from hwasil.core.jobs import (
    Aspect,
    Conditioning,
    Converse,
    Describe,
    Embed,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    TryOn,
    Turn,
    Upscale,
)
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Adjustment, Dropped, Price
from hwasil.i18n import LANGUAGES, speaking
from hwasil.studio import onto
from hwasil.studio.plan import Plan, plan
from hwasil.wire import catalogue

PICTURE = Picture.from_pixels(np.full((64, 96, 3), 90, np.uint8))
OTHER = Picture.from_pixels(np.full((64, 64, 3), 10, np.uint8))
MASK = Mask.from_boxes(PICTURE.size, [Box(0, 0, 48, 64)])
CAT = MaskPrompt("the cat")
TEAL = Color.parse("168a8f")

CORE = "stability.stable-image-core-v1:1"
INPAINT = "stability.stable-image-inpaint-v1:0"
ERASE = "stability.stable-image-erase-object-v1:0"
REPLACE = "stability.stable-image-search-replace-v1:0"
CUT_OUT = "stability.stable-image-remove-background-v1:0"
SD35 = "stability.sd3-5-large-v1:0"
TITAN, NOVA = "amazon.titan-image-generator-v2:0", "amazon.nova-canvas-v1:0"
WISHED = (None, TITAN, "amazon.titan-image-generator-v1", NOVA, "stability.stable-diffusion-xl-v1")

BACK = ("composite back", "")
CELLS: list[Any] = [
    pytest.param(TextToImage("a fox"), [("call", CORE)], id="words"),
    pytest.param(
        TextToImage("a fox", conditioning=Conditioning(PICTURE)),
        [("call", "stability.stable-image-control-structure-v1:0")],
        id="edges",
    ),
    pytest.param(
        TextToImage("a fox", conditioning=Conditioning(PICTURE, "segmentation")),
        [("call", "stability.stable-image-control-structure-v1:0")],
        id="segmentation",
    ),
    pytest.param(TextToImage("a fox", palette=Palette((TEAL,))), [("call", CORE)], id="palette"),
    pytest.param(ImageVariation((PICTURE,), "a fox"), [("call", SD35)], id="variation"),
    pytest.param(Inpaint(PICTURE, MASK, "a fox"), [("call", INPAINT), BACK], id="inpaint"),
    pytest.param(Inpaint(PICTURE, MASK), [("call", ERASE), BACK], id="erase"),
    pytest.param(Inpaint(PICTURE, CAT, "a fox"), [("call", REPLACE)], id="replace"),
    pytest.param(Outpaint(PICTURE, MASK, "a beach"), [("call", INPAINT)], id="outpaint"),
    pytest.param(
        Outpaint(PICTURE, MASK, "a beach", mode="precise"), [("call", INPAINT), BACK], id="outpaint precisely"
    ),
    pytest.param(
        Outpaint(PICTURE, CAT, "a beach"),
        [("call", CUT_OUT), ("mask from alpha", ""), ("call", INPAINT)],
        id="background",
    ),
    pytest.param(
        Outpaint(PICTURE, CAT, "a beach", mode="precise"),
        [("call", CUT_OUT), ("mask from alpha", ""), ("call", INPAINT), BACK],
        id="background precisely",
    ),
    pytest.param(Extend(PICTURE, Margins(left=8)), [("call", "stability.stable-outpaint-v1:0")], id="extend"),
    pytest.param(RemoveBackground(PICTURE), [("call", CUT_OUT)], id="cut out"),
    pytest.param(Upscale(PICTURE, 4), [("call", "stability.stable-fast-upscale-v1:0")], id="four times"),
    pytest.param(
        Upscale(PICTURE, 2), [("call", "stability.stable-fast-upscale-v1:0"), ("resize", "")], id="twice"
    ),
    pytest.param(
        Recolor(PICTURE, CAT, TEAL), [("call", "stability.stable-image-search-recolor-v1:0")], id="recolor"
    ),
    pytest.param(Restyle(PICTURE, OTHER), [("call", "stability.stable-style-transfer-v1:0")], id="restyle"),
    pytest.param(Embed("a fox"), [("call", "amazon.titan-embed-image-v1")], id="embed"),
    pytest.param(Describe(PICTURE), [("call", "anthropic.claude-haiku-5-5")], id="describe"),
    pytest.param(Converse((Turn("user", "hello"),)), [("call", "anthropic.claude-haiku-5-5")], id="converse"),
]
NO_WAY = [
    pytest.param(Inpaint(PICTURE, CAT), "onto_erase_needs_mask", id="erase a name"),
    pytest.param(Recolor(PICTURE, MASK, TEAL), "onto_recolor_needs_name", id="recolor a mask"),
    pytest.param(Restyle(PICTURE, style="ukiyo-e"), "onto_restyle_needs_picture", id="restyle by name"),
    pytest.param(TryOn(PICTURE, OTHER, Garment("upper body")), "onto_try_on_gone", id="try on a garment"),
]


def planned(job: Job, model: str | None = None, **wishes: Any) -> Plan:
    return plan(job, BedrockBackend(), model, **wishes)


@pytest.mark.parametrize("wished", WISHED)
@pytest.mark.parametrize(("job", "steps"), CELLS)
def test_each_job_has_its_steps(job: Job, steps: list[tuple[str, str]], wished: str | None) -> None:
    made = planned(job, wished, replace_retired=True)
    assert [(step.kind, step.model) for step in made.steps] == steps
    main = [model for kind, model in steps if kind == "call"][-1]
    assert made.target.model == main
    assert (Adjustment("model", wished or "", main) in made.adjusted) == (wished is not None)
    assert json.loads(json.dumps(made.to_json()))["steps"][0]["kind"] == "call"


@pytest.mark.parametrize("wished", WISHED[1:])
@pytest.mark.parametrize(("job", "steps"), CELLS)
def test_a_retired_model_is_an_error_that_names_what_does_the_job(
    job: Job, steps: list[tuple[str, str]], wished: str
) -> None:
    with pytest.raises(ModelRetired) as caught:
        planned(job, wished)
    assert caught.value.replacement == [model for kind, model in steps if kind == "call"][-1]


@pytest.mark.parametrize("wished", WISHED)
@pytest.mark.parametrize(("job", "key"), NO_WAY)
def test_what_nothing_does_is_said_with_what_would_help(job: Job, key: str, wished: str | None) -> None:
    for language in LANGUAGES:
        with speaking(language), pytest.raises(NotSupported) as caught:
            planned(job, wished, replace_retired=True)
        assert caught.value.key == key
        with speaking(language):
            assert caught.value.message
            assert caught.value.hint


def test_no_row_is_without_a_cell() -> None:
    table, met = onto.rows(), set()
    for param in (*CELLS, *NO_WAY):
        job = param.values[0]
        holds = [row.job == type(job).__name__ and onto._holds(row.when, job) for row in table]
        met.add(holds.index(True))
    assert met == set(range(len(table)))


def test_every_model_of_the_table_is_alive_and_does_the_job() -> None:
    today = datetime.now(UTC).date()
    for row in onto.rows():
        for stage in row.stages:
            if stage.kind == "call":
                model = catalogue.find(stage.model)
                assert not model.retired(today)
                assert (stage.sent_as or row.job) in model.jobs


def test_a_background_costs_two_calls_and_says_what_is_lost() -> None:
    made = planned(Outpaint(PICTURE, CAT, "a beach", count=2, seed=5, mode="precise"))
    assert made.price == Price(Decimal("0.21"))
    assert made.dropped == (Dropped("keep", "the cat"),)
    assert [step.uses for step in made.steps] == [None, 0, 1, 1, 2, 3]
    assert [step.seed for step in made.steps if step.model == INPAINT] == [5, 6]


def test_several_pictures_are_several_calls_each_put_back() -> None:
    made = planned(Inpaint(PICTURE, MASK, "a fox", count=3, seed=7))
    assert [step.kind for step in made.steps] == ["call"] * 3 + ["composite back"] * 3
    assert [step.uses for step in made.steps] == [None] * 3 + [0, 1, 2]
    assert [step.seed for step in made.steps[:3]] == [7, 8, 9]
    assert all(step.count == 1 for step in made.steps[:3])
    assert made.price == Price(Decimal("0.21"))


def test_what_a_service_has_no_place_for_is_said() -> None:
    asked = Inpaint(PICTURE, MASK, negative="dogs", guidance=7.0, quality="premium")
    made = planned(asked, TITAN, replace_retired=True)
    assert made.adjusted == (Adjustment("model", TITAN, ERASE),)
    assert made.dropped == (Dropped("negative", "dogs"), Dropped("guidance", "7.0"), Dropped("quality", "premium"))
    assert made.steps[0].dropped == made.dropped
    assert made.steps[1].dropped == ()
    with pytest.raises(NotSupported):
        planned(asked, strict=True)


def test_a_variation_has_one_reference_and_words() -> None:
    made = planned(ImageVariation((PICTURE, OTHER, OTHER), size=Size(512, 512)))
    sent = made.steps[0].job
    assert isinstance(sent, ImageVariation)
    assert sent.pictures == (PICTURE,)
    assert made.dropped == (Dropped("size", "512x512"), Dropped("pictures", "2"))
    assert made.adjusted == (Adjustment("prompt", "–", sent.prompt or ""),)
    assert sent.prompt


def test_colors_go_into_the_words() -> None:
    made = planned(TextToImage("a fox", palette=Palette((TEAL,)), aspect=Aspect(1, 1)))
    assert [one.field for one in made.adjusted] == ["palette"]
    sent = made.steps[0].job
    assert isinstance(sent, TextToImage)
    assert "teal" in sent.prompt


def test_a_living_model_that_is_named_is_kept() -> None:
    ultra = "stability.stable-image-ultra-v1:1"
    assert planned(ImageVariation((PICTURE,), "a fox"), ultra).target.model == ultra
    named = f"us.{INPAINT}"
    made = planned(Outpaint(PICTURE, CAT, "a beach"), named)
    assert [step.model for step in made.steps] == [CUT_OUT, "", named]
    assert planned(TextToImage("a fox", conditioning=Conditioning(PICTURE)), CORE).dropped == (
        Dropped("conditioning", "edges"),
    )


@pytest.mark.parametrize(
    ("job", "model", "kind"),
    [
        (Inpaint(PICTURE, MASK), INPAINT, InvalidInput),  # it needs a prompt
        (Inpaint(PICTURE, CAT, "a fox"), INPAINT, NotSupported),  # it needs a mask
        (Inpaint(PICTURE, MASK, "a fox"), CORE, NotSupported),  # it edits nothing
        (Inpaint(OTHER, MASK, "a fox"), None, InvalidInput),  # a mask of another size
        (Inpaint(PICTURE, MASK, "x" * 10_001), None, InvalidInput),
        (Inpaint(PICTURE, MASK, "a fox", seed=0), None, InvalidInput),
        (Outpaint(PICTURE, CAT, "x" * 10_001), None, InvalidInput),  # known before the first of two calls
        (RemoveBackground(Picture.from_pixels(np.zeros((8, 8, 3), np.uint8))), None, InvalidInput),
    ],
)
def test_what_cannot_be_sent_is_known_before_anything_is(
    job: Job, model: str | None, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        planned(job, model)


def test_another_model_that_is_gone_has_its_own_successor() -> None:
    gone = "stability.sd3-large-v1:0"
    assert planned(TextToImage("a fox"), gone, replace_retired=True).target.model == SD35
    with pytest.raises(ModelRetired) as caught:
        planned(TextToImage("a fox"), gone)
    assert caught.value.replacement == SD35
    with pytest.raises(NotSupported):
        planned(Inpaint(PICTURE, MASK), gone, replace_retired=True)


def test_where_a_retired_model_still_answers_it_does_the_job_itself() -> None:
    elsewhere = BedrockBackend(endpoint_url="http://127.0.0.1:1")
    made = plan(Outpaint(PICTURE, CAT, "a beach", count=3), elsewhere, NOVA)
    assert [(step.kind, step.model, step.count) for step in made.steps] == [("call", NOVA, 3)]
    assert (made.adjusted, made.dropped) == ((), ())
    exact = plan(Inpaint(PICTURE, MASK, "a fox"), elsewhere, TITAN)
    assert [step.kind for step in exact.steps] == ["call", "composite back"]
    assert plan(Inpaint(PICTURE, CAT), elsewhere, TITAN).steps[0].model == TITAN
    tried = plan(TryOn(PICTURE, OTHER, Garment("shoes"), count=7, seed=1), elsewhere, NOVA)
    assert [(step.count, step.seed) for step in tried.steps] == [(5, 1), (2, 6)]
    assert tried.price == Price(Decimal("0.28"))
