"""Training: the same again, and the same after an interruption. Where torch is not installed, this is skipped."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from tests.training.small_corpus import small_corpus

torch = pytest.importorskip("torch")
# Imported by name, so that types are checked alike with torch and without.
learning: Any = importlib.import_module("training.sketch.learn")
distilling: Any = importlib.import_module("training.sketch.distil")
running: Any = importlib.import_module("training.sketch.run")
STEPS = 6


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def learned(folder: Path, *stops: int) -> Any:
    """Return the weights after `STEPS` steps, in as many sittings as there are stops and one more."""
    path = folder / "kept.pt"
    run = learning.Run(small_corpus(), 3, torch.device("cpu"))
    run.progress = learning.Progress(steps=STEPS, cooling=4)
    for stop in (*stops, STEPS):
        while run.progress.step < stop:
            run.step(run.corpus.batch(run.progress.step, run.seed))
        run.keep(path)
        run = learning.Run(small_corpus(), 3, torch.device("cpu"))
        run.resume(path)
    return run.average.state_dict()


def test_the_same_run_gives_the_same_weights_and_so_does_an_interrupted_one(tmp_path: Path) -> None:
    first, again, interrupted = learned(tmp_path), learned(tmp_path), learned(tmp_path, 2, 5)
    assert first.keys() == again.keys() == interrupted.keys()
    for name, weight in first.items():
        assert torch.equal(weight, again[name]), name
        assert torch.equal(weight, interrupted[name]), name


def test_learning_follows_its_plan_and_logs_every_split(tmp_path: Path) -> None:
    run = learning.Run(small_corpus(), 3, torch.device("cpu"))
    run.progress = learning.Progress(steps=3, cooling=2)
    lines: list[str] = []
    learning.learn(run, None, tmp_path / "kept.pt", lines.append)
    assert run.progress.step == 3
    assert all(split in lines[-1] for split in ("seen", "concepts", "compositions"))
    again = learning.Run(small_corpus(), 3, torch.device("cpu"))
    again.resume(tmp_path / "kept.pt")
    assert again.progress.step == 3
    assert again.progress.done


def test_a_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    run = learning.Run(small_corpus(), 3, torch.device("cpu"))
    run.keep(tmp_path / "kept.pt")
    with pytest.raises(ValueError, match="seed 3"):
        learning.Run(small_corpus(), 4, torch.device("cpu")).resume(tmp_path / "kept.pt")


def test_a_budget_of_time_becomes_steps_when_four_fifths_are_over() -> None:
    progress: Any = learning.Progress(step=700, spent=70.0)
    progress.plan(100.0)
    assert progress.steps is None
    assert progress.rate() == 1.0
    progress.step, progress.spent = 800, 80.0
    progress.plan(100.0)
    assert progress.cooling == 800
    assert progress.steps == 1000
    progress.step = 900
    assert progress.rate() == 0.5
    assert not progress.done
    progress.step = 1000
    assert progress.done


@pytest.mark.parametrize(("text", "seconds"), [("90s", 90), ("25m", 1500), ("1.5h", 5400)])
def test_spans_of_time(text: str, seconds: float) -> None:
    assert running.seconds(text) == seconds


def test_one_loss_of_a_picture_that_is_guessed_right_is_none() -> None:
    pictures, noise = torch.zeros(2, 3, 4, 4), torch.ones(2, 3, 4, 4)
    times = torch.tensor([0.5, 0.0])

    def right(*_: Any) -> Any:
        return pictures

    def wrong(*_: Any) -> Any:
        return pictures + 1

    assert learning.flow_loss(right, pictures, noise, times, None).tolist() == [0.0, 0.0]
    assert learning.flow_loss(wrong, pictures, noise, times, None).tolist() == [4.0, 1.0]


class _Sure:
    """A teacher that always draws the same picture, twice as bright where it reads something."""

    def words(self, grams: Any) -> tuple[Any]:
        return ((grams.flatten(1).sum(1) > 0).float(),)

    def drawer(self, mixed: Any, _: Any, told: Any) -> Any:
        return torch.ones_like(mixed) * (1 + told)[:, None, None, None]


def test_a_student_aims_where_its_teacher_ends() -> None:
    mixed, grams = torch.randn(2, 3, 4, 4), torch.ones(2, 5, 6, dtype=torch.int64)
    start, end = torch.tensor([0.0, 0.75]), torch.tensor([0.5, 1.0])
    reached = distilling.led(_Sure(), mixed, start, end, grams)
    guided = 1 + distilling.GUIDANCE * (2 - 1)
    assert torch.allclose(reached[1], torch.full((3, 4, 4), guided), atol=1e-5)
    assert torch.allclose(
        distilling.aimed(mixed, reached, start, end), torch.full((2, 3, 4, 4), guided), atol=1e-4
    )


def test_a_student_begins_as_its_teacher_and_learns() -> None:
    corpus = small_corpus()
    teacher = learning.Run(corpus, 3, torch.device("cpu")).average
    before = {name: weight.clone() for name, weight in teacher.state_dict().items()}
    student = distilling.distilled(teacher, corpus, 3, 0.2, torch.device("cpu"))
    assert all(torch.equal(weight, before[name]) for name, weight in teacher.state_dict().items())
    assert any(not torch.equal(weight, before[name]) for name, weight in student.state_dict().items())
