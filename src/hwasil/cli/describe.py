"""``hwasil describe``: say what is in a picture, or answer a question about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.carrying_out import deadline_in, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag, number, one_of, option
from hwasil.cli.regions import opened
from hwasil.cli.speaking import speaker_options, studio_in, waited_for
from hwasil.i18n import say
from hwasil.studio.questions import TASKS
from hwasil.studio.questions import question as asked

if TYPE_CHECKING:
    from hwasil.core.picture import Picture
    from hwasil.core.results import Said


def command() -> Command:
    """Return the command."""
    params = [
        argument("picture", metavar="PICTURE"),
        argument("question", metavar="[QUESTION]", required=False),
        option("--as", "task", text="describe_as", metavar="TASK", read=one_of(*TASKS)),
        *speaker_options(),
        option("--timeout", text="timeout", metavar="SECONDS", read=number),
        flag("--json", text="json"),
    ]
    return Command("describe", _describe, params, key="describe")


def _describe(
    *,
    picture: str,
    question: str | None,
    task: str | None,
    backend: str | None,
    model: str | None,
    region: str | None,
    profile: str | None,
    timeout: float | None,
    json: bool,
) -> None:
    from hwasil.cli.failures import echo_json, printable
    from hwasil.core.jobs import Describe
    from hwasil.studio.speaking import LOCAL, ask, speaker

    shown = opened(picture)
    job = Describe(shown, asked(task, None if question is None else writable(question)))
    deadline = deadline_in(timeout)
    name = speaker(backend)
    said = waited_for(
        say("progress.looking"),
        lambda context: ask(studio_in(region, profile), job, name, model, context),
        deadline=deadline,
    )
    if json:
        echo_json(_json(said, shown if name == LOCAL else None))
    else:
        click.echo("\n".join(printable(line) for line in said.text.splitlines()))


def _json(said: Said, looked_at: Picture | None) -> dict[str, Any]:
    """Return an answer as JSON values; with what the engine sees in the picture where it was the engine that looked."""
    from hwasil.engine.look import look
    from hwasil.studio.plan import price_json

    return {
        "text": said.text,
        "stop": said.stop,
        "engine": said.engine,
        "model": said.model,
        "seconds": round(said.seconds, 3),
        "input_tokens": said.input_tokens,
        "output_tokens": said.output_tokens,
        **price_json(said.price),
        "seen": looked_at and look(looked_at).to_json(),
    }
