"""``hwasil styles``: which styles there are, and what each looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.columns import listing, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json
from hwasil.cli.options import argument, flag, option
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.engine.styles import Recipe, Style


def command() -> click.Command:
    """Return the command."""
    params = [
        argument("picture", metavar="[PICTURE]", required=False),
        option("--sheet", text="sheet", metavar="FILE"),
        flag("--json", text="json"),
    ]
    return Command("styles", _styles, params, key="styles")


def _styles(*, picture: str | None, sheet: str | None, json: bool) -> None:
    from hwasil.engine.styles import styles

    if picture is not None and sheet is None:
        raise click.UsageError(say("cli.styles.sheet_needed"), click.get_current_context())
    saved = _save_sheet(picture, sheet) if sheet is not None else None
    if json:
        echo_json({"styles": [_json(style) for style in styles()], **({"sheet": saved} if saved else {})})
    elif saved:
        click.echo(saved)
    else:
        header = [say(f"cli.styles.{name}") for name in ("name", "title", "origin")]
        rows = [[style.name, style.title, style.origin] for style in styles()]
        for line in listing(header, rows, width=terminal_width()):
            click.echo(line)


def _save_sheet(picture: str | None, file: str) -> str:
    from hwasil.cli.saving import Destination
    from hwasil.cli.status import StatusLine
    from hwasil.core.picture import Picture
    from hwasil.engine.style_sheet import style_sheet

    destination = Destination.parse(file, 1)
    shown = Picture.open(picture) if picture is not None else None
    with StatusLine(say("cli.styles.making")):
        made = destination.encoded(style_sheet(shown))
    return str(destination.save(made, slug="styles", seed=None, number=1, count=1))


def _json(style: Style) -> dict[str, Any]:
    return {
        "name": style.name,
        "title": style.title,
        "origin": style.origin,
        "native_name": style.native_name,
        "picture": _recipe(style.picture),
        "drawing": _recipe(style.drawing),
    }


def _recipe(recipe: Recipe) -> dict[str, Any]:
    """Return what a recipe does as JSON values, without what it does not."""
    from dataclasses import asdict

    told = {key: value for key, value in asdict(recipe).items() if value not in ((), None)}
    return told if recipe.network is not None else {key: value for key, value in told.items() if key != "share"}
