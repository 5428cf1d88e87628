"""Picture files read in threads, ahead of whoever looks at them, and made small: an embedder sees no detail."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Container, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture
from hwasil.library.index.colors import shades_of
from hwasil.library.index.files import Content, Problem
from hwasil.library.index.folders import Found
from hwasil.library.thumbnail import thumbnail

_THREADS: Final = min(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: a problem; or the SHA-256 of its bytes and, where that is new, the picture made small."""

    found: Found
    sha256: str | None = None
    small: Picture | None = None
    content: Content | None = None
    problem: Problem | None = None


def read(found: Found, known: Container[str], side: int) -> Read:
    """Read a file and make its picture small. One whose bytes are ``known`` is not decoded."""
    try:
        picture = Picture.open(found.path)
        if picture.sha256 in known:
            return Read(found, picture.sha256)
        small = thumbnail(picture, side)
        return Read(found, picture.sha256, small, Content(picture.width, picture.height, shades_of(small)))
    except HwasilError as problem:
        return Read(found, problem=problem_of(problem))


def read_ahead(
    files: Iterable[Found], known: Container[str], side: int, ahead: int
) -> Generator[Read, None, None]:
    """Yield files as `read` reads them, in their order, always ``ahead`` of whoever takes them."""
    with ThreadPoolExecutor(_THREADS, "hwasil-read") as pool:
        reading: deque[Future[Read]] = deque()
        try:
            for found in files:
                reading.append(pool.submit(read, found, known, side))
                if len(reading) > ahead:
                    yield reading.popleft().result()
            while reading:
                yield reading.popleft().result()
        finally:
            for future in reading:
                future.cancel()


def problem_of(error: HwasilError) -> Problem:
    """Return why a file cannot be indexed."""
    return Problem(error.key, {name: str(value) for name, value in error.facts.items()})
