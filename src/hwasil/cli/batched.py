"""What ``hwasil batch`` does and shows: the plan of all rows, each row as it is done, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from hwasil.cli.carrying_out import run
from hwasil.cli.columns import listing, terminal_width
from hwasil.cli.created import Saved, price_words, save
from hwasil.cli.failures import echo_json, error_json, exit_code, printable, warn
from hwasil.cli.saving import Destination, slug
from hwasil.core.errors import AccessDenied, Cancelled, DeadlineExceeded, HwasilError
from hwasil.core.picture import Picture
from hwasil.core.results import FREE
from hwasil.i18n import say
from hwasil.studio.batch import Row, count_of, price_of
from hwasil.studio.contact_sheet import contact_sheet
from hwasil.studio.plan import price_json
from hwasil.studio.studio import Studio

_SHEET: Final = "contact-sheet"
_HOPELESS: Final = (AccessDenied, Cancelled, DeadlineExceeded)  # for one row is for all after it


@dataclass(frozen=True, slots=True)
class Done:
    """A row that was begun: what was saved of it, or what went wrong."""

    row: Row
    saved: Saved | None = None
    problem: HwasilError | None = None

    @property
    def code(self) -> int:
        """The exit code, if this row were all."""
        if self.problem:
            return exit_code(self.problem)
        return self.saved.code if self.saved else 0

    @property
    def is_the_last(self) -> bool:
        """Whether what went wrong with it would go wrong with every other row."""
        failed = self.saved.result.failed if self.saved else ()
        return any(isinstance(one, _HOPELESS) for one in (self.problem, *failed))


def show_plan(rows: Sequence[Row], *, as_json: bool) -> int:
    """Show what would be done and what it would cost; return the exit code."""
    price = price_of(rows)
    if as_json:
        told = [_told(row, row.problem) | (row.plan.to_json() if row.plan else {}) for row in rows]
        echo_json({"rows": told, "pictures": count_of(rows), **price_json(price)})
    else:
        header = [say(f"cli.batch.{name}") for name in ("line", "pictures", "price", "prompt")]
        for line in listing(header, [_cells(row) for row in rows], width=terminal_width()):
            click.echo(printable(line))
        click.echo(say("cli.batch.plan_price", count=count_of(rows), price=price_words(price)))
    return _code([Done(row, problem=row.problem) for row in rows])


def carry_out(
    studio: Studio,
    rows: Sequence[Row],
    destination: Destination,
    deadline: float | None,
    *,
    share: bool,
    gallery: bool,
    quiet: bool,
) -> list[Done]:
    """Do the rows in their order, each saved before the next is begun; stop where no other could be done."""
    done: list[Done] = []
    for number, row in enumerate(rows, start=1):
        if not quiet:
            prompt = " ".join(row.prompt.split())
            click.echo(printable(say("cli.batch.row", number=number, count=len(rows), prompt=prompt)))
        one = _done(studio, row, destination, f"{number:03d}-{slug(row.prompt)}", deadline, share, gallery)
        if one.saved:
            if not quiet:
                one.saved.show()
            one.saved.warn()
        if one.problem:
            warn(say("cli.batch.problem", line=row.line, reason=f"{one.problem.message} {one.problem.hint}"))
        done.append(one)
        if one.is_the_last:
            break
    return done


def save_sheet(done: Sequence[Done], destination: Destination) -> Path | None:
    """Save the contact sheet of what was made, beside it; None where nothing was. Raises OSError."""
    entries = [(file, one.row.prompt) for one in done if one.saved for file in one.saved.files]
    if not entries:
        return None
    sheet = contact_sheet(((Picture.open(file), prompt) for file, prompt in entries), len(entries))
    return destination.save(sheet, slug=_SHEET, seed=None, number=1, count=1)


def show_end(rows: Sequence[Row], done: Sequence[Done], sheet: Path | None, *, as_json: bool) -> int:
    """Show how a batch ended; return the exit code."""
    results = [one.saved.result for one in done if one.saved]
    price = sum((result.price for result in results), start=FREE)
    left = len(rows) - len(done)
    if as_json:
        told = [_told(one.row, one.problem) | (one.saved.to_json() if one.saved else {}) for one in done]
        file = None if sheet is None else str(sheet.absolute())
        echo_json({"rows": told, "not_begun": left, "sheet": file, **price_json(price)})
    else:
        if sheet is not None:
            click.echo(printable(say("cli.batch.sheet", file=sheet)))
        made, wrong = sum(len(one.made) for one in results), sum(one.problem is not None for one in done)
        click.echo(say("cli.batch.total", made=made, wrong=wrong, left=left, price=price_words(price)))
    return _code(done)


def _done(
    studio: Studio,
    row: Row,
    destination: Destination,
    name: str,
    deadline: float | None,
    share: bool,
    gallery: bool,
) -> Done:
    if row.plan is None:
        return Done(row, problem=row.problem)
    try:
        result = run(studio, row.plan, deadline)
        return Done(row, save(row.plan, result, destination, name, share=share, gallery=gallery))
    except HwasilError as problem:
        return Done(row, problem=problem)


def _cells(row: Row) -> list[str]:
    """Return a row of the table that `show_plan` shows."""
    if row.plan is None:
        return [str(row.line), "–", "–", row.problem.message if row.problem else ""]
    return [str(row.line), str(row.plan.count), price_words(row.plan.price), " ".join(row.prompt.split())]


def _told(row: Row, problem: HwasilError | None) -> dict[str, Any]:
    told: dict[str, Any] = {"line": row.line, "prompt": row.prompt}
    return told if problem is None else told | {"error": error_json(problem)}


def _code(done: Sequence[Done]) -> int:
    """Return the exit code of the first row that was not done as it was asked."""
    return next((one.code for one in done if one.code), 0)
