"""A few large steps instead of many: a student learns where its teacher's guided steps lead.

Progressive distillation (Salimans and Ho, 2022) with guidance in the weights (Meng et al., 2023), for straight paths:
from each of a few times on, the student names the one picture towards which a single step ends where several of the
teacher's do. It then draws in `STEPS` evaluations of the network, and not in two for each of twice as many steps.
"""

from __future__ import annotations

import copy
import time
from typing import Final

import numpy as np
import torch
from torch import Tensor
from training.sketch.corpus import Corpus
from training.sketch.learn import given
from training.sketch.network import Sketch

STEPS: Final = 4
GUIDANCE: Final = 3.0
_WITHIN: Final = 4  # steps of the teacher in one of the student's
_SLOWER: Final = 0.25  # of the rate at which the teacher learned
_AVERAGED: Final = 0.99
_SEED: Final = 7  # what is dealt out here is not what the teacher saw in the same order


@torch.no_grad()
def led(teacher: Sketch, mixed: Tensor, start: Tensor, end: Tensor, grams: Tensor) -> Tensor:
    """Return where the teacher's guided steps lead from one time (n,) to another: Euler's method."""
    told, untold = teacher.words(grams), teacher.words(torch.zeros_like(grams))
    step = (end - start) / _WITHIN
    for number in range(_WITHIN):
        now = start + number * step
        drawn = teacher.drawer(mixed, now, *told)
        plain = teacher.drawer(mixed, now, *untold)
        aim = plain + GUIDANCE * (drawn - plain)
        mixed = mixed + (step / (1 - now))[:, None, None, None] * (aim - mixed)
    return mixed


def aimed(mixed: Tensor, reached: Tensor, start: Tensor, end: Tensor) -> Tensor:
    """Return the picture towards which one step from ``mixed`` ends at ``reached``."""
    longer: Tensor = ((1 - start) / (end - start))[:, None, None, None]
    return mixed + longer * (reached - mixed)


def distilled(teacher: Sketch, corpus: Corpus, seed: int, seconds: float, device: torch.device) -> Sketch:
    """Return a student that has learned for so long; its weights are an average over the last steps."""
    teacher = teacher.to(device).eval()
    student = copy.deepcopy(teacher).requires_grad_(True)
    average = copy.deepcopy(teacher)
    learner = torch.optim.AdamW(student.parameters(), lr=_SLOWER * corpus.config.rate, fused=True)
    grid = torch.linspace(0.0, 1.0, STEPS + 1, device=device)
    chance = torch.Generator(device)
    begun = time.monotonic()
    step, losses = 0, []
    while time.monotonic() - begun < seconds:
        batch = corpus.batch(step, seed + _SEED)
        chance.manual_seed((seed + _SEED) * 1_000_003 + step)
        pictures, grams = given(batch, device)
        places = torch.randint(STEPS, (len(pictures),), generator=chance, device=device)
        start, end = grid[places], grid[places + 1]
        along = start[:, None, None, None]
        mixed = along * pictures + (1 - along) * torch.randn(pictures.shape, generator=chance, device=device)
        wanted = aimed(mixed, led(teacher, mixed, start, end, grams), start, end)
        loss = (((student(mixed, start, grams) - wanted) / (1 - along)) ** 2).mean()
        learner.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        learner.step()
        with torch.no_grad():
            for mean, now in zip(average.parameters(), student.parameters(), strict=True):
                mean.lerp_(now, 1 - _AVERAGED)
        losses.append(float(loss.detach()))
        step += 1
    print(
        f"distilled in {step} steps: loss {np.mean(losses[: max(1, step // 10)]):.4f} to {np.mean(losses[-max(1, step // 10) :]):.4f}"
    )
    return average
