"""The page Ideas: three prompts that can be changed, sent on, and made."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from tests.studio.queue.painter import Painter
from tests.web.opening import SECONDS, opened, words
from tests.web.waiting import over, shown

from hwasil.core.errors import Unavailable
from hwasil.core.prompt import Prompt
from hwasil.core.results import FREE
from hwasil.studio.ideas import Ideas
from hwasil.web import asides, shared
from hwasil.web.views import ideas as page

FOUND = Ideas(
    (Prompt("a fox", medium="watercolor"), Prompt("a hare", negative="people"), Prompt("a bear")),
    "", "writer 1", "local.writer", FREE, 0.1,
)  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """Let three ideas be the answer to everything, and note what was asked."""
    asked: list[dict[str, object]] = []

    def answer(studio: object, keyword: str, **given: object) -> Ideas:
        asked.append({"keyword": keyword, **given})
        return FOUND

    monkeypatch.setattr(page, "ideas", answer)
    return asked


def answered(app: AppTest) -> AppTest:
    """Run a page until its answer is there."""
    future = asides.find(shown(app, "ideas"), "local")
    assert future is not None
    until = time.monotonic() + SECONDS
    while not future.done() and time.monotonic() < until:
        future.exception(SECONDS)
    return app.run()


def ask(app: AppTest, keyword: str = "animals") -> AppTest:
    app.text_input(key="ideas.keyword").set_value(keyword)
    return answered(app.button(key="ideas.ask").click().run())


def test_the_main_path(asked: list[dict[str, object]], painter: Painter) -> None:
    app = opened("ideas")
    app.selectbox(key="ideas.style").set_value("Pixel art")
    app = ask(app)
    assert asked == [{"keyword": "animals", "style": "Pixel art", "like": None, "backend": "local", "model": None}]
    prompts = [app.text_area(key=f"ideas.prompt.{number}") for number in range(3)]
    assert [one.value for one in prompts] == ["watercolor of a fox", "a hare", "a bear"]
    prompts[0].set_value("watercolor of two foxes")
    app.checkbox(key="ideas.chosen.2").uncheck()
    over(app.button(key="ideas.make").click().run(), "ideas")
    assert sorted(painter.begun) == ["a hare", "watercolor of two foxes"]
    jobs = {str(ticket.job["prompt"]): ticket.job for ticket in shared.queue().tickets("local")}
    assert "negative" not in jobs["watercolor of two foxes"]
    assert jobs["a hare"]["negative"] == "people"


def test_the_first_click_on_an_example_makes_pictures(asked: list[dict[str, object]], painter: Painter) -> None:
    app = opened("ideas")
    app = answered(app.button(key="ideas.example.0").click().run())
    over(app, "ideas")
    assert asked[0]["keyword"] == "a robot in a garden"
    assert len(painter.begun) == 3


def test_an_idea_goes_on_in_create(asked: list[dict[str, object]]) -> None:
    app = ask(opened("ideas"))
    app = app.button(key="ideas.send.1").click().run()
    assert not app.exception
    assert app.text_area(key="create.prompt").value == "a hare"
    assert app.text_input(key="create.negative").value == "people"


def test_a_refresh_finds_the_ideas_again(asked: list[dict[str, object]]) -> None:
    app = ask(opened("ideas"))
    again = opened("ideas", ideas=shown(app, "ideas"))
    assert again.text_area(key="ideas.prompt.2").value == "a bear"
    assert len(asked) == 1


def test_somebody_elses_ideas_are_not_shown(asked: list[dict[str, object]]) -> None:
    identity = asides.ask(lambda: FOUND, "eve")
    app = opened("ideas", ideas=identity)
    assert not app.get("checkbox")
    assert "a bear" not in words(app)


def test_nothing_to_go_by(asked: list[dict[str, object]]) -> None:
    app = opened("ideas").button(key="ideas.ask").click().run()
    assert app.error
    assert asked == []


def test_nothing_chosen(asked: list[dict[str, object]], painter: Painter) -> None:
    app = ask(opened("ideas"))
    for number in range(3):
        app.checkbox(key=f"ideas.chosen.{number}").uncheck()
    app.button(key="ideas.make").click().run()
    assert "No idea is chosen" in app.error[0].value
    assert painter.begun == []


def test_a_failure_is_said_and_makes_nothing_later(monkeypatch: pytest.MonkeyPatch, painter: Painter) -> None:
    def fail(*given: object, **named: object) -> Ideas:
        raise Unavailable("local_weights_missing", name="x")

    monkeypatch.setattr(page, "ideas", fail)
    app = opened("ideas")
    app = answered(app.button(key="ideas.example.0").click().run())
    assert app.error
    monkeypatch.setattr(page, "ideas", lambda *given, **named: FOUND)
    ask(app)
    assert painter.begun == []


def test_a_prompt_that_is_too_long_for_the_model_is_said(asked: list[dict[str, object]], painter: Painter) -> None:
    app = ask(opened("ideas"))
    app.text_area(key="ideas.prompt.0").set_value("x" * 600)
    app.button(key="ideas.make").click().run()
    assert "512" in app.error[0].value
    assert painter.begun == []


def test_a_language_models_server_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened("ideas").selectbox(key="ideas.speaker").value == "local/"
    monkeypatch.setenv("HWASIL_LLM_URL", "http://127.0.0.1:9/v1")
    app = opened("ideas")
    assert app.selectbox(key="ideas.speaker").value == "openai/"
    assert any("Claude" in option for option in app.selectbox(key="ideas.speaker").options)


def test_the_writer_of_the_engine_answers_in_korean(painter: Painter) -> None:
    app = ask(opened("ideas", lang="ko"), "겨울 여우")
    assert not app.error
    assert all("여우" in str(app.text_area(key=f"ideas.prompt.{number}").value) for number in range(3))
