from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.studio.drawer import Drawer

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Describe, TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.core.results import FREE, UNKNOWN_PRICE, Adjustment, Dropped, Price
from hwasil.core.serial import from_json
from hwasil.i18n import LANGUAGES, speaking
from hwasil.studio.plan import DRAWN_SEED_BELOW, Plan, Target, plan, price_json

SAME_DRAWER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)


@SAME_DRAWER
@given(count=st.integers(1, 100), seed=st.integers(0, 1000), most=st.integers(1, 10))
def test_steps_hold_every_picture_once_each_with_its_own_seed(
    drawer: Drawer, count: int, seed: int, most: int
) -> None:
    drawer.limited = replace(drawer.limited, count_max=most)
    made = plan(TextToImage("a fox", count=count, seed=seed), drawer, "drawer-1")
    assert sum(step.count for step in made.steps) == count
    assert all(1 <= step.count <= most for step in made.steps)
    starts = [step.seed for step in made.steps]
    assert starts == [(seed + before) % 1001 for before in range(0, count, most)]
    assert made.price == sum((step.price for step in made.steps), FREE)


def test_a_seed_is_drawn_within_what_the_model_takes(drawer: Drawer) -> None:
    asked: list[int] = []

    def draw(below: int) -> int:
        asked.append(below)
        return below - 1

    first = plan(TextToImage("a fox"), drawer, "drawer-1", draw_seed=draw).steps[0].seed
    drawer.limited = replace(drawer.limited, seed_max=2**32 - 1)
    second = plan(TextToImage("a fox"), drawer, "drawer-1", draw_seed=draw).steps[0].seed
    assert asked == [1000, DRAWN_SEED_BELOW]
    assert (first, second) == (999, DRAWN_SEED_BELOW - 1)


def test_two_plans_draw_different_seeds(drawer: Drawer) -> None:
    drawer.limited = replace(drawer.limited, seed_max=2**32 - 1)
    seeds = {plan(TextToImage("a fox"), drawer, "drawer-1").steps[0].seed for _ in range(8)}
    assert len(seeds) == 8


def test_a_model_without_seeds_gets_none(drawer: Drawer) -> None:
    drawer.limited = replace(drawer.limited, seed_max=0)
    made = plan(TextToImage("a fox", count=3), drawer, "drawer-1")
    assert [step.seed for step in made.steps] == [None, None]


def test_what_changes_is_said_and_the_asked_job_is_kept(drawer: Drawer) -> None:
    job = TextToImage("a fox", negative="trees", size=Size(1000, 1000), guidance=99.0)
    made = plan(job, drawer, "drawer-1")
    assert made.job is job
    assert made.target == Target("local", "drawer-1")
    assert made.adjusted == (Adjustment("guidance", "99.0", "10.0"), Adjustment("size", "1000x1000", "1024x1024"))
    assert made.dropped == (Dropped("negative", "trees"),)
    sent = made.steps[0].job
    assert isinstance(sent, TextToImage)
    assert (sent.size, sent.negative) == (Size(1024, 1024), None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_strict_refuses_to_change_anything(drawer: Drawer, language: str) -> None:
    with speaking("ko" if language == "ko" else "en"), pytest.raises(NotSupported) as caught:
        plan(TextToImage("a fox", negative="trees"), drawer, "drawer-1", strict=True)
    assert "negative trees" in caught.value.message
    assert plan(TextToImage("a fox"), drawer, "drawer-1", strict=True).steps


def test_other_jobs_are_not_planned(drawer: Drawer) -> None:
    dot = Picture.from_pixels(np.zeros((1, 1, 3), dtype=np.uint8))
    with pytest.raises(NotSupported, match="Describe"):
        plan(Describe(dot), drawer, "drawer-1")


def test_what_cannot_be_sent_is_an_error(drawer: Drawer) -> None:
    with pytest.raises(InvalidInput):
        plan(TextToImage("x" * 513), drawer, "drawer-1")
    with pytest.raises(InvalidInput):
        plan(TextToImage("🦊"), drawer, "drawer-1")


def test_an_unknown_price_is_not_zero(drawer: Drawer) -> None:
    made = plan(TextToImage("a fox"), drawer, "drawer-1")
    unknown = Plan(made.job, made.target, made.steps, made.price + UNKNOWN_PRICE)
    assert unknown.to_json()["price_usd"] is None
    assert price_json(FREE) == {"price_usd": 0.0, "price_estimated": False}
    assert price_json(Price(None)) == {"price_usd": None, "price_estimated": False}
    assert price_json(Price(Decimal("0.5"), estimated=True)) == {"price_usd": 0.5, "price_estimated": True}


def test_nothing_is_translated_where_nobody_can(drawer: Drawer) -> None:
    drawer.limited = replace(drawer.limited, languages=("en",))
    with pytest.raises(NotSupported) as caught:
        plan(TextToImage("눈밭의 여우"), drawer, "drawer-1")
    assert caught.value.key == "prompt_not_english"


def test_a_plan_is_json_and_its_jobs_can_be_read_back(drawer: Drawer) -> None:
    job = TextToImage("눈밭의 여우", negative="나무", count=3, seed=999)
    made = plan(job, drawer, "drawer-1")
    written = json.loads(json.dumps(made.to_json()))
    assert from_json(written["job"]) == job
    assert [from_json(step["job"]) for step in written["steps"]] == [step.job for step in made.steps]
    assert written["target"] == {"backend": "local", "model": "drawer-1"}
    assert written["price_usd"] == pytest.approx(0.03)
    assert written["dropped"] == [{"field": "negative", "asked": "나무"}]
