"""A picture with boxes around what was seen in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hwasil.core.mask import Box
from hwasil.core.picture import Picture, Size
from hwasil.engine.look.grammar import called
from hwasil.engine.look.seen import Seen
from hwasil.engine.look.sight import look
from hwasil.i18n import language, say
from hwasil.web.components.assets import component

Kind = Literal["thing", "face", "line"]


@dataclass(frozen=True, slots=True)
class Marked:
    """Something that was seen: what it is called, how sure that is (0 to 1), and where it is."""

    kind: Kind
    name: str
    score: float
    box: Box


def marked(picture: Picture) -> tuple[Marked, ...]:
    """Look for what stands out, things, faces and lines of text. Raises Corrupt, and Unavailable where a weight is missing."""
    sight = look(picture)
    things = [Marked("thing", called(one.label, language()), one.score, one.box) for one in sight.things]
    faces = [Marked("face", say("web_understand.face"), one.score, one.box) for one in sight.faces]
    lines = [Marked("line", one.text, one.score, one.box) for one in sight.lines]
    return (*_subject(sight, things), *things, *faces, *lines)


def _subject(sight: Seen, things: Sequence[Marked]) -> tuple[Marked, ...]:
    """Return what stands out, unless it is one of the things; where it has no name, only if there are none."""
    subject = sight.subject
    if subject is None or (things and not subject.label):
        return ()
    name = called(subject.label, language()) if subject.label else say("web_understand.subject")
    known = any(one.name == name for one in things)
    return () if known else (Marked("thing", name, subject.score, subject.box),)


def seen(address: str, size: Size, things: Sequence[Marked], *, words: str, key: str) -> None:
    """Show a picture by its address, with boxes around things. ``words`` are for who cannot see it."""
    data = {
        "src": f"/files/{address}",
        "alt": words,
        "width": size.width,
        "height": size.height,
        "things": [
            {
                "kind": one.kind,
                "name": one.name,
                "sure": f"{one.score:.0%}" if one.score else "",
                "box": [one.box.left, one.box.top, one.box.right, one.box.bottom],
            }
            for one in things
        ],
    }
    component("seen")(key=key, data=data)
