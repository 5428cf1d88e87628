"""The studio as one application: its pages, the files they show, and the endpoint for programs written for Bedrock.

/            the pages
/files/…     pictures, previews, the typeface (`hwasil.web.files`)
/sets/…      all the pictures of a set of jobs (`hwasil.web.downloads`)
/exports/…   pictures of the gallery as ZIP files (`hwasil.web.exports`)
/bedrock/…   what `hwasil serve` answers, with a gate of its own
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import webbrowser
from collections.abc import AsyncIterator, Collection
from pathlib import Path
from typing import Any, Final

import click
import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from hwasil.i18n import say
from hwasil.server.app import create_app, listening
from hwasil.server.hosts import ANY_HOST, is_loopback
from hwasil.server.logs import WithoutValues
from hwasil.web import downloads, exports, files, indexing, shared
from hwasil.web.addresses import Addresses
from hwasil.web.document import Document
from hwasil.web.gate import PARAMETER, StudioGate
from hwasil.web.programs import Programs
from hwasil.web.theming import theme_kept
from hwasil.web.warming import warmed

ENDPOINT: Final = "/bedrock"
_SCRIPT: Final = Path(__file__).with_name("app.py")
_GOODBYE_SECONDS: Final = 5
_TOKEN_BYTES: Final = 16


class _Below:
    """An application that is told nothing of the path it lies under: it reads paths as the client wrote them."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"].removeprefix(self._prefix) or "/"
        raw = scope.get("raw_path", b"").removeprefix(self._prefix.encode()) or b"/"
        await self._app({**scope, "path": path, "raw_path": raw, "root_path": ""}, receive, send)


def create_studio(*, token: str | None = None, allowed_hosts: Collection[str] = ()) -> st.App:
    """Return the application.

    With a ``token``, visitors show it once (``/?token=…``) and programs send it with every call. ``allowed_hosts``
    are host names it may be called by beside those of the loopback interface; ``*`` allows any, which is safe only
    with a token. Only one studio can run in a process.
    """
    if token:
        shared.FOR_MANY.set()
    endpoint = create_app(shared.studio(), token=token, allowed_hosts=allowed_hosts, lenient=True)
    return st.App(
        _SCRIPT,
        lifespan=_lifespan,
        routes=[*files.ROUTES, *downloads.ROUTES, *exports.ROUTES, Mount(ENDPOINT, _Below(endpoint, ENDPOINT))],
        middleware=[
            Middleware(StudioGate, token=token, allowed_hosts=allowed_hosts, beside=(f"{ENDPOINT}/",)),
            Middleware(Addresses, beside=(ENDPOINT.strip("/"),)),
            Middleware(Document),
            Middleware(Programs),
        ],
    )


def serve(host: str, port: int, token: str | None = None, *, browser: bool = True) -> None:
    """Serve until the process is told to stop, after saying where; with ``browser`` open it there.

    Port 0 takes any free one. Where other machines can reach it there is always a token: a new one if none is
    given. Raises Unavailable when nothing can listen there.
    """
    if not token and not is_loopback(host):
        token = secrets.token_urlsafe(_TOKEN_BYTES)
    names = () if is_loopback(host) else (ANY_HOST,)
    logging.getLogger("uvicorn.error").addFilter(WithoutValues())
    with listening(host, port) as listener:
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{listener.getsockname()[1]}"
        link = f"{url}/?{PARAMETER}={token}" if token else url
        click.echo(say("web.serving.here", url=link))
        click.echo(say("web.serving.endpoint", url=f"{url}{ENDPOINT}"))
        config = uvicorn.Config(
            create_studio(token=token, allowed_hosts=names),
            access_log=False,
            log_level="warning",
            server_header=False,
            ws_per_message_deflate=False,  # packing is work for every change; pictures come as files, packed already
            timeout_graceful_shutdown=_GOODBYE_SECONDS,
        )
        if browser:
            webbrowser.open(link)
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


@contextlib.asynccontextmanager
async def _lifespan(app: Any) -> AsyncIterator[None]:
    shared.queue()
    with theme_kept(), warmed():
        yield
    indexing.close()
    shared.close()
