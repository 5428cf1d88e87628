"""Addresses that name no page."""

from __future__ import annotations

import pytest
from starlette.responses import PlainTextResponse
from tests.web.asking_asgi import ask

from hwasil.web.addresses import Addresses
from hwasil.web.pages import PAGES

APP = Addresses(PlainTextResponse("inside"), beside=("bedrock",))


@pytest.mark.parametrize("path", ["/create", "/create/", "/no-such-page", "/%ED%99%94%EC%8B%A4", "/CREATE"])
def test_they_lead_to_the_first_page(path: str) -> None:
    answer = ask(APP, f"{path}?lang=ko&job=0a1b")
    assert (answer.status, answer.headers["location"]) == (307, "/?lang=ko&job=0a1b")
    assert ask(APP, path).headers["location"] == "/"


@pytest.mark.parametrize("page", [page.name for page in PAGES[1:]])
def test_a_page_stays_where_it_is(page: str) -> None:
    assert ask(APP, f"/{page}?lang=ko").body == b"inside"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/favicon.png",
        "/_stcore/health",
        "/create/_stcore/health",
        "/static/js/index.js",
        "/files/0",
        "/bedrock",
    ],
)
def test_what_is_no_page_is_let_through(path: str) -> None:
    assert ask(APP, path).body == b"inside"


def test_only_who_looks_is_sent_elsewhere() -> None:
    assert ask(APP, "/create", method="POST").body == b"inside"
    assert ask(APP, "//evil.example").body == b"inside"
