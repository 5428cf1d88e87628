"""The document that every page begins as."""

from __future__ import annotations

import json

import pytest
from starlette.responses import PlainTextResponse
from tests.web.asking_asgi import ask

from hwasil.web.document import Document
from hwasil.web.pages import PAGES

APP = Document(PlainTextResponse("inside"))


@pytest.mark.parametrize("path", ["/", *(f"/{page.name}" for page in PAGES[1:])])
def test_pages_begin_with_it(path: str) -> None:
    answer = ask(APP, f"{path}?job=0a1b")
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    text = answer.body.decode()
    assert "<title>화실 Hwasil</title>" in text
    assert "SourceSans" not in text
    assert text.index("BACKEND_BASE_URL: location.origin") < text.index('<script type="module"')


@pytest.mark.parametrize(
    "path", ["/create", "/static/js/index.js", "/_stcore/health", "/gallery/_stcore/health", "/x"]
)
def test_everything_else_is_let_through(path: str) -> None:
    assert ask(APP, path).body == b"inside"
    assert ask(APP, "/", method="POST").body == b"inside"


@pytest.mark.parametrize(
    ("asked", "browser", "spoken"),
    [
        ("", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("", "fr-FR,fr;q=0.9", "en"),
        ("?lang=en", "ko", "en"),
        ("?lang=ko", "", "ko"),
        ('?lang="><script>', "en", "en"),
    ],
)
def test_it_says_which_language_the_page_is_in(asked: str, browser: str, spoken: str) -> None:
    headers = {"accept-language": browser} if browser else {}
    assert f'<html lang="{spoken}">'.encode() in ask(APP, f"/{asked}", **headers).body


def test_streamlit_reads_what_it_says() -> None:
    """Its program names these settings; where it does not any more, the studio starts as slowly as Streamlit does."""
    from importlib import resources

    programs = resources.files("streamlit") / "static" / "static" / "js"
    text = "".join(one.read_text("utf-8") for one in programs.iterdir() if one.name.startswith("index."))
    for name in (
        "window.__streamlit",
        "BACKEND_BASE_URL",
        "HOST_CONFIG",
        "allowedOrigins",
        "useExternalAuthToken",
    ):
        assert name in text


def test_what_every_page_has_is_fetched_ahead() -> None:
    from importlib import resources

    text = ask(APP, "/gallery").body.decode()
    names = [line.split("/js/")[1].split('"')[0] for line in text.splitlines() if "modulepreload" in line]
    assert len(names) == len(set(names))
    for part in ("BidiComponent.", "ButtonGroup.", "TextInput."):
        assert any(name.startswith(part) for name in names)
    for name in names:
        assert (resources.files("streamlit") / "static" / "static" / "js" / name).is_file()


def test_only_its_own_pages_may_send_it_messages() -> None:
    answer = ask(APP, "/_stcore/host-config")
    told = json.loads(answer.body)
    assert told.pop("allowedOrigins") == ["http://localhost:8030"]
    assert json.dumps(told).encode() in ask(APP, "/").body
