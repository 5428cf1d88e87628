"""The page Create: what is asked for becomes a job, and what came of it is shown."""

from __future__ import annotations

import time

import pytest
from streamlit.testing.v1 import AppTest
from tests.studio.queue.painter import Painter
from tests.web.opening import SECONDS, opened, words

from hwasil.core.errors import ContentBlocked
from hwasil.web import shared


def made(app: AppTest) -> AppTest:
    """Run a page until its job is over."""
    identity = str(app.query_params["job"])
    assert shared.queue().wait(identity, SECONDS)
    return app.run()


def ask(app: AppTest, prompt: str = "a red fox") -> AppTest:
    app.text_area(key="create.prompt").set_value(prompt)
    return app.button(key="create.make").click().run()


def test_the_main_path(painter: Painter) -> None:
    app = made(ask(opened()))
    assert not app.exception
    assert painter.begun == ["a red fox"]
    ticket = shared.queue().tickets("local")[0]
    assert (ticket.state, ticket.page) == ("done", "create")
    assert "free" in words(app)


def test_the_first_click_on_an_example_makes_a_picture(painter: Painter) -> None:
    app = opened()
    example = app.button(key="create.example.0")
    app = made(example.click().run())
    assert painter.begun == [example.label]
    (first,) = shared.queue().tickets("local")
    assert first.job["seed"] == 101
    made(app.button(key="create.make").click().run())
    second = next(one for one in shared.queue().tickets("local") if one.id != first.id)
    assert second.job["seed"] != 101  # the next one is drawn by chance


def unfolded() -> AppTest:
    """Open the page, and everything on it that is folded away."""
    app = opened()
    for name in ("style", "colors", "layout", "more"):
        app.session_state[f"create.fold.{name}"] = True
    return app.run()


def test_what_is_folded_away_is_drawn_when_it_is_unfolded() -> None:
    assert "create.negative" not in [one.key for one in opened().text_input]
    app = unfolded()
    app.text_input(key="create.negative").set_value("people").run()
    app.session_state["create.fold.more"] = False
    ask(app.run())
    assert shared.queue().tickets("local")[0].job["negative"] == "people"


def test_every_wish_gets_into_the_job() -> None:
    app = unfolded()
    app.text_input(key="create.negative").set_value("people")
    app.text_input(key="create.seed").set_value("42")
    app.session_state["create.palette"] = {"revision": 1, "colors": ["#112233", "#ffffff"]}
    ask(app)
    job = shared.queue().tickets("local")[0].job
    assert (job["prompt"], job["negative"], job["seed"]) == ("a red fox", "people", 42)
    assert job["palette"] == {"colors": ["#112233", "#ffffff"]}


def test_the_parts_become_one_prompt() -> None:
    app = opened()
    app.session_state["create.mode"] = "parts"
    app.run()
    app.text_input(key="create.parts.subject").set_value("a doctor").run()
    app.session_state["create.parts.row"] = "medium"
    app.run()
    app.text_input(key="create.parts.medium").set_value("painting").run()
    assert "painting of a doctor" in [code.value for code in app.code]
    app.button(key="create.make").click().run()
    assert shared.queue().tickets("local")[0].job["prompt"] == "painting of a doctor"


@pytest.mark.parametrize(
    ("prompt", "said"), [("", "prompt is empty"), ("x" * 600, "512")], ids=["nothing", "too much"]
)
def test_what_cannot_be_asked_is_said_and_nothing_is_sent(prompt: str, said: str, painter: Painter) -> None:
    app = ask(opened(), prompt)
    assert not app.exception
    assert said in app.error[0].value
    assert painter.begun == []


def test_a_seed_that_is_none() -> None:
    app = unfolded()
    app.text_input(key="create.seed").set_value("-1; DROP")
    assert "not a whole number" in ask(app).error[0].value


def test_a_refresh_in_the_middle_finds_the_job_again(painter: Painter) -> None:
    painter.go_on.clear()
    identity = ask(opened()).query_params["job"]
    assert painter.working.wait(SECONDS)
    again = opened(job=identity)
    assert again.text_area(key="create.prompt").value == "a red fox"
    assert again.button(key="result.cancel").label == "Cancel"
    painter.go_on.set()
    assert "free" in words(made(again))


def test_cancel(painter: Painter) -> None:
    painter.go_on.clear()
    app = ask(opened())
    assert painter.working.wait(SECONDS)
    app.button(key="result.cancel").click().run()
    app = made(app)
    assert "cancelled" in app.info[0].value
    painter.go_on.set()
    app = made(app.button(key="result.again").click().run())
    assert not app.info
    assert painter.begun == ["a red fox", "a red fox"]


def test_a_refusal_says_what_to_do(painter: Painter) -> None:
    painter.trouble["a red fox"] = ContentBlocked("all_refused", stage="prompt", reason="**no** $x$", billed="yes")
    app = made(ask(opened()))
    assert "\\*\\*no\\*\\*" in app.warning[0].value
    assert "charged all the same" in app.warning[0].value


def test_somebody_elses_job_is_not_shown(painter: Painter) -> None:
    from hwasil.core.jobs import TextToImage

    ticket = shared.queue().submit(TextToImage("secret"), owner="eve", page="create")
    app = opened(job=ticket.id)
    assert "no job" in app.error[0].value
    assert "secret" not in words(app)


def test_a_bug_is_told_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from hwasil.web.views import create

    monkeypatch.setattr(create, "_controls", lambda: 1 / 0)
    app = opened()
    assert not app.exception
    assert "ZeroDivisionError" in app.error[0].value
    assert "Traceback" not in words(app)


class TestLanguages:
    def test_of_the_address(self) -> None:
        app = opened(lang="ko")
        assert app.button(key="create.make").label == "그림 만들기"
        assert opened(lang="en").button(key="create.make").label == "Make the picture"

    def test_switching_keeps_everything(self) -> None:
        app = opened(lang="en")
        app.session_state["create.fold.more"] = True
        app.run()
        app.text_area(key="create.prompt").set_value("a fox by the sea")
        app.text_input(key="create.negative").set_value("people").run()
        app.session_state["hwasil.language"] = "ko"
        app.query_params["lang"] = "ko"
        app.run()
        assert app.button(key="create.make").label == "그림 만들기"
        assert app.text_area(key="create.prompt").value == "a fox by the sea"
        assert app.text_input(key="create.negative").value == "people"


def test_it_is_quick() -> None:
    app = opened()
    taken = []
    for _ in range(5):
        started = time.process_time()
        app.run()
        taken.append(time.process_time() - started)
    assert min(taken) < 0.2
