"""``hwasil create``: pictures from words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.carrying_out import carry_out, count_option, seed_option, target_options, writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, number, one_of, option

if TYPE_CHECKING:
    from hwasil.core.jobs import TextToImage

_MAX_STDIN: Final = 1_000_000  # bytes; far beyond any model's prompt
_WISHES: Final = ("count", "size", "aspect", "seed", "negative", "guidance", "quality", "style", "color")


def command() -> click.Command:
    """Return the command."""
    return Command(
        "create",
        _create,
        [
            argument("prompt", metavar="PROMPT"),
            count_option(),
            option("--size", text="size", metavar="WxH"),
            option("--aspect", text="aspect", metavar="W:H"),
            seed_option(),
            option("--negative", text="negative", metavar="TEXT"),
            option("--guidance", text="guidance", metavar="X", read=number),
            option("--quality", text="quality", metavar="WORD", read=one_of("standard", "premium")),
            option("--style", text="style", metavar="STYLE"),
            option("--color", text="color", metavar="HEX", multiple=True),
            *target_options(),
        ],
        key="create",
    )


def _create(*, prompt: str, **given: Any) -> int:
    from hwasil.cli.saving import slug

    job = _job(prompt=prompt, **{name: given.pop(name) for name in _WISHES})
    return carry_out(job, slug(job.prompt), **given)


def _job(*, prompt: str, color: tuple[str, ...], **wishes: Any) -> TextToImage:
    from hwasil.studio.studio import text_to_image

    words = _from_stdin() if prompt == "-" else prompt
    job = text_to_image(writable(words), palette=color or None, **wishes)
    for text in (job.negative, job.style):
        writable(text or "")
    return job


def _from_stdin() -> str:
    from hwasil.core.errors import InvalidInput

    data = sys.stdin.buffer.read(_MAX_STDIN + 1)
    if len(data) > _MAX_STDIN:
        raise InvalidInput("stdin_too_long", limit=_MAX_STDIN)
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as problem:
        raise InvalidInput("text_not_utf8") from problem
