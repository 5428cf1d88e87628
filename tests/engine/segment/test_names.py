"""What things are called."""

from __future__ import annotations

from collections import Counter

import pytest

from hwasil.core.palette import Color
from hwasil.core.prompt import has_hangul
from hwasil.engine.segment.detector import LABELS
from hwasil.engine.segment.names import alike, labels_of, meant, name, split, table
from hwasil.engine.segment.wish import read


def test_every_label_of_the_detector_has_names() -> None:
    assert len(LABELS) == 80
    assert set(table("thing")) == set(LABELS)
    assert all(has_hangul(names["ko"]) and not has_hangul(names["en"]) for names in table("thing").values())


def test_a_name_stands_for_one_thing() -> None:
    said = Counter(
        one for label, names in table("thing").items() for one in {label, *split(names["ko"]), *split(names["en"])}
    )
    assert not [one for one, times in said.items() if times > 1]


def test_groups_are_of_labels() -> None:
    for kind in ("group", "alike"):
        assert all(set(split(labels)) <= set(LABELS) for labels in table(kind).values())


def test_words_without_a_shape_are_nobodys_names() -> None:
    stuff = {one for words in table("stuff") for one in split(words)}
    assert not stuff & labels_of().keys()


def test_the_usual_looks_of_what_has_no_shape_can_be_read() -> None:
    for words in table("stuff"):
        assert all(isinstance(color, Color) for color in read(split(words)[0]).colors)


def test_what_is_mixed_up_is_mixed_up_both_ways() -> None:
    assert all(label in alike(other) for label in LABELS for other in alike(label))
    assert alike("car") == {"bus", "truck"}
    assert alike("cat") == frozenset()


@pytest.mark.parametrize(
    ("label", "korean", "english"),
    [("cat", "고양이", "cat"), ("sky", "하늘", "sky"), ("우주복", "우주복", "우주복")],
)
def test_what_a_label_is_called(label: str, korean: str, english: str) -> None:
    assert (name(label, "ko"), name(label, "en")) == (korean, english)


@pytest.mark.parametrize(
    ("phrase", "label"), [("puppies", "dog"), ("갈매기떼", "bird"), ("teapot", "cup"), ("photographer", "person")]
)
def test_words_that_nobody_wrote_down(real_home: object, phrase: str, label: str) -> None:
    found = meant(phrase)
    assert found is not None
    assert found[0] == label


@pytest.mark.parametrize("phrase", ["로켓", "pagoda", "helmet", "동전", "늑대", "camera", "space shuttle"])
def test_words_that_mean_none_of_the_labels(real_home: object, phrase: str) -> None:
    assert meant(phrase) is None
