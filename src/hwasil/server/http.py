"""HTTP as it is read here: by httptools, with an end to what a head may hold, and a way to hang up.

httptools takes half as long as h11, which is most of what a small request costs; but it reads a head for as long as one
comes. Here a head has at most 64 KiB, beside what came in one piece with its first byte.
"""

from __future__ import annotations

from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HANG_UP: Final = "hwasil.hang_up"  # the name of the ASGI extension: a function without arguments
MAX_HEAD_BYTES: Final = 65_536


class BoundedHeads(HttpToolsProtocol):
    """uvicorn's HTTP, where a head has an end. For `uvicorn.Config`'s ``http``."""

    _in_head = True
    _head_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Read what came. A head that goes on and on is answered as any other that is no HTTP."""
        continued = self._in_head
        super().data_received(data)
        if continued and self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES and not self.transport.is_closing():
                self.send_400_response("Invalid HTTP request received.")

    def on_message_begin(self) -> None:
        """Begin to count."""
        super().on_message_begin()
        self._in_head = True
        self._head_bytes = 0

    def on_headers_complete(self) -> None:
        """Stop counting."""
        self._in_head = False
        super().on_headers_complete()


class HangingUp(BoundedHeads):
    """The same with one ASGI extension more, ``hwasil.hang_up``: the connection closes without an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inner = self.app

        async def with_extension(scope: Any, receive: Any, send: Any) -> None:
            extensions = {**scope.get("extensions", {}), HANG_UP: self.transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = with_extension
