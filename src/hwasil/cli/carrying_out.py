"""What every command that makes or changes pictures has in common: its options, and carrying out its job."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final, TypedDict, Unpack

from hwasil.cli.options import flag, number, one_of, option, whole
from hwasil.i18n import say
from hwasil.library.settings import usual_backend

if TYPE_CHECKING:
    import click

    from hwasil.backends.base import Progress
    from hwasil.core.jobs import Job
    from hwasil.core.results import Result
    from hwasil.studio.plan import Plan
    from hwasil.studio.studio import Studio

MAX_TIMEOUT: Final = 86_400.0  # seconds: a day


class Given(TypedDict):
    """The values of `target_options`."""

    backend: str
    model: str | None
    region: str | None
    profile: str | None
    output: str | None
    timeout: float | None
    dry_run: bool
    strict: bool
    replace_retired: bool
    label: bool
    share: bool
    no_gallery: bool
    json: bool


def count_option() -> click.Option:
    """Return the option for how many pictures to make."""
    return option("-n", "--count", text="count", metavar="N", read=whole, default="1")


def seed_option() -> click.Option:
    """Return the option for the seed."""
    return option("--seed", text="seed", metavar="N", read=whole)


def backend_option() -> click.Option:
    """Return the option for who does a job."""
    known = one_of("local", "bedrock")
    return option("--backend", text="backend", metavar="NAME", read=known, default=usual_backend())


def target_options() -> list[click.Parameter]:
    """Return the options for who does a job, where its pictures go, and how much of it is done."""
    return [
        backend_option(),
        option("--model", text="model", metavar="ID"),
        option("--region", text="region", metavar="REGION"),
        option("--profile", text="profile", metavar="NAME"),
        option("-o", "--output", text="output", metavar="PATH"),
        option("--timeout", text="timeout", metavar="SECONDS", read=number),
        flag("--dry-run", text="dry_run"),
        flag("--strict", text="strict"),
        flag("--replace-retired", text="replace_retired"),
        flag("--label", text="label"),
        flag("--share", text="share"),
        flag("--no-gallery", text="no_gallery"),
        flag("--json", text="json"),
    ]


def carry_out(job: Job, name: str, **given: Unpack[Given]) -> int:
    """Plan a job; show the plan, or do it and save the pictures under a ``name``; return the exit code."""
    from hwasil.cli import created
    from hwasil.cli.saving import Destination

    deadline = deadline_in(given["timeout"])
    studio = studio_for(given)
    plan = studio.plan(
        job,
        backend=given["backend"],
        model=given["model"],
        strict=given["strict"],
        replace_retired=given["replace_retired"],
    )
    if given["dry_run"]:
        created.show_plan(plan, as_json=given["json"])
        return 0
    destination = Destination.parse(given["output"], plan.count)
    result = run(studio, plan, deadline)
    share, gallery = given["share"], not given["no_gallery"]
    return created.save_and_show(
        plan, result, destination, name, share=share, gallery=gallery, as_json=given["json"]
    )


def studio_for(given: Given) -> Studio:
    """Return the studio that a command works with."""
    from hwasil.studio.backends import standard
    from hwasil.studio.studio import Studio

    backends = standard(region=given["region"], profile=given["profile"])
    return Studio(backends, label=say("provenance.label") if given["label"] else None)


def writable(text: str) -> str:
    """Return a text that files, requests and terminals can hold; raises InvalidInput for any other."""
    from hwasil.core.errors import InvalidInput

    # An argument that is no UTF-8 arrives with its bytes as lone surrogates.
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise InvalidInput("text_not_utf8")
    if any((sign < " " and sign not in "\n\r\t") or sign == "\x7f" for sign in text):
        raise InvalidInput("text_control_characters")
    return text


def deadline_in(timeout: float | None) -> float | None:
    """Return when the time that a person allows is over, on the clock of `time.monotonic`. Raises InvalidInput."""
    from hwasil.core.errors import InvalidInput

    if timeout is None:
        return None
    if not 0 < timeout <= MAX_TIMEOUT:
        raise InvalidInput("out_of_range", field="timeout", value=timeout, low=0, high=int(MAX_TIMEOUT))
    return time.monotonic() + timeout


def run(studio: Studio, plan: Plan, deadline: float | None) -> Result:
    """Carry out a plan while a line on the terminal says how far it is, and Ctrl-C stops it."""
    from hwasil.backends.base import Context
    from hwasil.cli.status import StatusLine
    from hwasil.cli.stopping import stoppable
    from hwasil.core.results import FREE

    with StatusLine(say("cli.create.starting")) as line:

        def tell(progress: Progress) -> None:
            doing = progress.words
            line.text = say("cli.create.progress", doing=doing, done=progress.done, total=progress.total)

        context = Context(deadline=deadline, progress=tell)
        with stoppable(context.cancelled, billed="no" if plan.price == FREE else "unknown"):
            return studio.run(plan, context)
