"""Addresses that name no page lead to the first one: Streamlit's own answer to them is a dialog in English."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hwasil.web.pages import PAGES

# One segment of letters, as pages have. What Streamlit and our own routes serve lies below a folder, or has an ending.
_LIKE_A_PAGE: Final = re.compile(r"/([^/.]{1,200})/?")


class Addresses:
    """Pure ASGI middleware. ``beside`` are names at the top that belong to applications of their own."""

    def __init__(self, app: ASGIApp, *, beside: Collection[str] = ()) -> None:
        self._app = app
        self._known = {page.name for page in PAGES[1:]} | set(beside)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send whoever asks for no page, or for the first one by its name, to where that is; its query stays."""
        named = _LIKE_A_PAGE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if named is None or named[1] in self._known or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        await RedirectResponse(f"/?{query}" if query else "/", 307)(scope, receive, send)
