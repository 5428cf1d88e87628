"""The sample sheet: every fixed prompt once, ours beside the illustrator's and beside real art."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from training.sketch.corpus import Corpus
from training.sketch.draw import LARGE, Generator, enlarged

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.engine import weights
from hwasil.engine.illustrator.illustrator import illustrate

SEED: Final = 0
_TILE: Final = 128
_COLUMNS: Final = 4
_MARGIN: Final = 10
_LINE: Final = 22
_FONT: Final = 14
_QUALITY: Final = 80
_USUAL_STYLE: Final = "soft"  # of the real art where a prompt names none

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One of prompts.toml, which says what each part is."""

    text: str
    kind: str
    shows: tuple[str, ...]
    color: str | None = None
    style: str | None = None


def prompts() -> list[Prompt]:
    """Return the fixed prompts, in their order."""
    table = tomllib.loads((Path(__file__).parent / "prompts.toml").read_text(encoding="utf-8"))
    return [Prompt(**{**one, "shows": tuple(one["shows"])}) for one in table["prompt"]]


def sheet(generator: Generator, corpus: Corpus, path: Path) -> Path:
    """Draw the sheet as WebP. Of each prompt: ours enlarged, the illustrator's, and real art where there is some."""
    asked = prompts()
    drawn = generator.draw([one.text for one in asked], SEED)
    font = ImageFont.truetype(str(weights.find("font-do-hyeon").path()), _FONT)
    wide, high = 3 * _TILE + _MARGIN, _TILE + _LINE + _MARGIN
    rows = -(-len(asked) // _COLUMNS)
    page = Image.new("RGB", (_COLUMNS * wide + _MARGIN, rows * high + _MARGIN), "white")
    pen = ImageDraw.Draw(page)
    for number, (one, picture) in enumerate(zip(asked, drawn, strict=True)):
        left = _MARGIN + number % _COLUMNS * wide
        top = _MARGIN + number // _COLUMNS * high
        pen.text((left, top), f"{one.kind}: {one.text}", "black", font)
        for place, pixels in enumerate((enlarged(picture), illustrated(one.text), _real(corpus, one))):
            if pixels is not None:
                tile = Image.fromarray(pixels).resize((_TILE, _TILE), Image.Resampling.LANCZOS)
                page.paste(tile, (left + place * _TILE, top + _LINE))
    page.save(path, "WEBP", quality=_QUALITY, method=6)
    return path


def illustrated(text: str) -> Pixels:
    """Return the illustrator's picture of a text, at 512 pixels a side."""
    job = TextToImage(prompt=text, size=Size(LARGE, LARGE))
    return illustrate(job, SEED).picture.pixels


def _real(corpus: Corpus, asked: Prompt) -> Pixels | None:
    """Return real art of the one thing that is asked for, on white; None of scenes, and of things in other colors."""
    if len(asked.shows) != 1 or asked.color or asked.kind == "free":
        return None
    own = [
        number
        for number, thing in enumerate(corpus.drawn_of)
        if corpus.things[thing].label == asked.shows[0] and corpus.styles[number] == (asked.style or _USUAL_STYLE)
    ]
    return on_white(corpus.drawn[own[0]]) if own else None


def on_white(drawing: Pixels) -> Pixels:
    """Return a drawing (64, 64, 4) with its alpha multiplied in, laid on white."""
    laid = drawing[..., :3].astype(np.int16) + (255 - drawing[..., 3:].astype(np.int16))
    return np.asarray(laid.clip(0, 255), np.uint8)
