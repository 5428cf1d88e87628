"""Batches as files: CSV with a heading, or JSON Lines, a prompt with its wishes in each row.

A spreadsheet's CSV is read as spreadsheets write it: in UTF-8 or UTF-16 with a byte order mark, in CP949 as Korean
Excel saves it, with commas, semicolons or tabs between the cells (RFC 4180 for the rest), and with headings in
English or Korean. JSON Lines has an object a line (jsonlines.org).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from hwasil.core.errors import HwasilError, InvalidInput
from hwasil.core.prompt import has_words
from hwasil.i18n import LANGUAGES, say, speaking
from hwasil.studio.batch import MOST, Row, limited

COLUMNS: Final = (
    "prompt", "negative", "size", "aspect", "count", "seed", "guidance", "quality", "style", "palette",
)  # fmt: skip
MOST_BYTES: Final = 2_000_000
_QUALITIES: Final = ("standard", "premium")
_DELIMITERS: Final = ",;\t"
_SHOWN: Final = 60


def read_batch(data: bytes) -> tuple[Row, ...]:
    """Read a file's rows; what is wrong with one of them stands in it.

    Raises InvalidInput for a file that cannot be read as a whole: no text, no column of prompts, an unknown column,
    quotes that never end, no row, or more than `hwasil.studio.batch.MOST` rows or pictures.
    """
    if len(data) > MOST_BYTES:
        raise InvalidInput("batch_too_large", limit=MOST_BYTES // 1_000_000)
    text = _decoded(data)
    found = _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)
    rows = []
    for row in found:
        rows.append(row)
        if len(rows) > MOST:
            raise InvalidInput("batch_too_many", count=f"{MOST}+", limit=MOST)
    return limited(rows)


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidInput("batch_not_text")


def _csv_rows(text: str) -> Iterator[Row]:
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    columns: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                pass
            elif columns:
                yield _csv_row(line, columns, cells)
            else:
                columns = _headings(cells)
            line = reader.line_num + 1
    except csv.Error as problem:
        raise InvalidInput("batch_csv_broken", line=line, reason=problem) from problem


def _headings(cells: list[str]) -> list[str]:
    """Return the columns that the cells of a heading name."""
    named = [_heading(cell) for cell in cells]
    while named and not named[-1]:
        named.pop()  # spreadsheets write empty columns too
    unknown = [cell for cell, name in zip(cells, named, strict=False) if name not in COLUMNS]
    if "prompt" not in named:
        raise InvalidInput("batch_no_prompts", found=_short(", ".join(cells)))
    if unknown:
        raise InvalidInput("batch_unknown_column", name=_short(unknown[0]), names=", ".join(COLUMNS))
    if len(set(named)) < len(named):
        raise InvalidInput("batch_column_twice", name=next(one for one in named if named.count(one) > 1))
    return named


def _csv_row(line: int, columns: list[str], cells: list[str]) -> Row:
    given = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    if any(cell.strip() for cell in cells[len(columns) :]):
        problem = InvalidInput("batch_cells", count=len(cells), columns=len(columns))
        return Row(line, given.get("prompt", ""), problem=problem)
    return _row(line, given)


def _json_rows(text: str) -> Iterator[Row]:
    # Only line feeds end a line: JSON strings may hold what else `str.splitlines` breaks at.
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        try:
            given = json.loads(written)
        except (ValueError, RecursionError) as problem:
            reason = problem.msg if isinstance(problem, json.JSONDecodeError) else type(problem).__name__
            yield Row(line, _short(written), problem=InvalidInput("batch_not_json", reason=reason))
            continue
        if not isinstance(given, dict):
            yield Row(line, _short(written), problem=InvalidInput("batch_not_json", reason=type(given).__name__))
            continue
        yield _row(line, {_heading(name): value for name, value in given.items() if value is not None})


def _row(line: int, given: Mapping[str, Any]) -> Row:
    wishes = dict(given)
    prompt = wishes.pop("prompt", "")
    try:
        words = _text("prompt", prompt)
        if not has_words(words):
            raise InvalidInput("prompt_empty")
        return Row.of(line, words, {name: _wish(name, value) for name, value in wishes.items()})
    except HwasilError as problem:
        return Row(line, _short(str(prompt)), problem=problem)


def _wish(name: str, value: Any) -> Any:
    """Return the value of a column as `text_to_image` wants it. Raises InvalidInput."""
    if name not in COLUMNS:
        raise InvalidInput("batch_unknown_column", name=_short(name), names=", ".join(COLUMNS))
    if name in {"count", "seed", "guidance"}:
        return _number(name, value, whole=name != "guidance")
    if name == "palette":
        colors = value if isinstance(value, list) else _text(name, value).replace(",", " ").split()
        return [_text(name, color) for color in colors] or None
    words = _text(name, value).strip() or None
    if name == "quality" and words not in (None, *_QUALITIES):
        raise InvalidInput("batch_quality", value=_short(str(words)), words=", ".join(_QUALITIES))
    return words


def _number(name: str, value: Any, *, whole: bool) -> int | float:
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError
        read = float(value)
        # Spreadsheets write whole numbers as 3.0 where a column has decimals in it.
        if not abs(read) < 2**53 or (whole and not read.is_integer()):
            raise ValueError
    except (ValueError, OverflowError) as problem:
        key = "batch_not_whole" if whole else "batch_not_number"
        raise InvalidInput(key, column=name, value=_short(str(value))) from problem
    return int(read) if whole else read


def _text(name: str, value: Any) -> str:
    """Return a text that files and requests can hold. Raises InvalidInput for any other value."""
    if not isinstance(value, str):
        raise InvalidInput("batch_not_words", column=name)
    # JSON can spell half of a sign, and any control character.
    if any("\ud800" <= sign <= "\udfff" or (sign < " " and sign not in "\n\r\t") for sign in value):
        raise InvalidInput("batch_not_words", column=name)
    return value


def _heading(cell: str) -> str:
    """Return the column that a heading names, in whatever language; the heading itself where it names none."""
    plain = " ".join(cell.replace("_", " ").lower().split())
    return _names().get(plain, plain)


@cache
def _names() -> dict[str, str]:
    names = {name: name for name in COLUMNS}
    for language in LANGUAGES:
        with speaking(language):
            names |= {say(f"batch.column.{name}").lower(): name for name in COLUMNS}
    return names


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
