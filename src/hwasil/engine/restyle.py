"""A whole picture redrawn in a named style, or in the style of another picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture
from hwasil.core.ranges import between
from hwasil.engine.alpha import colors_of, with_colors
from hwasil.engine.edited import Edited, Report, ignore
from hwasil.engine.style_networks import in_style, mixed, style_of
from hwasil.engine.styles import applied, find


def restyle(
    picture: Picture,
    *,
    reference: Picture | None,
    style: str | None,
    strength: float,
    seed: int,
    report: Report = ignore,
) -> Edited:
    """Return the picture in the style of a reference or a named one, at its own size and with its own transparency.

    ``strength`` is 0 to 1: 0 gives the picture back, 1 the style alone. ``details``: ``style``, the name, or
    ``reference``, the SHA-256 of that picture, and ``strength``. Raises InvalidInput for an unknown style or when
    not exactly one of reference and style is given, Unavailable when a weight is missing.
    """
    between("strength", strength, 0.0, 1.0)
    report(0.0)
    colors = colors_of(picture)
    if style is not None and reference is None:
        named = find(style)
        told: dict[str, object] = {"style": named.name}
        new = applied(colors, named.picture, seed) if strength else colors
    elif reference is not None and style is None:
        told = {"reference": reference.sha256}
        new = _like(colors, reference) if strength else colors
    else:
        raise InvalidInput("restyle_reference_or_style")
    report(1.0)
    told["strength"] = strength
    return Edited(with_colors(picture, mixed(colors, new, strength)) if strength else picture, told)


def _like(colors: NDArray[np.uint8], reference: Picture) -> NDArray[np.uint8]:
    return in_style(colors, style_of(colors_of(reference)))
