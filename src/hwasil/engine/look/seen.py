"""What looking at a picture gives: everything that is known of it, each part with how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hwasil.core.mask import Box
from hwasil.core.picture import Size
from hwasil.engine.guard import Verdict
from hwasil.engine.look.colors import Tint
from hwasil.engine.look.faces import Face
from hwasil.engine.look.kinds import Kind
from hwasil.engine.look.settings import Setting
from hwasil.engine.ocr import Line
from hwasil.engine.segment.detector import Thing


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands out in a picture: the box around it, and its name and how sure that is, where it has one."""

    box: Box
    label: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What a picture shows. Boxes are in its own pixels; scores and shares run from 0 to 1.

    ``things`` are in the order of their importance in the picture, ``kinds`` and ``faces`` by how sure they are,
    ``colors`` by their share, ``lines`` of text in the order in which one reads them.
    """

    size: Size
    things: tuple[Thing, ...]
    kinds: tuple[Kind, ...]
    setting: Setting | None
    colors: tuple[Tint, ...]
    faces: tuple[Face, ...]
    lines: tuple[Line, ...]
    subject: Subject | None
    verdict: Verdict

    @property
    def counts(self) -> dict[str, int]:
        """How many things there are of each label, the most important label first."""
        labels = [one.label for one in self.things]
        return {label: labels.count(label) for label in dict.fromkeys(labels)}

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values; a box is left, top, right, bottom."""
        subject, like = self.subject, self.setting
        return {
            "width": self.size.width,
            "height": self.size.height,
            "things": [
                {"label": one.label, "score": round(one.score, 3), "box": _box(one.box)} for one in self.things
            ],
            "counts": self.counts,
            "kinds": [{"name": one.name, "category": one.category, "score": one.score} for one in self.kinds],
            "setting": like and {"name": like.name, "category": like.category, "likeness": like.likeness},
            "colors": [{"name": one.name, "color": one.color.hex, "share": one.share} for one in self.colors],
            "faces": [{"score": one.score, "box": _box(one.box)} for one in self.faces],
            "text": [{"text": one.text, "score": one.score, "box": _box(one.box)} for one in self.lines],
            "subject": subject
            and {"label": subject.label or None, "score": round(subject.score, 3), "box": _box(subject.box)},
            "safety": {
                "safe": round(self.verdict.safe, 3),
                "sexual": round(self.verdict.sexual, 3),
                "graphic": round(self.verdict.graphic, 3),
            },
        }


def _box(box: Box) -> list[int]:
    return [box.left, box.top, box.right, box.bottom]
