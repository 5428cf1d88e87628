"""The page Extend: a shape, a size or margins, and a place in it, become a job."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from tests.web.masks import SIZE, kept, last_job, with_picture
from tests.web.opening import opened, words

from hwasil.web import shared


def begun(way: str) -> tuple[AppTest, str]:
    address = kept()
    app = with_picture("extend", address)
    app.session_state["extend.way"] = way
    return app.run(), address


def press(app: AppTest) -> AppTest:
    app = app.button(key="extend.make").click().run()
    assert not app.exception
    return app


def margins() -> list[int]:
    job = last_job()
    assert job["kind"] == "Extend"
    added: dict[str, Any] = job["margins"]
    return [added.get(side, 0) for side in ("left", "top", "right", "bottom")]


@pytest.mark.usefixtures("planner")
def test_a_shape_is_reached_with_the_picture_in_the_middle() -> None:
    app, _ = begun("shape")
    app.session_state["extend.shape"] = "2:1"
    app.text_area(key="extend.prompt").set_value("more sea")
    press(app.run())
    assert margins() == [16, 0, 16, 0]
    assert last_job()["prompt"] == "more sea"


@pytest.mark.usefixtures("planner")
def test_a_size_with_the_picture_where_it_was_put() -> None:
    app, address = begun("size")
    app.number_input(key="extend.width").set_value(128)
    app.number_input(key="extend.height").set_value(80).run()
    told = {"frame": f"{address} 128x80", "left": 32, "top": 0}
    app.session_state["extend.frame"] = {"place": told}
    press(app)
    assert margins() == [32, 0, 0, 16]


@pytest.mark.parametrize(
    "place",
    [
        {"frame": "another", "left": 0, "top": 0},
        {"left": 0, "top": 0},
        {"frame": "", "left": "0", "top": 0},
        {"frame": "", "left": -5, "top": 0},
        {"frame": "", "left": 33, "top": 0},
        "text",
    ],
)
@pytest.mark.usefixtures("planner")
def test_a_place_that_cannot_be_is_the_middle(place: Any) -> None:
    app, address = begun("size")
    app.number_input(key="extend.width").set_value(128).run()
    if isinstance(place, dict) and place.get("frame") == "":
        place["frame"] = f"{address} 128x64"
    app.session_state["extend.frame"] = {"place": place}
    press(app)
    assert margins() == [16, 0, 16, 0]


@pytest.mark.usefixtures("planner")
def test_margins() -> None:
    app, _ = begun("margins")
    for side, pixels in {"left": 8, "top": 16, "right": 24, "bottom": 32}.items():
        app.number_input(key=f"extend.side.{side}").set_value(pixels)
    press(app.run())
    assert margins() == [8, 16, 24, 32]


@pytest.mark.usefixtures("planner")
def test_what_is_missing_is_said() -> None:
    assert "There is no picture yet" in words(press(opened("extend")))
    app, _ = begun("size")
    assert app.number_input(key="extend.width").value == SIZE.width
    assert "as large as the old one" in words(press(app))
    assert shared.queue().tickets("local") == []


@pytest.mark.usefixtures("engine")
def test_an_example_brings_a_picture() -> None:
    app = opened("extend")
    app.button(key="extend.example.0").click().run()
    assert not app.exception
    assert "free" in words(app)
