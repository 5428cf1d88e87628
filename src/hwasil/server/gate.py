"""Who may come in: checked before anything of a request is read.

A web page that somebody happens to have open can send requests to this machine. Two things give it away: the name
it calls us by (a page that points its own name at us, "DNS rebinding"), and the Origin header that browsers put on
what a page sends. There is no CORS, so that a page never reads an answer either.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hwasil.server.answers import error_answer
from hwasil.server.calls import HEALTH, READY
from hwasil.server.hosts import ANY_HOST, authority_of, host_of, is_loopback
from hwasil.wire.wire_errors import WireError

_OPEN: Final = frozenset({HEALTH, READY})
_FOREIGN_HOST: Final = WireError(
    "AccessDeniedException", 403, "This server does not go by the name in the Host header."
)
_FOREIGN_ORIGIN: Final = WireError(
    "AccessDeniedException", 403, "Web pages of other sites may not call this server."
)
# Bedrock's own name and sentence for credentials that it does not know.
_NO_TOKEN: Final = WireError(
    "UnrecognizedClientException", 403, "The security token included in the request is invalid."
)


class Gate:
    """ASGI middleware that turns away foreign hosts and origins and, where there is a token, whoever lacks it.

    ``allowed_hosts`` are host names without a port that the server may be called by, beside those of the loopback
    interface; ``*`` allows any. A token is asked for everywhere but at the checks of health and
    readiness, which tell nothing of anybody's requests.
    """

    def __init__(self, app: ASGIApp, *, token: str | None, allowed_hosts: Collection[str]) -> None:
        self._app = app
        self._token = token.encode() if token else None
        self._allowed = frozenset(host.lower() for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        refused = self._refused(Headers(scope=scope), scope["path"]) if scope["type"] == "http" else None
        if refused is None:
            await self._app(scope, receive, send)
        else:
            await error_answer(refused)(scope, receive, send)

    def _refused(self, headers: Headers, path: str) -> WireError | None:
        named, origins = headers.getlist("host"), headers.getlist("origin")
        if len(named) != 1 or not self._is_ours(host_of(named[0])):
            return _FOREIGN_HOST
        if any(authority_of(origin) != named[0].lower() for origin in origins):
            return _FOREIGN_ORIGIN
        if self._token is not None and path not in _OPEN and not self._has_token(headers.get("authorization", "")):
            return _NO_TOKEN
        return None

    def _is_ours(self, host: str | None) -> bool:
        return host is not None and (ANY_HOST in self._allowed or host in self._allowed or is_loopback(host))

    def _has_token(self, authorization: str) -> bool:
        scheme, _, given = authorization.partition(" ")
        right = secrets.compare_digest(given.strip().encode("latin-1"), self._token or b"")
        return right and scheme.lower() == "bearer"
