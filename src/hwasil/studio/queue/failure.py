"""Errors to JSON and back, so that a failure is still told in the reader's language after a restart."""

from __future__ import annotations

from typing import Any, cast

from hwasil.core import errors
from hwasil.core.errors import HwasilError


def to_json(problem: HwasilError) -> dict[str, Any]:
    """Return an error as JSON values: its kind, its key, and the facts that fill the places of its texts."""
    told = {name: value for name, value in vars(problem).items() if name not in {"key", "facts"}}
    facts = {name: _plain(value) for name, value in problem.facts.items()}
    return {"kind": type(problem).__name__, "key": problem.key, "facts": facts, **told}


def from_json(value: dict[str, Any]) -> HwasilError:
    """Read an error that `to_json` has written."""
    told = dict(value)
    kind = getattr(errors, told.pop("kind"), HwasilError)
    # Kinds differ in what they are made with; what they know lies in the same attributes.
    problem = cast("HwasilError", kind.__new__(kind, told["key"]))
    vars(problem).update(told)
    return problem


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | None) else str(value)
