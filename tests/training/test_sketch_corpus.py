"""What is dealt out for training."""

from __future__ import annotations

import numpy as np
import pytest
from tests.training.small_corpus import small_corpus
from training.sketch import captions, splits
from training.sketch.corpus import Config, Corpus, laid, unleaked

from hwasil.core.palette import Color


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return small_corpus()


def test_a_batch_follows_from_its_seed_and_number_alone(corpus: Corpus) -> None:
    first, again, other = corpus.batch(7, 1), corpus.batch(7, 1), corpus.batch(8, 1)
    assert first.said == again.said
    assert np.array_equal(first.pictures, again.pictures)
    assert np.array_equal(first.grams, again.grams)
    assert not np.array_equal(first.pictures, other.pictures)


def test_drawings_and_scenes_are_dealt_alike(corpus: Corpus) -> None:
    pictures = np.concatenate([corpus.batch(step, 0).pictures for step in range(20)])
    assert pictures.shape == (80, 16, 16, 3)
    assert pictures.dtype == np.uint8
    colors = np.array([len(np.unique(picture.reshape(-1, 3), axis=0)) for picture in pictures])
    assert 20 < (colors > 100).sum() < 60  # the scenes here are noise, the drawings patches of color
    assert colors.min() < 100


def test_nothing_that_is_held_back_is_spoken_of_or_shown(corpus: Corpus) -> None:
    assert {corpus.things[row].label for row in corpus.drawn_of[corpus.drawn_splits == "concepts"]} == {"bear"}
    said = {text for step in range(100) for text in corpus.batch(step, 0).said}
    assert any("cat" in text for text in said)
    assert not [text for text in said if "bear" in text or "곰" in text or "grizzly" in text]
    held = "고양이와"  # no scene of two things is in training here
    assert not [text for text in said if held in text]


def test_a_tag_that_many_share_is_not_said(corpus: Corpus) -> None:
    said = {text for step in range(100) for text in corpus.batch(step, 0).said}
    assert any("kitten" in text for text in said)
    assert not [text for text in said if "pet" in text]


def test_some_pictures_are_shown_without_a_word(corpus: Corpus) -> None:
    said = [text for step in range(100) for text in corpus.batch(step, 0).said]
    assert 0.05 < said.count("") / len(said) < 0.16


def test_the_probe_of_a_split_is_of_that_split(corpus: Corpus) -> None:
    concepts, compositions = corpus.probe("concepts", 9), corpus.probe("compositions", 9)
    assert concepts is not None
    assert compositions is not None
    assert all(any(word in text for word in ("bear", "곰", "grizzly")) for text in concepts.said)
    assert all("lemon" in text or "레몬" in text for text in compositions.said)
    assert corpus.probe("pairs", 9) is None


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_drawing_of_full_size_is_laid_pixel_by_pixel(mirrored: bool) -> None:
    drawing = np.zeros((64, 64, 4), np.uint8)
    drawing[:32, :16] = (200, 100, 0, 255)
    seen = laid(drawing, Color(10, 20, 30), 32, size=1.0, place=(0.9, 0.9), mirrored=mirrored)
    seen = seen[:, ::-1] if mirrored else seen
    assert (seen[:16, :8] == (200, 100, 0)).all()
    assert (seen[16:] == (10, 20, 30)).all()
    assert (seen[:, 8:] == (10, 20, 30)).all()


def test_a_smaller_drawing_lies_where_it_should() -> None:
    drawing = np.full((64, 64, 4), 255, np.uint8)
    seen = laid(drawing, Color(0, 0, 0), 32, size=0.5, place=(1.0, 0.0), mirrored=False)
    assert (seen[:15, 17:] == 255).all()
    assert not seen[17:].any()
    assert not seen[:, :15].any()


def test_what_is_half_transparent_lets_half_through() -> None:
    drawing = np.full((64, 64, 4), 100, np.uint8)
    drawing[..., 3] = 128
    seen = laid(drawing, Color(200, 200, 200), 64, size=1.0, place=(0.0, 0.0), mirrored=False)
    assert (seen == 100 + round((1 - 128 / 255) * 200)).all()


def test_empty_drawings_and_leaks_are_dropped() -> None:
    chance = np.random.default_rng(0)
    drawn = chance.integers(0, 256, (5, 8, 8, 4), dtype=np.uint8).repeat(8, 1).repeat(8, 2)
    drawn[..., 3] = 255
    drawn[1, ..., 3] = 0
    drawn[4] = drawn[0]
    assert unleaked(drawn, np.array(["seen", "seen", "pairs", "concepts", "concepts"])).tolist() == [0, 2, 3]


def test_the_vocabulary_has_what_captions_say(corpus: Corpus) -> None:
    found = corpus.vocabulary()
    assert {"cat", "곰", "강아지", "red", "빨간", "눈밭", "in a park", "마리"} <= set(found)


@pytest.mark.parametrize("name", ["proof", "full"])
def test_configs_can_be_built(name: str) -> None:
    config = Config.named(name)
    assert config.side % (config.patch * 2 ** (len(config.channels) - 1)) == 0
    assert all(width % 16 == 0 for width in config.channels)
    assert 0 < config.scene_share < 1
    assert len(captions.words()["style"]) == 8
    assert len(splits.SPLITS) == 4
