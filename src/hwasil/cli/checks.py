"""One thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hwasil.cli.failures import one_line
from hwasil.i18n import say

State = Literal["ok", "missing", "unknown"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, whether it is as it should be, and in one line what was found or what to do.

    ``unknown`` is what was not looked at, because it would go over the network.
    """

    name: str
    state: State
    text: str

    @property
    def about(self) -> str:
        """What was looked at, in the reader's language."""
        return say(f"cli.check.{self.name}")

    def to_json(self) -> dict[str, str]:
        """Return the check as JSON values."""
        return {"name": self.name, "state": self.state, "text": self.text}


def ok(name: str, text: str) -> Check:
    """Return a check that found things as they should be."""
    return Check(name, "ok", one_line(text))


def missing(name: str, text: str) -> Check:
    """Return a check that found something to do."""
    return Check(name, "missing", one_line(text))


def unknown(name: str, text: str) -> Check:
    """Return a check that was not made."""
    return Check(name, "unknown", one_line(text))
