"""The document that every page of the studio begins as: Streamlit's own, told at once what it would ask for.

Streamlit's program looks for its server when it starts: below the address of the page, then above it, twice each time,
and only then opens its web socket. This document says where the server is, which saves these round trips, and lets the
browser fetch at once those of its parts that every page has, each of which it would ask for only when it is drawn. It
also says which language the page is in, what it is called before anything of it is drawn, and shows the first pictures
of the gallery (`first_sight`).

No other site's page may send the studio messages; Streamlit allows its makers' hosts.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import Final, cast
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hwasil.i18n import LANGUAGES, Language, language, say, speaking
from hwasil.web.first_sight import first_sight
from hwasil.web.language import PARAMETER
from hwasil.web.pages import PAGES

# What the program's `applyInitialHostConfig` reads in Streamlit 1.67, and asks for again once it is connected. With the
# address of the server and all of this there it connects at once; a program that does not know it asks as it always did.
_HOST_CONFIG: Final = "/_stcore/host-config"
_SETTINGS: Final[dict[str, object]] = {
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": False,
    "resourceCrossOriginMode": None,
}
_SCRIPT: Final = f"""<script>
      window.__streamlit = {{
        BACKEND_BASE_URL: location.origin,
        HOST_CONFIG: {{ allowedOrigins: [location.origin], ...{json.dumps(_SETTINGS)} }}
      }}
    </script>"""
_TITLE: Final = "화실 Hwasil"
_OTHER_FONT: Final = re.compile(r'<link\s+rel="preload"[^>]*\bas="font"[^>]*>')
_OUR_FONT: Final = (
    '<link rel="preload" href="/files/fonts/400" as="font" type="font/woff2" crossorigin fetchpriority="low" />'
)
_STYLE: Final = re.compile(r'<link rel="stylesheet"[^>]*>')
_PARTS: Final = ("Html", "ButtonGroup", "Button", "TextInput", "BidiComponent")
_IMPORTED: Final = re.compile(r"""\b(?:import|from)\s*["']\./([^"']+\.js)["']""")
_HEAD: Final = '<meta charset="UTF-8" />'
_ROOT: Final = '<div id="root"></div>'
_PATIENCE: Final = 0.3  # seconds for the first sight of the gallery
_FRESH: Final = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}


class Document:
    """Pure ASGI middleware: answers whoever opens a page, and lets everything else through."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._pages = {"/", *(f"/{page.name}" for page in PAGES[1:])}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a GET or HEAD of a page, or of what its program asks to know about where it runs."""
        app: ASGIApp = self._app
        if scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}:
            if scope["path"] in self._pages:
                app = HTMLResponse(await _answer(scope), headers=_FRESH)
            elif scope["path"] == _HOST_CONFIG:
                own = f"{scope['scheme']}://{Headers(scope=scope).get('host', '')}"
                app = JSONResponse({"allowedOrigins": [own], **_SETTINGS}, headers=_FRESH)
        await app(scope, receive, send)


async def _answer(scope: Scope) -> str:
    spoken = _language(scope)
    text = _document(spoken)
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    if scope["path"] == "/gallery" and asked.keys() <= {PARAMETER}:
        with anyio.move_on_after(_PATIENCE):  # a gallery on AWS may be far away; the page itself can wait for it
            sight = await anyio.to_thread.run_sync(first_sight, spoken, abandon_on_cancel=True)
            text = text.replace(_HEAD, _HEAD + sight.head, 1).replace(_ROOT, sight.body + _ROOT, 1)
    return text


@cache
def _document(spoken: Language) -> str:
    text = (resources.files("streamlit") / "static" / "index.html").read_text(encoding="utf-8")
    text = _OTHER_FONT.sub(_OUR_FONT, text)
    text = re.sub(r"<title>[^<]*</title>", f"<title>{_TITLE}</title>", text)
    with speaking(spoken):
        text = re.sub(
            r"(?s)<noscript>.*?</noscript>", f"<noscript><p>{say('web.door.without_script')}</p></noscript>", text
        )
    text = re.sub(r"<html\b[^>]*>", f'<html lang="{spoken}">', text, count=1)
    style = _STYLE.search(text)  # nothing at all is shown before it is there
    text = _STYLE.sub("", text)
    text = text.replace(_HEAD, f"{_HEAD}\n    {style[0] if style else ''}\n    {_SCRIPT}", 1)
    ahead = [
        f'<link rel="modulepreload" crossorigin href="./static/js/{one}">' for one in _parts() if one not in text
    ]
    return text.replace("</head>", "\n    ".join(["", *ahead, "</head>"]), 1)


def _parts() -> list[str]:
    """Return the files of the parts that every page has, and what they import themselves."""
    folder = resources.files("streamlit") / "static" / "static" / "js"
    texts = {file.name: file for file in folder.iterdir() if file.name.endswith(".js")}
    found: dict[str, None] = {}
    open_ones = [name for name in texts if name.split(".")[0] in _PARTS]
    while open_ones:
        name = open_ones.pop()
        if name in texts and name not in found:
            found[name] = None
            open_ones += _IMPORTED.findall(texts[name].read_text(encoding="utf-8"))
    return sorted(found)


def _language(scope: Scope) -> Language:
    """Return the language of the address, else that of the browser, else of this machine."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER, [""])[0]
    first = Headers(scope=scope).get("accept-language", "").split(",")[0].strip().lower()
    if asked in LANGUAGES:
        return cast("Language", asked)
    if not first:
        return language()
    return "ko" if first.startswith("ko") else "en"
