"""What is held back stays held back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from training.sketch import splits

labels = st.sampled_from("cat,dog,fox,red apple,pizza,castle,bear,bus,rose,owl,house,lemon,whale,frog".split(","))


@pytest.mark.parametrize(
    ("label", "noun"),
    [("green apple", "apple"), ("tiger face", "tiger"), ("ear of corn", "ear"), ("house with garden", "house"),
     ("man", "man"), ("woman dancing", "dancing"), ("grapes", "grape"), ("two-hump camel", "camel")],
)  # fmt: skip
def test_the_noun_of_a_label(label: str, noun: str) -> None:
    assert splits.head(label) == noun


@given(labels, st.sampled_from(["red", "big", "two-hump"]), st.sampled_from(["noto", "fluent", "x"]))
def test_what_shares_its_noun_is_held_back_together(label: str, adjective: str, hand: str) -> None:
    held = splits.of_drawing(label, hand) == "concepts"
    assert (splits.of_drawing(f"{adjective} {label}", "another") == "concepts") == held
    assert (splits.of_drawing(f"{label} face", hand) == "concepts") == held


def test_about_as_many_are_held_back_as_should_be() -> None:
    found = [splits.of_drawing(f"{first}{last}", "noto") for first in "abcdefghij" for last in range(100)]
    assert 0.05 < found.count("concepts") / len(found) < 0.12
    assert 0.06 < found.count("pairs") / len(found) < 0.13
    together = [
        splits.of_scene([("cat", None), (f"{first}{last}", None)]) for first in "abcd" for last in range(99)
    ]
    assert 0.05 < together.count("compositions") / len(together) < 0.16


@given(st.lists(st.tuples(labels, st.none() | st.sampled_from(["red", "blue"])), min_size=1, max_size=4))
def test_the_order_of_a_scene_does_not_matter(members: list[tuple[str, str | None]]) -> None:
    assert splits.of_scene(members) == splits.of_scene(members[::-1])


def test_a_scene_is_held_back_for_two_of_its_things_whatever_the_others_are() -> None:
    assert splits.of_scene([("cat", None), ("fish", None)]) == "compositions"
    assert splits.of_scene([("cat", None), ("dog", None)]) == "seen"
    assert splits.of_scene([("cat", None), ("dog", None), ("tropical fish", None)]) == "compositions"


def test_tags_do_not_tell_of_what_is_held_back() -> None:
    held = frozenset({"bear", "곰"})
    assert splits.speakable(("panda", "bear", "Bears", "panda bear", "곰", "판다"), held) == ("panda", "판다")


def _picture(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    chance = np.random.default_rng(seed)
    coarse = chance.integers(0, 256, (4, 4, 4), dtype=np.uint8)
    coarse[..., 3] = 255
    return coarse.repeat(16, 0).repeat(16, 1)


def test_copies_are_found_across_splits() -> None:
    trained = np.stack([_picture(seed) for seed in range(5)])
    nearly = np.clip(trained[1].astype(int) + 3, 0, 255).astype(np.uint8)
    held = np.stack([nearly, trained[2][:, ::-1], _picture(99)])
    assert splits.leaked(splits.prints(held), splits.prints(trained)).tolist() == [True, True, False]


def test_without_training_pictures_nothing_has_leaked() -> None:
    held = splits.prints(_picture(0)[np.newaxis])
    assert splits.leaked(held, held[:0]).tolist() == [False]
    assert splits.leaked(held[:0], held).tolist() == []
