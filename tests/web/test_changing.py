"""The pages Vary & Restyle and Cutout & Upscale, with the engine of the house."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from tests.web.opening import SECONDS, opened, words
from tests.web.waiting import over, shown, tickets

from hwasil.core.picture import Picture
from hwasil.studio.studio import Studio
from hwasil.web import shared


@pytest.fixture(autouse=True)
def engine(real_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the engine do what visitors ask for."""
    monkeypatch.setattr(shared, "_studio", cache(lambda: Studio(provenance=False)))
    yield
    shared.close()


def given(color: int = 200, side: int = 64) -> str:
    """Keep a disc on a plain ground, and return its address."""
    rows, columns = np.mgrid[:side, :side]
    pixels = np.full((side, side, 3), color, np.uint8)
    pixels[np.hypot(rows - side / 2, columns - side / 2) < side / 3] = (200, 30, 30)
    return shared.queue().pictures.keep(Picture.from_pixels(pixels))


def made(app: AppTest) -> AppTest:
    assert not app.exception
    assert shared.queue().wait(shown(app, "job"), SECONDS)
    return app.run()


class TestVary:
    def test_the_main_path(self) -> None:
        app = opened("vary", picture=given())
        app.text_area(key="vary.prompt").set_value("at night")
        app.text_input(key="vary.seed").set_value("7")
        app.session_state["vary.count"] = 2
        app = made(app.button(key="vary.make.vary").click().run())
        job = shared.queue().tickets("local")[0].job
        assert (job["kind"], job["prompt"], job["count"], job["seed"]) == ("ImageVariation", "at night", 2, 7)
        assert "free" in words(app)

    def test_a_style_of_the_sheet(self) -> None:
        app = opened("vary", picture=given())
        app.session_state["vary.mode"] = "restyle"
        app.session_state["vary.style"] = "pixel-art"
        app = made(app.run().button(key="vary.make.restyle").click().run())
        job = shared.queue().tickets("local")[0].job
        assert (job["kind"], job["style"]) == ("Restyle", "pixel-art")

    def test_the_style_of_another_picture(self) -> None:
        app = opened("vary", picture=given())
        app.session_state["vary.mode"], app.session_state["vary.from"] = "restyle", "picture"
        app = app.run().button(key="vary.make.restyle").click().run()
        assert "no picture to take the style from" in app.error[0].value
        app.session_state["vary.reference.kept"] = given(90)
        made(app.button(key="vary.make.restyle").click().run())
        assert "reference" in shared.queue().tickets("local")[0].job

    def test_the_first_click_on_an_example_makes_a_picture(self) -> None:
        app = opened("vary")
        app = made(app.button(key="vary.example.2").click().run())
        ticket = shared.queue().tickets("local")[0]
        assert (ticket.state, ticket.job["style"]) == ("done", "pixel-art")

    def test_a_refresh_finds_job_and_picture_again(self) -> None:
        picture = given()
        app = opened("vary", picture=picture)
        app.text_area(key="vary.prompt").set_value("at night")
        app = made(app.button(key="vary.make.vary").click().run())
        again = opened("vary", job=shown(app, "job"))
        assert again.text_area(key="vary.prompt").value == "at night"
        assert again.session_state["vary.given.kept"] == [picture]
        assert "free" in words(again)

    def test_without_a_picture(self) -> None:
        app = opened("vary").button(key="vary.make.vary").click().run()
        assert "no picture yet" in app.error[0].value


class TestCutout:
    def test_a_subject_without_its_background(self) -> None:
        app = opened("cutout", picture=given())
        app = over(app.button(key="cutout.make").click().run(), "cutout")
        (ticket,) = tickets(app, "cutout")
        assert ticket.outcome
        cut = shared.picture(ticket.outcome.pictures[0].sha256)
        assert cut.has_alpha
        assert cut.pixels[2, 2, 3] < 128 < cut.pixels[32, 32, 3]

    def test_several_at_once_are_made_larger(self) -> None:
        app = opened("cutout")
        pictures = [given(200, 24), given(90, 20)]
        app.session_state["cutout.given.kept"] = pictures
        app.session_state["cutout.mode"], app.session_state["cutout.factor"] = "upscale", 4
        app = over(app.run().button(key="cutout.make").click().run(), "cutout")
        sizes = [str(one.outcome.pictures[0].size) for one in tickets(app, "cutout") if one.outcome]
        assert sizes == ["96x96", "80x80"]
        again = opened("cutout", set=shown(app))
        assert again.session_state["cutout.given.kept"] == pictures
        assert again.session_state["cutout.mode"] == "upscale"

    def test_the_first_click_on_an_example_makes_a_picture(self) -> None:
        app = opened("cutout")
        app = over(app.button(key="cutout.example.1").click().run(), "cutout")
        (ticket,) = tickets(app, "cutout")
        assert (ticket.state, ticket.job["kind"]) == ("done", "RemoveBackground")

    def test_without_a_picture(self) -> None:
        app = opened("cutout").button(key="cutout.make").click().run()
        assert "no picture yet" in app.error[0].value


class TestPicturesThatAreGiven:
    def test_one_that_is_sent_joins_the_others(self) -> None:
        first, second = given(10), given(20)
        app = opened("vary", picture=first)
        app.query_params["picture"] = second
        app.run()
        assert app.session_state["vary.given.kept"] == [first, second]

    def test_where_there_is_no_room_it_takes_their_place(self) -> None:
        app = opened("vary")
        app.session_state["vary.given.kept"] = [given(color) for color in range(5)]
        app.run()
        last = given(99)
        app.query_params["picture"] = last
        app.run()
        assert app.session_state["vary.given.kept"] == [last]

    @pytest.mark.parametrize("address", ["0" * 64, "../../etc/passwd", "x"])
    def test_one_that_is_not_there_is_said_and_let_go(self, address: str) -> None:
        app = opened("vary", picture=address)
        assert not app.exception
        assert app.error
        assert app.session_state["vary.given.kept"] == []
        assert not app.run().error

    def test_files_are_checked(self) -> None:
        app = opened("cutout")
        uploader = app.file_uploader[0]
        good = shared.picture(given()).data
        uploader.upload("good.png", good, "image/png")
        uploader.upload("bad.png", good[:80], "image/png")
        app.run()
        assert not app.exception
        assert len(app.session_state["cutout.given.kept"]) == 1
        assert app.error
