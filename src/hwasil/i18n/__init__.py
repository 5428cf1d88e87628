"""Every text a person sees, in Korean and in English.

The texts are data: a folder a language, a TOML file a floor, and the same keys in both (a test says so).
This is the lowest floor of the house. Errors, the command line and the studio all speak through it.
"""

from __future__ import annotations

import os
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

Language = Literal["ko", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
# Not pathlib: it takes several milliseconds to import, and every command starts here.
_FOLDER: Final = os.path.dirname(__file__)  # noqa: PTH120

_chosen: ContextVar[Language | None] = ContextVar("language", default=None)


def language() -> Language:
    """Return the reader's language: the one in force, else ``HWASIL_LANG``, else the locale's, else English."""
    chosen = _chosen.get()
    if chosen is not None:
        return chosen
    for variable in ("HWASIL_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "").lower()
        if value:
            return "ko" if value.startswith("ko") else "en"
    return "en"


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak one language for the length of a block, in this thread or task only."""
    token = _chosen.set(chosen)
    try:
        yield
    finally:
        _chosen.reset(token)


def say(key: str, /, **values: object) -> str:
    """Return the text of ``key`` in the reader's language, with its ``{places}`` filled in.

    Raises KeyError for a key that no file has: a missing text is a bug, not something to show a person.
    """
    return _text(language(), key).format(**values)


def _text(chosen: Language, key: str) -> str:
    # A face's texts stand in the file of its name, which is read alone: the command line has to start fast.
    own = _file(chosen, key.partition(".")[0])
    return own[key] if key in own else texts(chosen)[key]


@cache
def texts(chosen: Language) -> dict[str, str]:
    """Return every text of a language as one flat table, ``{"error.prompt_empty.message": "…"}``.

    Each floor of the house keeps its own file; which file a text is in does not show in its key.
    """
    table: dict[str, str] = {}
    for file in sorted(os.listdir(os.path.join(_FOLDER, chosen))):  # noqa: PTH118, PTH208
        said = _file(chosen, file.removesuffix(".toml")) if file.endswith(".toml") else {}
        if table.keys() & said.keys():
            raise ValueError(f"{file} repeats {sorted(table.keys() & said.keys())}")
        table |= said
    return table


@cache
def _file(chosen: Language, name: str) -> dict[str, str]:
    try:
        with open(os.path.join(_FOLDER, chosen, f"{name}.toml"), "rb") as file:  # noqa: PTH118, PTH123
            return dict(_flatten("", tomllib.load(file)))
    except FileNotFoundError:
        return {}


def _flatten(prefix: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            yield from _flatten(f"{key}.", value)
        elif isinstance(value, str):
            yield key, value
        else:
            raise TypeError(f"{key} is not a text")
