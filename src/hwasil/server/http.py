"""HTTP as it is read here: by httptools, with an end to what a head may hold, and a way to hang up.

httptools is quick, but it reads a head for as long as one comes, and what stands behind a body as well. Here a head
has at most 64 KiB, beside what came in one piece with its first byte, and so has whatever else of a request is no body.
"""

from __future__ import annotations

from typing import Any, Final

from httptools import HttpParserError, HttpParserUpgrade
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HANG_UP: Final = "hwasil.hang_up"  # the name of the ASGI extension: a function without arguments
MAX_HEAD_BYTES: Final = 65_536
_NO_HTTP: Final = "Invalid HTTP request received."


class BoundedHeads(HttpToolsProtocol):
    """uvicorn's HTTP, where a head has an end and no other protocol is spoken. For `uvicorn.Config`'s ``http``."""

    _came_on = False
    _vain_bytes = 0
    _wishes = False

    def data_received(self, data: bytes) -> None:
        """Read what came. A head that goes on and on is answered as any other that is no HTTP."""
        self._unset_keepalive_if_required()
        self._came_on = False
        came = len(data)
        while data:
            try:
                self.parser.feed_data(data)
                data = b""
            except HttpParserUpgrade as met:
                data = self._plain_head() + data[met.args[0] :]
            except HttpParserError:
                self._refuse()
                return
        self._vain_bytes = 0 if self._came_on else self._vain_bytes + came
        if self._vain_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._came_on = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Pass a request on, unless it wishes for another protocol: it is read again without that."""
        self._came_on = True
        self._wishes = self.parser.should_upgrade() and any(name == b"upgrade" for name, _ in self.headers)
        if not self._wishes:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Begin to count again: of bodies, whoever reads them sees the end."""
        self._came_on = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Say that there is no more of a request."""
        if not self._wishes:
            super().on_message_complete()

    def _plain_head(self) -> bytes:
        """Return the head that was just read, without the wish for another protocol; a server may pass over that.

        Clients that would like HTTP/2 wish for it with their first request, whatever that is. httptools stops behind
        such a head, and would take the body for the next request (RFC 9110, 7.8).
        """
        kept = [b"%b: %b\r\n" % header for header in self.headers if header[0] != b"upgrade"]
        version = self.parser.get_http_version().encode()
        return b"%b %b HTTP/%b\r\n%b\r\n" % (self.parser.get_method(), self.url, version, b"".join(kept))

    def _refuse(self) -> None:
        self.logger.warning(_NO_HTTP)
        self.send_400_response(_NO_HTTP)


class HangingUp(BoundedHeads):
    """The same with one ASGI extension more, ``hwasil.hang_up``: the connection closes without an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inner = self.app

        async def with_extension(scope: Any, receive: Any, send: Any) -> None:
            extensions = {**scope.get("extensions", {}), HANG_UP: self.transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = with_extension
