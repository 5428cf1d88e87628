"""The page Understand: pictures are asked about, and what was said of them stays."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from tests.studio.speaker import Speaker
from tests.web.opening import SECONDS, opened, words

from hwasil.core.errors import HwasilError, Throttled
from hwasil.core.jobs import Converse, Describe
from hwasil.core.mask import Box
from hwasil.core.picture import Picture
from hwasil.studio.studio import Studio
from hwasil.web import asides, shared
from hwasil.web.components.formatted import formatted
from hwasil.web.components.seen import Marked
from hwasil.web.views import understand as page


@pytest.fixture(autouse=True)
def speaker(monkeypatch: pytest.MonkeyPatch) -> Speaker:
    """Let a speaker answer everything, and a box be seen in every picture."""
    speaker = Speaker(["A **fox**. [come](http://evil.example)"], name="local")
    monkeypatch.setattr(shared, "_studio", cache(lambda: Studio({"local": lambda: speaker}, provenance=False)))
    box = Marked("thing", "fox", 0.9, Box(1, 1, 5, 5))
    monkeypatch.setattr(page, "marked", lambda picture: (box,))
    return speaker


def given(count: int = 1) -> AppTest:
    """Open the page with so many pictures."""
    app = opened("understand")
    pictures = [Picture.from_pixels(np.full((8, 8, 3), shade, np.uint8)) for shade in range(count)]
    app.query_params["picture"] = [shared.queue().pictures.keep(one) for one in pictures]
    return app.run()


def answered(app: AppTest) -> AppTest:
    """Run a page until all its questions are answered."""
    identities = app.query_params["answer"]
    for one in [identities] if isinstance(identities, str) else identities:
        future = asides.find(one, "local")
        assert future is not None
        future.exception(SECONDS)
    return app.run()


def ask(app: AppTest, task: str, text: str | None = None) -> AppTest:
    app.session_state["understand.task"] = task
    app.run()
    if text is not None:
        app.text_area(key=f"understand.words.{task}").set_value(text)
    return app.button(key="understand.ask").click().run()


@pytest.mark.parametrize(
    ("task", "text", "asked"),
    [
        ("caption", None, "Caption this picture in one sentence."),
        ("detail", None, "Describe this picture in detail."),
        ("category", None, "Which category does this picture belong to? Answer only with its name."),
        ("category_of", "poster, photo", "Which of these categories does this picture belong to: poster, photo?"),
        ("objects", None, "List the items in this picture"),
        ("subject", None, "What is the main subject of this picture?"),
        ("story", None, "Write a short story about this picture."),
        ("text", None, "Transcribe all text in this picture."),
        ("translate", "into Japanese", "Translate the text in this picture: into Japanese"),
        ("own", "How many?", "How many?"),
    ],
)
def test_every_task(task: str, text: str | None, asked: str, speaker: Speaker) -> None:
    app = answered(ask(given(), task, text))
    assert not app.exception
    job = speaker.asked[0]
    assert isinstance(job, Describe)
    assert (job.question or "").startswith(asked)
    assert "A **fox**" in words(app)


def test_several_pictures_are_asked_about_together(speaker: Speaker) -> None:
    app = answered(ask(given(3), "caption"))
    assert not app.exception
    job = speaker.asked[0]
    assert isinstance(job, Converse)
    assert len(job.turns[0].pictures) == 3


def test_answers_stay(speaker: Speaker) -> None:
    speaker.script = ["first", "second"]
    app = answered(ask(answered(ask(given(), "caption")), "detail"))
    again = opened("understand")
    again.query_params["answer"] = app.query_params["answer"]
    again.run()
    said = words(again)
    assert said.index("second") < said.index("first")
    again.button(key="understand.clear").click().run()
    assert "first" not in words(again)


@pytest.mark.parametrize(("task", "said"), [("own", "words are missing"), ("category_of", "words are missing")])
def test_what_is_missing_is_said(task: str, said: str, speaker: Speaker) -> None:
    app = ask(given(), task, " ")
    assert said in app.error[0].value
    assert speaker.asked == []


def test_without_a_picture(speaker: Speaker) -> None:
    app = ask(opened("understand"), "caption")
    assert "no picture" in app.error[0].value
    assert speaker.asked == []


def test_what_fails_is_said(speaker: Speaker) -> None:
    trouble: HwasilError = Throttled("wire_throttled", model="m", reason="slow down")
    speaker.script = [trouble]
    app = answered(ask(given(), "caption"))
    assert not app.exception
    assert "m" in app.error[0].value


def test_links_of_a_model_are_words() -> None:
    assert formatted("**b** [a](http://x) ![p](http://y) <i> $x$ :red[r]") == (
        "**b** \\[a\\](http\\://x) \\!\\[p\\](http\\://y) \\<i\\> \\$x\\$ \\:red\\[r\\]"
    )
    assert formatted("`a[0]` and\n```\n<b>\n```\n[x]") == "`a[0]` and\n```\n<b>\n```\n\\[x\\]"
