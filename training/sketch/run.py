"""The whole recipe in one command: data, training, export, the sample sheet and its figures."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Final

import torch
from training.sketch.corpus import Config, Corpus, open_corpus
from training.sketch.distil import STEPS, distilled
from training.sketch.draw import Generator, Plan
from training.sketch.export import export
from training.sketch.learn import Progress, Run, cv2_alone, learn
from training.sketch.network import Sketch
from training.sketch.sheet import sheet

_UNITS: Final = {"s": 1, "m": 60, "h": 3600}


def seconds(text: str) -> float:
    """Return a span such as ``25m`` in seconds. Raises ArgumentTypeError."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smh])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"{text!r} is no span of time; write 90s, 25m or 2h")
    return float(found[1]) * _UNITS[found[2]]


def chosen(device: str) -> torch.device:
    """Return a device by its name; ``auto`` is the best that is there."""
    if device != "auto":
        return torch.device(device)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.run", description=__doc__)
    parser.add_argument(
        "--folder", type=Path, required=True, help="where packages, pictures and checkpoints are kept"
    )
    how_long = parser.add_mutually_exclusive_group(required=True)
    how_long.add_argument("--budget", type=seconds, help="how long to learn, such as 25m")
    how_long.add_argument("--steps", type=int, help="how many steps to learn: the same weights every time")
    parser.add_argument("--cooling", type=int, help="with --steps: the step at which the rate begins to fall")
    parser.add_argument("--distil", type=seconds, help="how long a student of few steps learns after that")
    parser.add_argument("--config", help="a run of configs.toml; by default full on a GPU, else proof")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:1 and so on")
    parser.add_argument("--threads", type=int, help="processor cores to use; all of them by default")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()

    device = chosen(given.device)
    if given.threads:
        torch.set_num_threads(given.threads)
    torch.use_deterministic_algorithms(True, warn_only=device.type != "cpu")
    cv2_alone()
    config = Config.named(given.config or ("full" if device.type == "cuda" else "proof"))
    corpus = open_corpus(given.folder, config, given.threads or os.cpu_count() or 1)
    print(
        f"{config.name}: {len(corpus.drawn)} drawings of {len(corpus.things)} things, {len(corpus.composed)} scenes"
    )

    run = Run(corpus, given.seed, device)
    checkpoint = given.folder / f"{config.name}-{given.seed}.pt"
    if checkpoint.exists():
        run.resume(checkpoint)
        print(f"{checkpoint} goes on from step {run.progress.step}")
    else:
        print(f"words know their meanings to a mean cosine of {run.begin():.3f}")
        if given.steps:
            run.progress = Progress(steps=given.steps, cooling=given.cooling or given.steps * 4 // 5)
    learn(run, given.budget, checkpoint, print)
    planned = run.progress
    print(f"done; the same again: --steps {planned.steps} --cooling {planned.cooling} --seed {given.seed}")

    show(run.average, corpus, Plan(), given.folder / f"{config.name}-{given.seed}", given.threads)
    if given.distil:
        student = distilled(run.average, corpus, given.seed, given.distil, device)
        quick = Plan(STEPS, 1.0, halfway=False)
        show(student, corpus, quick, given.folder / f"{config.name}-{given.seed}-few-steps", given.threads)


def show(sketch: Sketch, corpus: Corpus, plan: Plan, folder: Path, threads: int | None) -> None:
    """Export a network, and draw the sample sheet with what was exported."""
    written = export(sketch, corpus.config, plan, folder)
    written.append(sheet(Generator(folder, threads or 0), corpus, folder / "sheet.webp"))
    for path in written:
        print(f"{path}  {path.stat().st_size:,} bytes")
