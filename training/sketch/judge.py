"""How often a picture shows what was asked for, as one sees it who had no part in training: CLIP, in the joint space.

Run: ``python -m training.sketch.judge --folder FOLDER --config proof --weights proof-0``. A picture's vector is held
against the names of all things; the figures are how often the right noun is the nearest, and how often among the ten
nearest. Beside the generator stand the illustrator, asked for the same, real art brought to the same size and enlarged
alike, and chance.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from training.sketch import captions, splits
from training.sketch.corpus import Config, Corpus, open_corpus, smaller
from training.sketch.draw import Generator, enlarged
from training.sketch.sheet import illustrated, on_white

from hwasil.core.picture import Picture
from hwasil.engine import clip, joint

ASKED: Final = 24  # pictures a split
NEAREST: Final = 10
_SEED: Final = 1

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, the labels of what should be seen, and a real picture of it."""

    text: str
    shows: tuple[str, ...]
    real: Pixels


def asked_for(corpus: Corpus, split: splits.Split) -> list[Asked]:
    """Return what is asked for of a split, every second in Korean; always the same."""
    chance = np.random.default_rng((_SEED, splits.SPLITS.index(split)))
    own = corpus.numbers(split, of_scenes=split == "compositions")
    found = []
    for turn, number in enumerate(chance.permutation(own)[:ASKED]):
        language: captions.Language = "ko" if turn % 2 else "en"
        if split == "compositions":
            shows = corpus.compositions[number]
            labels = tuple(member.label for member in shows.members)
            found.append(Asked(captions.of_scene(shows, language, chance), labels, corpus.composed[number]))
        else:
            thing = corpus.things[corpus.drawn_of[number]]
            said = captions.in_style(
                thing.korean if language == "ko" else captions.with_article(thing.label),
                corpus.styles[number],
                language,
            )
            found.append(Asked(said, (thing.label,), on_white(corpus.drawn[number])))
    return found


def vectors(pictures: Sequence[Pixels]) -> NDArray[np.float32]:
    """Return CLIP's vectors of pictures, seen from the middle of all of them, so that their hand does not count."""
    seen = joint.unit(clip.image_vectors(Picture.from_pixels(one) for one in pictures))
    return joint.unit(seen - seen.mean(0))


def found(seen: NDArray[np.float32], asked: Sequence[Asked], labels: Sequence[str]) -> tuple[float, float]:
    """Return how often the right noun is the nearest, and how often among the nearest, over all that should be seen.

    Of a picture of several things each counts alone, and any of them may be the nearest.
    """
    nouns = np.array([splits.head(label) for label in labels])
    likeness = seen @ joint.words(labels).T
    first, among, count = 0, 0, 0
    for row, one in zip(likeness, asked, strict=True):
        order = list(dict.fromkeys(nouns[np.argsort(-row, kind="stable")]))
        for label in one.shows:
            place = order.index(splits.head(label))
            first += place < len(one.shows)
            among += place < NEAREST
            count += 1
    return first / count, among / count


def judged(generator: Generator, corpus: Corpus) -> dict[str, dict[str, tuple[float, float]]]:
    """Return the figures of every split: of ours, of the illustrator's, of real art, and of chance."""
    labels = [thing.label for thing in corpus.things]
    nouns = len({splits.head(label) for label in labels})
    figures: dict[str, dict[str, tuple[float, float]]] = {}
    for split in splits.SPLITS:
        asked = asked_for(corpus, split)
        ours = [enlarged(one) for one in generator.draw([one.text for one in asked], _SEED)]
        theirs = [illustrated(one.text) for one in asked]
        real = [enlarged(smaller(one.real, generator.side)) for one in asked]
        figures[split] = {
            name: found(vectors(pictures), asked, labels)
            for name, pictures in (("sketch", ours), ("illustrator", theirs), ("real art", real))
        }
        several = float(np.mean([len(one.shows) for one in asked]))
        figures[split]["chance"] = (several / nouns, NEAREST / nouns)
        print(split, figures[split], flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="the folder of training.run")
    parser.add_argument("--config", default="proof")
    parser.add_argument("--weights", default="proof-0", help="the folder of the exported network in there")
    parser.add_argument("--threads", type=int, default=0, help="processor cores to use; all of them by default")
    given = parser.parse_args()
    weights = given.folder / given.weights
    corpus = open_corpus(given.folder, Config.named(given.config))
    figures = judged(Generator(weights, given.threads), corpus)
    (weights / "judged.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
