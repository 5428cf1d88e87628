"""A corpus of a few patches of color, for tests that need one and no packages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from training.sketch import splits
from training.sketch.captions import Composition, Member
from training.sketch.corpus import Config, Corpus
from training.sketch.sources import Thing

THINGS = [
    Thing("cat", "고양이", ("kitten", "pet"), ("냥이",), 3, 34),
    Thing("dog", "개", ("puppy", "pet", "bear hunter"), ("강아지",), 3, 34),
    Thing("bear", "곰", ("grizzly", "pet"), ("곰돌이",), 3, 34),
    Thing("lemon", "레몬", ("citrus",), (), 4, 42),
]


def small_corpus() -> Corpus:
    """Return it: each thing in two styles and a color of its own, and four scenes."""
    config = replace(
        Config.named("proof"), side=16, batch=4, channels=(16, 32), tokens=16, scenes=4, scene_share=0.5
    )
    chance = np.random.default_rng(0)
    drawn = chance.integers(0, 256, (8, 1, 1, 4), dtype=np.uint8).repeat(64, 1).repeat(64, 2)
    drawn[..., 3] = 255
    members = [(Member("cat", "고양이", 34, 2, "red"),), (Member("lemon", "레몬", 42),)] * 2
    return Corpus(
        config=config,
        things=THINGS,
        drawn=drawn,
        drawn_of=np.arange(8, dtype=np.int32) // 2,
        styles=["flat", "soft"] * 4,
        drawn_splits=np.array([splits.of_drawing(THINGS[number // 2].label, "fluent") for number in range(8)]),
        composed=chance.integers(0, 256, (4, 64, 64, 3), dtype=np.uint8),
        compositions=[Composition(one, "flat", backdrop="blue") for one in members],
        composed_splits=np.array(["seen", "compositions", "seen", "compositions"]),
    )
