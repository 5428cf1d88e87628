"""What was found in a picture file, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from hwasil.core.serial import kebab
from hwasil.i18n import say
from hwasil.library.provenance.credentials import Credentials
from hwasil.library.provenance.inspection import Inspection
from hwasil.library.provenance.source_type import of_address
from hwasil.library.provenance.story import Story

Said = tuple[str, str]
"""The key of a heading, ``provenance.told.<key>``, and a sentence in the reader's language."""


def said(found: Inspection) -> Iterator[Said]:
    """Yield all that an inspection has found. What the file's maker wrote is in it as it was written."""
    yield "what", _what(found)
    if found.story is not None:
        yield from _told(found.story)
    yield "signature", _signature(found)
    if found.credentials is not None:
        yield from _credentials(found.credentials)
    yield "mark", _mark(found)
    if found.pixels_fit is False:
        yield "pixels", say("provenance.told.pixels_changed")
    for trace in found.foreign:
        yield "other", say("provenance.told.other_program", program=trace.program)
        if trace.prompt:
            yield "other", say("provenance.told.other_prompt", words=trace.prompt)
        if trace.more:
            yield "other", trace.more
    for part in found.unreadable:
        if part != "manifest elsewhere":
            yield "damaged", say(f"provenance.told.damaged_{part}")


def _what(found: Inspection) -> str:
    """Say what kind of picture it is, by whichever of its marks says so."""
    signed = found.credentials.source_types if found.credentials else ()
    told = found.story.source_type if found.story else None
    address = found.declared or (signed[-1] if signed else "")
    kind = told or of_address(address)
    if kind:
        return say(f"provenance.source.{kind}")
    if address:
        return say("provenance.told.what_declared", kind=address.rpartition("/")[2])
    if found.mark is not None:
        return say("provenance.told.what_marked")
    return say("provenance.told.what_foreign" if found.foreign else "provenance.told.what_unknown")


def _told(story: Story) -> Iterator[Said]:
    words = {"hwasil": story.hwasil, "engine": story.engine, "model": story.model, "backend": story.backend}
    yield "made_by", say("provenance.told.made_by_words", **words)
    job = kebab(story.kind)
    yield "job", job if story.seed is None else say("provenance.told.job_words", job=job, seed=story.seed)
    if story.prompt:
        yield "prompt", story.prompt
    for one in story.translations:
        yield "sent", one.get("translation", "")
    if story.job is None:
        yield "prompt", say("provenance.told.shared")
    for parent in story.parents:
        yield "parent", f"SHA-256 {parent}"
    if story.label:
        yield "label", story.label


def _signature(found: Inspection) -> str:
    if found.credentials is None:
        keys = {"manifest": "broken", "manifest elsewhere": "elsewhere"}
        return say(
            f"provenance.told.{next((keys[part] for part in found.unreadable if part in keys), 'unsigned')}"
        )
    if found.credentials.holds:
        return say("provenance.told.holds")
    codes = ", ".join(found.credentials.problems)
    return say(f"provenance.told.{'tampered' if found.credentials.content_changed else 'invalid'}", codes=codes)


def _credentials(credentials: Credentials) -> Iterator[Said]:
    unnamed = say("provenance.told.unnamed")
    names = {"signer": credentials.signer or unnamed, "issuer": credentials.issuer or unnamed}
    yield "signer", say("provenance.told.own" if credentials.own else "provenance.told.not_known_here", **names)
    if credentials.generator:
        yield "program", credentials.generator
    for source in credentials.sources:
        key = {None: "source_plain", True: "source_signed", False: "source_broken"}[source.holds]
        yield "went_in", say(f"provenance.told.{key}", program=source.generator or unnamed)


def _mark(found: Inspection) -> str:
    if found.mark is not None:
        return say(f"provenance.told.mark_{found.mark_is or 'found'}", id=found.mark.id.hex())
    expected = found.story is not None and found.story.watermark is not None
    return say("provenance.told.mark_lost" if expected else "provenance.told.mark_none")
