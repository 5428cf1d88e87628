"""Files beside the pages: fixed types, nothing by a name of a visitor's choice."""

from __future__ import annotations

import numpy as np
import pytest
from starlette.applications import Starlette
from tests.web.asking_asgi import ask

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture
from hwasil.engine import weights
from hwasil.studio.studio import Studio
from hwasil.web import shared
from hwasil.web.files import ROUTES

APP = Starlette(routes=ROUTES)
PICTURE = Picture.from_pixels(np.full((40, 60, 3), 7, np.uint8))


@pytest.mark.parametrize(("ending", "kind"), [("", "png"), ("/small", "webp"), ("/share", "png")])
def test_a_picture_that_was_given(ending: str, kind: str) -> None:
    address = shared.queue().pictures.keep(PICTURE)
    answer = ask(APP, f"/files/{address}{ending}")
    assert answer.status == 200
    assert answer.headers["content-type"] == f"image/{kind}"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert Picture.from_bytes(answer.body).size == PICTURE.size


def test_a_picture_that_was_made_is_the_gallerys() -> None:
    ticket = shared.queue().submit(TextToImage("a fox"), owner="ada")
    assert shared.queue().wait(ticket.id, 20)
    outcome = shared.queue().ticket(ticket.id, "ada").outcome
    assert outcome
    address = outcome.pictures[0].sha256
    assert shared.gallery().store.original(address).sha256 == address
    assert Picture.from_bytes(ask(APP, f"/files/{address}").body).sha256 == address


def test_a_copy_to_share_does_not_tell_the_prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "a secret garden"
    made = Studio(provenance=True).create(words, size="256x256", seed=1).pictures[0]
    assert words.encode() in made.data
    address = shared.queue().pictures.keep(made)
    copy = ask(APP, f"/files/{address}/share").body
    assert words.encode() not in copy
    assert b"c2pa" in copy


@pytest.mark.parametrize(
    "path",
    [
        "/files/" + "0" * 64,
        "/files/..%2f..%2fqueue.sqlite",
        "/files/../queue.sqlite",
        "/files/queue.sqlite",
        "/files/%00/small",
        "/files/" + "A" * 64 + "/share",
        "/files/fonts/..",
        "/files/fonts/500",
        "/files/styles/..%2f..%2fx",
        "/files/styles/anime.webp",
        "/files/styles/no-such-style",
    ],
)
def test_everything_else_is_not_there(path: str) -> None:
    answer = ask(APP, path)
    assert answer.status == 404
    assert answer.headers.get("content-type", "text/plain").startswith("text/plain")


@pytest.mark.usefixtures("real_home")
def test_the_typeface() -> None:
    answer = ask(APP, "/files/fonts/400")
    assert (answer.status, answer.headers["content-type"]) == (200, "font/woff2")
    assert len(answer.body) == weights.find("font-pretendard-400").size
