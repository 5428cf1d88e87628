"""``hwasil ideas``: prompts from a few words, or from a picture they should be like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.carrying_out import seed_option, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag, option
from hwasil.cli.regions import opened
from hwasil.cli.speaking import language_option, speaker_options, studio_in, waited_for
from hwasil.i18n import Language, say

if TYPE_CHECKING:
    from hwasil.core.prompt import Prompt
    from hwasil.studio.ideas import Ideas


def command() -> Command:
    """Return the command."""
    params = [
        argument("about", metavar="[WORDS]", required=False),
        option("--keyword", text="keyword", metavar="WORDS"),
        option("--style", text="ideas_style", metavar="WORDS"),
        option("--like", text="ideas_like", metavar="PICTURE"),
        language_option("ideas_to"),
        seed_option(),
        *speaker_options(),
        flag("--json", text="json"),
    ]
    return Command("ideas", _ideas, params, key="ideas")


def _ideas(
    *,
    about: str | None,
    keyword: str | None,
    style: str | None,
    like: str | None,
    to: Language | None,
    seed: int | None,
    backend: str | None,
    model: str | None,
    region: str | None,
    profile: str | None,
    json: bool,
) -> None:
    from hwasil.studio.ideas import ideas

    words, manner = writable(" ".join(filter(None, (about, keyword)))), writable(style or "")
    picture = opened(like) if like else None
    studio = studio_in(region, profile)
    found = waited_for(
        say("cli.ideas.thinking"),
        lambda context: ideas(
            studio,
            words,
            style=manner,
            like=picture,
            language=to,
            backend=backend,
            model=model,
            seed=seed,
            context=context,
        ),
    )
    _show(found, as_json=json)


def _show(found: Ideas, *, as_json: bool) -> None:
    from hwasil.cli.created import price_words
    from hwasil.cli.failures import echo_json, printable

    if as_json:
        echo_json(_json(found))
        return
    for number, prompt in enumerate(found.prompts, start=1):
        click.echo(printable(say("cli.ideas.prompt", number=number, prompt=prompt)))
        if prompt.negative:
            click.echo(f"   {printable(say('cli.ideas.negative', negative=prompt.negative))}")
    click.echo(printable(found.maker))
    total = {"price": price_words(found.price), "seconds": f"{found.seconds:.1f}", "engine": found.engine}
    click.echo(printable(say("cli.create.total", **total)))


def _json(found: Ideas) -> dict[str, Any]:
    from hwasil.studio.plan import price_json

    return {
        "ideas": [_prompt(prompt) for prompt in found.prompts],
        "said": found.said,
        "engine": found.engine,
        "model": found.model,
        "phrased": found.phrased,
        **price_json(found.price),
        "seconds": round(found.seconds, 3),
    }


def _prompt(prompt: Prompt) -> dict[str, Any]:
    from dataclasses import asdict

    return {"prompt": prompt.assembled(), "parts": asdict(prompt)}
