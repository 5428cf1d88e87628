"""``hwasil create``: pictures from words."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag, number, one_of, option, whole

if TYPE_CHECKING:
    from hwasil.backends.base import Progress
    from hwasil.core.jobs import TextToImage
    from hwasil.core.results import Result
    from hwasil.studio.plan import Plan
    from hwasil.studio.studio import Studio

MAX_TIMEOUT: Final = 86_400.0  # seconds: a day
_MAX_STDIN: Final = 1_000_000  # bytes; far beyond any model's prompt


def command() -> click.Command:
    """Return the command."""
    return Command(
        "create",
        _create,
        [
            argument("prompt", metavar="PROMPT"),
            option("-n", "--count", text="count", metavar="N", read=whole, default="1"),
            option("--size", text="size", metavar="WxH"),
            option("--aspect", text="aspect", metavar="W:H"),
            option("--seed", text="seed", metavar="N", read=whole),
            option("--negative", text="negative", metavar="TEXT"),
            option("--guidance", text="guidance", metavar="X", read=number),
            option("--quality", text="quality", metavar="WORD", read=one_of("standard", "premium")),
            option("--style", text="style", metavar="STYLE"),
            option("--color", text="color", metavar="HEX", multiple=True),
            option("--backend", text="backend", metavar="NAME", read=one_of("local", "bedrock"), default="local"),
            option("--model", text="model", metavar="ID"),
            option("--region", text="region", metavar="REGION"),
            option("--profile", text="profile", metavar="NAME"),
            option("-o", "--output", text="output", metavar="PATH"),
            option("--timeout", text="timeout", metavar="SECONDS", read=number),
            flag("--dry-run", text="dry_run"),
            flag("--strict", text="strict"),
            flag("--replace-retired", text="replace_retired"),
            flag("--json", text="json"),
        ],
        key="create",
    )


def _create(
    *,
    backend: str,
    model: str | None,
    region: str | None,
    profile: str | None,
    output: str | None,
    timeout: float | None,
    dry_run: bool,
    strict: bool,
    replace_retired: bool,
    json: bool,
    **wishes: Any,
) -> int:
    from hwasil.cli import created
    from hwasil.cli.saving import Destination
    from hwasil.studio.backends import standard
    from hwasil.studio.studio import Studio

    deadline = _deadline(timeout)
    studio = Studio(standard(region=region, profile=profile))
    job = _job(**wishes)
    plan = studio.plan(job, backend=backend, model=model, strict=strict, replace_retired=replace_retired)
    if dry_run:
        created.show_plan(plan, as_json=json)
        return 0
    destination = Destination.parse(output, plan.count)
    result = _run(studio, plan, deadline)
    return created.save_and_show(plan, result, destination, as_json=json)


def _deadline(timeout: float | None) -> float | None:
    from hwasil.core.errors import InvalidInput

    if timeout is None:
        return None
    if not 0 < timeout <= MAX_TIMEOUT:
        raise InvalidInput("out_of_range", field="timeout", value=timeout, low=0, high=int(MAX_TIMEOUT))
    return time.monotonic() + timeout


def _job(*, prompt: str, color: tuple[str, ...], **wishes: Any) -> TextToImage:
    from hwasil.studio.studio import text_to_image

    words = _from_stdin() if prompt == "-" else prompt
    job = text_to_image(_writable(words), palette=color or None, **wishes)
    for text in (job.negative, job.style):
        _writable(text or "")
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


def _writable(text: str) -> str:
    """Return a text that files, requests and terminals can hold; raises InvalidInput for any other."""
    from hwasil.core.errors import InvalidInput

    # An argument that is no UTF-8 arrives with its bytes as lone surrogates.
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InvalidInput("text_not_utf8")
    if any((sign < " " and sign not in "\n\r\t") or sign == "\x7f" for sign in text):
        raise InvalidInput("text_control_characters")
    return text


def _run(studio: Studio, plan: Plan, deadline: float | None) -> Result:
    from hwasil.backends.base import Context
    from hwasil.cli.status import StatusLine
    from hwasil.cli.stopping import stoppable
    from hwasil.core.results import FREE
    from hwasil.i18n import say

    with StatusLine(say("cli.create.starting")) as line:

        def tell(progress: Progress) -> None:
            doing = say(progress.doing)
            line.text = say("cli.create.progress", doing=doing, done=progress.done, total=progress.total)

        context = Context(deadline=deadline, progress=tell)
        with stoppable(context.cancelled, billed="no" if plan.price == FREE else "unknown"):
            return studio.run(plan, context)
