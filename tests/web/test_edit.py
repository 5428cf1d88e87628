"""The page Edit: a picture and a mask become a job, and its result the next picture."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from tests.web.masks import BOX, MASK, SIZE, kept, last_job, mask_of, painted, pressed, with_picture
from tests.web.opening import SECONDS, opened, words

from hwasil.core.mask import Box, Mask
from hwasil.core.picture import Picture
from hwasil.engine.segment import with_edge
from hwasil.web import asking, shared
from hwasil.web.components.mask_editor.exchange import mask_sent


def begun(action: str = "remove") -> tuple[AppTest, str]:
    """Open the page with a picture and an action chosen, and return the picture's address as well."""
    address = kept()
    app = with_picture("edit", address)
    app.session_state["edit.action"] = action
    return app.run(), address


def finished(app: AppTest) -> tuple[AppTest, str]:
    """Wait until the job is over; return what the page shows then, and the address of what was made."""
    identity = shared.queue().tickets("local")[0].id
    assert shared.queue().wait(identity, SECONDS)
    outcome = shared.queue().ticket(identity, asking.owner()).outcome
    assert outcome
    return app.run(), outcome.pictures[0].sha256


def given(app: AppTest) -> Mask:
    """Return the mask that was put into the editor."""
    packed = app.session_state["edit.region.editor.given"]["mask"]
    mask = mask_sent({"picture": "", "width": SIZE.width, "height": SIZE.height, "mask": packed}, "", SIZE)
    assert mask is not None
    return mask


def arrived(app: AppTest, address: str, mask: Mask | None = None) -> None:
    """Let the mask that was given have arrived in the editor, or another that was painted over it."""
    painted(app, "edit", address, mask or given(app))
    app.session_state["edit.region.editor"]["mask"]["taken"] = app.session_state["edit.region.editor.given"]["id"]


@pytest.mark.usefixtures("planner")
class TestActions:
    def test_what_is_marked_is_removed(self) -> None:
        app, address = begun()
        pressed(app, "edit", address)
        job = last_job()
        assert (job["kind"], job["picture"]["sha256"], job.get("prompt")) == ("Inpaint", address, None)
        assert mask_of(job["region"]) == MASK

    @pytest.mark.parametrize("action", ["replace", "insert"])
    def test_something_else_takes_its_place(self, action: str) -> None:
        app, address = begun(action)
        app.text_area(key="edit.prompt").set_value("a white rabbit")
        app.text_input(key="edit.seed").set_value("7")
        pressed(app, "edit", address)
        job = last_job()
        assert (job["kind"], job["prompt"], job["seed"]) == ("Inpaint", "a white rabbit", 7)

    def test_what_is_missing_is_said_when_the_button_is_pressed(self) -> None:
        app = opened("edit")
        app.button(key="edit.make").click().run()
        assert "There is no picture yet" in words(app)
        app, address = begun("replace")
        app.button(key="edit.make").click().run()
        assert "Nothing is marked" in words(app)
        assert "The prompt is empty" in words(pressed(app, "edit", address))
        assert shared.queue().tickets("local") == []

    def test_a_mask_of_another_picture_does_not_count(self) -> None:
        app, _ = begun()
        assert "Nothing is marked" in words(pressed(app, "edit", kept(90)))

    def test_a_mask_that_no_editor_sends_is_refused_in_words(self) -> None:
        app, address = begun()
        told = {"picture": address, "width": SIZE.width, "height": SIZE.height, "mask": "nonsense"}
        app.session_state["edit.region.editor"] = {"mask": told}
        assert "cannot be read" in words(app.run())
        assert not app.exception


@pytest.mark.usefixtures("real_home")
class TestFinding:
    def test_by_words(self) -> None:
        app, _ = begun()
        app.text_input(key="edit.region.words").set_value("빨간 사각형")
        app.button(key="edit.region.find.press").click().run()
        assert not app.exception
        box = given(app).box
        assert box is not None
        sides = (box.left, box.top, box.right, box.bottom)
        assert np.abs(np.subtract(sides, (BOX.left, BOX.top, BOX.right, BOX.bottom))).max() <= 3
        assert "Marked" in words(app)

    def test_what_is_to_go_is_marked_with_its_edge(self) -> None:
        app, address = begun("recolor")
        app.button(key="edit.region.subject").click().run()
        exact = given(app)
        assert "A little wider" not in words(app)
        arrived(app, address)
        app.session_state["edit.action"] = "remove"
        app.run()
        assert given(app) == with_edge(exact)
        assert "A little wider" in words(app)
        arrived(app, address)
        app.session_state["edit.action"] = "recolor"
        assert given(app.run()) == exact

    def test_a_mask_that_was_painted_on_stays_as_it_is(self) -> None:
        app, address = begun("recolor")
        app.button(key="edit.region.subject").click().run()
        exact = given(app)
        arrived(app, address, Mask.from_boxes(SIZE, [Box(0, 0, 8, 8)]))
        app.session_state["edit.action"] = "remove"
        assert given(app.run()) == exact
        assert "A little wider" not in words(app)

    def test_what_is_taken_away_from_a_mask_leaves_what_is_beside_it(self) -> None:
        app, _ = begun("remove")
        app.session_state["edit.region.how"] = "subtract"
        app.run().button(key="edit.region.subject").click().run()
        taken = given(app)
        app.session_state["edit.region.how"] = "replace"
        app.run().button(key="edit.region.subject").click().run()
        assert given(app) == with_edge(taken)

    def test_nothing_found_says_what_was_seen(self) -> None:
        plain = shared.queue().pictures.keep(Picture.from_pixels(np.full((64, 64, 3), 200, np.uint8)))
        app = with_picture("edit", plain)
        app.text_input(key="edit.region.words").set_value("giraffe")
        app.button(key="edit.region.find.press").click().run()
        assert "giraffe" in words(app)
        assert "Seen in it" in words(app)
        assert "edit.region.editor.given" not in app.session_state

    def test_the_subject(self) -> None:
        app, _ = begun()
        app.button(key="edit.region.subject").click().run()
        assert not app.exception
        assert given(app).coverage > 0.1
        assert "main subject" in words(app)


@pytest.mark.usefixtures("engine")
class TestGoingOn:
    def test_another_color(self) -> None:
        app, address = begun("recolor")
        app.session_state["edit.color"] = "#112233"
        app, made = finished(pressed(app, "edit", address))
        assert (last_job()["kind"], last_job()["color"]) == ("Recolor", "#112233")
        assert "Hwasil editor" in words(app)
        assert shared.picture(made).pixels[0, 0].tolist() == [120, 120, 120]
        assert np.abs(shared.picture(made).pixels[40, 30] - np.array([17.0, 34.0, 51.0])).max() < 12

    def test_the_result_is_turned_to_and_can_be_worked_at(self) -> None:
        app, address = begun("recolor")
        app, made = finished(pressed(app, "edit", address))
        assert app.session_state["edit.stage"] == "result"
        app.button(key="edit.go_on").click().run()
        assert (app.session_state["edit.given.kept"], app.session_state["edit.stage"]) == (made, "work")
        app.button(key="edit.back").click().run()
        assert (app.session_state["edit.given.kept"], app.session_state["edit.stage"]) == (address, "work")
        assert not app.exception

    def test_before_and_after_can_be_compared(self) -> None:
        app, address = begun("recolor")
        app, _ = finished(pressed(app, "edit", address))
        app.session_state["edit.stage"] = "compare"
        assert not app.run().exception

    def test_a_refresh_brings_picture_and_result_back(self) -> None:
        app, address = begun("recolor")
        app, _ = finished(pressed(app, "edit", address))
        again = opened("edit", job=shared.queue().tickets("local")[0].id)
        assert not again.exception
        assert again.session_state["edit.given.kept"] == address
        assert again.session_state["edit.stage"] == "result"

    def test_what_was_painted_can_be_used_again(self) -> None:
        app, address = begun("recolor")
        app, _ = finished(pressed(app, "edit", address))
        app.session_state["edit.color"] = "#00ff00"
        pressed(app, "edit", address)
        assert len(shared.queue().tickets("local")) == 2


def test_a_picture_of_the_gallery_by_its_id() -> None:
    entry = shared.gallery().keep_given(shared.picture(kept()))
    app = with_picture("edit", entry.id)
    assert app.session_state["edit.given.kept"] == entry.sha256
    assert "removed for good" in words(with_picture("edit", entry.id[::-1]))


@pytest.mark.usefixtures("engine")
def test_an_example_brings_a_picture_and_marks_what_it_is_about() -> None:
    app = opened("edit")
    app.button(key="edit.example.0").click().run()
    assert not app.exception
    assert app.session_state["edit.action"] == "recolor"
    assert app.text_input(key="edit.region.words").value == "fox"
    assert "Marked" in words(app)
