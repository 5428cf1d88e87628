"""All pictures of a set at once: as an archive and as a sheet, and only for whoever asked for them."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from starlette.applications import Starlette
from tests.studio.queue.painter import Painter
from tests.web.asking_asgi import Answer, ask
from tests.web.opening import SECONDS

from hwasil.core.errors import Unavailable
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture
from hwasil.web import downloads, shared
from hwasil.web.gate import OWNER

ADA, EVE = "a" * 32, "e" * 32
SET = "0123456789ab"
APP = Starlette(routes=downloads.ROUTES)


@pytest.fixture(autouse=True)
def _asked(painter: Painter) -> None:
    """Let Ada ask for a set of which one job fails."""
    painter.trouble["a hare"] = Unavailable("local_weights_missing", name="x")
    asked = [
        TextToImage("a fox/../in the 눈밭", count=2, seed=3),
        TextToImage("a hare"),
        TextToImage("=1+1", seed=9),
    ]
    for job in asked:
        ticket = shared.queue().submit(job, owner=ADA, page=f"batch:{SET}")
        assert shared.queue().wait(ticket.id, SECONDS)


def get(path: str, owner: str = ADA) -> Answer:
    return ask(APP, f"/sets/{path}", cookie=f"{OWNER}={owner}")


def test_the_archive_holds_every_picture_and_a_table() -> None:
    answer = get(f"batch/{SET}/pictures.zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="hwasil-012345.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.body))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "001-a-fox-in-the-눈밭.png", "002-a-fox-in-the-눈밭.png", "003-1-1.png", "pictures.csv",
    ]  # fmt: skip
    assert [Picture.from_bytes(archive.read(name)).pixels[0, 0, 0] for name in archive.namelist()[:3]] == [3, 4, 9]
    rows = list(csv.reader(io.StringIO(archive.read("pictures.csv").decode("utf-8-sig"))))
    assert rows[0] == ["file", "prompt", "seed", "model"]
    assert [row[1] for row in rows[1:]] == ["a fox/../in the 눈밭", "a fox/../in the 눈밭", "'=1+1"]


def test_the_sheet() -> None:
    answer = get(f"batch/{SET}/contact-sheet.png")
    assert answer.headers["content-type"] == "image/png"
    assert Picture.from_bytes(answer.body).width > 300


@pytest.mark.parametrize(
    "path", [f"batch/{SET}", "batch/000000000000", "batch/..", f"cutout/{SET}", f"BATCH/{SET}"]
)
@pytest.mark.parametrize("file", ["pictures.zip", "contact-sheet.png"])
def test_nobody_elses(path: str, file: str) -> None:
    assert get(f"{path}/{file}", EVE).status == 404
    assert ask(APP, f"/sets/{path}/{file}").status == 404


def test_a_picture_that_was_removed_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    found = shared.picture
    gone = shared.queue().tickets(ADA)[0].outcome
    assert gone

    def without_one(address: str) -> Picture:
        return found("0" * 64 if address == gone.pictures[0].sha256 else address)

    monkeypatch.setattr(shared, "picture", without_one)
    archive = zipfile.ZipFile(io.BytesIO(get(f"batch/{SET}/pictures.zip").body))
    assert len(archive.namelist()) == 3
