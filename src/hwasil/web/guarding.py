"""What goes wrong while something is drawn: said in words, and never shown as a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec

from hwasil.core.errors import HwasilError
from hwasil.web.components.told import told

LOGGER: Final = logging.getLogger(__name__)

P = ParamSpec("P")


def guarded(draw: Callable[P, None]) -> Callable[P, None]:
    """Let what draws a page, or a part of one, say its errors where it stands."""

    @wraps(draw)
    def drawing(*given: P.args, **named: P.kwargs) -> None:
        try:
            draw(*given, **named)
        except HwasilError as problem:
            told(problem)
        except Exception as problem:
            # Streamlit steers reruns and page switches by exceptions of its own, which are no errors.
            if type(problem).__module__.startswith("streamlit.runtime"):
                raise
            LOGGER.exception("a page failed")
            told(HwasilError("web_bug", kind=type(problem).__name__))

    return drawing
