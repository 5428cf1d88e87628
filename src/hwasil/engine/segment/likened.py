"""Words that nobody wrote down: the region of a picture that looks most like them, in the joint space.

Each candidate is looked at by itself, sharp in a blurred picture, which draws CLIP's attention to it and still lets it
know where it is (Yang et al., "Fine-Grained Visual Prompting", NeurIPS 2023). Comparing with other words as well, as
classifiers do, was measured and finds less: the cosine alone tells best whether a thing is there.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from functools import cache
from math import exp
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.core.mask import Box
from hwasil.engine import clip, joint
from hwasil.engine.segment.candidates import Candidate, candidates
from hwasil.engine.segment.color import likeness
from hwasil.engine.segment.detector import common, overlap
from hwasil.engine.segment.names import names_of
from hwasil.engine.segment.scene import SURFACES, Rough, Scene
from hwasil.engine.segment.shape import shape_in
from hwasil.engine.segment.unnamed import lies, subject
from hwasil.engine.segment.wish import Wish

_SUBJECT: Final = 0.06  # of cosine: people mostly ask for what a picture is of
_EVEN: Final = 0.26  # of cosine: about as likely right as wrong,
_SPREAD: Final = 0.03  # and how quickly that changes
_CERTAIN: Final = 0.3  # of cosine: no other candidate needs to be looked at
_KNOWN: Final = 0.5  # score of a thing that is called something else, unless the word suits it better
_TAKEN: Final = 0.4  # overlap of a candidate with such a thing,
_INSIDE: Final = 0.8  # or share of a candidate that lies in its box
_COLORED: Final = 0.12  # the least share of a candidate that has a color which was named,
_THERE: Final = 0.6  # and how well it lies at least where the words say
_BLUR: Final = 0.04  # of the longer side
_MARGIN: Final = 0.02  # of the longer side, left sharp around a candidate
_AROUND: Final = 1.15  # of a candidate's longer side: the square that is looked at

_looking = threading.Lock()
_last: dict[str, dict[Box, NDArray[np.float32]]] = {}


def likened(scene: Scene, wish: Wish) -> Rough | None:
    """Return the region that looks like what the words say; None where none does.

    For stuff with a color of its own, and where CLIP's weight is missing, there is nothing to say.
    """
    if not wish.noun or (wish.stuff and wish.colors) or not clip.present():
        return None
    word = joint.words([wish.noun])[0]
    best, chosen = -1.0, None
    for one, vector in _looked_at(scene, wish):
        score = float(vector @ word)
        if not _called_otherwise(scene, one, vector, score):
            score += _SUBJECT if one.stands_out else 0.0
            if score > best:
                best, chosen = score, one
        if best >= _CERTAIN:
            break
    if chosen is None:
        return None
    strength = subject(scene).strength if chosen.stands_out else shape_in(scene.small, chosen.box).strength
    return Rough(strength, 1 / (1 + exp((_EVEN - best) / _SPREAD)), wish.noun, "looks_like")


def _looked_at(scene: Scene, wish: Wish) -> Iterator[tuple[Candidate, NDArray[np.float32]]]:
    """Yield the candidates that have the color and the place of a wish, each with its vector.

    What the last picture looked like is kept, for the next word about it.
    """
    import cv2

    longest = max(scene.small.shape[:2])
    blurred = cv2.GaussianBlur(scene.small, (0, 0), max(1.0, _BLUR * longest)).astype(np.uint8, copy=False)
    known = _known(scene.small)
    for one in candidates(scene):
        if not _suits(scene, one.box, wish):
            continue
        if one.box not in known:
            pixels = _square(_highlighted(scene.small, blurred, one.box, round(_MARGIN * longest)), one.box)
            known[one.box] = joint.centred(clip.vector_of(pixels))
        yield one, known[one.box]


def _known(colors: NDArray[np.uint8]) -> dict[Box, NDArray[np.float32]]:
    """Return what is known of a picture's boxes; of the picture before only that is kept."""
    name = hashlib.sha256(colors.tobytes() + repr(colors.shape).encode()).hexdigest()
    with _looking:
        if name not in _last:
            _last.clear()
            _last[name] = {}
        return _last[name]


def _called_otherwise(scene: Scene, one: Candidate, vector: NDArray[np.float32], score: float) -> bool:
    """Whether a candidate is, or lies in, a thing that the detector is sure of and that its own names suit better."""
    labels = {
        thing.label
        for thing in scene.things
        if thing.score >= _KNOWN and thing.label not in SURFACES and _is_of(one.box, thing.box)
    }
    return any(float((_named(label) @ vector).max()) > score for label in labels)


def _is_of(box: Box, thing: Box) -> bool:
    area = (box.right - box.left) * (box.bottom - box.top)
    return overlap(thing, box) > _TAKEN or common(thing, box) > _INSIDE * area


@cache
def _named(label: str) -> joint.Vectors:
    return joint.words(names_of(label))


def _suits(scene: Scene, box: Box, wish: Wish) -> bool:
    height, width = scene.small.shape[:2]
    if lies((box.left + box.right) / width - 1, (box.top + box.bottom) / height - 1, wish) < _THERE:
        return False
    inside = scene.small[box.top : box.bottom, box.left : box.right]
    return not wish.colors or float(likeness(inside, wish.colors).mean()) >= _COLORED


def _highlighted(
    colors: NDArray[np.uint8], blurred: NDArray[np.uint8], box: Box, margin: int
) -> NDArray[np.uint8]:
    """Return a blurred picture with one box of it sharp."""
    rows = slice(max(0, box.top - margin), box.bottom + margin)
    columns = slice(max(0, box.left - margin), box.right + margin)
    shown = blurred.copy()
    shown[rows, columns] = colors[rows, columns]
    return shown


def _square(colors: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """Return a box with what is around it, as square as the picture lets it be, at the size that CLIP sees."""
    height, width = colors.shape[:2]
    side = max(min(height, width), 1)
    wanted = round(max(box.right - box.left, box.bottom - box.top) * _AROUND)
    across, down = min(width, max(wanted, 1)), min(height, max(wanted, 1))
    if wanted > side:
        across, down = min(width, max(side, box.right - box.left)), min(height, max(side, box.bottom - box.top))
    left = min(max(0, (box.left + box.right - across) // 2), width - across)
    top = min(max(0, (box.top + box.bottom - down) // 2), height - down)
    cut = Image.fromarray(colors[top : top + down, left : left + across])
    return np.asarray(cut.resize((clip.SIDE, clip.SIDE), Image.Resampling.BICUBIC))
