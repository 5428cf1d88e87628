from __future__ import annotations

import threading
from pathlib import Path

import pytest

from hwasil.backends.base import Context, Progress
from hwasil.backends.local import ILLUSTRATOR, LocalBackend
from hwasil.core.errors import Cancelled, InvalidInput, NotSupported, Unavailable
from hwasil.core.jobs import Embed, TextToImage, TryOn
from hwasil.core.picture import Size
from hwasil.core.results import FREE

SMALL = Size(320, 320)


def test_pictures_come_with_their_seed_and_scene(real_home: Path) -> None:
    result = LocalBackend().run(TextToImage("여우", size=SMALL, count=3, seed=7), ILLUSTRATOR, Context())
    assert [made.seed for made in result.made] == [7, 8, 9]
    assert len({picture.sha256 for picture in result.pictures}) == 3
    assert all(made.details["drawn"] == ["fox"] for made in result.made)
    assert result.price == FREE
    assert result.engine.startswith("illustrator")


def test_each_of_several_is_the_one_its_seed_gives_alone(real_home: Path) -> None:
    backend = LocalBackend()
    several = backend.run(TextToImage("a cat", size=SMALL, count=2, seed=3), ILLUSTRATOR, Context())
    alone = backend.run(TextToImage("a cat", size=SMALL, seed=4), ILLUSTRATOR, Context())
    assert several.pictures[1] == alone.pictures[0]


def test_many_threads_draw_the_same_picture(real_home: Path) -> None:
    backend = LocalBackend()
    job = TextToImage('a cat, sign reading "화실"', size=SMALL, seed=5)
    drawn: list[str] = []

    def draw() -> None:
        drawn.append(backend.run(job, ILLUSTRATOR, Context()).pictures[0].sha256)

    threads = [threading.Thread(target=draw) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 6
    assert len(set(drawn)) == 1


def test_what_is_done_is_kept_when_the_rest_is_stopped(real_home: Path) -> None:
    context = Context()

    def stop_after_two(progress: Progress) -> None:
        if progress.done == 2:
            context.cancelled.set()

    context.progress = stop_after_two
    result = LocalBackend().run(TextToImage("a cat", size=SMALL, count=9, seed=1), ILLUSTRATOR, context)
    assert 1 <= len(result.made) < 9
    assert [type(problem) for problem in result.failed] == [Cancelled]


def test_stopped_before_the_first_picture_it_is_an_error(real_home: Path) -> None:
    context = Context()
    context.cancelled.set()
    with pytest.raises(Cancelled):
        LocalBackend().run(TextToImage("a cat", size=SMALL), ILLUSTRATOR, context)


def test_missing_weights_name_the_command_that_gets_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    with pytest.raises(Unavailable) as caught:
        LocalBackend().run(TextToImage("a cat", size=SMALL), ILLUSTRATOR, Context())
    assert "hwasil skills pull --all" in caught.value.hint
    assert not list(tmp_path.rglob("*.json"))


def test_what_it_cannot_do_it_says() -> None:
    backend = LocalBackend()
    with pytest.raises(NotSupported, match="TryOn"):
        backend.default_model(TryOn)
    with pytest.raises(NotSupported):
        backend.run(Embed(text="a cat"), ILLUSTRATOR, Context())
    with pytest.raises(InvalidInput):
        backend.limits("local.photographer")
