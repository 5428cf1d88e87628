"""Pictures of the gallery as ZIP files: alone, with all that is known of them, or as copies to pass on."""

from __future__ import annotations

import re
import secrets
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import anyio.to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from hwasil.core.errors import HwasilError
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.ids import is_id
from hwasil.library.provenance import share_copy
from hwasil.web import shared
from hwasil.web.components.grid import MOST_CHOSEN

_KINDS: Final = frozenset({"pictures", "gallery", "shared"})
_SLUG: Final = re.compile(r"[^\w]+")
_LONGEST: Final = 40  # letters of a prompt in the name of its file
_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


async def archive(request: Request) -> Response:
    """Answer with a ZIP file of the entries that are asked for."""
    kind, ids = request.path_params["kind"], request.query_params.getlist("entry")
    if kind not in _KINDS or not 1 <= len(ids) <= MOST_CHOSEN or not all(map(is_id, ids)):
        return _nothing()
    try:
        file = await anyio.to_thread.run_sync(_written, kind, ids)
    except HwasilError:
        return _nothing()
    return FileResponse(
        file,
        media_type="application/zip",
        filename=f"hwasil-{kind}-{len(ids)}.zip",
        headers=_HEADERS,
        background=BackgroundTask(file.unlink, missing_ok=True),
    )


ROUTES: Final = [Route("/exports/{kind}.zip", archive)]


def _written(kind: str, ids: Sequence[str]) -> Path:
    """Write entries to a file that nobody else has, and return where it is. Raises as `Gallery.export` does."""
    gallery = shared.gallery()
    entries = [entry for one in ids if (entry := gallery.store.get(one))]
    file = Path(tempfile.gettempdir()) / f"hwasil-{secrets.token_hex(8)}.zip"
    if kind == "pictures":
        _write_pictures(file, entries)
    else:
        gallery.export(file, entries, share=share_copy if kind == "shared" else None)
    return file


def _write_pictures(file: Path, entries: Sequence[Entry]) -> None:
    # Pictures are compressed already: they are stored as they are.
    with ZipFile(file, "x") as archive:
        for number, entry in enumerate(entries, start=1):
            words = _SLUG.sub("-", entry.prompt or "")[:_LONGEST].strip("-_")
            name = "-".join(filter(None, (f"{number:03d}", words)))
            picture = shared.gallery().original(entry)
            archive.writestr(f"{name}.{'jpg' if entry.format == 'jpeg' else entry.format}", picture.data)


def _nothing() -> PlainTextResponse:
    return PlainTextResponse("There is no such picture.", 404, _HEADERS)
