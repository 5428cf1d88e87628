"""The page Chat: what is said is told as it is spoken, and none of it is lost."""

from __future__ import annotations

import threading
from functools import cache

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from tests.studio.speaker import Line, Speaker
from tests.web.opening import opened, words

from hwasil.backends.base import Context
from hwasil.core.errors import Unavailable
from hwasil.core.jobs import Converse, Job
from hwasil.core.picture import Picture
from hwasil.core.results import Said
from hwasil.studio.studio import Studio
from hwasil.web import shared, talks
from hwasil.web.talks import Talk


class Waiting(Speaker):
    """Speaks its first piece, and the rest once it may go on."""

    def __init__(self) -> None:
        super().__init__(["The end."], name="local")
        self.go_on = threading.Event()
        self.go_on.set()
        self.begun = threading.Event()

    def run(self, job: Job, model: str, context: Context) -> Said:
        if context.heard is not None:
            context.heard("Once upon ")
        self.begun.set()
        while not self.go_on.wait(0.005):
            context.check()
        return super().run(job, model, context)


@pytest.fixture(autouse=True)
def speaker(monkeypatch: pytest.MonkeyPatch) -> Waiting:
    speaker = Waiting()
    monkeypatch.setattr(shared, "_studio", cache(lambda: Studio({"local": lambda: speaker}, provenance=False)))
    return speaker


def talk_of(app: AppTest) -> Talk:
    talk = talks.find(str(app.query_params["talk"]), "local")
    assert talk is not None
    return talk


def said(app: AppTest, text: str) -> AppTest:
    """Say something and run the page until it is answered."""
    app.chat_input(key="chat.input").set_value(text).run()
    talk_of(app).wait()
    return app.run()


def test_a_conversation(speaker: Waiting) -> None:
    app = opened("chat")
    assert "Talk about a picture" in words(app)
    app = said(said(app, "Hello *you*"), "And then?")
    assert not app.exception
    assert [one.question.text for one in talk_of(app).chat.exchanges] == ["Hello *you*", "And then?"]
    told = words(app)
    assert "Hello \\*you\\*" in told
    assert told.count("The end.") == 2
    job = speaker.asked[-1]
    assert isinstance(job, Converse)
    assert len(job.turns) == 3


def test_stop_keeps_what_was_said(speaker: Waiting) -> None:
    speaker.go_on.clear()
    app = opened("chat")
    app.chat_input(key="chat.input").set_value("A story").run()
    assert speaker.begun.wait(20)
    assert "Once upon" in words(app.run())
    app.button(key="chat.stop").click().run()
    talk_of(app).wait()
    app.run()
    assert not app.exception
    assert not app.error
    assert talk_of(app).chat.exchanges[-1].answer == "Once upon "
    assert "Once upon" in words(app)
    speaker.go_on.set()
    app.button(key="chat.retry").click().run()
    talk_of(app).wait()
    assert "The end" in words(app.run())


def test_a_refresh_in_the_middle_finds_it_again(speaker: Waiting) -> None:
    speaker.go_on.clear()
    app = opened("chat")
    app.chat_input(key="chat.input").set_value("A story").run()
    assert speaker.begun.wait(20)
    again = opened("chat", talk=str(app.query_params["talk"]))
    assert "Once upon" in words(again)
    speaker.go_on.set()
    talk_of(again).wait()
    assert "The end" in words(again.run())


def test_somebody_elses_is_not_shown() -> None:
    app = said(opened("chat"), "secret")
    identity = str(app.query_params["talk"])
    assert talks.find(identity, "eve") is None
    talks._TALKS._talks[identity] = ("eve", talk_of(app))
    assert "secret" not in words(opened("chat", talk=identity))


def test_what_fails_is_said_and_can_be_asked_again(speaker: Waiting) -> None:
    trouble = Unavailable("wire_service_failed", billed="unknown", model="m", reason="down")
    speaker.script = [Line(trouble=trouble), "Better."]
    app = said(opened("chat"), "Hello")
    assert app.error
    app.button(key="chat.retry").click().run()
    talk_of(app).wait()
    app.run()
    assert not app.error
    assert "Better" in words(app)


def test_a_picture_of_another_page_goes_along(speaker: Waiting) -> None:
    address = shared.queue().pictures.keep(Picture.from_pixels(np.zeros((8, 8, 3), np.uint8)))
    app = said(opened("chat", picture=address), "What is it?")
    assert not app.exception
    job = speaker.asked[0]
    assert isinstance(job, Converse)
    assert len(job.turns[0].pictures) == 1
    assert "picture" not in app.query_params


def test_a_new_conversation() -> None:
    app = said(opened("chat"), "Hello")
    app.button(key="chat.new").click().run()
    assert "Talk about a picture" in words(app)
    assert "talk" not in app.query_params


def test_how_to_answer_goes_along(speaker: Waiting) -> None:
    app = opened("chat")
    app.text_area(key="chat.system").set_value("Be brief.").run()
    said(app, "Hello")
    job = speaker.asked[0]
    assert isinstance(job, Converse)
    assert job.system == "Be brief."
