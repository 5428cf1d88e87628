"""What the detector has no name for: the subject, its background, the sky, and what has a color or a place."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from hwasil.core.mask import Mask
from hwasil.engine import clip
from hwasil.engine.segment.color import likeness
from hwasil.engine.segment.detector import overlap
from hwasil.engine.segment.edges import tidy
from hwasil.engine.segment.scene import SURFACES, Rough, Scene
from hwasil.engine.segment.shape import grabbed
from hwasil.engine.segment.wish import Wish

_SURE: Final = 0.5
_LEAST: Final = 0.003  # of the picture: smaller patches of a color are specks
_GUESS: Final = 0.45  # how sure one is at best of a thing that only stands out
_TINTED: Final = 0.75  # and at best of one that has the color
_KNOWN: Final = 0.5  # score of a thing that is what it is called;
_TAKEN: Final = 0.4  # the subject is a thing of a name when their boxes overlap this much


def subject(scene: Scene) -> Rough:
    """Return what the picture is of. How sure that is, is how clearly it stands out."""
    strength = scene.standing_out
    body = tidy(strength > _SURE)
    clear = float(strength[body].mean()) if body.any() else 0.0
    return Rough(np.where(body, strength, np.minimum(strength, 1 - _SURE)), clear, "subject", "subject")


def background(scene: Scene) -> Rough:
    """Return everything but the subject."""
    of = subject(scene)
    return Rough(1 - of.strength, of.confidence, "background", "background")


def sky(scene: Scene) -> Rough | None:
    """Return the sky: what is smooth, has a color that skies have, and reaches down from the top."""
    import cv2

    colors = scene.small
    height, width = colors.shape[:2]
    if min(height, width) < 16:
        return None
    smooth = _smoothness(colors)
    possible = (_sky_colored(colors) & (smooth > _SURE)).astype(np.uint8)
    # Only what hangs together with the upper edge is sky; a row of it is laid above so that it does.
    _, parts = cv2.connectedComponents(np.vstack([np.ones((1, width), np.uint8), possible]), connectivity=4)
    top = (parts == parts[0, 0])[1:]
    reach = float(top[: max(1, height // 20)].mean())
    if reach < 0.25 or top.mean() < 0.04:
        return None
    low = np.zeros((height, width), np.bool_)
    low[-max(1, height // 10) :] = True
    lowest = np.flatnonzero(top.any(axis=1))[-1]
    maybe = np.zeros((height, width), np.bool_)
    maybe[: min(height, lowest + height // 10)] = True
    drawn = grabbed(colors, maybe, top.astype(np.float32), surely=_thinned(top), never=low & ~top)
    drawn = drawn if drawn.any() else top
    confidence = (0.4 + 0.6 * reach) * float(smooth[drawn].mean())
    return Rough(tidy(drawn, 0.01).astype(np.float32), confidence, "sky", "sky")


def colored(scene: Scene, wish: Wish) -> Rough | None:
    """Return what has the color, at the place, preferring what stands out; of stuff, what does not."""
    if not wish.colors or (wish.labels and scene.seen):
        return None
    import cv2

    like = likeness(scene.small, wish.colors)
    mask = cv2.morphologyEx((like > _SURE).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    patch = _best_patches(mask > 0, wish, scene)
    if patch is None:
        return None
    inside = float(like[patch].mean())
    strength = np.asarray(cv2.GaussianBlur(patch.astype(np.float32), (0, 0), 1), np.float32)
    most = _GUESS if wish.stuff == "usual" else _TINTED
    return Rough(strength, most * min(1.0, inside + 0.2), wish.noun or "color", "color")


def standing_out(scene: Scene, wish: Wish) -> Rough | None:
    """Return the subject for a word that nothing here can judge, unless the subject is known to be something else.

    Where CLIP is at hand it can judge any word.
    """
    if wish.colors or wish.labels or wish.stuff or not (wish.noun or wish.place or wish.extent):
        return None
    if wish.noun and clip.present():
        return None
    of = subject(scene)
    body = of.strength > _SURE
    around = Mask(body.astype(np.uint8)).box
    if around is None:
        return None
    known = [one for one in scene.things if one.score >= _KNOWN and one.label not in SURFACES]
    if wish.noun and any(overlap(one.box, around) > _TAKEN for one in known):
        return None
    patch = _best_patches(body, wish, scene)
    if patch is None:
        return None
    return Rough(of.strength * patch, _GUESS * of.confidence, wish.noun or "subject", "stands_out")


def _best_patches(mask: NDArray[np.bool_], wish: Wish, scene: Scene) -> NDArray[np.bool_] | None:
    """Return the connected patch that is largest, stands out most and lies best, with those that nearly equal it."""
    import cv2

    count, parts, sizes, middles = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    height, width = mask.shape
    merits = np.zeros(count)
    for one in range(1, count):
        area = float(sizes[one, cv2.CC_STAT_AREA])
        if area < _LEAST * height * width:
            continue
        across, down = middles[one][0] / width * 2 - 1, middles[one][1] / height * 2 - 1
        stands = float(scene.standing_out[parts == one].mean())
        merits[one] = area * (0.3 + (1 - stands if wish.stuff else stands)) * lies(across, down, wish)
    if merits.max() <= 0:
        return None
    enough = merits.max() * (0.25 if wish.plural else 0.5)
    if wish.extent == "smallest":
        enough = merits[merits > 0].min()
        return np.asarray(parts == int(np.flatnonzero(merits == enough)[0]))
    return np.asarray((merits >= enough)[parts] & mask)


def lies(across: float, down: float, wish: Wish) -> float:
    """Return how well a point, -1 to 1 each way from the middle, lies where the words say: 0 to 1."""
    if wish.place is None:
        return 1.0
    if wish.place == (0, 0):
        return float(np.exp(-2 * (across**2 + down**2)))
    right, below = wish.place
    return float(np.clip(0.5 + (across * right + down * below) / (abs(right) + abs(below)), 0.02, 1))


def _sky_colored(colors: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether a pixel could be sky: blue, grey or white by day, dark blue by night, warm and light at dusk."""
    import cv2

    hsv = cv2.cvtColor(colors, cv2.COLOR_RGB2HSV).astype(np.int32)
    hue, full, value = hsv[..., 0] * 2, hsv[..., 1], hsv[..., 2]
    blue = (hue > 180) & (hue < 265) & (full > 20)
    grey = ((full < 35) | ((full < 60) & (hue > 150) & (hue < 280))) & (value > 110)
    day = blue | grey
    # Sand and walls are warm and light as well: only where the upper edge is warm can the rest of the sky be.
    upper = slice(0, max(1, len(colors) // 12))
    dusk = ((hue < 60) | (hue > 300)) & (full < 170) & (value > 150)
    return np.asarray(day | dusk if dusk[upper].mean() > day[upper].mean() else day)


def _smoothness(colors: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return 1 where brightness hardly changes from pixel to pixel, falling to 0 where it is all detail."""
    import cv2

    bright = cv2.GaussianBlur(cv2.cvtColor(colors, cv2.COLOR_RGB2GRAY), (0, 0), 1.5).astype(np.float32)
    steps = np.hypot(cv2.Sobel(bright, cv2.CV_32F, 1, 0), cv2.Sobel(bright, cv2.CV_32F, 0, 1))
    detail = cv2.blur(steps, (9, 9))
    return np.asarray(np.clip(1.2 - detail / 40, 0, 1), np.float32)


def _thinned(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    import cv2

    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0)
