"""Pictures on the pages that change them, and masks as the editor in the browser sends them."""

from __future__ import annotations

from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest
from tests.web.opening import opened

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.web import shared
from hwasil.web.components.mask_editor.exchange import packed

SIZE = Size(96, 64)
BOX = Box(10, 20, 50, 60)
MASK = Mask.from_boxes(SIZE, [BOX])


def kept(color: int = 120) -> str:
    """Keep a picture of one color and a square of another, and return its address."""
    pixels = np.full((SIZE.height, SIZE.width, 3), color, np.uint8)
    pixels[20:60, 10:50] = (200, 30, 30)
    return shared.queue().pictures.keep(Picture.from_pixels(pixels))


def with_picture(page: str, address: str) -> AppTest:
    """Open a page with a picture that another page has sent."""
    return opened(page, picture=address)


def painted(app: AppTest, page: str, address: str, mask: Mask = MASK) -> AppTest:
    """Let the editor have a mask in the next run, as the browser tells of it."""
    told: dict[str, Any] = {"picture": address, "width": mask.size.width, "height": mask.size.height}
    app.session_state[f"{page}.region.editor"] = {"mask": {**told, "mask": packed(mask)}}
    return app


def pressed(app: AppTest, page: str, address: str, mask: Mask = MASK) -> AppTest:
    """Paint a mask and press the page's button."""
    app = painted(app, page, address, mask).button(key=f"{page}.make").click().run()
    assert not app.exception
    return app


def last_job() -> dict[str, Any]:
    """Return the job that was asked for last."""
    return dict(shared.queue().tickets("local")[0].job)


def mask_of(region: dict[str, Any]) -> Mask:
    """Return the mask of a job's region."""
    return Mask.from_picture(shared.queue().pictures.find(region["mask"]["sha256"]))
