"""What a notebook shows."""

from __future__ import annotations

import base64
import re

import numpy as np
import pytest

from hwasil.core.picture import Format, Picture
from hwasil.core.results import FREE, Made, Result
from hwasil.core.showing import lines

PIXELS = np.full((600, 900, 3), 99, np.uint8)


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_a_picture_is_shown_as_png(form: Format) -> None:
    picture = Picture.from_pixels(PIXELS, form)
    for shown in (picture, Made(picture, 5)):
        assert Picture.from_bytes(shown._repr_png_()).format == "png"
        assert Picture.from_bytes(shown._repr_png_()).size == picture.size


def test_a_result_is_its_pictures() -> None:
    small = Picture.from_pixels(PIXELS[:8, :8], "webp")
    made = (Made(Picture.from_pixels(PIXELS), 7), Made(small, None))
    html = Result(made, "<b>engine</b>", "m", FREE, 1.0)._repr_html_()
    shown = [Picture.from_bytes(base64.b64decode(data)) for data in re.findall(r"base64,([^\"]+)\"", html)]
    assert [(one.width, one.height) for one in shown] == [(384, 256), (8, 8)]
    assert shown[1].data == small.data
    assert re.findall(r"<figcaption>([^<]*)<", html) == ["900x600 · seed 7", "8x8"]
    assert "&lt;b&gt;engine&lt;/b&gt; · $0" in html
    assert "<b>" not in html


def test_words_stay_words() -> None:
    assert lines(['<script>alert("1")</script>', None, "", "a & b"]) == (
        "<div>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</div><div>a &amp; b</div>"
    )
