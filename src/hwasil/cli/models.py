"""``hwasil models``: which models there are, what they do and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import click

from hwasil.cli.columns import listing, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json
from hwasil.cli.options import flag, one_of, option
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.wire.model import Model, PriceRow


@dataclass(frozen=True, slots=True)
class Listed:
    """A model as it is listed; ``price`` and ``note`` are words, ``more`` is what only the JSON has."""

    id: str
    backend: str
    state: Literal["active", "legacy", "end_of_life", "not_ready"]
    jobs: tuple[str, ...]
    price: str
    note: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    def cells(self) -> list[str]:
        """Return the row of the table."""
        does = f"{', '.join(self.jobs)} {self.note}".strip()
        return [self.id, say(f"cli.models.{self.state}"), self.price, self.backend, does]

    def to_json(self) -> dict[str, Any]:
        """Return the model as JSON values."""
        return {"id": self.id, "backend": self.backend, "state": self.state, "jobs": list(self.jobs), **self.more}


def command() -> click.Command:
    """Return the command."""
    from hwasil.core.serial import KINDS, kebab

    jobs = one_of(*(kebab(kind) for kind in KINDS))
    params = [
        option("--job", text="job", metavar="JOB", read=jobs),
        flag("--all", text="all_models"),
        flag("--check", text="check"),
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
        flag("--json", text="json"),
    ]
    return Command("models", _models, params, key="models")


def _models(
    *,
    job: str | None,
    all: bool,  # noqa: A002 (the option's name)
    check: bool,
    region: str | None,
    profile: str | None,
    json: bool,
) -> None:
    if check:
        _check(region, profile, as_json=json)
        return
    listed = [one for one in (*_local(), *_bedrock(withdrawn=all)) if job is None or job in one.jobs]
    if json:
        echo_json({"models": [one.to_json() for one in listed]})
        return
    header = [say(f"cli.models.{name}") for name in ("id", "state", "price", "backend", "does")]
    for line in listing(header, [one.cells() for one in listed], width=terminal_width()):
        click.echo(line)


def _check(region: str | None, profile: str | None, *, as_json: bool) -> None:
    """Show where Bedrock's own list differs from the catalogue."""
    from hwasil.backends.bedrock_lifecycle import differences, offers
    from hwasil.cli.status import StatusLine

    with StatusLine(say("cli.option.check")):
        offered = offers(region, profile)
    found = list(differences(offered, date.today(), region))
    if as_json:
        told = [{"model": one.model, "here": one.here, "bedrock": one.there} for one in found]
        echo_json({"listed": len(offered), "differences": told})
        return
    for one in found:
        here, there = say(f"cli.models.{one.here}"), say(f"cli.models.{one.there}")
        click.echo(say("cli.models.differs", model=one.model, here=here, there=there))
    if not found:
        click.echo(say("cli.models.same"))


def _local() -> Iterator[Listed]:
    from hwasil.core.errors import HwasilError
    from hwasil.core.serial import KINDS, kebab
    from hwasil.studio.studio import Studio

    backend = Studio().backend("local")
    does: dict[str, list[str]] = {model: [] for model in backend.models()}
    for name, kind in KINDS.items():
        with suppress(HwasilError):
            does[backend.default_model(kind)].append(kebab(name))
    try:
        backend.ready()
    except HwasilError as problem:
        for model, jobs in does.items():
            yield Listed(model, backend.name, "not_ready", tuple(jobs), say("cli.price.free"), f"({problem.hint})")
    else:
        for model, jobs in does.items():
            yield Listed(model, backend.name, "active", tuple(jobs), say("cli.price.free"))


def _bedrock(*, withdrawn: bool) -> Iterator[Listed]:
    from hwasil.core.serial import kebab
    from hwasil.wire import catalogue

    today = date.today()
    for model in catalogue.models():
        retired = model.retired(today)
        if retired and not withdrawn:
            continue
        instead = ", ".join(dict.fromkeys(model.replacements.values()))
        yield Listed(
            id=model.id,
            backend="bedrock",
            state="end_of_life" if retired else model.state,
            jobs=tuple(kebab(kind) for kind in model.jobs),
            price=_price(model),
            note=f"({say('cli.models.instead', models=instead)})" if instead else "",
            more=_more(model),
        )


def _price(model: Model) -> str:
    """Say a model's price: the range over sizes and qualities; ``~`` where the sources do not agree."""
    for per in ("image", "input_image"):
        rows = [row for row in model.prices if row.per == per]
        if rows:
            return say(f"cli.models.per_{per}", usd=_range(rows))
    tokens = [_range([row]) for row in model.prices]
    return say("cli.models.per_tokens", usd=" / ".join(tokens)) if tokens else say("cli.price.unknown")


def _range(rows: list[PriceRow]) -> str:
    from hwasil.core.results import Price

    low, high = min(row.usd for row in rows), max(row.usd for row in rows)
    text = str(Price(low)) if low == high else f"{Price(low)}–{Price(high)}"
    return text if all(row.confirmed for row in rows) else f"~{text}"


def _more(model: Model) -> dict[str, Any]:
    from hwasil.core.serial import kebab

    return {
        "name": model.name,
        "provider": model.provider,
        "legacy_since": model.legacy_since and model.legacy_since.isoformat(),
        "end_of_life": model.end_of_life and model.end_of_life.isoformat(),
        "regions": list(model.regions),
        "prices": [
            {
                "per": row.per,
                "usd": float(row.usd),
                "quality": row.quality,
                "most_pixels": row.most_pixels,
                "as_of": row.as_of.isoformat(),
                "confirmed": row.confirmed,
            }
            for row in model.prices
        ],
        "replacements": {kebab(kind): instead for kind, instead in model.replacements.items()},
    }
