"""A file of knobs: TOML, a table ``[[knob]]`` for each entry, with the keys that `hwasil.server.knobs` lists."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.core.reasons import reason
from hwasil.server.knobs import Knob, read_knob

_ENTRIES: Final = "knob"


def read_knobs_file(path: Path) -> tuple[Knob, ...]:
    """Read a file's entries, in their order. Raises InvalidInput, which names the entry and its knob."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise InvalidInput("knobs_file_unreadable", path=str(path), reason=reason(problem)) from problem
    except (ValueError, RecursionError) as problem:  # not UTF-8, a name with a NUL, not TOML, brackets without end
        raise InvalidInput("knobs_file_broken", path=str(path), reason=str(problem)) from problem
    entries = table.pop(_ENTRIES, [])
    if table or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidInput("knobs_file_form", path=str(path))
    return tuple(_entry(path, number, entry) for number, entry in enumerate(entries, start=1))


def _entry(path: Path, number: int, entry: dict[str, object]) -> Knob:
    try:
        return read_knob(entry)
    except InvalidInput as problem:
        raise InvalidInput(
            "knobs_file_entry", path=str(path), number=number, reason=problem.message, advice=problem.hint
        ) from problem
