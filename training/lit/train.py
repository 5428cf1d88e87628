"""Train the head of the joint space: locked-image tuning (Zhai et al., 2022), in numpy, on a CPU.

CLIP's image tower stays as it is; a small network on top of the multilingual sentence encoder learns to point where
the pictures of a name are. It is trained several times from different beginnings, and the best are joined into one.
Run: ``python training/lit/train.py --folder FOLDER [--most N]``.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from collect import Captioned, captioned, download
from numpy.typing import NDArray

from hwasil.core.prompt import has_hangul
from hwasil.engine import clip, meaning

HIDDEN: Final = 768
DROPOUT: Final = 0.3
TEMPERATURE: Final = 0.07
BATCH: Final = 512
RATE: Final = 1e-3
DECAY: Final = 1e-4
EPOCHS: Final = 40
TRAINED: Final = 4  # heads, each from a beginning of its own,
JOINED: Final = 2  # and as many of the best of them, side by side in what is written
HELD_OUT: Final = 12  # one name in so many is kept for early stopping
KOREAN: Final = 0.35
TAG: Final = 0.2
TEMPLATE: Final = 0.3
TEMPLATES: Final = {
    "en": ("a photo of {}", "a picture of {}", "{} in the picture"),
    "ko": ("{} 사진", "{} 그림", "{}이(가) 있는 사진"),
}

Array = NDArray[np.float32]


def picture_vectors(
    drawings: Sequence[Captioned], folder: Path, most: int | None
) -> tuple[list[Captioned], Array]:
    """Return the drawings that were seen and their CLIP vectors, centred set by set; kept in ``folder``.

    Every name comes once before any comes twice, so that a part of the work is as broad as it can be. What is kept
    already is not computed again.
    """
    store = folder / "vectors"
    store.mkdir(exist_ok=True)
    seen: list[Captioned] = []
    rows: list[Array] = []
    for drawing in _broad(drawings)[:most]:
        file = store / f"{zlib.crc32(f'{drawing.source}/{drawing.key}'.encode()):08x}.npy"
        if not file.exists():
            pixels = drawing.pixels()
            # A drawing that leaves the sheet white has nothing of what its name says; it is kept as an empty row.
            np.save(file, clip.vector_of(pixels) if pixels.min() < 255 else np.zeros(0, np.float32))
        vector = np.load(file, allow_pickle=False)
        if not vector.size:
            continue
        seen.append(drawing)
        rows.append(vector)
    vectors = unit(np.stack(rows))
    # A set's hand is in all its vectors; without its mean, what is left is what the drawings show.
    for source in {drawing.source for drawing in seen}:
        own = np.array([drawing.source == source for drawing in seen])
        vectors[own] -= vectors[own].mean(0)
    return seen, unit(vectors)


def _broad(drawings: Sequence[Captioned]) -> list[Captioned]:
    chance = np.random.default_rng(0)
    of_name: dict[str, list[Captioned]] = {}
    for index in chance.permutation(len(drawings)):
        of_name.setdefault(drawings[index].names[0], []).append(drawings[index])
    names = [sorted(of_name)[index] for index in chance.permutation(len(of_name))]
    deepest = max(map(len, of_name.values()))
    return [of_name[name][turn] for turn in range(deepest) for name in names if turn < len(of_name[name])]


def unit(vectors: Array) -> Array:
    """Return rows of length 1."""
    rows: Array = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return rows


@dataclass
class Head:
    """A linear map, and a hidden layer beside it: ``x A + relu(x B + b) C + c``."""

    weights: dict[str, Array]

    @classmethod
    def fresh(cls, chance: np.random.Generator) -> Head:
        """Return a head of small random weights, the hidden layer quieter than the linear map."""
        side = meaning.DIMENSIONS

        def noise(rows: int, columns: int, scale: float) -> Array:
            spread: Array = (chance.normal(size=(rows, columns)) * scale / np.sqrt(rows)).astype(np.float32)
            return spread

        return cls(
            {
                "linear": noise(side, clip.DIMENSIONS, 1.0),
                "inner": noise(side, HIDDEN, 1.4),
                "inner_bias": np.zeros(HIDDEN, np.float32),
                "outer": noise(HIDDEN, clip.DIMENSIONS, 0.3),
                "outer_bias": np.zeros(clip.DIMENSIONS, np.float32),
            }
        )

    def __call__(self, texts: Array, keep: Array | None = None) -> tuple[Array, Array]:
        """Return the outcome and the hidden layer; ``keep`` drops hidden units while training."""
        own = self.weights
        hidden = np.maximum(texts @ own["inner"] + own["inner_bias"], 0)
        hidden = hidden if keep is None else hidden * keep
        return texts @ own["linear"] + hidden @ own["outer"] + own["outer_bias"], hidden

    @classmethod
    def mean_of(cls, heads: Sequence[Head]) -> Head:
        """Return one head that says what several say in the mean: their hidden layers side by side."""
        count, all_of = len(heads), {name: [head.weights[name] for head in heads] for name in heads[0].weights}
        return cls(
            {
                "linear": np.mean(all_of["linear"], axis=0),
                "inner": np.concatenate(all_of["inner"], axis=1),
                "inner_bias": np.concatenate(all_of["inner_bias"]),
                "outer": np.concatenate(all_of["outer"]) / np.float32(count),
                "outer_bias": np.mean(all_of["outer_bias"], axis=0),
            }
        )

    def gradients(self, texts: Array, hidden: Array, keep: Array, error: Array) -> dict[str, Array]:
        """Return the gradient of every weight from that of the outcome."""
        below = error @ self.weights["outer"].T * (hidden > 0) * keep
        return {
            "linear": texts.T @ error,
            "inner": texts.T @ below,
            "inner_bias": below.sum(0),
            "outer": hidden.T @ error,
            "outer_bias": error.sum(0),
        }


def loss(outcome: Array, pictures: Array, same: NDArray[np.bool_]) -> tuple[float, Array]:
    """InfoNCE both ways with several positives (``same``), and its gradient at the outcome.

    Each row's likelihood is spread evenly over all pictures of its name (Khosla et al., 2020, eq. 2).
    """
    length = np.maximum(np.linalg.norm(outcome, axis=1, keepdims=True), 1e-9)
    words = outcome / length
    logits = words @ pictures.T / TEMPERATURE
    total, slope = 0.0, np.zeros_like(logits)
    for axis in (1, 0):
        likely = np.exp(logits - logits.max(axis=axis, keepdims=True))
        likely /= likely.sum(axis=axis, keepdims=True)
        wanted = same / same.sum(axis=axis, keepdims=True)
        total -= float((wanted * np.log(likely + 1e-12)).sum()) / len(outcome) / 2
        slope += (likely - wanted) / len(outcome) / 2
    at_words = slope @ pictures / TEMPERATURE
    return total, (at_words - words * (at_words * words).sum(axis=1, keepdims=True)) / length


def phrases(drawing: Captioned, chance: np.random.Generator) -> str:
    """Return one way to say what a drawing shows: a name or a tag, Korean or English, bare or in a sentence."""
    pool = drawing.tags if drawing.tags and chance.random() < TAG else drawing.names
    korean = [text for text in pool if has_hangul(text)]
    english = [text for text in pool if not has_hangul(text)]
    chosen = korean if korean and (not english or chance.random() < KOREAN) else english
    text = chosen[chance.integers(len(chosen))]
    if chance.random() < TEMPLATE:
        templates = TEMPLATES["ko" if has_hangul(text) else "en"]
        text = templates[chance.integers(len(templates))].format(text)
    return text


def batches(count: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """Yield the numbers of an epoch's pictures in batches, in random order."""
    order = chance.permutation(count)
    yield from (order[start : start + BATCH] for start in range(0, count, BATCH))


@dataclass(frozen=True)
class Split:
    """Pictures and the names that some of them keep out of training."""

    drawings: list[Captioned]
    vectors: Array
    held: NDArray[np.bool_]

    @classmethod
    def of(cls, drawings: list[Captioned], vectors: Array) -> Split:
        """Hold one name in `HELD_OUT` back, with every picture of it."""
        held = [zlib.crc32(drawing.names[0].encode()) % HELD_OUT == 0 for drawing in drawings]
        return cls(drawings, vectors, np.array(held))


def fit(split: Split, seed: int) -> tuple[Head, float]:
    """Return the head of the epoch that found held-out names best, and how well: their mean reciprocal rank."""
    chance = np.random.default_rng(seed)
    head, best, kept = Head.fresh(chance), -1.0, Head({})
    trained = np.flatnonzero(~split.held)
    first = {name: np.zeros_like(weight) for name, weight in head.weights.items()}
    second = {name: np.zeros_like(weight) for name, weight in head.weights.items()}
    step = 0
    for epoch in range(EPOCHS):
        said = meaning.embed([phrases(split.drawings[index], chance) for index in trained])
        for batch in batches(len(trained), chance):
            pictures = trained[batch]
            names = np.array([split.drawings[index].names[0] for index in pictures])
            keep = ((chance.random((len(batch), HIDDEN)) > DROPOUT) / (1 - DROPOUT)).astype(np.float32)
            outcome, hidden = head(said[batch], keep)
            error = loss(outcome, split.vectors[pictures], names[:, None] == names)[1].astype(np.float32)
            step += 1
            for name, slope in head.gradients(said[batch], hidden, keep, error).items():
                # Adam with decoupled decay (Loshchilov and Hutter, 2019).
                first[name] = 0.9 * first[name] + 0.1 * slope
                second[name] = 0.999 * second[name] + 0.001 * slope**2
                move = first[name] / (1 - 0.9**step) / (np.sqrt(second[name] / (1 - 0.999**step)) + 1e-8)
                head.weights[name] -= RATE * (move + DECAY * head.weights[name])
        found = reciprocal_rank(head, split)
        print(f"seed {seed}, epoch {epoch + 1}: {found:.3f}")
        if found > best:
            best, kept = found, Head({name: weight.copy() for name, weight in head.weights.items()})
    return kept, best


def reciprocal_rank(head: Head, split: Split) -> float:
    """Return how high held-out names rank a picture of their own among all held-out pictures: 1 / rank, mean."""
    pictures = split.vectors[split.held]
    names = [drawing.names for drawing, held in zip(split.drawings, split.held, strict=True) if held]
    asked = sorted({text for own in names for text in own})
    likeness = unit(head(meaning.embed(asked))[0]) @ pictures.T
    ranks = []
    for text, row in zip(asked, likeness, strict=True):
        right = np.array([text in own for own in names])
        ranks.append(1 / (1 + int((row > row[right].max()).sum())))
    return float(np.mean(ranks))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where packages and picture vectors are kept")
    parser.add_argument("--most", type=int, help="how many pictures to train on; all of them by default")
    parser.add_argument("--out", type=Path, default=Path("head.npz"))
    given = parser.parse_args()
    download(given.folder)
    split = Split.of(*picture_vectors(list(captioned(given.folder)), given.folder, given.most))
    trained = sorted((fit(split, seed) for seed in range(TRAINED)), key=lambda outcome: -outcome[1])
    head = Head.mean_of([one for one, _ in trained[:JOINED]])
    found = reciprocal_rank(head, split)
    small = {name: weight.astype(np.float16) for name, weight in head.weights.items()}
    np.savez(given.out, allow_pickle=False, **small)
    print(f"{given.out}: mean reciprocal rank of held-out names {found:.3f}")


if __name__ == "__main__":
    main()
