"""Files beside the pages: pictures by their content addresses, previews of styles, the typeface.

Each has a fixed type, and browsers are told not to guess another. Nothing is served by a name that a visitor chose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture
from hwasil.engine import weights
from hwasil.library.provenance import share_copy
from hwasil.library.thumbnail import thumbnail
from hwasil.web import shared, style_previews

_Find = Callable[[str], tuple[bytes, str]]  # the bytes alone: a picture may hold its pixels as well
_TYPES: Final = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
_FOREVER: Final[Mapping[str, str]] = {
    # What is named by its content never changes.
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'",
}
_STYLE: Final = re.compile(r"[a-z0-9-]{1,60}")
_WEIGHTS: Final = frozenset({"400", "600", "700"})
_SMALL: Final = 320  # pixels of the short side


async def original(request: Request) -> Response:
    """Answer with a picture as it was kept."""
    return await _picture(request, _original)


async def small(request: Request) -> Response:
    """Answer with a small copy of a picture."""
    return await _picture(request, _small)


async def share(request: Request) -> Response:
    """Answer with a copy to pass on: without the prompt, but not without where it comes from."""
    return await _picture(request, _to_share)


async def style(request: Request) -> Response:
    """Answer with the preview of a style."""
    name = request.path_params["name"]
    file = style_previews.file(name) if _STYLE.fullmatch(name) else None
    if file is None or not file.is_file():
        return _nothing()
    return FileResponse(file, media_type=_TYPES["webp"], headers=_FOREVER)


async def font(request: Request) -> Response:
    """Answer with the typeface in one of its weights, where it has been pulled."""
    name = request.path_params["weight"]
    weight = weights.find(f"font-pretendard-{name}") if name in _WEIGHTS else None
    if weight is None or not weight.present():
        return _nothing()
    return FileResponse(weight.location, media_type="font/woff2", headers=_FOREVER)


ROUTES: Final = [
    Route("/files/fonts/{weight}", font),
    Route("/files/styles/{name}", style),
    Route("/files/{address}", original),
    Route("/files/{address}/small", small),
    Route("/files/{address}/share", share),
]


async def _picture(request: Request, find: _Find) -> Response:
    try:
        data, kind = await anyio.to_thread.run_sync(find, request.path_params["address"])
    except HwasilError:
        return _nothing()
    return Response(data, media_type=kind, headers=_FOREVER)


def _original(address: str) -> tuple[bytes, str]:
    return _sent(shared.picture(address))


@lru_cache(maxsize=256)
def _small(address: str) -> tuple[bytes, str]:
    try:
        return _sent(shared.gallery().store.thumbnail(address))
    except HwasilError:
        pass  # it was given and not kept in the gallery, or is no picture's address at all
    return _sent(thumbnail(shared.picture(address), _SMALL).encoded("webp", quality=82))


@lru_cache(maxsize=4)
def _to_share(address: str) -> tuple[bytes, str]:
    return _sent(share_copy(shared.picture(address)))


def _sent(picture: Picture) -> tuple[bytes, str]:
    return picture.data, _TYPES[picture.format]


def _nothing() -> Response:
    return PlainTextResponse("There is no such file.", 404, {"X-Content-Type-Options": "nosniff"})
