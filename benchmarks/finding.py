"""The claim: pictures are found by words, in Korean as in English.

Forty-eight queries, half of them Korean, search 63 photographs (``tests/data/finding.toml``). The head has seen drawings
only.
Beside the joint space stand simpler ways to find: a linear map from the sentence encoder to CLIP instead of the head
(ridge regression on the same drawings, `training/lit/ridge.py`); ConSE (Norouzi et al., 2014): what a classifier of
ImageNet says of a picture, as a mean of the sentence vectors of its kinds; and the caption alone: the sentence vector
of what `hwasil describe` says of a picture.

And: a photograph finds itself, among the first two, by its middle (four fifths of each side) and saved as JPEG of
quality 60.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.picture import Picture
from hwasil.engine import clip, joint, meaning
from hwasil.engine.look import describe
from hwasil.engine.look.kinds import kinds
from hwasil.i18n import speaking

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "tests" / "data"
FIRST = 4
FITTING = 0.1  # the studio's least score of what fits words,
LIKE = 0.2  # and of what fits a picture
ROW = "{:<22} {:<4} {:>8} {:>6} {:>10}"

Scores = NDArray[np.float32]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    started = time.process_time()
    given = tomllib.loads((DATA / "finding.toml").read_text("utf-8"))
    shown = photographs(given["photo"])
    queries = given["queries"]
    texts = [query["text"] for query in queries]
    right = np.array([[name in query["photos"] for name in shown] for query in queries])
    unknown = {name for query in queries for name in query["photos"]} - set(shown)
    if unknown:
        raise ValueError(f"no such photographs: {sorted(unknown)}")

    seen = clip.image_vectors(shown.values())
    pictures = joint.centred(seen)
    ways = {
        "joint space": joint.similarity(joint.words(texts), pictures),
        "linear map (ridge)": ridge(texts) @ pictures.T,
        "ConSE (EfficientNet-B0)": meaning.embed(texts) @ conse(list(shown.values())).T,
        "caption alone": meaning.embed(texts) @ captions(list(shown.values())).T,
        "chance": np.random.default_rng(0).random(right.shape).astype(np.float32),
    }
    print(f"{len(shown)} photographs, {len(texts)} queries\n")
    print(ROW.format("", "", f"recall@{FIRST}", "mAP", "first hit"))
    for way, scores in ways.items():
        for language in ("all", "ko", "en"):
            asked = np.array([language in {"all", query["language"]} for query in queries])
            figures = measured(scores[asked], right[asked])
            print(ROW.format(way, language, *(f"{figure:.2f}" for figure in figures)))
    missed = [
        text for text, row, own in zip(texts, ways["joint space"], right, strict=True) if not own[row.argmax()]
    ]
    print(f"\nfirst hit wrong: {', '.join(missed)}\n")
    own = ways["joint space"]
    said = np.mean(own[right] >= FITTING), np.mean(own[~right] >= FITTING)
    print(f"{FITTING} or more score: {said[0]:.0%} of what words say, {said[1]:.0%} of the rest")
    pairs, same = pictures @ pictures.T, (right.T.astype(int) @ right.astype(int)) > 0
    others = ~np.eye(len(shown), dtype=np.bool_)
    near = np.mean(pairs[same & others] >= LIKE), np.mean(pairs[~same & others] >= LIKE)
    print(f"{LIKE} or more score: {near[0]:.0%} of pairs that show the same, {near[1]:.0%} of the rest\n")
    for change, changed in (("a crop", cropped), ("JPEG q60", saved_badly)):
        again = joint.pictures([changed(picture) for picture in shown.values()])
        alike = again @ pictures.T
        places = (alike > alike.diagonal()[:, np.newaxis]).sum(axis=1)
        print(f"{change}: itself first {(places == 0).mean():.3f}, among the first two {(places <= 1).mean():.3f}")
    print(f"{time.process_time() - started:.0f} s of CPU")


def cropped(picture: Picture) -> Picture:
    """Return the middle of a picture, four fifths of each side."""
    tall, wide = (side // 10 for side in picture.pixels.shape[:2])
    return Picture.from_pixels(picture.pixels[tall:-tall, wide:-wide])


def saved_badly(picture: Picture) -> Picture:
    """Return a picture as JPEG keeps it at quality 60."""
    kept = BytesIO()
    Image.fromarray(np.asarray(clip.opaque(picture))).save(kept, "JPEG", quality=60)
    return Picture.from_bytes(kept.getvalue())


def photographs(listed: Sequence[Any]) -> dict[str, Picture]:
    """Return all photographs by name: those that edits are measured on, and those that are listed."""
    from tests.photos import photos

    shown = {name: photo.picture for name, photo in photos().items()}
    for entry in listed:
        shown[entry["name"]] = Picture.from_bytes(_path(entry).read_bytes())
    return shown


def measured(scores: Scores, right: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Return recall among the first four, the mean average precision, and how often the first is right."""
    recalls, precisions, firsts = [], [], []
    for row, own in zip(scores, right, strict=True):
        hits = own[np.argsort(-row, kind="stable")]
        recalls.append(hits[:FIRST].sum() / min(FIRST, hits.sum()))
        precisions.append((np.cumsum(hits)[hits] / (np.flatnonzero(hits) + 1)).mean())
        firsts.append(hits[0])
    return float(np.mean(recalls)), float(np.mean(precisions)), float(np.mean(firsts))


def ridge(texts: Sequence[str]) -> Scores:
    """Return the vectors of texts by the linear map, (n, 512)."""
    with np.load(DATA / "finding" / "ridge.npz", allow_pickle=False) as kept:
        return joint.unit(meaning.embed(texts) @ kept["linear"].astype(np.float32) + kept["offset"])


def conse(pictures: Sequence[Picture]) -> Scores:
    """Return a mean of the sentence vectors of what each picture is said to show, weighted by how probable, (n, 512)."""
    rows = []
    for picture in pictures:
        said = kinds(np.asarray(clip.opaque(picture)))
        vectors = meaning.embed([kind.name for kind in said])
        weights = np.array([kind.score for kind in said], np.float32)
        rows.append(weights @ vectors if said else np.zeros(meaning.DIMENSIONS, np.float32))
    return joint.unit(np.stack(rows).astype(np.float32))


def captions(pictures: Sequence[Picture]) -> Scores:
    """Return the sentence vectors of the captions that pictures are given here, (n, 512)."""
    with speaking("en"):
        return joint.unit(meaning.embed([describe(picture) for picture in pictures]))


def _path(entry: Any) -> Path:
    if "file" in entry:
        return DATA / "finding" / str(entry["file"])
    package, member = entry["member"].split("/", 1)
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"{entry['name']} comes with {entry['package']}, which is not installed")
    return Path(spec.origin).parent / str(member)


if __name__ == "__main__":
    main()
