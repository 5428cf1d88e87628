"""What is made ready beside the visitors' own jobs, which come first."""

from __future__ import annotations

import os
import threading
import time

import numpy as np
import pytest
from starlette.applications import Starlette
from tests.studio.queue.painter import Painter
from tests.web.asking_asgi import ask

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture
from hwasil.engine import segment
from hwasil.library.place import library_folder
from hwasil.web import shared, warming
from hwasil.web.files import ROUTES
from hwasil.web.warming import _idle

SECONDS = 20.0


def test_it_waits_until_nobodys_job_is_under_way(painter: Painter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_LOOK", 0.01)
    painter.go_on.clear()
    ticket = shared.queue().submit(TextToImage("a fox"), owner="ada")
    went_on = threading.Event()
    thread = threading.Thread(target=lambda: went_on.set() if _idle(threading.Event())() else None)
    thread.start()
    assert painter.working.wait(SECONDS)
    assert not went_on.wait(0.1)
    painter.go_on.set()
    assert shared.queue().wait(ticket.id, SECONDS)
    assert went_on.wait(SECONDS)
    thread.join()


def test_it_stops_at_once(painter: Painter) -> None:
    painter.go_on.clear()
    shared.queue().submit(TextToImage("a fox"), owner="ada")
    stopped = threading.Event()
    stopped.set()
    assert not _idle(stopped)()


def test_what_the_gallery_has_is_not_kept_twice() -> None:
    picture = Picture.from_pixels(np.full((40, 60, 3), 7, np.uint8))
    only_here = Picture.from_pixels(np.full((40, 60, 3), 8, np.uint8))
    for one in (picture, only_here):
        shared.queue().pictures.keep(one)
    shared.gallery().keep_given(picture)
    files = list((library_folder() / "queue" / "pictures").glob("??/*"))
    for file in files:
        os.utime(file, (time.time() - 172_800,) * 2)
    shared.sweep()
    assert [file.name for file in files if file.is_file()] == [only_here.sha256]
    app = Starlette(routes=ROUTES)
    assert [ask(app, f"/files/{one.sha256}").status for one in (picture, only_here)] == [200, 200]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_finding_is_made_ready_as_long_as_there_is_time(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    looked: list[str] = []
    monkeypatch.setattr(segment, "subject", lambda picture: looked.append("subject"))
    monkeypatch.setattr(segment, "segment", lambda picture, what: looked.append(what))
    answers = iter([True] * steps + [False])
    warming._find_in(Picture.from_pixels(np.zeros((8, 8, 3), np.uint8)), lambda: next(answers))
    assert looked == ["subject", "여우"][:steps]
