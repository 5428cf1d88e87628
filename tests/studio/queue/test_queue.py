"""The queue: fair, bounded, only one's own, and found again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from tests.studio.queue.conftest import Open
from tests.studio.queue.painter import Painter

from hwasil.core.errors import ContentBlocked, Corrupt, HwasilError, InvalidInput, Throttled, Unavailable
from hwasil.core.jobs import Conditioning, TextToImage
from hwasil.core.picture import Picture
from hwasil.core.results import Price
from hwasil.studio.queue import Queue
from hwasil.studio.queue.ticket import Ticket

SECONDS = 20.0


def ask(queue: Queue, prompt: str, owner: str = "ada", *, count: int = 1, seed: int | None = None) -> Ticket:
    return queue.submit(TextToImage(prompt, count=count, seed=seed), owner=owner, page="create")


def ended(queue: Queue, ticket: Ticket) -> Ticket:
    assert queue.wait(ticket.id, SECONDS)
    return queue.ticket(ticket.id, ticket.owner)


class TestCarryingOut:
    def test_a_job_is_done_and_its_pictures_are_kept(self, opened: Open, painter: Painter) -> None:
        queue = opened()
        ticket = ask(queue, "a fox", count=2, seed=7)
        assert ticket.state in {"waiting", "running"}
        painter.go_on.set()
        ticket = ended(queue, ticket)
        assert ticket.state == "done"
        assert ticket.outcome
        assert [one.seed for one in ticket.outcome.pictures] == [7, 8]
        assert queue.pictures.find(ticket.outcome.pictures[1].sha256).pixels[0, 0, 0] == 8
        assert (ticket.progress.done, ticket.progress.total) == (2, 2)
        assert ticket.created <= (ticket.started or ticket.created) <= (ticket.ended or ticket.created)

    def test_the_seed_that_was_drawn_is_the_jobs_from_then_on(self, opened: Open, painter: Painter) -> None:
        queue = opened()
        painter.go_on.set()
        ticket = ended(queue, ask(queue, "a fox"))
        assert ticket.outcome
        assert ticket.job["seed"] == ticket.outcome.pictures[0].seed
        again = ended(queue, queue.again(ticket.id, "ada"))
        assert again.id != ticket.id
        assert again.outcome
        first, second = (
            queue.pictures.find(one.outcome.pictures[0].sha256) for one in (ticket, again) if one.outcome
        )
        assert np.array_equal(first.pixels, second.pixels)

    def test_pictures_of_a_job_are_kept_with_it(self, opened: Open, painter: Painter) -> None:
        queue = opened()
        layout = Picture.from_pixels(np.zeros((4, 4, 3), np.uint8))
        ticket = queue.submit(TextToImage("a fox", conditioning=Conditioning(layout)), owner="ada")
        assert queue.pictures.find(layout.sha256) == layout
        job = queue.job(ticket)
        assert isinstance(job, TextToImage)
        assert job.conditioning
        assert job.conditioning.picture == layout

    def test_what_fails_says_why_and_the_next_one_is_done(self, opened: Open, painter: Painter) -> None:
        blocked = ContentBlocked("all_refused", stage="prompt", reason="no")
        painter.trouble = {"bad": blocked, "bug": ZeroDivisionError("x")}
        painter.go_on.set()
        queue = opened()
        bad, bug, good = (ask(queue, prompt) for prompt in ("bad", "bug", "good"))
        failed = ended(queue, bad)
        assert failed.state == "failed"
        assert isinstance(failed.problem, ContentBlocked)
        assert (failed.problem.stage, failed.problem.message) == ("prompt", blocked.message)
        crashed = ended(queue, bug).problem
        assert crashed
        assert "ZeroDivisionError" in crashed.message
        assert ended(queue, good).state == "done"

    def test_what_cannot_be_planned_never_gets_in(self, opened: Open) -> None:
        queue = opened()
        with pytest.raises(InvalidInput):
            ask(queue, "x" * 600)
        assert queue.tickets("ada") == []

    def test_a_price_that_has_risen_is_not_paid(self, opened: Open, painter: Painter) -> None:
        painter.cost = Price(Decimal("0.01"))
        queue = opened()
        first, second = ask(queue, "first"), ask(queue, "second")
        assert painter.working.wait(SECONDS)
        painter.cost = Price(Decimal("0.02"))
        painter.go_on.set()
        assert ended(queue, first).state == "done"
        late = ended(queue, second)
        assert (late.state, late.problem and late.problem.key) == ("failed", "queue_price_changed")
        assert painter.begun == ["first"]

    def test_pictures_go_where_they_are_wanted(self, opened: Open, painter: Painter) -> None:
        painter.go_on.set()
        elsewhere = Picture.from_pixels(np.full((3, 3, 3), 9, np.uint8))
        queue = opened(keep=lambda plan, result: [elsewhere for _ in result.pictures])
        outcome = ended(queue, ask(queue, "a fox")).outcome
        assert outcome
        assert outcome.pictures[0].sha256 == elsewhere.sha256


class TestTurns:
    def test_owners_take_turns(self, opened: Open, painter: Painter) -> None:
        queue = opened()
        first = ask(queue, "a0")
        assert painter.working.wait(SECONDS)
        tickets = [ask(queue, f"a{number}") for number in range(1, 5)]
        tickets += [ask(queue, f"b{number}", "bob") for number in range(2)]
        # Bob has had no turn yet, Ada has.
        assert [queue.place(ticket) for ticket in tickets] == [1, 3, 4, 5, 0, 2]
        assert queue.place(first) is None
        painter.go_on.set()
        for ticket in tickets:
            ended(queue, ticket)
        assert painter.begun == ["a0", "b0", "a1", "b1", "a2", "a3", "a4"]

    def test_it_is_bounded(self, opened: Open, painter: Painter) -> None:
        queue = opened(most_waiting=3, most_of_one=2)
        ask(queue, "running")
        assert painter.working.wait(SECONDS)
        ask(queue, "1")
        ask(queue, "2")
        with pytest.raises(Throttled, match="2 of your jobs"):
            ask(queue, "3")
        ask(queue, "4", "bob")
        with pytest.raises(Throttled, match="3 jobs"):
            ask(queue, "5", "carol")
        assert len(queue.tickets("ada")) == 3

    def test_as_many_at_once_as_there_are_workers(self, opened: Open, painter: Painter) -> None:
        queue = opened(workers=3)
        tickets = [ask(queue, str(number)) for number in range(5)]
        assert queue._workers.wait(lambda: len(painter.begun) == 3, SECONDS)
        assert [ticket.id for ticket in tickets[3:]] == queue._tickets.waiting()
        painter.go_on.set()
        assert {ended(queue, ticket).state for ticket in tickets} == {"done"}


class TestCancelling:
    def test_what_waits_is_gone_at_once(self, opened: Open, painter: Painter) -> None:
        queue = opened()
        ask(queue, "running")
        assert painter.working.wait(SECONDS)
        waiting = ask(queue, "waiting")
        assert queue.cancel(waiting.id, "ada").state == "cancelled"
        painter.go_on.set()
        assert ended(queue, ask(queue, "later")).state == "done"
        assert painter.begun == ["running", "later"]

    def test_what_runs_stops_and_what_was_made_is_kept(self, opened: Open, painter: Painter) -> None:
        painter.go_on.set()
        queue = opened()
        ticket = ask(queue, "slow", count=3)
        assert queue._workers.wait(lambda: queue.ticket(ticket.id, "ada").progress.done == 1, SECONDS)
        assert not queue.cancel(ticket.id, "ada").wanted
        ticket = ended(queue, ticket)
        assert ticket.state == "cancelled"
        assert ticket.outcome
        assert len(ticket.outcome.pictures) == 1

    def test_only_ones_own(self, opened: Open) -> None:
        queue = opened()
        ticket = ask(queue, "mine")
        for forbidden in (queue.cancel, queue.ticket, queue.again):
            with pytest.raises(InvalidInput, match=ticket.id):
                forbidden(ticket.id, "eve")
        with pytest.raises(InvalidInput):
            queue.ticket("nothing", "ada")
        assert queue.ticket(ticket.id, "ada").wanted
        assert queue.tickets("eve") == []

    def test_from_beside_by_another_process(self, opened: Open, painter: Painter) -> None:
        working, other = opened(), opened()
        painter.go_on.set()
        ticket = ask(working, "slow", count=3)
        assert working._workers.wait(lambda: working.ticket(ticket.id, "ada").progress.done == 1, SECONDS)
        other.cancel(ticket.id, "ada")
        painter.go_on.set()  # the next word of its progress is when it hears of it
        assert ended(working, ticket).state == "cancelled"


class TestTheFolder:
    def test_results_are_found_again(self, opened: Open, painter: Painter) -> None:
        painter.go_on.set()
        queue = opened()
        ticket = ended(queue, ask(queue, "a fox"))
        queue.close()
        assert opened().ticket(ticket.id, "ada") == ticket

    def test_closing_puts_free_work_back(self, opened: Open, painter: Painter) -> None:
        queue = opened()
        ticket = ask(queue, "a fox")
        assert painter.working.wait(SECONDS)
        queue.close()
        painter.go_on.set()
        queue = opened()
        assert ended(queue, ticket).state == "done"
        assert painter.begun == ["a fox", "a fox"]

    def test_a_folder_that_cannot_be_written(self, painter: Painter, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(Unavailable):
            Queue(painter.studio(), tmp_path / "file" / "queue", workers=1)

    def test_a_file_that_is_no_database(self, painter: Painter, folder: Path) -> None:
        folder.mkdir()
        (folder / "queue.sqlite").write_bytes(b"not a database " * 100)
        with pytest.raises(Corrupt):
            Queue(painter.studio(), folder, workers=1)


class TestPictures:
    @pytest.mark.parametrize("address", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64, "\0"])
    def test_no_other_file_is_ever_read(self, opened: Open, address: str) -> None:
        with pytest.raises(InvalidInput):
            opened().pictures.find(address)

    def test_bytes_that_changed_are_told(self, opened: Open, folder: Path) -> None:
        queue = opened()
        one, other = (Picture.from_pixels(np.full((2, 2, 3), shade, np.uint8)) for shade in (1, 2))
        address = queue.pictures.keep(one)
        next((folder / "pictures").rglob(address)).write_bytes(other.data)
        with pytest.raises(Corrupt):
            queue.pictures.find(address)


def test_an_error_without_a_kind_of_its_own_is_restored() -> None:
    from hwasil.studio.queue import failure

    problem = HwasilError("queue_bug", billed="unknown", kind="KeyError")
    restored = failure.from_json(failure.to_json(problem))
    assert (restored.message, restored.billed) == (problem.message, "unknown")


def test_tickets_are_found_by_the_page_they_were_asked_on(opened: Open) -> None:
    queue = opened()
    asked = [
        queue.submit(TextToImage(page), owner=owner, page=page)
        for owner, page in (("ada", "create"), ("ada", "batch"), ("eve", "batch"), ("ada", "batch"))
    ]
    assert [one.id for one in queue.tickets("ada", page="batch")] == [asked[3].id, asked[1].id]
    assert [one.id for one in queue.tickets("ada", page="batch", count=1)] == [asked[3].id]
    assert len(queue.tickets("ada")) == 3


class TestSweeping:
    PICTURE = Picture.from_pixels(np.full((8, 8, 3), 9, np.uint8))

    @pytest.fixture
    def aged(self, folder: Path) -> Callable[[], None]:
        """Make everything that the queue holds two days old."""

        def age() -> None:
            for file in (folder / "pictures").glob("??/*"):
                os.utime(file, (time.time() - 172_800,) * 2)

        return age

    def test_what_is_kept_elsewhere_goes_and_is_found_there(self, opened: Open, aged: Callable[[], None]) -> None:
        found: list[str] = []

        def find(address: str) -> Picture:
            found.append(address)
            return self.PICTURE

        queue = opened(find=find)
        address = queue.pictures.keep(self.PICTURE)
        aged()
        assert queue.sweep(lambda _: False) == 0
        assert queue.sweep(lambda one: one == address) == 1
        assert queue.find(address) == self.PICTURE
        assert found == [address]

    def test_what_is_new_or_wanted_anew_stays(self, opened: Open, aged: Callable[[], None]) -> None:
        queue = opened()
        queue.pictures.keep(self.PICTURE)
        assert queue.sweep(lambda _: True) == 0
        aged()
        queue.pictures.keep(self.PICTURE)
        assert queue.sweep(lambda _: True) == 0

    def test_what_a_job_waits_for_stays(self, opened: Open, painter: Painter, aged: Callable[[], None]) -> None:
        queue = opened()
        job = TextToImage("a fox", conditioning=Conditioning(self.PICTURE, "edges"))
        ticket = queue.submit(job, owner="ada")
        aged()
        assert queue.sweep(lambda _: True) == 0
        painter.go_on.set()
        assert queue.wait(ticket.id, 20)
        assert queue.sweep(lambda _: True) == 1
