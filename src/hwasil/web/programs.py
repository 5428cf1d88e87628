"""Streamlit's programs and style sheets, out of memory.

A browser that has never seen the studio asks for dozens of them before anything is drawn. Streamlit answers each through
a thread and the disk, in pieces; what was asked for once is kept here and sent whole. `benchmarks/studio_gallery.py`
times such a first visit.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_PREFIX: Final = "/static/"
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2"}
_FOREVER: Final = {
    # A file that changes gets another name.
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}


class Programs:
    """Pure ASGI middleware: answers who asks for one of these files whole, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET or HEAD of a file that Streamlit brings."""
        asked = (
            scope["type"] == "http" and scope["method"] in {"GET", "HEAD"} and scope["path"].startswith(_PREFIX)
        )
        file = _files().get(scope["path"]) if asked and "range" not in Headers(scope=scope) else None
        app = Response(_bytes(file), headers=_FOREVER, media_type=_TYPES[file.suffix]) if file else self._app
        await app(scope, receive, send)


@cache
def _files() -> dict[str, Path]:
    """Return the files by their paths in an address: no other can be asked for, whatever a path says."""
    folder = Path(str(resources.files("streamlit"))) / "static" / "static"
    return {
        f"{_PREFIX}{file.relative_to(folder).as_posix()}": file
        for file in folder.rglob("*")
        if file.suffix in _TYPES and file.is_file()
    }


@cache
def _bytes(file: Path) -> bytes:
    return file.read_bytes()
