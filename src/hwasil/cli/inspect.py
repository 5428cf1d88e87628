"""``hwasil inspect``: what a picture is, how it was made, and whether its signature holds, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.columns import table, terminal_width
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag
from hwasil.cli.regions import opened
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.library.provenance import Credentials, Inspection, Story

_LONGEST = 1_000

Row = tuple[str, str]


def command() -> Command:
    """Return the command."""
    return Command(
        "inspect", _inspect, [argument("picture", metavar="PICTURE"), flag("--json", text="json")], key="inspect"
    )


def _inspect(*, picture: str, json: bool) -> None:
    from hwasil.cli.failures import echo_json, printable
    from hwasil.library.provenance import inspect

    found = inspect(opened(picture))
    if json:
        echo_json(_json(found))
        return
    rows = [(say(f"cli.inspect.{name}"), printable(_shortened(words))) for name, words in _rows(found)]
    for line in table(rows, width=terminal_width()):
        click.echo(line)


def _rows(found: Inspection) -> Iterator[Row]:
    """Yield what was found, as the name of its heading and a sentence."""
    picture = found.picture
    yield "file", f"{picture.format.upper()} {picture.size}"
    yield "what", _what(found)
    if found.story is not None:
        yield from _told(found.story)
    yield "signature", _signature(found)
    if found.credentials is not None:
        yield from _credentials(found.credentials)
    yield "mark", _mark(found)
    if found.pixels_fit is False:
        yield "pixels", say("cli.inspect.pixels_changed")
    for trace in found.foreign:
        yield "other", say("cli.inspect.other_program", program=trace.program)
        if trace.prompt:
            yield "other", say("cli.inspect.other_prompt", words=trace.prompt)
        if trace.more:
            yield "other", trace.more
    for part in found.unreadable:
        if part != "manifest elsewhere":
            yield "damaged", say(f"cli.inspect.damaged_{part}")


def _what(found: Inspection) -> str:
    """Say what kind of picture it is, by whichever of its marks says so."""
    from hwasil.library.provenance.source_type import of_address

    signed = found.credentials.source_types if found.credentials else ()
    told = found.story.source_type if found.story else None
    address = found.declared or (signed[-1] if signed else "")
    kind = told or of_address(address)
    if kind:
        return say(f"provenance.source.{kind}")
    if address:
        return say("cli.inspect.what_declared", kind=address.rpartition("/")[2])
    if found.mark is not None:
        return say("cli.inspect.what_marked")
    return say("cli.inspect.what_foreign" if found.foreign else "cli.inspect.what_unknown")


def _told(story: Story) -> Iterator[Row]:
    from hwasil.cli.models import kebab

    words = {"hwasil": story.hwasil, "engine": story.engine, "model": story.model, "backend": story.backend}
    yield "made_by", say("cli.inspect.made_by_words", **words)
    seed = say("cli.create.no_seed") if story.seed is None else story.seed
    yield "job", say("cli.inspect.job_words", job=kebab(story.kind), seed=seed)
    if story.prompt:
        yield "prompt", story.prompt
    for one in story.translations:
        yield "sent", one.get("translation", "")
    if story.job is None:
        yield "prompt", say("cli.inspect.shared")
    for parent in story.parents:
        yield "parent", f"SHA-256 {parent}"
    if story.label:
        yield "label", story.label


def _signature(found: Inspection) -> str:
    if found.credentials is None:
        keys = {"manifest": "broken", "manifest elsewhere": "elsewhere"}
        return say(f"cli.inspect.{next((keys[part] for part in found.unreadable if part in keys), 'unsigned')}")
    if found.credentials.holds:
        return say("cli.inspect.holds")
    codes = ", ".join(found.credentials.problems)
    key = "tampered" if found.credentials.content_changed else "invalid"
    return say(f"cli.inspect.{key}", codes=codes)


def _credentials(credentials: Credentials) -> Iterator[Row]:
    unnamed = say("cli.inspect.unnamed")
    names = {"signer": credentials.signer or unnamed, "issuer": credentials.issuer or unnamed}
    yield "signer", say("cli.inspect.own" if credentials.own else "cli.inspect.not_known_here", **names)
    if credentials.generator:
        yield "program", credentials.generator
    for source in credentials.sources:
        key = {None: "source_plain", True: "source_signed", False: "source_broken"}[source.holds]
        yield "went_in", say(f"cli.inspect.{key}", program=source.generator or unnamed)


def _mark(found: Inspection) -> str:
    if found.mark is not None:
        return say(f"cli.inspect.mark_{found.mark_is or 'found'}", id=found.mark.id.hex())
    expected = found.story is not None and found.story.watermark is not None
    return say("cli.inspect.mark_lost" if expected else "cli.inspect.mark_none")


def _shortened(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def _json(found: Inspection) -> dict[str, Any]:
    picture, mark = found.picture, found.mark
    return {
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "sha256": picture.sha256,
        "source_type": found.declared,
        "story": found.story and asdict(found.story),
        "signature": found.credentials and asdict(found.credentials),
        "watermark": mark and {"id": mark.id.hex(), "confidence": round(mark.confidence, 3), "is": found.mark_is},
        "pixels_fit": found.pixels_fit,
        "other_programs": [asdict(trace) for trace in found.foreign],
        "unreadable": list(found.unreadable),
    }
