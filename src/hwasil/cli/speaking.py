"""What the commands that are answered in words have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeVar

import click

from hwasil.cli.options import one_of, option

if TYPE_CHECKING:
    from hwasil.backends.base import Context, Progress
    from hwasil.studio.studio import Studio

SPEAKERS: Final = ("local", "openai", "bedrock")
LANGUAGES: Final = ("ko", "en")

T = TypeVar("T")


def speaker_options() -> list[click.Parameter]:
    """Return the options for who is asked."""
    return [
        option("--backend", text="speaker", metavar="NAME", read=one_of(*SPEAKERS)),
        option("--model", text="model", metavar="ID"),
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
    ]


def language_option(text: str) -> click.Option:
    """Return the option for a language; its help is the text ``cli.option.<text>``."""
    return option("--to", text=text, metavar="LANG", read=one_of(*LANGUAGES))


def studio_in(region: str | None, profile: str | None) -> Studio:
    """Return a studio whose Bedrock is in a region, with a profile's credentials."""
    from hwasil.studio.backends import standard
    from hwasil.studio.studio import Studio

    return Studio(standard(region=region, profile=profile))


def waited_for(doing: str, call: Callable[[Context], T], *, deadline: float | None = None) -> T:
    """Make a call that is answered in words, with a line that says how long it takes; Ctrl-C ends it.

    ``deadline`` is a time of `time.monotonic`, in seconds.
    """
    from hwasil.backends.base import Context
    from hwasil.cli.status import StatusLine
    from hwasil.cli.stopping import stoppable

    with StatusLine(doing) as line:

        def tell(progress: Progress) -> None:
            line.text = progress.words

        context = Context(deadline=deadline, progress=tell)
        with stoppable(context.cancelled, billed="unknown"):
            return call(context)
