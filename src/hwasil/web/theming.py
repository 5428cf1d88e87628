"""The theme, put together once for all.

Streamlit sends its theme with every rerun, and reads the whole of its settings for each of the theme's six parts to do
so. The theme of the studio does not change while it runs, so what was put together first is sent from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_Fill = Callable[..., None]
# In Streamlit 1.67; where it has another name, everything goes as it always did.
_NAME: Final = "_populate_theme_msg"


@contextmanager
def theme_kept() -> Iterator[None]:
    """Put each part of the theme together once, within a block."""
    fill: _Fill | None = vars(app_session).get(_NAME)
    if fill:
        vars(app_session)[_NAME] = kept(fill)
    try:
        yield
    finally:
        if fill:
            vars(app_session)[_NAME] = fill


def kept(fill: _Fill) -> _Fill:
    """Return what fills a message with a part of the theme as ``fill`` does, and asks that only once for each part."""
    parts: dict[str, CustomThemeConfig] = {}

    @wraps(fill)
    def filling(message: CustomThemeConfig, section: str = "theme") -> None:
        if section not in parts:
            part = CustomThemeConfig()
            fill(part, section)
            parts[section] = part
        if parts[section].ByteSize():  # an empty part is not sent at all
            message.MergeFrom(parts[section])

    return filling
