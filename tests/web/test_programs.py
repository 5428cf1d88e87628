"""Streamlit's programs, out of memory."""

from __future__ import annotations

from importlib import resources

import pytest
from starlette.responses import PlainTextResponse
from tests.web.asking_asgi import ask

from hwasil.web.programs import Programs

APP = Programs(PlainTextResponse("inside"))
SCRIPTS = resources.files("streamlit") / "static" / "static" / "js"
SCRIPT = next(file for file in SCRIPTS.iterdir() if file.name.startswith("index.") and file.name.endswith(".js"))


def test_they_come_whole_and_are_kept() -> None:
    answer = ask(APP, f"/static/js/{SCRIPT.name}")
    assert (answer.status, answer.body) == (200, SCRIPT.read_bytes())
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize(
    "path",
    [
        "/static/js/no-such.js",
        "/static/../../__init__.py",
        "/static/js/../../index.html",
        "/static//etc/passwd",
        "/static/",
        "/media/0.js",
        "/",
    ],
)
def test_nothing_else_does(path: str) -> None:
    assert ask(APP, path).body == b"inside"


def test_parts_of_a_file_are_not_for_here() -> None:
    assert ask(APP, f"/static/js/{SCRIPT.name}", range="bytes=0-9").body == b"inside"
    assert ask(APP, f"/static/js/{SCRIPT.name}", method="POST").body == b"inside"
