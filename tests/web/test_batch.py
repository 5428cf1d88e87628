"""The page Batch: rows from a file or a template, made as one set."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from tests.studio.queue.painter import Painter
from tests.web.opening import opened, words
from tests.web.waiting import over, shown, tickets

from hwasil.core.errors import ContentBlocked
from hwasil.web import shared

ROWS = b"prompt,seed,count\na fox,5,2\na hare,x,\na bear,9,\n"


def from_file(data: bytes = ROWS) -> AppTest:
    app = opened("batch")
    app.session_state["batch.mode"] = "file"
    app.session_state["batch.file"] = data
    return app.run()


def from_template(template: str, **values: str) -> AppTest:
    app = opened("batch")
    app.text_area(key="batch.template").set_value(template).run()
    for name, value in values.items():
        app.text_area(key=f"batch.values.{name}").set_value(value)
    return app.run()


def make(app: AppTest) -> AppTest:
    return app.button(key="batch.make").click().run()


def test_a_template_is_made_as_one_set(painter: Painter) -> None:
    app = from_template("a {red|blue} car by {place}", place="the sea\nthe lake, the wood")
    assert "6 prompts" in app.expander[-1].label
    app = over(make(app), "batch")
    assert not app.exception
    assert sorted(painter.begun) == sorted(
        f"a {color} car by {place}" for color in ("red", "blue") for place in ("the sea", "the lake", "the wood")
    )
    assert "free" in words(app)


def test_a_file_is_made_but_for_what_is_wrong_in_it(painter: Painter) -> None:
    app = from_file()
    assert "Line 3: “x” in the column seed is not a whole number" in words(app).replace("\\", "")
    assert list(app.dataframe[0].value["Line"]) == [3, 2, 4]
    app = over(make(app), "batch")
    assert sorted(painter.begun) == ["a bear", "a fox"]


def test_the_first_click_on_an_example_makes_pictures(painter: Painter) -> None:
    app = opened("batch")
    over(app.button(key="batch.example.0").click().run(), "batch")
    assert sorted(painter.begun) == [
        f"a small cottage in a forest in {season}" for season in ("autumn", "spring", "summer", "winter")
    ]


@pytest.mark.parametrize(
    ("app", "said"),
    [
        (lambda: from_file(b"words\na fox\n"), "No column of this file"),
        (lambda: from_file(b"\x89PNG\xff\xfe\x00"), "no text that can be read"),
        (lambda: from_template("a {red car"), "brace in the prompt does not close"),
        (lambda: from_template("a {" + "|".join(str(n) for n in range(600)) + "} car"), "the limit is 500"),
        (lambda: make(opened("batch")), "prompt is empty"),
        (lambda: make(from_template("a {color} car")), "no values for {color}"),
        (lambda: make(from_file(b"prompt,seed\na fox,x\n")), "no prompt in this batch"),
    ],
    ids=["column", "text", "brace", "many", "nothing", "no values", "all wrong"],
)
def test_what_cannot_be_made_is_said_and_nothing_is_sent(app: object, said: str, painter: Painter) -> None:
    assert callable(app)
    page = app()
    assert not page.exception
    assert said in page.error[0].value.replace("\\", "")
    assert painter.begun == []


def test_what_fails_is_kept_beside_what_was_made(painter: Painter) -> None:
    painter.trouble["a fox"] = ContentBlocked("all_refused", stage="prompt", reason="no foxes")
    app = over(make(from_file()), "batch")
    assert "no foxes" in app.warning[-1].value
    painter.trouble.clear()
    app = over(app.button(key="batch.again").click().run(), "batch")
    assert "no foxes" not in words(app)
    assert [ticket.state for ticket in tickets(app, "batch")] == ["done"] * 2


def test_all_of_it_can_be_cancelled(painter: Painter) -> None:
    painter.go_on.clear()
    app = make(from_template("house {number}", number=",".join(map(str, range(70)))))
    assert not app.error
    app = over(app.button(key="batch.cancel").click().run(), "batch")
    assert "cancelled" in app.info[0].value
    assert [ticket.state for ticket in shared.queue().tickets("local", count=100)] == ["cancelled"] * 70


def test_a_refresh_finds_the_batch_again(painter: Painter) -> None:
    app = over(make(from_template("a {red|blue} car")), "batch")
    again = opened("batch", set=shown(app))
    assert "free" in words(again)
    assert not again.error


def test_korean(painter: Painter) -> None:
    app = opened("batch", lang="ko")
    assert app.button(key="batch.example.0").label == "{봄|여름|가을|겨울} 숲속의 작은 오두막"
    over(app.button(key="batch.example.0").click().run(), "batch")
    assert "봄 숲속의 작은 오두막" in painter.begun
