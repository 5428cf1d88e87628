"""The catalogue: every entry makes sense, and ids of every form find their model."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import (
    Describe,
    Embed,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Recolor,
    RemoveBackground,
    TextToImage,
    TryOn,
    Upscale,
)
from hwasil.core.limits import FreeSizes
from hwasil.core.mask import MaskPrompt
from hwasil.core.picture import Picture, Size
from hwasil.core.results import UNKNOWN_PRICE
from hwasil.core.serial import KINDS
from hwasil.i18n import speaking
from hwasil.wire import catalogue
from hwasil.wire.catalogue import default_for, find, models, price, replacement
from hwasil.wire.model import FAMILIES, Model

TITAN = "amazon.titan-image-generator-v2:0"
CORE = "stability.stable-image-core-v1:1"
TODAY = date(2026, 11, 21)


def _picture(width: int = 8, height: int = 8) -> Picture:
    return Picture.from_pixels(np.zeros((height, width, 3), np.uint8))


def _ids() -> list[str]:
    return [model.id for model in models()]


@pytest.fixture(params=_ids())
def model(request: pytest.FixtureRequest) -> Model:
    return find(request.param)


def test_there_are_as_many_models_as_entries() -> None:
    entries: list[Any] = catalogue._data()["model"]

    assert len(models()) == len(entries) >= 50  # an id given twice would have swallowed one


def test_every_family_has_a_model() -> None:
    assert {model.family for model in models()} == set(FAMILIES)


def test_names_are_unique() -> None:
    names = [model.name for model in models()]

    assert len(set(names)) == len(names)


def test_an_entry_is_of_known_words(model: Model) -> None:
    assert model.family in FAMILIES
    assert model.state in {"active", "legacy", "end_of_life"}
    assert model.operation in {"invoke", "converse"}
    assert set(model.jobs) <= set(KINDS)
    assert model.jobs
    assert set(model.profiles) <= set(catalogue.PROFILE_PREFIXES)
    assert model.profiles or not model.needs_profile


def test_dates_are_in_order(model: Model) -> None:
    if model.legacy_since and model.end_of_life:
        assert model.legacy_since < model.end_of_life
    if model.state == "active":
        assert model.end_of_life is None


def test_replacements_live_and_do_the_job(model: Model) -> None:
    for kind, instead in model.replacements.items():
        other = find(instead)
        assert other.state == "active"
        assert kind in other.jobs
        assert other.id == instead


def test_what_is_going_or_gone_has_a_replacement_for_all_it_did(model: Model) -> None:
    if model.state != "active":
        assert set(model.jobs) - {TryOn.__name__} <= set(model.replacements)


def test_prices_are_money_of_a_known_kind(model: Model) -> None:
    for row in model.prices:
        assert row.usd > 0
        assert row.per in {"image", "input_image", "million_input_tokens", "million_output_tokens"}
        assert row.source in {"aws_docs", "aws_sample", "third_party_table"}
        assert row.as_of <= TODAY


def test_limits_hold_together(model: Model) -> None:
    limits = model.limits
    for bounds in (limits.guidance, limits.similarity, limits.control_strength):
        if bounds:
            assert bounds.low < bounds.high
            assert bounds.default is None or bounds.low <= bounds.default <= bounds.high
    assert not limits.controls or limits.control_strength
    assert limits.default_seed is None or limits.default_seed <= limits.seed_max
    assert limits.default_dimension is None or limits.default_dimension in limits.dimensions
    if isinstance(limits.sizes, tuple):
        assert len(set(limits.sizes)) == len(limits.sizes)
        for default in (limits.default_size, limits.default_aspect):
            assert default is None or default in limits.sizes
    elif limits.default_size:
        assert limits.sizes.holds(limits.default_size)
    if "ImageVariation" in model.jobs:
        assert limits.references
        assert limits.similarity


def test_text_to_image_limits_are_those_of_the_model() -> None:
    titan, core = find(TITAN).text_to_image, find(CORE).text_to_image

    assert titan
    assert titan.count_max == 5
    assert titan.guidance == (1.1, 10.0)
    assert titan.palette_max == 10
    assert titan.controls == ("edges", "segmentation")
    assert len(titan.sizes if isinstance(titan.sizes, tuple) else ()) == 25
    assert core
    assert core.guidance is None
    assert core.prompt_max == 10_000
    assert find("amazon.titan-embed-image-v1").text_to_image is None
    canvas = find("amazon.nova-canvas-v1:0").text_to_image
    assert canvas
    assert isinstance(canvas.sizes, FreeSizes)
    assert not canvas.sizes.holds(Size(2048, 2048))


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (CORE, CORE),
        (f"us.{CORE}", CORE),
        ("us.stability.stable-image-inpaint-v1:0", "stability.stable-image-inpaint-v1:0"),
        ("global.anthropic.claude-haiku-5-5", "anthropic.claude-haiku-5-5"),
        ("apac.anthropic.claude-sonnet-4-6", "anthropic.claude-sonnet-4-6"),
        ("jp.anthropic.claude-haiku-5-5", "anthropic.claude-haiku-5-5"),
        ("au.anthropic.claude-haiku-5-5", "anthropic.claude-haiku-5-5"),
        ("ca.amazon.nova-lite-v1:0", "amazon.nova-lite-v1:0"),
        ("eu.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0"),
        (f" {TITAN}\n", TITAN),
        (f"arn:aws:bedrock:us-west-2::foundation-model/{CORE}", CORE),
        (f"arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/{TITAN}", TITAN),
        (
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.stability.stable-outpaint-v1:0",
            "stability.stable-outpaint-v1:0",
        ),
    ],
)
def test_every_form_of_an_id_finds_its_model(given: str, found: str) -> None:
    assert find(given).id == found


@pytest.mark.parametrize(
    "unknown",
    [
        "",
        "us.",
        "xx.stability.stable-image-core-v1:1",
        "stability.stable-image-core",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdef",
        "arn:",
        "arn:aws:s3:::bucket/stability.stable-image-core-v1:1",
        "../" * 1000,
    ],
)
def test_an_unknown_id_is_an_error_that_names_the_nearest(unknown: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        find(unknown)

    assert sum(identifier in caught.value.hint for identifier in _ids()) >= 3


def test_a_slip_of_the_pen_finds_the_right_hint() -> None:
    with pytest.raises(InvalidInput) as caught:
        find("stability.stable-image-core-v1.1")

    assert CORE in caught.value.hint
    with speaking("ko"):
        assert CORE in caught.value.hint


def test_the_id_to_call_has_the_profile_where_one_is_needed() -> None:
    assert find("stability.stable-image-inpaint-v1:0").call_id == "us.stability.stable-image-inpaint-v1:0"
    assert find("anthropic.claude-haiku-5-5").call_id == "global.anthropic.claude-haiku-5-5"
    assert find("amazon.nova-2-lite-v1:0").call_id == "us.amazon.nova-2-lite-v1:0"
    assert find(CORE).call_id == CORE


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        (TextToImage, CORE),
        (ImageVariation, "stability.sd3-5-large-v1:0"),
        (Inpaint, "us.stability.stable-image-inpaint-v1:0"),
        (Extend, "us.stability.stable-outpaint-v1:0"),
        (RemoveBackground, "us.stability.stable-image-remove-background-v1:0"),
        (Upscale, "us.stability.stable-fast-upscale-v1:0"),
        (Recolor, "us.stability.stable-image-search-recolor-v1:0"),
        (Embed, "amazon.titan-embed-image-v1"),
        (Describe, "global.anthropic.claude-haiku-5-5"),
    ],
)
def test_defaults(kind: type[Job], called: str) -> None:
    assert default_for(kind).call_id == called


def test_every_kind_of_job_has_a_living_default_that_does_it() -> None:
    for name in KINDS.keys() - {TryOn.__name__}:
        model = default_for(KINDS[name])
        assert model.state == "active"
        assert name in model.jobs


def test_nothing_that_is_left_tries_on() -> None:
    assert [model.state for model in models() if TryOn.__name__ in model.jobs] == ["end_of_life"]
    assert replacement(find("amazon.nova-canvas-v1:0"), TryOn) is None
    with pytest.raises(NotSupported):
        default_for(TryOn)


def test_a_kind_of_job_without_a_default_is_not_supported() -> None:
    class Sing:
        pass

    with pytest.raises(NotSupported):
        default_for(Sing)  # type: ignore[arg-type]  # no such job exists, which is what is tested


def test_a_model_is_gone_from_its_last_day_on() -> None:
    marengo = find("twelvelabs.marengo-embed-2-7-v1:0")

    assert not marengo.retired(date(2026, 11, 29))
    assert marengo.retired(date(2026, 11, 30))
    assert find("amazon.titan-image-generator-v1").retired(date(2020, 1, 1))  # marked so; its day is not known
    assert not find(CORE).retired(date(2099, 1, 1))


def test_titans_replacement() -> None:
    instead = replacement(find(TITAN), TextToImage)

    assert instead
    assert instead.id == CORE
    assert replacement(find(TITAN), Upscale) is None


@pytest.mark.parametrize(
    ("model_id", "job", "usd"),
    [
        (TITAN, TextToImage("a fox", size=Size(512, 512)), "0.008"),
        (TITAN, TextToImage("a fox", size=Size(768, 768)), "0.008"),
        (TITAN, TextToImage("a fox", size=Size(1152, 640)), "0.010"),
        (TITAN, TextToImage("a fox"), "0.010"),
        (TITAN, TextToImage("a fox", quality="premium", count=3), "0.036"),
        (TITAN, TextToImage("a fox", size=Size(384, 640), quality="premium", count=5), "0.050"),
        (TITAN, Inpaint(_picture(600, 400), MaskPrompt("fox")), "0.008"),
        (TITAN, Inpaint(_picture(1024, 1024), MaskPrompt("fox"), quality="premium"), "0.012"),
        ("amazon.nova-canvas-v1:0", TextToImage("a fox", size=Size(1024, 1024)), "0.04"),
        ("amazon.nova-canvas-v1:0", TextToImage("a fox", size=Size(2048, 1024)), "0.06"),
        ("amazon.nova-canvas-v1:0", TryOn(_picture(), _picture(), MaskPrompt("coat"), count=2), "0.08"),
        (CORE, TextToImage("a fox", count=4), "0.16"),
        (CORE, TextToImage("a fox", quality="premium"), "0.04"),
        ("us.stability.stable-creative-upscale-v1:0", Upscale(_picture(), 4), "0.60"),
        ("amazon.titan-embed-image-v1", Embed(picture=_picture()), "0.00006"),
    ],
)
def test_prices(model_id: str, job: Job, usd: str) -> None:
    assert price(find(model_id), job).usd == Decimal(usd)


@pytest.mark.parametrize(
    ("model_id", "job"),
    [
        (TITAN, RemoveBackground(_picture())),  # no price was ever published for it
        ("stability.stable-image-core-v1:0", TextToImage("a fox")),
        (CORE, Upscale(_picture())),  # it does not do that
        ("anthropic.claude-haiku-5-5", Describe(_picture())),  # priced by tokens
        ("amazon.titan-embed-image-v1", Embed(text="a fox")),
    ],
)
def test_an_unknown_price_is_unknown_and_not_zero(model_id: str, job: Job) -> None:
    assert price(find(model_id), job) == UNKNOWN_PRICE


def test_a_new_model_of_a_known_family_is_one_entry() -> None:
    entry = {
        "id": "amazon.titan-image-generator-v3:0",
        "name": "Titan Image Generator G1 v3",
        "family": "titan_image",
        "jobs": ["TextToImage"],
        "state": "active",
        "limits": {"prompt_max": 2048},
    }

    model = catalogue._model(entry, catalogue._data()["family"]["titan_image"])

    assert model.text_to_image
    assert model.text_to_image.prompt_max == 2048
    assert model.text_to_image.negative_max == 512
    assert model.requests_per_minute == 60


def test_a_misspelt_field_is_refused() -> None:
    family = catalogue._data()["family"]["titan_image"]
    entry = {"id": "x", "name": "x", "family": "titan_image", "jobs": [], "state": "active"}

    with pytest.raises(TypeError):
        catalogue._model({**entry, "quota": 3}, family)
    with pytest.raises(TypeError):
        catalogue._model({**entry, "limits": {"promt_max": 3}}, family)


def test_no_model_can_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        find(TITAN).replacements["TextToImage"] = CORE  # type: ignore[index]  # which is what is tested
