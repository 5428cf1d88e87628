"""A page with nothing on it but the mask editor, and beside it what Python has of the mask; see `painting`."""

import hashlib
import os
from pathlib import Path
from typing import Final

import numpy as np
import streamlit as st

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture, Size
from hwasil.web.components.mask_editor import Asked, give, mask_editor

SIZE: Final = Size(1024, 1024)
FOUND: Final = 40  # what is found at a click reaches this far from it
FOLDER: Final = Path(os.environ["MASK_PAGE_FOLDER"])


def editor() -> None:
    """Show the editor."""
    picture = Picture.from_pixels(np.full((SIZE.height, SIZE.width, 3), 120, np.uint8))
    src = f"data:image/png;base64,{picture.to_base64()}"

    def answer(question: Asked) -> None:
        boxes = [
            Box(int(one.x) - FOUND, int(one.y) - FOUND, int(one.x) + FOUND, int(one.y) + FOUND)
            for one in question.points
            if one.add
        ]
        found = Mask.from_boxes(SIZE, [question.box] if question.box else boxes)
        give("mask", picture.sha256, found, question.how, answers=question)

    if st.button("Found by words"):
        give("mask", picture.sha256, Mask.from_boxes(SIZE, [Box(100, 200, 300, 260)]))
    mask = mask_editor(picture.sha256, SIZE, key="mask", src=src, asked=answer)
    name = "none"
    if mask is not None:
        name = hashlib.sha256(mask.pixels.tobytes()).hexdigest()
        (FOLDER / name).write_bytes(mask.pixels.tobytes())
    st.code(name)


def elsewhere() -> None:
    """Be another page."""
    st.write("Nothing to paint here")


st.set_page_config(layout="wide")
st.navigation([st.Page(editor, title="Editor"), st.Page(elsewhere, title="Elsewhere")]).run()
