"""Text in columns, for terminals: a Korean letter takes two, and a table must stand straight all the same."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

GAP: Final = "  "
_SEPARATOR: Final = " · "
_INDENT: Final = "    "
_NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf", "Cc"})
_LEAST: Final = 16  # a column narrower than this is worse than a line too long


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(_sign_columns(sign) for sign in text)


def pad(text: str, width: int) -> str:
    """Fill a text with spaces up to a number of columns."""
    return text + " " * (width - columns(text))


def cut(text: str, width: int) -> str:
    """Shorten a text to a number of columns; what was cut shows as an ellipsis."""
    if columns(text) <= width:
        return text
    kept, used = [], 1
    for sign in text:
        used += _sign_columns(sign)
        if used > width:
            break
        kept.append(sign)
    return "".join(kept) + "…"


def wrap(text: str, width: int) -> list[str]:
    """Break a paragraph at its spaces into lines of at most ``width`` columns; a longer word has its own line."""
    lines = [""]
    for word in text.split():
        if lines[-1] and columns(lines[-1]) + 1 + columns(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines


def table(rows: Sequence[Sequence[str]], *, width: int | None, indent: str = "") -> Iterator[str]:
    """Lay rows of equal length out in lines. The last column is wrapped where ``width`` would be exceeded."""
    firsts = [max(columns(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    start = indent + "".join(" " * first + GAP for first in firsts)
    left = None if width is None else max(width - len(start), _LEAST)
    for row in rows:
        last = [row[-1]] if left is None else wrap(row[-1], left)
        head = indent + "".join(pad(cell, first) + GAP for cell, first in zip(row, firsts, strict=False))
        yield (head + last[0]).rstrip()
        for line in last[1:]:
            yield start + line


def listing(header: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None) -> Iterator[str]:
    """Lay rows out as a table; where the terminal is too narrow for one, each row as a line and what is said of it."""
    lines = list(table([header, *rows], width=None))
    if width is None or max(map(columns, lines)) <= width:
        yield from lines
        return
    for name, *facts in rows:
        yield name
        line = ""
        for fact in filter(None, facts):
            longer = f"{line}{_SEPARATOR}{fact}" if line else fact
            if line and columns(longer) > width - len(_INDENT):
                yield _INDENT + line
                longer = fact
            line = longer
        yield from (_INDENT + part for part in wrap(line, width - len(_INDENT)))


def terminal_width() -> int | None:
    """Return the width of the terminal that reads standard output, in columns; None when a program does."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _sign_columns(sign: str) -> int:
    if unicodedata.category(sign) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
