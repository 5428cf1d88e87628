"""What a picture file tells of where it comes from, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from hwasil.core.picture import Picture
from hwasil.i18n import Language, say, speaking
from hwasil.library.provenance import Credentials, Inspection, inspect
from hwasil.library.provenance.source_type import of_address
from hwasil.web import shared

Row = tuple[str, str]


@lru_cache(maxsize=128)
def provenance(address: str, language: Language) -> tuple[Row, ...]:
    """Return what the file of a picture tells, as names and what is said of each. Raises InvalidInput or Corrupt."""
    with speaking(language):
        return told(shared.picture(address))


def told(picture: Picture) -> tuple[Row, ...]:
    """Return what a picture tells of itself, as names and what is said of each. Raises Corrupt."""
    return tuple((say(f"cli.inspect.{name}"), words) for name, words in _rows(inspect(picture)))


def _rows(found: Inspection) -> Iterator[Row]:
    yield "what", _what(found)
    if found.story is not None:
        story = found.story
        words = {name: getattr(story, name) for name in ("hwasil", "engine", "model", "backend")}
        yield "made_by", say("cli.inspect.made_by_words", **words)
        if story.label:
            yield "label", story.label
    yield "signature", _signature(found)
    if found.credentials is not None:
        yield from _signed(found.credentials)
    yield "mark", _mark(found)
    if found.pixels_fit is False:
        yield "pixels", say("cli.inspect.pixels_changed")
    for trace in found.foreign:
        yield "other", say("cli.inspect.other_program", program=trace.program)
        if trace.prompt:
            yield "other", say("cli.inspect.other_prompt", words=trace.prompt)
    for part in found.unreadable:
        if part != "manifest elsewhere":
            yield "damaged", say(f"cli.inspect.damaged_{part}")


def _what(found: Inspection) -> str:
    """Say what kind of picture it is, by whichever of its marks says so."""
    signed = found.credentials.source_types if found.credentials else ()
    address = found.declared or (signed[-1] if signed else "")
    kind = (found.story.source_type if found.story else None) or of_address(address)
    if kind:
        return say(f"provenance.source.{kind}")
    if address:
        return say("cli.inspect.what_declared", kind=address.rpartition("/")[2])
    if found.mark is not None:
        return say("cli.inspect.what_marked")
    return say("cli.inspect.what_foreign" if found.foreign else "cli.inspect.what_unknown")


def _signature(found: Inspection) -> str:
    if found.credentials is None:
        keys = {"manifest": "broken", "manifest elsewhere": "elsewhere"}
        return say(f"cli.inspect.{next((keys[part] for part in found.unreadable if part in keys), 'unsigned')}")
    if found.credentials.holds:
        return say("cli.inspect.holds")
    key = "tampered" if found.credentials.content_changed else "invalid"
    return say(f"cli.inspect.{key}", codes=", ".join(found.credentials.problems))


def _signed(credentials: Credentials) -> Iterator[Row]:
    unnamed = say("cli.inspect.unnamed")
    names = {"signer": credentials.signer or unnamed, "issuer": credentials.issuer or unnamed}
    yield "signer", say("cli.inspect.own" if credentials.own else "cli.inspect.not_known_here", **names)


def _mark(found: Inspection) -> str:
    if found.mark is not None:
        return say(f"cli.inspect.mark_{found.mark_is or 'found'}", id=found.mark.id.hex())
    expected = found.story is not None and found.story.watermark is not None
    return say("cli.inspect.mark_lost" if expected else "cli.inspect.mark_none")
