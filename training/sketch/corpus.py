"""The pictures and what may be said of them: made once, kept in a folder, and dealt out in batches.

A batch follows from the seed and its number alone. So a run that was stopped goes on as if it had not been, and
several processes may deal for one that learns.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray
from training.sketch import captions, scenes, sources, splits, text
from training.sketch.captions import Composition, Member

from hwasil.core.palette import Color

_FORMAT: Final = 2  # another number has the folder made anew
_SEED: Final = 1  # of the scenes that are kept: theirs is no run's seed
_UNTOLD: Final = 0.1  # of pictures are shown without a word, for guidance (Ho and Salimans, 2022)
_WHITE: Final = 0.5  # of single drawings are laid on plain white, of which nothing is said
_SHARED: Final = 2  # things that may have a tag in common
_SMALLEST: Final = 0.8  # that a drawing is shown at

Pictures = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Config:
    """One run of configs.toml, which says what each number is."""

    name: str
    side: int
    groups: tuple[int, ...]
    scenes: int
    scene_share: float
    patch: int
    channels: tuple[int, ...]
    blocks: int
    tokens: int
    layers: int
    batch: int
    rate: float
    average: float
    subgroups: tuple[int, ...] | None = None

    @classmethod
    def named(cls, name: str) -> Self:
        """Return a run by its name. Raises KeyError."""
        table = tomllib.loads((Path(__file__).parent / "configs.toml").read_text(encoding="utf-8"))[name]
        numbers: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
        }
        return cls(name, **numbers)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures (n, side, side, 3), and the n-grams of what is said of each (n, words, grams)."""

    pictures: Pictures
    grams: NDArray[np.int64]
    said: tuple[str, ...]


@dataclass(frozen=True)
class Corpus:
    """All pictures. ``drawn[i]`` (64, 64, 4), alpha multiplied in, shows ``things[drawn_of[i]]`` in ``styles[i]``."""

    config: Config
    things: list[sources.Thing]
    drawn: Pictures
    drawn_of: NDArray[np.int32]
    styles: list[str]
    drawn_splits: NDArray[np.str_]
    composed: Pictures
    compositions: list[Composition]
    composed_splits: NDArray[np.str_]

    @cached_property
    def held(self) -> frozenset[str]:
        """The nouns of the concepts that are held back, in both languages."""
        held = [thing for thing in self.things if splits.of_drawing(thing.label, "") == "concepts"]
        return frozenset(splits.head(name) for thing in held for name in (thing.label, thing.korean))

    @cached_property
    def _tags(self) -> list[dict[captions.Language, tuple[str, ...]]]:
        """Of each thing the other words that may stand for it: a tag that many share says too little."""
        shared = Counter(tag for one in self.things for tag in (*one.tags, *one.korean_tags))

        def telling(tags: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(tag for tag in splits.speakable(tags, self.held) if shared[tag] <= _SHARED)

        return [{"en": telling(one.tags), "ko": telling(one.korean_tags)} for one in self.things]

    def numbers(self, split: splits.Split, *, of_scenes: bool) -> NDArray[np.int64]:
        """Return which drawings, or scenes, are in a split."""
        return np.flatnonzero((self.composed_splits if of_scenes else self.drawn_splits) == split)

    def vocabulary(self) -> list[str]:
        """Return every name and tag in both languages, and every word that captions say beside them."""
        found = {name for one in self.things for name in (one.label, one.korean, *one.tags, *one.korean_tags)}
        for entries in captions.words().values():
            for name, entry in entries.items():
                found |= (
                    {name, *(entry.get(language, name) for language in ("en", "ko"))} if "ko" in entry else {name}
                )
        return sorted(found)

    def batch(self, step: int, seed: int) -> Batch:
        """Return the batch of a step of training."""
        chance = np.random.default_rng((seed, step))
        of_scenes = chance.random(self.config.batch) < self.config.scene_share
        seen, seen_scenes = self.numbers("seen", of_scenes=False), self.numbers("seen", of_scenes=True)
        shown = [
            self._scene(int(chance.choice(seen_scenes)), chance)
            if scene and len(seen_scenes)
            else self._drawing(int(chance.choice(seen)), chance)
            for scene in of_scenes
        ]
        said = tuple("" if chance.random() < _UNTOLD else caption for _, caption in shown)
        return self._batch([picture for picture, _ in shown], said)

    def probe(self, split: splits.Split, count: int) -> Batch | None:
        """Return pictures of a split that its loss is measured on, always the same ones; None of an empty split."""
        chance = np.random.default_rng((0, splits.SPLITS.index(split)))
        chosen = chance.permutation(self.numbers(split, of_scenes=split == "compositions"))[:count]
        if not len(chosen):
            return None
        show = self._scene if split == "compositions" else self._drawing
        shown = [show(int(number), chance) for number in chosen]
        return self._batch([picture for picture, _ in shown], tuple(caption for _, caption in shown))

    def _batch(self, pictures: Sequence[Pictures], said: tuple[str, ...]) -> Batch:
        return Batch(np.stack(pictures), text.encode(said), said)

    def _drawing(self, number: int, chance: np.random.Generator) -> tuple[Pictures, str]:
        thing = self.things[self.drawn_of[number]]
        colors = captions.words()["color"]
        backdrop = None if chance.random() < _WHITE else str(chance.choice(sorted(colors)))
        names: dict[captions.Language, str] = {"en": thing.label, "ko": thing.korean}
        said = captions.of_drawing(names, self._tags[self.drawn_of[number]], self.styles[number], backdrop, chance)
        behind = Color.parse(colors[backdrop]["hex"]) if backdrop else Color(255, 255, 255)
        picture = laid(
            self.drawn[number],
            behind,
            self.config.side,
            size=float(chance.uniform(_SMALLEST, 1.0)),
            place=(float(chance.random()), float(chance.random())),
            mirrored=bool(chance.random() < 0.5),
        )
        return picture, said

    def _scene(self, number: int, chance: np.random.Generator) -> tuple[Pictures, str]:
        said = captions.of_scene(self.compositions[number], "ko" if chance.random() < 0.5 else "en", chance)
        return smaller(self.composed[number], self.config.side), said


def laid(
    drawing: Pictures, behind: Color, side: int, *, size: float, place: tuple[float, float], mirrored: bool
) -> Pictures:
    """Lay a drawing on a color: (side, side, 3).

    ``size`` is its share of the side; ``place``, 0 to 1 each way, where in the room that is left it lies.
    """
    scale = side / sources.SIDE * size
    left, top = (share * (1 - size) * side for share in place)
    # Pixels are squares, whose middles lie at halves.
    first = (sources.SIDE - 0.5 if mirrored else 0.5) * scale - 0.5
    moved = np.array([[-scale if mirrored else scale, 0.0, left + first], [0.0, scale, top + 0.5 * scale - 0.5]])
    placed = cv2.warpAffine(drawing, moved, (side, side), flags=cv2.INTER_LINEAR).astype(np.float32)
    color = np.array([behind.red, behind.green, behind.blue], np.float32)
    mixed = placed[..., :3] + (1 - placed[..., 3:] / 255) * color
    return np.asarray(mixed.round().clip(0, 255), np.uint8)


def smaller(picture: Pictures, side: int) -> Pictures:
    """Return a picture reduced to a side."""
    return np.asarray(cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def open_corpus(folder: Path, config: Config, processes: int = 1) -> Corpus:
    """Open the corpus of a run, making it first where it is not in ``folder``: some 30 scenes a second and process."""
    path = folder / f"corpus-{_stamp(config)}.npz"
    if not path.exists():
        sources.download(folder)
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, allow_pickle=False, **_made(folder, config, processes))
        unfinished.replace(path)
    with np.load(path, allow_pickle=False) as kept:
        told = json.loads(str(kept["told"]))
        return Corpus(
            config=config,
            things=[
                sources.Thing(**{**one, "tags": tuple(one["tags"]), "korean_tags": tuple(one["korean_tags"])})
                for one in told["things"]
            ],
            drawn=kept["drawn"],
            drawn_of=kept["drawn_of"],
            styles=told["styles"],
            drawn_splits=kept["drawn_splits"],
            composed=kept["composed"],
            compositions=[_composition(one) for one in told["compositions"]],
            composed_splits=kept["composed_splits"],
        )


def _composition(told: dict[str, Any]) -> Composition:
    return Composition(**{**told, "members": tuple(Member(**one) for one in told["members"])})


def _stamp(config: Config) -> str:
    here = Path(__file__).parent
    recipe = [str(_FORMAT), *(f"{part}" for part in (config.groups, config.subgroups, config.scenes))]
    recipe += [(here / name).read_text(encoding="utf-8") for name in ("sources.toml", "words.toml")]
    return hashlib.sha256("/".join(recipe).encode()).hexdigest()[:12]


def _made(folder: Path, config: Config, processes: int) -> dict[str, Any]:
    subgroups = frozenset(config.subgroups) if config.subgroups else None
    things = sources.things(folder, frozenset(config.groups), subgroups)
    rows = {thing.label: row for row, thing in enumerate(things)}
    art = list(sources.drawings(folder, things))
    drawn = np.stack([one.pixels() for one in art])
    own: list[str] = [splits.of_drawing(one.thing.label, one.source.hand) for one in art]
    kept = unleaked(drawn, np.array(own))
    scene_list = list(scenes.composed(things, config.scenes, _SEED, processes))
    told = {
        "things": [asdict(thing) for thing in things],
        "styles": [art[number].source.style for number in kept],
        "compositions": [asdict(one.shows) for one in scene_list],
    }
    return {
        "told": np.array(json.dumps(told, ensure_ascii=False)),
        "drawn": drawn[kept],
        "drawn_of": np.array([rows[art[number].thing.label] for number in kept], np.int32),
        "drawn_splits": np.array(own)[kept],
        "composed": np.stack([one.pixels for one in scene_list]),
        "composed_splits": np.array([one.split for one in scene_list]),
    }


def unleaked(drawn: Pictures, own: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return which drawings stay: all but empty ones, and those held back that training has a picture just like."""
    prints = splits.prints(drawn)
    shows = drawn[..., 3].max(axis=(1, 2)) > 0
    trained = shows & (own == "seen")
    stays = shows.copy()
    held = np.flatnonzero(shows & ~trained)
    stays[held] = ~splits.leaked(prints[held], prints[trained])
    return np.flatnonzero(stays)
