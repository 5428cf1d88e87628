"""``hwasil skills pull``: bring weights to this machine, and say how it goes."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

import click

from hwasil.cli.columns import cut
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.engine.fetch import Phase, PullEvent
    from hwasil.engine.weights import Weight

_BAR: Final = 24
_CLEAR: Final = "\r\x1b[K"


def command() -> click.Command:
    """Return the command."""
    params = [argument("names", metavar="[NAME]...", required=False, many=True), flag("--all", text="all")]
    return Command("pull", _pull, params, key="skills_pull")


@click.pass_context
def _pull(context: click.Context, *, names: tuple[str, ...], all: bool) -> None:  # noqa: A002 (the option's name)
    from hwasil.core.errors import Cancelled
    from hwasil.engine.fetch import pull
    from hwasil.engine.weights import find, usual

    if not names and not all:
        raise click.UsageError(say("cli.skills.name_or_all"), context)
    weights: list[Weight] = list(usual()) if all else []
    for name in names:
        weights += [weight for weight in usual() if weight.skill == name] or [find(name)]
    for weight in weights:
        if weight.notice and not weight.present():
            click.echo(weight.notice, err=True)
    show = _Terminal() if on_terminal() else _Lines()
    try:
        files = pull(weights, progress=show.tell)
        _prepare()
    except KeyboardInterrupt as problem:
        raise Cancelled("pull_cancelled") from problem
    finally:
        show.close()
    click.echo(say("cli.skills.pulled", count=len(files)))


def _prepare() -> None:
    """Make what the illustrator derives from its weights, so that the first picture need not wait for it."""
    from hwasil.cli.status import StatusLine
    from hwasil.engine.illustrator import drawings

    if not drawings.missing() and not drawings.ready():
        with StatusLine(say("progress.preparing")):
            drawings.open_drawings()


def on_terminal() -> bool:
    """Whether a person watches standard error."""
    return sys.stderr.isatty()


class _Lines:
    """For logs: one line when something begins."""

    def __init__(self) -> None:
        self._last: tuple[str, Phase] | None = None

    def tell(self, event: PullEvent) -> None:
        now = (event.weight.name, event.phase)
        if now != self._last:
            self._last = now
            click.echo(f"{event.weight.name}: {say(f'cli.phase.{event.phase}')}{self._size(event)}", err=True)

    def close(self) -> None:
        """Nothing is left open."""

    @staticmethod
    def _size(event: PullEvent) -> str:
        from hwasil.engine.weights import size_text

        return f" ({size_text(event.bytes_total)})" if event.phase == "downloading" else ""


class _Terminal:
    """For people: one line a weight, drawn over until it is done."""

    def __init__(self) -> None:
        self._open = False

    def tell(self, event: PullEvent) -> None:
        finished = event.phase in {"done", "already"}
        line = cut(self._line(event), shutil.get_terminal_size().columns - 1)
        click.echo(_CLEAR + line, err=True, nl=finished)
        self._open = not finished

    def close(self) -> None:
        """End the line that is being drawn."""
        if self._open:
            click.echo(err=True)

    @staticmethod
    def _line(event: PullEvent) -> str:
        from hwasil.engine.weights import size_text

        head = f"{event.weight.name}  {say(f'cli.phase.{event.phase}')}"
        if event.phase in {"done", "already"}:
            return head
        seconds = say("cli.skills.seconds", seconds=int(event.seconds))
        total = size_text(event.bytes_total)
        if event.bytes_done is None:
            return f"{head}  {total}  {seconds}"
        share = event.bytes_done / event.bytes_total if event.bytes_total else 1.0
        filled = round(_BAR * share)
        bar = "█" * filled + "░" * (_BAR - filled)
        return f"{head}  {bar} {share:4.0%}  {size_text(event.bytes_done)} / {total}  {seconds}"
