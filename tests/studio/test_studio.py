from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest
from tests.studio.drawer import Drawer

from hwasil.backends.base import Backend, Context, Progress
from hwasil.core.errors import (
    AccessDenied,
    Cancelled,
    ContentBlocked,
    DeadlineExceeded,
    HwasilError,
    InvalidInput,
    Unavailable,
)
from hwasil.core.jobs import Aspect, TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Size
from hwasil.core.prompt import Prompt
from hwasil.core.results import UNKNOWN_PRICE, Price, Refusal
from hwasil.studio.backends import Backends, standard
from hwasil.studio.studio import Studio, text_to_image


@pytest.fixture
def studio(drawer: Drawer) -> Studio:
    return Studio({"local": lambda: drawer})


def cents(number: int) -> Price:
    return Price(Decimal(number) / 100)


def test_from_words_to_pictures(studio: Studio, drawer: Drawer) -> None:
    result = studio.create("a fox", count=5, seed=7)
    assert [made.seed for made in result.made] == [7, 8, 9, 10, 11]
    assert [job.count for job in drawer.calls] == [2, 2, 1]
    assert len({picture.sha256 for picture in result.pictures}) == 5
    assert result.price == cents(5)
    assert (result.engine, result.model, result.failed, result.refused) == ("drawer 1", "drawer-1", (), ())


def test_run_does_the_steps_of_the_plan_and_nothing_else(studio: Studio, drawer: Drawer) -> None:
    plan = studio.plan(TextToImage("a fox", count=3))
    assert drawer.calls == []
    studio.run(plan)
    assert drawer.calls == [step.job for step in plan.steps]


def test_what_changed_is_in_the_result_once(studio: Studio) -> None:
    result = studio.create("a fox", count=4, negative="trees", size="1000x1000")
    assert [one.field for one in result.adjusted] == ["size"]
    assert [one.field for one in result.dropped] == ["negative"]


def test_a_failure_keeps_what_was_made_and_ends_the_run(studio: Studio, drawer: Drawer) -> None:
    drawer.trouble[2] = Unavailable("deadline")
    result = studio.create("a fox", count=6)
    assert len(result.made) == 2
    assert [type(problem) for problem in result.failed] == [Unavailable]
    assert len(drawer.calls) == 2
    assert result.price == cents(2)


@pytest.mark.parametrize(("billed", "price"), [("no", cents(2)), ("yes", cents(4)), ("unknown", UNKNOWN_PRICE)])
def test_a_failed_call_may_have_cost_something(studio: Studio, drawer: Drawer, billed: str, price: Price) -> None:
    drawer.trouble[2] = HwasilError("deadline", billed=billed)  # type: ignore[arg-type]  # one of three words
    assert studio.create("a fox", count=4).price == price


def test_a_refused_output_does_not_end_the_run(studio: Studio, drawer: Drawer) -> None:
    drawer.trouble[1] = ContentBlocked("cancelled", stage="output", billed="no")
    result = studio.create("a fox", count=4)
    assert len(result.made) == 2
    assert [refusal.stage for refusal in result.refused] == ["output"]


def test_refused_words_are_not_sent_again(studio: Studio, drawer: Drawer) -> None:
    drawer.trouble[1] = ContentBlocked("cancelled", stage="prompt")
    with pytest.raises(ContentBlocked):
        studio.create("a fox", count=4)
    assert len(drawer.calls) == 1


def test_refusals_within_a_result_are_kept(studio: Studio, drawer: Drawer) -> None:
    drawer.trouble[1] = Refusal("output", "violence")
    result = studio.create("a fox", count=2)
    assert (len(result.made), result.refused) == (1, (Refusal("output", "violence"),))


def test_when_everything_is_refused_the_reason_is_raised(studio: Studio, drawer: Drawer) -> None:
    drawer.trouble[1] = Refusal("output", "violence")
    with pytest.raises(ContentBlocked, match="violence") as caught:
        studio.create("a fox")
    assert (caught.value.stage, caught.value.billed) == ("output", "yes")


def test_when_nothing_was_made_the_error_itself_is_raised(studio: Studio, drawer: Drawer) -> None:
    problem = AccessDenied("deadline")
    drawer.trouble[1] = problem
    with pytest.raises(AccessDenied) as caught:
        studio.create("a fox", count=6)
    assert caught.value is problem


def test_a_real_error_comes_before_a_refusal(studio: Studio, drawer: Drawer) -> None:
    drawer.trouble = {1: ContentBlocked("cancelled", stage="output"), 2: Unavailable("deadline")}
    with pytest.raises(Unavailable):
        studio.create("a fox", count=6)


def test_stopping_between_steps_keeps_what_was_made(studio: Studio, drawer: Drawer) -> None:
    context = Context()
    context.progress = lambda progress: context.cancelled.set() if progress.done == 2 else None
    result = studio.create("a fox", count=6, context=context)
    assert len(result.made) == 2
    assert [type(problem) for problem in result.failed] == [Cancelled]
    assert len(drawer.calls) == 1


def test_stopped_before_it_began(studio: Studio, drawer: Drawer) -> None:
    context = Context()
    context.cancelled.set()
    with pytest.raises(Cancelled):
        studio.create("a fox", context=context)
    with pytest.raises(DeadlineExceeded):
        studio.create("a fox", context=Context(deadline=time.monotonic() - 1))
    assert drawer.calls == []


def test_progress_counts_over_all_steps(studio: Studio) -> None:
    heard: list[Progress] = []
    studio.create("a fox", count=3, context=Context(progress=heard.append))
    assert [(one.done, one.total) for one in heard] == [(1, 3), (2, 3), (3, 3)]


def test_wishes_may_be_text() -> None:
    job = text_to_image("a fox", size="1024x768", palette=["#102030", "fff"])
    assert job == TextToImage("a fox", size=Size(1024, 768), palette=Palette.parse(["#102030", "fff"]))
    assert text_to_image("a fox", aspect="16:9").aspect == Aspect(16, 9)
    with pytest.raises(InvalidInput):
        text_to_image("a fox", size="big")


def test_a_prompt_in_parts_brings_its_negative() -> None:
    prompt = Prompt("a fox", medium="painting", negative="trees")
    assert text_to_image(prompt) == TextToImage("painting of a fox", negative="trees")
    assert text_to_image(prompt, negative="houses").negative == "houses"


def test_an_unknown_backend_is_named(studio: Studio) -> None:
    with pytest.raises(InvalidInput, match="cloud"):
        studio.create("a fox", backend="cloud")


def test_naming_the_backends_opens_none() -> None:
    assert set(standard(region="us-west-2", profile="work")) == {"local", "openai", "bedrock"}


def test_a_backend_is_opened_once_whoever_asks(drawer: Drawer) -> None:
    opened: list[int] = []

    def open_slowly() -> Backend:
        opened.append(1)
        time.sleep(0.02)
        return drawer

    backends, found = Backends({"local": open_slowly}), []
    threads = [threading.Thread(target=lambda: found.append(backends.get("local"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [1]
    assert all(one is drawer for one in found)
    assert len(found) == 8


def test_a_backend_that_fails_to_open_can_be_asked_again(drawer: Drawer) -> None:
    tries: list[int] = []

    def open_second_time() -> Backend:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("deadline")
        return drawer

    backends = Backends({"local": open_second_time})
    with pytest.raises(Unavailable):
        backends.get("local")
    assert backends.get("local") is drawer
