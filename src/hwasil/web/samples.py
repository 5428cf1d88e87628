"""Sample pictures for pages that change pictures: drawn by our own illustrator, the same every time."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.i18n import say
from hwasil.web import shared

_SAMPLES: Final = {
    "fox": TextToImage("a red fox sitting in the snow", size=Size(768, 768), seed=11),
    "lighthouse": TextToImage("a lighthouse by the sea at sunset", size=Size(512, 512), seed=4),
    "cat": TextToImage("a cat in a meadow", size=Size(768, 768), seed=11),
    "car": TextToImage("a red car on a road by the sea", size=Size(768, 768), seed=11),
}


def sample(name: str) -> str:
    """Draw a sample picture, keep it among the queue's, and return its address. Raises Unavailable and the like."""
    with st.spinner(say("web.sample.drawing")):
        made = shared.studio().do(_SAMPLES[name])
        return shared.queue().pictures.keep(made.pictures[0])
