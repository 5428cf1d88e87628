"""What the illustrator has understood of a prompt: a plain value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hwasil.engine.illustrator.drawings import Drawing

RelationKind = Literal[
    "on", "under", "beside", "left", "right", "behind", "front", "holding", "wearing", "inside", "around"
]
LetteringKind = Literal["neon", "board", "banner", "caption"]


@dataclass(slots=True)
class Thing:
    """Something to draw: which drawing, how many, in which color and how large against its usual size."""

    drawing: Drawing
    words: str
    count: int = 1
    color: str | None = None
    coat: str | None = None
    scale: float = 1.0
    aloft: bool = False
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """How one thing stands to another, by their places in the list: ``things[figure]`` on ``things[ground]``."""

    kind: RelationKind
    figure: int
    ground: int


@dataclass(frozen=True, slots=True)
class Lettering:
    """Text to be drawn."""

    text: str
    kind: LetteringKind


@dataclass(slots=True)
class Reading:
    """A prompt, understood as far as it goes. ``unread`` holds the words that nothing here can draw."""

    things: list[Thing] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    lettering: list[Lettering] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    weather: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    shots: list[str] = field(default_factory=list)
    lights: list[str] = field(default_factory=list)
    tones: list[str] = field(default_factory=list)
    scheme: list[str] = field(default_factory=list)
    backdrop_color: str | None = None
    near: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    unwanted: list[Thing] = field(default_factory=list)
    avoided: list[str] = field(default_factory=list)
