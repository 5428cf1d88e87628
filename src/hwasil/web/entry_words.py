"""An entry of the gallery in words, as the visitor's language and time zone have them."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from hwasil.core.jobs import Inpaint
from hwasil.core.results import Adjustment, Dropped
from hwasil.i18n import language, say
from hwasil.library.gallery.entry import Entry
from hwasil.web.components.price import price_words
from hwasil.web.drawn_words import drawn_words
from hwasil.web.maker_words import maker


def zone() -> tzinfo:
    """Return the visitor's time zone, as the browser tells it."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):  # what a browser says may be no name of a zone at all
        return UTC


def when(entry: Entry) -> str:
    """Say when an entry was made."""
    return entry.created.astimezone(zone()).strftime("%Y-%m-%d %H:%M")


def title(entry: Entry) -> str:
    """Return the words by which a person knows an entry: its prompt, else what was done, or that it was given."""
    words = " ".join((entry.prompt or "").split())
    return words or _removed(entry) or job_name(entry) or say("web_gallery.given_picture")


def _removed(entry: Entry) -> str | None:
    """Say what was removed, where the job tells; None where nothing was."""
    job = entry.job or {}
    if job.get("kind") != Inpaint.__name__ or job.get("prompt"):
        return None
    region = job.get("region")
    what = region.get("text") if isinstance(region, dict) else None
    return say("web_gallery.removed_named", what=what) if what else say("web_gallery.removed")


def job_name(entry: Entry) -> str:
    """Say what was done; nothing for a picture that was given."""
    kind = str((entry.job or {}).get("kind", ""))
    return _removed(entry) or (_said(f"web_gallery.job.{kind}", kind) if kind else "")


def story(entry: Entry) -> list[tuple[str, str]]:
    """Return all that the gallery knows of how an entry came to be: what each is called, and what is said of it."""
    details, negative = entry.details, (entry.job or {}).get("negative")
    made = entry.origin == "made"
    rows = {
        "prompt": entry.prompt,
        "translation": entry.translation,
        "negative": negative if isinstance(negative, str) else None,
        "job": job_name(entry) if made else say("web_gallery.given_picture"),
        "model": maker(entry.engine or "", entry.model or ""),
        "seed": None if entry.seed is None else str(entry.seed),
        "price": price_words(entry.price) if made else None,
        "drawn": ", ".join(drawn_words(_words(details.get("drawn")), language())),
        "not_drawn": ", ".join(_words(details.get("not_drawn"))),
        "adjusted": "\n".join(f"{_field(one)}: {one.asked} → {one.used}" for one in _adjusted(entry)),
        "dropped": "\n".join(f"{_field(one)}: {one.asked}" for one in _dropped(entry)),
        "size": say(
            "web_gallery.size_words",
            width=entry.width,
            height=entry.height,
            format=entry.format.upper(),
            size=f"{entry.bytes / 1000:,.0f} kB",
        ),
        "made": when(entry),
        "id": entry.id,
    }
    return [(say(f"web_gallery.fact.{name}"), words) for name, words in rows.items() if words]


def _words(told: Any) -> list[str]:
    """Return words that an engine has told; an import may have brought anything in their place."""
    return [str(one) for one in told] if isinstance(told, list) else []


def _adjusted(entry: Entry) -> list[Adjustment]:
    return [Adjustment(**one) for one in _told(entry, "adjusted", {"field", "asked", "used"})]


def _dropped(entry: Entry) -> list[Dropped]:
    return [Dropped(**one) for one in _told(entry, "dropped", {"field", "asked"})]


def _told(entry: Entry, name: str, fields: set[str]) -> list[dict[str, str]]:
    told = entry.details.get(name)
    rows = told if isinstance(told, list) else []
    return [cast("dict[str, str]", one) for one in rows if isinstance(one, dict) and one.keys() == fields]


def _field(one: Adjustment | Dropped) -> str:
    return _said(f"cli.field.{one.field}", one.field)


def _said(key: str, name: str) -> str:
    """Return a text, or a bare name where there is none: an import may be a newer version's."""
    try:
        return say(key)
    except KeyError:
        return name
