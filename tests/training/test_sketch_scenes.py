"""Scenes of the illustrator, and what is said to be in them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.training.small_corpus import THINGS
from training.sketch import captions, scenes, splits
from training.sketch.scenes import Composed
from training.sketch.sources import Thing

from hwasil.engine.illustrator.scene import Backdrop, Finish, Item, Scene

CAST = [
    *THINGS,
    Thing("horse", "말", (), (), 3, 34),
    Thing("red apple", "빨간 사과", (), (), 4, 42),
    Thing("grapes", "포도", (), (), 4, 42),
    Thing("no such thing", "없는 것", (), (), 4, 42),
]


@pytest.fixture(scope="module")
def made() -> list[Composed]:
    return list(scenes.composed(CAST, 10, seed=0))


def test_the_same_seed_gives_the_same_scenes(made: list[Composed]) -> None:
    again = list(scenes.composed(CAST, 3, seed=0))
    assert [one.shows for one in again] == [one.shows for one in made[:3]]
    assert all(np.array_equal(one.pixels, other.pixels) for one, other in zip(again, made[:3], strict=True))


def test_a_scene_holds_nothing_that_is_held_back(made: list[Composed]) -> None:
    shown = {member.label for one in made for member in one.shows.members}
    assert len(shown) >= 4
    assert "bear" not in shown
    assert "no such thing" not in shown


def test_a_scene_knows_its_split_and_style(made: list[Composed]) -> None:
    for one in made:
        assert one.pixels.shape == (64, 64, 3)
        assert one.split == splits.of_scene((member.label, member.color) for member in one.shows.members)
        assert one.shows.style in captions.words()["style"]
        assert (one.shows.backdrop is None) != (one.shows.setting is None)
    assert len({one.pixels.tobytes() for one in made}) == len(made)


@given(st.integers(0, 10_000))
def test_wishes_are_of_one_to_four_things(seed: int) -> None:
    wish = scenes.wished(CAST, np.random.default_rng(seed))
    assert 1 <= sum(member.count for member in wish.members) <= 4
    assert len({member.label for member in wish.members}) == len(wish.members)
    for member in wish.members:
        assert member.count == 1 or scenes.countable(member.label)
        assert not (member.color and member.label == "red apple")
    if wish.relation:
        assert [member.count for member in wish.members] == [1, 1]
    if wish.setting in {"room", "kitchen"}:
        assert wish.time is None
        assert wish.weather is None


def test_what_is_before_a_thing_hides_it() -> None:
    cat = Item("cat", "cat", "flat", "cat#0", x=40, y=100, width=40, height=40, floor=100)
    backdrop = Backdrop("plain", "day", (), "summer", "none", 0.5)
    scene = Scene(120, 120, 0, backdrop, (), (), Finish(), (), (), {})

    def in_sight(*items: Item) -> float:
        return scenes.in_sight(replace(scene, items=items), 0)

    assert in_sight(cat) == 1.0
    assert in_sight(cat, replace(cat, x=60)) == 0.5
    assert in_sight(cat, replace(cat, width=80, height=80)) == 0.0
    assert in_sight(replace(cat, x=0), replace(cat, x=100)) == 0.5
    assert in_sight(replace(cat, y=30)) == 0.75


def test_left_and_right_are_where_things_stand() -> None:
    cat = Item("cat", "cat", "flat", "cat#0", x=40, y=100, width=40, height=40, floor=100)
    assert scenes.side_of(cat, replace(cat, x=100)) == "left"
    assert scenes.side_of(cat, replace(cat, x=2)) == "right"
    assert scenes.side_of(cat, replace(cat, x=50)) is None
