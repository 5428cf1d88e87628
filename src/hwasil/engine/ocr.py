"""The text in a picture, line by line: PP-OCR, which finds lines and reads each.

Du et al., "PP-OCR: A Practical Ultra Lightweight OCR System", arXiv:2009.09941. Lines are found by differentiable
binarization (Liao et al., AAAI 2020): the network says of each pixel how surely it lies in the core of a line, and the
core's rectangle is widened to the line's. What a line says is read from left to right in steps, each a letter or none
(Graves et al., "Connectionist Temporal Classification", ICML 2006).

One network reads Latin letters, Chinese and Japanese, the other Korean; both read every line, and the surer one is
believed. Accents are not read, nor lines that stand on their heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Box
from hwasil.core.picture import Picture
from hwasil.core.prompt import has_hangul
from hwasil.engine.matte.subject import opaque
from hwasil.engine.networks import network

FINDER: Final = "text-finder"
READER: Final = "text-reader"
KOREAN: Final = "text-reader-ko"

_SHORT, _LONG = (
    736,
    1600,
)  # pixels: what the shorter side is enlarged to, as long as the longer one stays below this
_MULTIPLE: Final = 32
_IN_CORE: Final = 0.3  # of what the finder says of a pixel
_LINE: Final = 0.5  # the least mean of a core
_WIDENED: Final = 1.6  # area over circumference, by which a core is widened on every side
_THINNEST: Final = 3  # pixels of what the finder sees
_MOST: Final = 200  # lines of one picture that are read

_HEIGHT: Final = 48  # pixels: the height of a line as the readers see it
_LONGEST: Final = 3200
_UPRIGHT: Final = 1.5  # a line that is so much taller than wide is turned on its side
_SURE: Final = 0.7  # the least confidence of a line,
_SURE_SHORT: Final = 0.9  # and of one with less than three different letters: buttons and windows look like those
_KOREAN_BEHIND: Final = 0.1  # how much less sure the Korean reader may be where it reads Korean
_INK: Final = 0.3  # of a line's contrast: a column that differs less from its background is blank
_SPACE: Final = 0.2  # of a line's height: a wider run of blank columns between two Korean letters is a space
_SAME_ROW: Final = 0.5  # of the height of a line: lines whose middles differ by less stand side by side

Colors = NDArray[np.uint8]
Corners = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: what it says, how surely (0 to 1), and the box around it."""

    text: str
    score: float
    box: Box


def read(picture: Picture) -> tuple[Line, ...]:
    """Return the lines of text in a picture, from top to bottom. Raises Corrupt, or Unavailable without weights."""
    return read_in(opaque(picture.pixels))


def read_in(colors: Colors) -> tuple[Line, ...]:
    """Return the lines of text in RGB pixels (height, width, 3), from top to bottom and left to right."""
    bgr = np.ascontiguousarray(colors[:, :, ::-1])
    read_lines = [line for corners in _found(bgr)[:_MOST] if (line := _line(bgr, corners))]
    return tuple(_in_reading_order(read_lines))


def _found(bgr: Colors) -> list[Corners]:
    """Return the corners (4, 2) of each line, in pixels of the picture."""
    import cv2

    height, width = bgr.shape[:2]
    scale = min(max(_SHORT / min(height, width), 1), _LONG / max(height, width))
    tall, wide = (max(1, round(side * scale / _MULTIPLE)) * _MULTIPLE for side in (height, width))
    seen = cv2.resize(bgr, (wide, tall), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    given = np.ascontiguousarray(_centered(np.asarray(seen, np.uint8)).transpose(2, 0, 1)[np.newaxis])
    sure = np.asarray(network(FINDER)(given)[0][0, 0], np.float32)
    cores = cv2.dilate((sure > _IN_CORE).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(cores, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = (_widened(outline, sure) for outline in outlines)
    return [np.asarray(one * (width / wide, height / tall), np.float32) for one in found if one is not None]


def _widened(outline: Any, sure: NDArray[np.float32]) -> Corners | None:
    """Return the corners of the line that a core's outline is of; None for one that is too thin or unsure."""
    import cv2

    middle, (wide, tall), angle = cv2.minAreaRect(outline)
    if min(wide, tall) < _THINNEST:
        return None
    left, top, across, down = cv2.boundingRect(outline)
    core = np.zeros((down, across), np.uint8)
    cv2.drawContours(core, [outline - (left, top)], 0, 1, cv2.FILLED)
    if float(sure[top : top + down, left : left + across][core > 0].mean()) < _LINE:
        return None
    margin = wide * tall * _WIDENED / (2 * (wide + tall))
    return np.asarray(cv2.boxPoints((middle, (wide + 2 * margin, tall + 2 * margin), angle)), np.float32)


def _line(bgr: Colors, corners: Corners) -> Line | None:
    """Read one line; None where nothing is read surely enough."""
    strip = _straightened(bgr, corners)
    text, score = _better(_said(strip, READER), _said(strip, KOREAN))
    signs = len({sign for sign in text if sign.isalnum()})
    if not signs or score < (_SURE if signs > 2 else _SURE_SHORT):
        return None
    height, width = bgr.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)), (left + 1, top + 1), (width, height))
    return Line(text, round(score, 3), Box(int(left), int(top), int(right), int(bottom)))


def _straightened(bgr: Colors, corners: Corners) -> Colors:
    """Return a line cut out and laid level, 48 pixels high."""
    import cv2

    by_column = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (by_column[:2], by_column[2:]))
    square = np.array([left[0], right[0], right[1], left[1]], np.float32)
    wide = max(round(float(np.linalg.norm(square[0] - square[1]))), 1)
    tall = max(round(float(np.linalg.norm(square[0] - square[3]))), 1)
    level = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    strip = cv2.warpPerspective(
        bgr,
        cv2.getPerspectiveTransform(square, level),
        (wide, tall),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    if tall >= wide * _UPRIGHT:
        strip = np.rot90(strip)
    tall, wide = strip.shape[:2]
    length = min(max(round(_HEIGHT * wide / tall), _HEIGHT // 2), _LONGEST)
    resized = cv2.resize(np.ascontiguousarray(strip), (length, _HEIGHT), interpolation=cv2.INTER_LINEAR)
    return resized.astype(np.uint8, copy=False)


def _said(strip: Colors, reader: str) -> tuple[str, float]:
    """Return what a reader makes of a line, and how sure it is on the average of its letters."""
    given = np.ascontiguousarray(_centered(strip).transpose(2, 0, 1)[np.newaxis])
    steps = np.asarray(network(reader)(given)[0][0], np.float32)
    best = steps.argmax(axis=1)
    told = np.nonzero((best > 0) & (best != np.concatenate([[0], best[:-1]])))[0]
    if not told.size:
        return "", 0.0
    letters = [_letters(reader)[best[step]] for step in told]
    if reader == KOREAN:
        letters = list(_spaced(letters, (told + 0.5) * strip.shape[1] / len(steps), strip))
    return " ".join("".join(letters).split()), float(steps[told, best[told]].mean())


def _spaced(letters: Sequence[str], columns: NDArray[np.floating], strip: Colors) -> Iterator[str]:
    """Yield letters, each at its column, with the spaces that the Korean reader never says: where nothing is drawn."""
    grey = strip.astype(np.float32).mean(axis=2)
    apart = np.abs(grey - np.median(grey)).max(axis=0)
    drawn = apart > _INK * apart.max()
    for at, letter in enumerate(letters):
        if at and has_hangul(letter + letters[at - 1]):
            between = drawn[int(columns[at - 1]) : int(columns[at]) + 1]
            if _longest_blank(between) >= _SPACE * _HEIGHT:
                yield " "
        yield letter


def _longest_blank(drawn: NDArray[np.bool_]) -> int:
    """Return the length of the longest run of columns on which nothing is drawn."""
    edges = np.flatnonzero(np.concatenate([[True], drawn, [True]]))
    return int(np.diff(edges).max()) - 1


def _better(latin: tuple[str, float], korean: tuple[str, float]) -> tuple[str, float]:
    return korean if has_hangul(korean[0]) and korean[1] >= latin[1] - _KOREAN_BEHIND else latin


@cache
def _letters(reader: str) -> Sequence[str]:
    """Return the letters of a reader's answers: none first, then those its file names, and a space at the end."""
    named = network(reader).session.get_modelmeta().custom_metadata_map["character"]
    return ["", *named.split("\n"), " "]


def _centered(bgr: Colors) -> NDArray[np.float32]:
    """Return colors from -1 to 1, as all three networks were trained."""
    return bgr.astype(np.float32) / 127.5 - 1


def _in_reading_order(lines: Sequence[Line]) -> Iterator[Line]:
    rest = sorted(lines, key=lambda line: (line.box.top + line.box.bottom, line.box.left))
    while rest:
        first = rest[0]
        reach = (first.box.bottom - first.box.top) * _SAME_ROW
        row = [one for one in rest if abs(_middle(one.box) - _middle(first.box)) < reach]
        rest = [one for one in rest if one not in row]
        yield from sorted(row, key=lambda line: line.box.left)


def _middle(box: Box) -> float:
    return (box.top + box.bottom) / 2
