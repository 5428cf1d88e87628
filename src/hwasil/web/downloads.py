"""All pictures of a set at once: as a ZIP archive that is written while it is sent, and as a contact sheet."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture
from hwasil.studio.contact_sheet import contact_sheet
from hwasil.studio.queue import Ticket
from hwasil.studio.queue.outcome import KeptPicture
from hwasil.web import asking, sets, shared
from hwasil.web.gate import OWNER

_PAGE: Final = re.compile(r"[a-z_]{1,40}")
_SLUG: Final = re.compile(r"[^\w]+")
_LONGEST: Final = 40  # letters of a prompt in the name of its file
_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


async def archive(request: Request) -> Response:
    """Answer with the pictures of a visitor's set, and a table of them."""
    tickets = await anyio.to_thread.run_sync(_tickets, request)
    if not tickets:
        return _nothing()
    return StreamingResponse(_zipped(tickets), media_type="application/zip", headers=_named(request, "zip"))


async def sheet(request: Request) -> Response:
    """Answer with the pictures of a visitor's set on one sheet."""
    tickets = await anyio.to_thread.run_sync(_tickets, request)
    entries = [(kept, str(ticket.job.get("prompt") or "")) for _, ticket, kept in _numbered(tickets)]
    if not entries:
        return _nothing()
    try:
        made = await anyio.to_thread.run_sync(_sheet, entries)
    except HwasilError:
        return _nothing()
    return Response(made.data, media_type="image/png", headers=_named(request, "png"))


ROUTES: Final = [
    Route("/sets/{page}/{name}/pictures.zip", archive),
    Route("/sets/{page}/{name}/contact-sheet.png", sheet),
]


def _tickets(request: Request) -> list[Ticket]:
    page = request.path_params["page"]
    owner = asking.owner_of(request.cookies.get(OWNER))
    return sets.tickets(page, request.path_params["name"], owner) if _PAGE.fullmatch(page) else []


def _numbered(tickets: Sequence[Ticket]) -> Iterator[tuple[int, Ticket, KeptPicture]]:
    """Yield every picture of a set with its number, from 1, and its ticket."""
    made = ((ticket, kept) for ticket in tickets if ticket.outcome for kept in ticket.outcome.pictures)
    for number, (ticket, kept) in enumerate(made, start=1):
        yield number, ticket, kept


def _zipped(tickets: Sequence[Ticket]) -> Iterator[bytes]:
    """Yield an archive piece by piece: at any time no more than one picture of it is in memory."""
    pieces = _Pieces()
    table = io.StringIO()
    rows = csv.writer(table)
    rows.writerow(("file", "prompt", "seed", "model"))
    # Pictures are compressed already.
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_STORED) as written:
        for number, ticket, kept in _numbered(tickets):
            prompt = str(ticket.job.get("prompt") or "")
            name = f"{_file_name(number, prompt)}.{'jpg' if kept.format == 'jpeg' else kept.format}"
            try:
                written.writestr(name, shared.picture(kept.sha256).data)
            except HwasilError:
                continue  # a file that somebody has removed from the library's folder
            rows.writerow((name, _cell(prompt), kept.seed, ticket.model))
            yield pieces.taken()
        written.writestr("pictures.csv", table.getvalue().encode("utf-8-sig"))
    yield pieces.taken()


class _Pieces(io.RawIOBase):
    """What was written since it was last taken. It cannot be sought in, so an archive is written straight through."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes bytes and nothing else
        """Keep what is written."""
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """Return what was written, and forget it."""
        piece = bytes(self._written)
        self._written.clear()
        return piece


def _sheet(entries: Sequence[tuple[KeptPicture, str]]) -> Picture:
    found = ((shared.picture(kept.sha256), prompt) for kept, prompt in entries)
    return contact_sheet(found, len(entries))


def _file_name(number: int, prompt: str) -> str:
    words = _SLUG.sub("-", prompt)[:_LONGEST].strip("-_")
    return f"{number:03d}-{words}" if words else f"{number:03d}"


def _cell(text: str) -> str:
    # A spreadsheet takes what begins like this for a formula, and would carry it out.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _named(request: Request, ending: str) -> dict[str, str]:
    name = request.path_params["name"][:6]
    return {**_HEADERS, "Content-Disposition": f'attachment; filename="hwasil-{name}.{ending}"'}


def _nothing() -> PlainTextResponse:
    return PlainTextResponse("There is no such set.", 404, _HEADERS)
