"""What the small language model makes of the grammar's ideas, and the illustrator of that: the table in docs/writing.md.

Needs the extra and the weight (`pip install 'hwasil[writer]'`, `hwasil skills pull writer`), and says so without them.
"""

from __future__ import annotations

import time

from hwasil.core.errors import HwasilError
from hwasil.engine import small_model
from hwasil.engine.illustrator.drawings import open_drawings
from hwasil.engine.illustrator.understand import understand
from hwasil.engine.write import write
from hwasil.studio.phrasing import MOST_TOKENS, phrased

ENGLISH = ("a lighthouse", "two children", "jazz", "a coffee cup", "a robot", "a violin", "an old bicycle")
KOREAN = (
    "‘호숫가의 붉은 여우’를 그림으로 그리려고 합니다. 스무 낱말쯤의 한국어 한 문장으로 묘사해 주세요.",
    "‘비 내리는 거리의 재즈’를 그림으로 그리려고 합니다. 스무 낱말쯤의 한국어 한 문장으로 묘사해 주세요.",
)
SEED = 7


def asked(messages: list[small_model.Message], seed: int) -> str:
    """Return what the model answers, on one line."""
    said = small_model.answer(messages, seed=seed, most=MOST_TOKENS, check=lambda: None)
    return " ".join(said.split())


def added(note: str, phrase: str) -> tuple[list[str], list[str]]:
    """Return what the illustrator draws of a phrase and not of its note, and the words that it cannot draw."""
    drawings = open_drawings()
    before, after = understand(note, None, drawings), understand(phrase, None, drawings)
    things = [thing.drawing.label for thing in after.things]
    for label in {thing.drawing.label for thing in before.things} & set(things):
        things.remove(label)
    hours = [hour for hour in (*after.times, *after.weather) if hour not in (*before.times, *before.weather)]
    return [*things, *hours], [word for word in after.unread if word not in before.unread]


def main() -> None:
    """Print a row for each note."""
    try:
        small_model.need()
    except HwasilError as problem:
        print(problem.message, problem.hint)
        return
    taken = 0
    print(
        "| the grammar | the model | taken | also drawn | not drawn | CPU seconds |\n|---|---|---|---|---|---|",
        flush=True,
    )
    for keyword in ENGLISH:
        prompts = write(keyword, "", language="en", seed=SEED, count=1)
        started = time.process_time()
        found = phrased(prompts, lambda messages, number: asked(list(messages), SEED + number))
        taken += found.count
        spent = time.process_time() - started
        things, words = added(prompts[0].subject, found.said)
        verdict = "yes" if found.count else "no"
        row = (prompts[0].subject, found.said, verdict, ", ".join(things), ", ".join(words), f"{spent:.0f}")
        print(f"| {' | '.join(row)} |", flush=True)
    print(f"\ntaken: {taken} of {len(ENGLISH)}\n", flush=True)
    for question in KOREAN:
        print(f"* {question} → {asked([{'role': 'user', 'content': question}], SEED)}", flush=True)


if __name__ == "__main__":
    main()
