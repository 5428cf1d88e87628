"""What ``hwasil create`` shows: the plan, or the pictures with all that should be known about them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click

from hwasil.cli.failures import FAILED, REFUSED, echo_json, error_json, exit_code, printable, warn
from hwasil.cli.keeping import kept_ids
from hwasil.cli.saving import Destination
from hwasil.core.errors import HwasilError
from hwasil.core.jobs import Converse, TextToImage
from hwasil.core.picture import Picture
from hwasil.core.reasons import reason
from hwasil.core.results import FREE, Adjustment, Dropped, Made, Price, Refusal, Result
from hwasil.core.serial import kebab, to_json
from hwasil.i18n import say
from hwasil.library.provenance import share_copy
from hwasil.studio.plan import Plan, Step, price_json
from hwasil.studio.translate import words_of

_SHARED_NAME: Final = "picture"


def show_plan(plan: Plan, *, as_json: bool) -> None:
    """Show what would be done."""
    if as_json:
        echo_json(plan.to_json())
        return
    target, calls = plan.target, sum(step.kind == "call" for step in plan.steps)
    click.echo(say("cli.create.plan", calls=calls, model=target.model, backend=target.backend))
    for number, step in enumerate(plan.steps, start=1):
        click.echo(printable(_step(number, step)))
    _show_changes(plan.adjusted, plan.dropped)
    click.echo(say("cli.create.plan_price", price=price_words(plan.price)))


def _step(number: int, step: Step) -> str:
    """Say one step of a plan; ``number`` counts from 1."""
    if step.kind == "translate" and isinstance(step.job, Converse):
        fields = ", ".join(say(f"cli.field.{name}") for name in words_of(step.job))
        return say(
            "cli.plan.translate", number=number, fields=fields, model=step.model, price=price_words(step.price)
        )
    if step.kind != "call":
        doing = say(f"cli.plan.{step.kind.replace(' ', '_')}", after=(step.uses or 0) + 1)
        return say("cli.plan.local", number=number, doing=doing, price=price_words(step.price))
    words = {"number": number, "count": step.count, "price": price_words(step.price)}
    job = step.job
    if isinstance(job, TextToImage):
        shape = job.size or job.aspect or say("cli.create.any_size")
        return say("cli.create.step", size=shape, seed=_seed(job.seed), **words)
    return say("cli.plan.call", job=kebab(type(job).__name__), model=step.model, **words)


def save_and_show(
    plan: Plan,
    result: Result,
    destination: Destination,
    name: str,
    *,
    share: bool = False,
    gallery: bool = True,
    as_json: bool,
) -> int:
    """Save every picture, under a ``name`` unless it has one, and show what came of the job; return the exit code.

    With ``share`` the files are share copies, which do not tell the words that they were made with, nor do the names
    that they are given. With ``gallery`` what is in the files is kept there as well. When fewer pictures are there than
    were asked for, the code is that of the first thing that went wrong.
    """
    saved = save(plan, result, destination, name, share=share, gallery=gallery)
    if as_json:
        echo_json(saved.to_json())
    else:
        saved.show()
    saved.warn()
    return saved.code


def save(
    plan: Plan, result: Result, destination: Destination, name: str, *, share: bool = False, gallery: bool = True
) -> Saved:
    """Save every picture and say nothing but what went wrong with the files. The keywords are `save_and_show`'s."""
    count = plan.count
    name = _SHARED_NAME if share else name
    kept = [
        _keep(made, destination, name, number, count, share=share)
        for number, made in enumerate(result.made, start=1)
    ]
    saved = [one.picture for one in kept]
    entries: list[str | None] = kept_ids(plan, result, saved) if gallery else [None for _ in saved]
    return Saved(plan, result, kept, entries)


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a job whose pictures were saved: their files, and their entries in the gallery."""

    plan: Plan
    result: Result
    kept: list[_Kept]
    entries: list[str | None]

    @property
    def code(self) -> int:
        """The exit code."""
        return _code(self.result) if all(one.in_place for one in self.kept) else FAILED

    @property
    def files(self) -> list[Path]:
        """Where the pictures are."""
        return [one.file for one in self.kept if one.file is not None]

    def to_json(self) -> dict[str, Any]:
        """Return all of it as JSON values."""
        return _json(self.plan, self.result, self.kept, self.entries)

    def show(self) -> None:
        """Show a line for each picture, and what should be known about them."""
        _show(self.result, self.kept)

    def warn(self) -> None:
        """Say what was refused, and what failed."""
        made, count = len(self.result.made), self.plan.count
        for refusal in self.result.refused:
            warn(say("cli.create.refused", stage=say(f"cli.stage.{refusal.stage}"), reason=refusal.reason))
        for problem in self.result.failed:
            why = f"{problem.message} {problem.hint}"
            warn(say("cli.create.failed", made=made, count=count, reason=why))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A picture as it was saved, its file if there is one, and whether that is where it should be."""

    made: Made
    picture: Picture
    file: Path | None
    in_place: bool


def _keep(made: Made, destination: Destination, name: str, number: int, count: int, *, share: bool) -> _Kept:
    try:
        picture = destination.encoded(share_copy(made.picture) if share else made.picture)
        file = destination.save(picture, slug=name, seed=made.seed, number=number, count=count)
    except (OSError, HwasilError) as problem:
        words = {"number": number, "folder": destination.folder, "reason": reason(problem)}
    else:
        return _Kept(made, picture, file, in_place=True)
    try:
        rescued = destination.rescue(made.picture)
    except OSError:
        warn(say("cli.create.lost", **words))
        return _Kept(made, made.picture, None, in_place=False)
    warn(say("cli.create.rescued", file=rescued, **words))
    return _Kept(made, made.picture, rescued, in_place=False)


def _code(result: Result) -> int:
    if result.failed:
        return exit_code(result.failed[0])
    return REFUSED if result.refused else 0


def _show(result: Result, kept: list[_Kept]) -> None:
    for one in kept:
        if one.file is not None:
            words = say("cli.create.picture", file=one.file, size=one.picture.size, seed=_seed(one.made.seed))
            click.echo(printable(words))
    for text in result.translated:
        both = {"original": text.original, "translation": text.translation, "model": text.model}
        click.echo(printable(say("cli.create.translated", field=say(f"cli.field.{text.field}"), **both)))
    _show_changes(result.adjusted, result.dropped)
    not_drawn = dict.fromkeys(str(word) for made in result.made for word in made.details.get("not_drawn", ()))
    if not_drawn:
        click.echo(printable(say("cli.create.not_drawn", words=", ".join(not_drawn))))
    seconds = f"{result.seconds:.1f}"
    click.echo(
        printable(say("cli.create.total", price=price_words(result.price), seconds=seconds, engine=result.engine))
    )


def _show_changes(adjusted: tuple[Adjustment, ...], dropped: tuple[Dropped, ...]) -> None:
    for one in adjusted:
        words = say("cli.create.adjusted", field=say(f"cli.field.{one.field}"), asked=one.asked, used=one.used)
        click.echo(printable(words))
    for gone in dropped:
        click.echo(printable(say("cli.create.dropped", field=say(f"cli.field.{gone.field}"), asked=gone.asked)))


def _json(plan: Plan, result: Result, kept: list[_Kept], entries: list[str | None]) -> dict[str, Any]:
    return {
        "job": to_json(plan.job, pictures="address"),
        "target": {"backend": plan.target.backend, "model": plan.target.model},
        "engine": result.engine,
        "model": result.model,
        "pictures": [_picture(one) | {"gallery": entry} for one, entry in zip(kept, entries, strict=True)],
        "adjusted": [{"field": one.field, "asked": one.asked, "used": one.used} for one in result.adjusted],
        "dropped": [{"field": one.field, "asked": one.asked} for one in result.dropped],
        "refused": [_refusal(one) for one in result.refused],
        "failed": [error_json(problem) for problem in result.failed],
        "translated": [asdict(one) for one in result.translated],
        **price_json(result.price),
        "seconds": round(result.seconds, 3),
    }


def _picture(one: _Kept) -> dict[str, Any]:
    return {
        "file": None if one.file is None else str(one.file.absolute()),
        "width": one.picture.width,
        "height": one.picture.height,
        "seed": one.made.seed,
        "format": one.picture.format,
        "bytes": len(one.picture.data),
        "sha256": one.picture.sha256,
        "details": dict(one.made.details),
    }


def _refusal(refusal: Refusal) -> dict[str, str]:
    return {"stage": refusal.stage, "reason": refusal.reason}


def _seed(seed: int | None) -> str:
    return say("cli.create.no_seed") if seed is None else str(seed)


def price_words(price: Price) -> str:
    """Say a price in the reader's language."""
    if price == FREE:
        return say("cli.price.free")
    return say("cli.price.unknown") if price.usd is None else str(price)
