"""The page Background: what is marked is kept, and something else comes behind it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from tests.web.masks import MASK, kept, last_job, mask_of, pressed, with_picture
from tests.web.opening import opened, words


def begun(address: str) -> AppTest:
    """Open the page with a picture whose subject need not be looked for."""
    app = opened("background")
    app.session_state["background.begun"] = address
    app.query_params["picture"] = address
    return app.run()


@pytest.mark.usefixtures("planner")
def test_a_new_background_from_words() -> None:
    address = kept()
    app = begun(address)
    app.text_area(key="background.prompt").set_value("a beach at sunset")
    app.session_state["background.mode"] = "precise"
    pressed(app, "background", address)
    job = last_job()
    assert (job["kind"], job["prompt"], job["mode"]) == ("Outpaint", "a beach at sunset", "precise")
    assert mask_of(job["keep"]) == MASK


@pytest.mark.usefixtures("planner")
def test_another_picture_behind() -> None:
    address, behind = kept(), kept(30)
    app = begun(address)
    app.session_state["background.source"] = "picture"
    app.session_state["background.behind.kept"] = behind
    pressed(app.run(), "background", address)
    assert last_job()["background"]["sha256"] == behind


@pytest.mark.usefixtures("real_home")
def test_the_subject_is_marked_to_begin_with() -> None:
    app = with_picture("background", kept())
    assert "main subject" in words(app)
    assert app.session_state["background.region.editor.given"]["how"] == "replace"


@pytest.mark.parametrize(
    ("source", "said"), [("words", "The prompt is empty"), ("picture", "There is no picture")]
)
@pytest.mark.usefixtures("planner")
def test_what_is_missing_is_said(source: str, said: str) -> None:
    address = kept()
    app = begun(address)
    app.session_state["background.source"] = source
    assert said in words(pressed(app.run(), "background", address))


@pytest.mark.usefixtures("engine")
def test_an_example_brings_a_picture_and_words() -> None:
    app = opened("background")
    app.button(key="background.example.0").click().run()
    assert not app.exception
    assert "beach" in str(app.text_area(key="background.prompt").value)
    assert "Marked" in words(app)
