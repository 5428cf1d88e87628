"""Who may come in to the studio: pure ASGI middleware, over pages, files and web sockets alike.

Foreign hosts and origins are turned away as `hwasil.server.gate` does. Where there is a token, a visitor shows it
once, in the link that was printed at the start, and has a cookie from then on. Every visitor also gets a name of
no meaning, by which the queue knows whose jobs are whose.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hwasil.i18n import LANGUAGES, say, speaking
from hwasil.server.hosts import ANY_HOST, authority_of, host_of, is_loopback

OWNER: Final = "hwasil_owner"
KEY: Final = "hwasil_key"
PARAMETER: Final = "token"
_YEAR: Final = 31_536_000
_REFUSED: Final = 1008  # the web socket's code for a policy that was not met (RFC 6455, 7.4.1)


class StudioGate:
    """Lets visitors in.

    ``beside`` are prefixes of paths whose applications have a gate of their own. ``allowed_hosts`` are names the
    studio may be called by beside those of the loopback interface; ``*`` allows any.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str | None = None,
        allowed_hosts: Collection[str] = (),
        beside: Collection[str] = (),
    ) -> None:
        self._app = app
        self._key = None if not token else hashlib.sha256(f"hwasil {token}".encode()).hexdigest()
        self._allowed = frozenset(allowed_hosts)
        self._beside = tuple(beside)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a visitor through, or answer here."""
        if scope["type"] not in {"http", "websocket"} or scope["path"].startswith(self._beside or ("\0",)):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = _cookies(headers)
        refusal = self._refusal(scope, headers, cookies)
        if refusal is None:
            known = cookies.get(OWNER)
            await self._app(scope, receive, send if known else _naming(send, scope))
        elif scope["type"] == "http":
            await refusal(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.close", "code": _REFUSED})

    def _refusal(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> Response | None:
        named, origins = headers.getlist("host"), headers.getlist("origin")
        if len(named) != 1 or not self._is_ours(host_of(named[0])):
            return PlainTextResponse("This studio does not go by the name in the Host header.", 403)
        if any(authority_of(origin) != named[0].lower() for origin in origins):
            return PlainTextResponse("Web pages of other sites may not call this studio.", 403)
        if self._key is None or hmac.compare_digest(cookies.get(KEY, "").encode(), self._key.encode()):
            return None
        return self._welcome(scope) or HTMLResponse(_door(), 401)

    def _welcome(self, scope: Scope) -> Response | None:
        """Return the way in for whoever shows the token; it leaves the address, where others could read it."""
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        shown = hashlib.sha256(f"hwasil {query.pop(PARAMETER, '')}".encode()).hexdigest()
        if self._key is None or not hmac.compare_digest(shown, self._key):
            return None
        there = f"/{scope['path'].lstrip('/')}"
        answer = RedirectResponse(f"{there}?{urlencode(query)}" if query else there, 303)
        answer.set_cookie(KEY, self._key, max_age=_YEAR, httponly=True, samesite="strict")
        return answer

    def _is_ours(self, host: str | None) -> bool:
        return host is not None and (ANY_HOST in self._allowed or host in self._allowed or is_loopback(host))


def _naming(send: Send, scope: Scope) -> Send:
    """Give a visitor who has none a name with the first page."""

    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start" and scope["method"] == "GET":
            value = f"{OWNER}={secrets.token_hex(16)}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Lax"
            MutableHeaders(scope=message).append("set-cookie", value)
        await send(message)

    return send_named if scope["type"] == "http" and not scope["path"].startswith(("/static", "/files")) else send


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _door() -> str:
    """Return the page for whoever has no token: it asks for it, in every language."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(f"<p lang={language}>{say('web.door.ask')}</p>")
    return (
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Hwasil</title>"
        "<style>body{font:16px/1.6 system-ui,sans-serif;max-width:26rem;margin:18vh auto;padding:0 1rem}"
        "input,button{font:inherit;padding:.5rem .7rem;border-radius:8px;border:1px solid #999}</style>"
        f"<h1>화실 Hwasil</h1>{''.join(said)}<form><input name={PARAMETER} type=password autofocus required "
        "autocomplete=off aria-label=token> <button>→</button></form>"
    )
