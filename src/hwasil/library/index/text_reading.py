"""The pictures of a folder read for what is written in them, after they were indexed.

Reading takes many times longer than embedding, so it is a run of its own. What was read is committed picture by picture:
a run that was ended, in whatever way, goes on where it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from hwasil.core.errors import Cancelled, HwasilError
from hwasil.core.picture import Picture
from hwasil.library.index.adding import Step
from hwasil.library.index.database import Database
from hwasil.library.index.files import Problem
from hwasil.library.index.reading import problem_of
from hwasil.library.index.texts import Texts

Reader = Callable[[Picture], str]
"""Returns what is written in a picture, a line a line."""


@dataclass(slots=True)
class TextsRead:
    """What came of a run: pictures ``read``, and those of them ``with_text``; files that could not be opened."""

    folder: str
    read: int = 0
    with_text: int = 0
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    seconds: float = 0.0


def read_by_machine(picture: Picture) -> str:
    """Return what is written in a picture, as the local engine reads it. Raises Unavailable without its weights."""
    from hwasil.engine import ocr

    return "\n".join(line.text for line in ocr.read(picture))


def read_texts(
    database: Database, folder: str, reader: Reader, tell: Callable[[Step], None], cancelled: Event
) -> TextsRead:
    """Read the pictures below a folder that were not read yet. Raises Cancelled, and what the reader raises."""
    started = time.monotonic()
    texts = Texts(database)
    unread = texts.unread(folder)
    came = TextsRead(folder)
    tell(Step(0, len(unread), 0.0))
    for done, (sha256, path) in enumerate(unread.items(), start=1):
        if cancelled.is_set():
            raise Cancelled("index_cancelled")
        try:
            picture = Picture.open(path)
        except HwasilError as problem:
            came.problems.append((path, problem_of(problem)))
            continue
        # A file that has changed since is read when it has been indexed again.
        if picture.sha256 == sha256:
            said = reader(picture)
            with database.transaction():
                texts.put(sha256, said)
            came.read += 1
            came.with_text += bool(said)
        tell(Step(done, len(unread), time.monotonic() - started))
    came.seconds = time.monotonic() - started
    return came
