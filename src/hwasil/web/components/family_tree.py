"""What a picture was made from and what was made from it, as trees of small pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hwasil.i18n import say
from hwasil.library.gallery.family import Family, Relative
from hwasil.web.components.assets import component
from hwasil.web.entry_words import job_name, title, when

_LETTERS: Final = 120  # of a relative's words


def family_tree(family: Family, *, key: str) -> str | None:
    """Show a family, and return the id of the relative that was pressed."""
    trees = (("made_from", family.ancestors), ("made_into", family.descendants))
    data = {
        "trees": [
            {"heading": say(f"web_gallery.family.{name}"), "relatives": _branches(relatives)}
            for name, relatives in trees
        ]
    }
    opened: str | None = component("family_tree")(key=key, data=data, on_opened_change=_nothing).opened
    return opened if opened in _ids((*family.ancestors, *family.descendants)) else None


def _branches(relatives: Sequence[Relative]) -> list[dict[str, Any]]:
    return [_branch(one) | {"further": _branches(one.further)} for one in relatives]


def _branch(one: Relative) -> dict[str, Any]:
    entry = one.entry
    if entry is None:
        return {"id": None, "words": say("web_gallery.family.gone"), "note": ""}
    words = title(entry)[:_LETTERS]
    job = job_name(entry)
    note = (job if job != words else "", when(entry), say("web_gallery.binned") if entry.binned else "")
    return {
        "id": entry.id,
        "src": f"/files/{entry.sha256}/small",
        "words": words,
        "note": " · ".join(filter(None, note)),
    }


def _ids(relatives: Sequence[Relative]) -> set[str]:
    own = {one.entry.id for one in relatives if one.entry}
    return own.union(*(_ids(one.further) for one in relatives))


def _nothing() -> None:
    """Rerun is all that is wanted of a change."""
