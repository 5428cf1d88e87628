"""``hwasil translate``: a prompt in the other language."""

from __future__ import annotations

import click

from hwasil.cli.carrying_out import writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag
from hwasil.cli.speaking import language_option, speaker_options, studio_in, waited_for
from hwasil.i18n import Language, say


def command() -> Command:
    """Return the command."""
    params = [
        argument("text", metavar="TEXT"),
        language_option("translate_to"),
        *speaker_options(),
        flag("--json", text="json"),
    ]
    return Command("translate", _translate, params, key="translate")


def _translate(
    *,
    text: str,
    to: Language | None,
    backend: str | None,
    model: str | None,
    region: str | None,
    profile: str | None,
    json: bool,
) -> None:
    from hwasil.cli.failures import echo_json, printable
    from hwasil.studio.plan import price_json
    from hwasil.studio.text_translation import translate_text

    words, studio = writable(text), studio_in(region, profile)
    done = waited_for(
        say("cli.translate.translating"),
        lambda context: translate_text(studio, words, to=to, backend=backend, model=model, context=context),
    )
    if json:
        told = {"text": done.text, "original": done.original, "to": done.to}
        echo_json({**told, "engine": done.engine or None, "model": done.model or None, **price_json(done.price)})
    else:
        click.echo("\n".join(map(printable, done.text.splitlines())))
