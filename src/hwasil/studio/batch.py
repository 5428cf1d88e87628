"""A batch: many prompts in one go, each a row with its own job, its own price, and its own trouble.

Rows come from a file (`hwasil.studio.batch_file`) or from one prompt with many values
(`hwasil.studio.batch_template`). What is wrong with a row stays with it and keeps no other row from being made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.jobs import TextToImage
from hwasil.core.results import FREE, Price
from hwasil.studio.plan import Plan
from hwasil.studio.studio import Studio, text_to_image

MOST: Final = 500  # rows, and pictures of all rows together


@dataclass(frozen=True, slots=True)
class Row:
    """One prompt of a batch: where it stands (from 1), and the job that it asks for, or what is wrong with it.

    ``plan`` is there once the row was planned and can be done.
    """

    line: int
    prompt: str
    job: TextToImage | None = None
    problem: HwasilError | None = None
    plan: Plan | None = None

    @classmethod
    def of(cls, line: int, prompt: str, wishes: Mapping[str, Any]) -> Row:
        """Return the row of a prompt and its wishes, which are those of `text_to_image`."""
        try:
            return cls(line, prompt, text_to_image(prompt, **wishes))
        except HwasilError as problem:
            return cls(line, prompt, problem=problem)


def limited(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows. Raises InvalidInput when there is none, or when they ask for more than `MOST` pictures."""
    if not rows:
        raise InvalidInput("batch_empty")
    pictures = sum(row.job.count for row in rows if row.job)
    if max(len(rows), pictures) > MOST:
        raise InvalidInput("batch_too_many", count=max(len(rows), pictures), limit=MOST)
    return tuple(rows)


def planned(
    studio: Studio,
    rows: Iterable[Row],
    *,
    backend: str = "local",
    model: str | None = None,
    strict: bool = False,
    replace_retired: bool = False,
) -> tuple[Row, ...]:
    """Return the rows with their plans. What keeps a job from being planned becomes its row's problem."""
    planning = {"backend": backend, "model": model, "strict": strict, "replace_retired": replace_retired}
    return tuple(_planned(studio, row, planning) for row in rows)


def price_of(rows: Iterable[Row]) -> Price:
    """Return what all the rows together will cost that can be done; unknown as soon as one of them is."""
    return sum((row.plan.price for row in rows if row.plan), start=FREE)


def count_of(rows: Iterable[Row]) -> int:
    """Return how many pictures the rows will give that can be done."""
    return sum(row.plan.count for row in rows if row.plan)


def _planned(studio: Studio, row: Row, planning: Mapping[str, Any]) -> Row:
    if row.job is None:
        return row
    try:
        return replace(row, plan=studio.plan(row.job, **planning))
    except HwasilError as problem:
        return replace(row, problem=problem)
