"""Rectified flow (Liu et al., 2023; Lipman et al., 2023): from noise to pictures along straight lines.

At time t a picture x and noise e are mixed to t x + (1 - t) e. The network says which picture a mixture shows; what
is weighed is the speed that this gives, (x - mixture) / (1 - t), against the true one, x - e.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset
from training.sketch import splits
from training.sketch.corpus import Batch, Config, Corpus
from training.sketch.meanings import teach
from training.sketch.network import Sketch

_SURE: Final = 0.05  # of 1 - t: nearer to the picture, mistakes are not weighed more
_SKEW: Final = -0.4  # of the times' logit: more of them near the noise, where layout is decided
_WARMING: Final = 100  # steps until the full rate
_COOLING: Final = 0.2  # of the budget, in which the rate falls to 0
_DECAY: Final = 0.01
_LONGEST: Final = 1.0  # of the gradient
_KEPT_EVERY: Final = 120.0  # seconds between two checkpoints
_PROBED: Final = 16  # times in a run
_PROBE: Final = 64  # pictures a split
_PROBE_TIMES: Final = (0.1, 0.3, 0.5, 0.7)
_WORKERS: Final = 12

Log = Callable[[str], None]


@dataclass
class Progress:
    """How far a run is. A run's weights follow from its seed, ``steps`` and ``cooling`` alone.

    With a budget of time neither is known at first: once four fifths of it are over, the speed so far says in how
    many steps the rest will be over. ``step`` is the number of steps done, ``spent`` their seconds.
    """

    step: int = 0
    spent: float = 0.0
    steps: int | None = None
    cooling: int | None = None

    def plan(self, seconds: float) -> None:
        """Decide how many steps there will be, when it is time to."""
        if self.steps is None and self.spent >= (1 - _COOLING) * seconds:
            self.cooling = self.step
            self.steps = self.step + max(1, round(self.step / self.spent * max(seconds - self.spent, 0.0)))

    def rate(self) -> float:
        """Return the share of the full rate for the next step."""
        warm = min(1.0, (self.step + 1) / _WARMING)
        if self.steps is None or self.cooling is None or self.step < self.cooling:
            return warm
        return warm * (self.steps - self.step) / max(1, self.steps - self.cooling)

    def share(self, seconds: float | None) -> float:
        """Return how much of the run is done, 0 to 1: of its seconds, or of its steps where no time is set."""
        return self.spent / seconds if seconds else self.step / max(1, self.steps or 1)

    @property
    def done(self) -> bool:
        """Whether every step is done."""
        return self.steps is not None and self.step >= self.steps


@dataclass
class Run:
    """A network that learns, and all that is needed to go on later."""

    corpus: Corpus
    seed: int
    device: torch.device
    progress: Progress = field(default_factory=Progress)

    def __post_init__(self) -> None:
        torch.manual_seed(self.seed)
        self.sketch = Sketch(self.config).to(self.device)
        self.average = copy.deepcopy(self.sketch).requires_grad_(False)
        self.learner = torch.optim.AdamW(
            self.sketch.parameters(), lr=self.config.rate, betas=(0.9, 0.99), weight_decay=_DECAY, fused=True
        )

    @property
    def config(self) -> Config:
        """The run's numbers."""
        return self.corpus.config

    def begin(self) -> float:
        """Teach the words their meanings; return how well they know them, a mean cosine."""
        known = teach(self.sketch.words.cpu(), self.corpus.vocabulary(), self.seed)
        self.sketch.to(self.device)
        self.average.load_state_dict(self.sketch.state_dict())
        return known

    def keep(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        unfinished = path.with_suffix(".unfinished")
        torch.save(
            {
                "config": self.config.name,
                "seed": self.seed,
                "progress": vars(self.progress),
                "sketch": self.sketch.state_dict(),
                "average": self.average.state_dict(),
                "learner": self.learner.state_dict(),
            },
            unfinished,
        )
        unfinished.replace(path)

    def resume(self, path: Path) -> None:
        """Go on from a checkpoint. Raises ValueError for one of another run."""
        kept: dict[str, Any] = torch.load(path, map_location=self.device, weights_only=True)
        if (kept["config"], kept["seed"]) != (self.config.name, self.seed):
            raise ValueError(f"{path} is of {kept['config']} with seed {kept['seed']}; give another folder")
        self.progress = Progress(**kept["progress"])
        self.sketch.load_state_dict(kept["sketch"])
        self.average.load_state_dict(kept["average"])
        self.learner.load_state_dict(kept["learner"])

    def step(self, batch: Batch) -> float:
        """Learn from one batch; return its loss."""
        at = self.progress.step
        for group in self.learner.param_groups:
            group["lr"] = self.config.rate * self.progress.rate()
        chance = torch.Generator(self.device).manual_seed(self.seed * 1_000_003 + at)
        pictures, grams = given(batch, self.device)
        times = torch.sigmoid(torch.randn(len(pictures), generator=chance, device=self.device) + _SKEW)
        noise = torch.randn(pictures.shape, generator=chance, device=self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            loss = flow_loss(self.sketch, pictures, noise, times, grams).mean()
        self.learner.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.sketch.parameters(), _LONGEST)
        self.learner.step()
        stays = min(self.config.average, (1 + at) / (10 + at))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.sketch.parameters(), strict=True):
                mean.lerp_(now, 1 - stays)
        self.progress.step += 1
        return float(loss.detach())

    @torch.no_grad()
    def probed(self) -> dict[str, float]:
        """Return the loss of the averaged weights on every split, on the same pictures, times and noise each time."""
        found: dict[str, float] = {}
        for split in splits.SPLITS:
            batch = self.corpus.probe(split, _PROBE)
            if batch is None:
                continue
            chance = torch.Generator().manual_seed(0)
            pictures, grams = given(batch, self.device)
            times = torch.tensor(_PROBE_TIMES).repeat(-(-len(pictures) // len(_PROBE_TIMES)))[: len(pictures)]
            noise = torch.randn(pictures.shape, generator=chance)
            loss = flow_loss(self.average, pictures, noise.to(self.device), times.to(self.device), grams)
            found[split] = float(loss.mean())
        return found


def given(batch: Batch, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return a batch on a device: its pictures (n, 3, side, side), -1 to 1, and as many words as the longest text has."""
    pictures = torch.from_numpy(batch.pictures).to(device).permute(0, 3, 1, 2).float() / 127.5 - 1
    longest = max(1, int((batch.grams[..., 0] > 0).sum(1).max()))
    return pictures.contiguous(), torch.from_numpy(batch.grams[:, :longest]).to(device)


def flow_loss(sketch: Sketch, pictures: Tensor, noise: Tensor, times: Tensor, grams: Tensor) -> Tensor:
    """Return the loss of each picture: the mean square by which the speed is wrong."""
    along = times[:, None, None, None]
    drawn = sketch(along * pictures + (1 - along) * noise, times, grams).float()
    weight = 1 / (1 - times).clamp(min=_SURE) ** 2
    wrong: Tensor = weight * ((drawn - pictures) ** 2).mean((1, 2, 3))
    return wrong


class _Batches(Dataset[Batch]):
    """Batches by their step, for a loader that has other processes deal them."""

    def __init__(self, corpus: Corpus, seed: int) -> None:
        self.corpus, self.seed = corpus, seed

    def __getitem__(self, step: int) -> Batch:
        cv2_alone()
        return self.corpus.batch(step, self.seed)


def cv2_alone() -> None:
    """Keep OpenCV to one thread: what it does for us is too small to share."""
    import cv2

    cv2.setNumThreads(1)


class _Counting:
    """The numbers of all steps to come."""

    def __init__(self, first: int) -> None:
        self.first = first

    def __iter__(self) -> Iterator[int]:
        step = self.first
        while True:
            yield step
            step += 1


def learn(run: Run, budget: float | None, checkpoint: Path, log: Log) -> None:
    """Learn until the budget (seconds) is spent, or the planned steps are done; checkpoints go to a file.

    Interrupted, it loses at most the work since the last checkpoint.
    """
    workers = _WORKERS if run.device.type == "cuda" else 0
    loader = DataLoader(
        _Batches(run.corpus, run.seed), batch_size=None, sampler=_Counting(run.progress.step), num_workers=workers
    )
    begun, before = time.monotonic(), run.progress.spent
    kept = begun
    losses: list[float] = []
    probe_at = run.progress.share(budget)
    for batch in loader:
        if budget is not None:
            run.progress.plan(budget)
        if run.progress.done:
            break
        losses.append(run.step(batch))
        if not math.isfinite(losses[-1]):
            raise FloatingPointError(f"step {run.progress.step}: the loss is {losses[-1]}")
        now = time.monotonic()
        run.progress.spent = before + now - begun
        if run.progress.share(budget) >= probe_at:
            probe_at += 1 / _PROBED
            log(told(run.progress, losses, run.probed()))
            losses = []
        if now - kept >= _KEPT_EVERY:
            run.keep(checkpoint)
            kept = now
    run.keep(checkpoint)
    log(told(run.progress, losses, run.probed()))


def told(progress: Progress, losses: Sequence[float], probed: dict[str, float]) -> str:
    """Return a line of the log: the step, the seconds, the mean loss in training, and that on every split."""
    trained = f"training {np.mean(losses):.4f}" if losses else "no step since"
    held = "  ".join(f"{split} {value:.4f}" for split, value in probed.items())
    return f"step {progress.step:>7}  {progress.spent:>6.0f} s  {trained}  {held}"
