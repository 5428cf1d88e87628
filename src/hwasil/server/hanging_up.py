"""HTTP whose application can close the connection without an answer, which ASGI alone has no word for."""

from __future__ import annotations

from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

HANG_UP: Final = "hwasil.hang_up"  # the name of the ASGI extension: a function without arguments


class HangingUp(H11Protocol):
    """uvicorn's HTTP with one ASGI extension more, ``hwasil.hang_up``. For `uvicorn.Config`'s ``http``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inner = self.app

        async def with_extension(scope: Any, receive: Any, send: Any) -> None:
            extensions = {**scope.get("extensions", {}), HANG_UP: self.transport.abort}
            await inner({**scope, "extensions": extensions}, receive, send)

        self.app = with_extension
