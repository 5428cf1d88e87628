"""From SVG to pixels, by resvg.

This binding renders the same bytes as the other one on PyPI in about a third of its time
(docs/decisions/0004-the-resvg-binding.md; benchmarks/rasterizing.py measures both).
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

# As it is; and, where resvg panics, a thousandth smaller or larger. It does so at some drawings with filters, when the
# regions of two filters that meet are rounded to different widths; at another scale they are not.
_SCALES: Final = (1.0, 0.999, 1.001)
_of_thread = threading.local()


def rasterize(svg: str, fonts: Sequence[str] = ()) -> NDArray[np.uint8]:
    """Render an SVG document to (height, width, 4): sRGB with straight alpha, 8 bits.

    ``fonts`` are the paths of the only fonts that text can use; system fonts are never loaded, so that every
    machine draws the same.
    """
    from PIL import Image
    from resvg import usvg

    tree = usvg.Tree.from_str(svg, _options(tuple(fonts)))
    with Image.open(io.BytesIO(_rendered(tree))) as image:
        return np.array(image.convert("RGBA"))


def _rendered(tree: Any) -> bytes:
    from resvg import render

    panic: BaseException | None = None
    for scale in _SCALES:
        try:
            png: bytes = render(tree, (scale, 0.0, 0.0, 0.0, scale, 0.0))
        except BaseException as problem:
            if type(problem).__name__ != "PanicException":  # no module has its class
                raise
            panic = problem
        else:
            return png
    raise RuntimeError("resvg cannot render a drawing") from panic


def _options(fonts: tuple[str, ...]) -> Any:
    """Return the options with these fonts loaded; the library's objects belong to the thread that made them."""
    from resvg import usvg

    made: dict[tuple[str, ...], Any] = _of_thread.__dict__.setdefault("options", {})
    if fonts not in made:
        made[fonts] = usvg.Options.default()
        for font in fonts:
            made[fonts].load_font_file(font)
    return made[fonts]
