"""One folder brought into the index: what is new or changed is read and embedded, what has gone is forgotten.

Work is done batch by batch, and a batch is done when its vectors are on the disk and its rows are committed. A run
can be killed at any moment; the next one goes on where the last batch ended. A file that was only renamed is known
by its content, which has a vector already; so is one whose vector was kept and whose row was not.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event
from typing import Final

import numpy as np

from hwasil.core.errors import Cancelled, ContentBlocked
from hwasil.core.picture import Picture
from hwasil.library.index.database import Database
from hwasil.library.index.embedder import Embedder, Vectors
from hwasil.library.index.files import Files, Problem
from hwasil.library.index.folders import Closed, Found, look_below
from hwasil.library.index.reading import Read, problem_of, read_ahead
from hwasil.library.index.store import VectorStore

_BATCH: Final = 16  # pictures: what a crash can cost, at the most
_AHEAD: Final = 3 * _BATCH
_ROWS: Final = 500  # files without a new picture that are committed together
_SETTLED: Final = 10_000  # pictures after which searches are made quick again
# A file that may not be read can be read tomorrow without having changed; it is tried each time.
_PASSING: Final = "picture_unreadable"


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run has come: files ``done`` of ``total``, in ``seconds``."""

    done: int
    total: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Files a second so far."""
        return self.done / self.seconds if self.seconds > 0 else 0.0


@dataclass(slots=True)
class Added:
    """What came of a run.

    ``embedded`` pictures are new to the index, ``recognized`` files hold pictures that were in it; ``unchanged``
    files were not even opened. ``problems`` are the files that could not be indexed, ``closed`` the folders and
    links that could not be looked at; what was known below those is kept.
    """

    folder: str
    embedded: int = 0
    recognized: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Survey:
    """What a run would do: the files to read, those that need not be, and those that have gone."""

    pending: list[Found]
    unchanged: int
    broken: list[tuple[str, Problem]]
    gone: list[str]
    closed: list[Closed]


class Adding:
    """Brings folders into an index, one run after another."""

    def __init__(self, database: Database, files: Files, vectors: VectorStore, embedder: Embedder) -> None:
        self._database = database
        self._files = files
        self._vectors = vectors
        self._embedder = embedder

    def survey(self, folder: str, *, again: bool = False) -> Survey:
        """Look at every file below a folder, and open none; ``again`` means that each is to be read in any case.

        Raises InvalidInput for a folder that is not there.
        """
        vectored = self._vectors.keys()
        known = self._files.below(folder)
        seen, closed, pending, broken = set(), [], [], []
        for one in look_below(folder):
            if isinstance(one, Closed):
                closed.append(one)
                continue
            seen.add(one.path)
            row = known.get(one.path)
            if again or row is None or not row.is_as(one) or not (row.problem or row.sha256 in vectored):
                pending.append(one)
            elif row.problem:
                broken.append((one.path, row.problem))
        gone = [path for path in known if path not in seen and not _is_below(path, closed)]
        pending.sort(key=lambda found: found.path)
        return Survey(pending, len(seen) - len(pending) - len(broken), broken, gone, closed)

    def run(self, folder: str, tell: Callable[[Step], None], cancelled: Event) -> Added:
        """Bring a folder's pictures into the index. Raises Cancelled; what was done by then is kept."""
        started = time.monotonic()
        plan = self.survey(folder)
        added = Added(folder, unchanged=plan.unchanged, problems=plan.broken, closed=plan.closed)
        total = len(plan.pending)
        tell(Step(0, total, 0.0))
        for done in self._batches(plan.pending, added, cancelled):
            tell(Step(done, total, time.monotonic() - started))
            if cancelled.is_set() and done < total:
                raise Cancelled("index_cancelled")
        self._forget(plan.gone)
        added.removed = len(plan.gone)
        added.problems.sort(key=lambda problem: problem[0])
        added.seconds = time.monotonic() - started
        return added

    def _batches(self, pending: Sequence[Found], added: Added, cancelled: Event) -> Iterator[int]:
        """Read files and commit them batch by batch; yield after each how many files are done."""
        batch, settled = _Batch(self._vectors.keys()), 0
        known = batch.vectored & self._files.content_keys()
        with closing(read_ahead(pending, known, self._embedder.side, _AHEAD)) as reading:
            for done, one in enumerate(reading, start=1):
                batch.take(one)
                if batch.is_full or done == len(pending) or cancelled.is_set():
                    known.update(self._commit(batch, added))
                    yield done
                    if added.embedded - settled >= _SETTLED:
                        self._vectors.settle()
                        settled = added.embedded

    def _commit(self, batch: _Batch, added: Added) -> list[str]:
        """Embed what is new, keep the vectors, then the rows; return the pictures that are new."""
        new = list(batch.new.values())
        vectors = self._embedded([one.small for one in new if one.small is not None])
        kept = [(one, vector) for one, vector in zip(new, vectors, strict=True) if not isinstance(vector, Problem)]
        refused = {one.sha256: said for one, said in zip(new, vectors, strict=True) if isinstance(said, Problem)}
        keys = [str(one.sha256) for one, _ in kept]
        self._vectors.add(keys, np.array([vector for _, vector in kept], np.float32))
        with self._database.transaction():
            for one in batch.all:
                problem = one.problem or refused.get(one.sha256)
                if problem:
                    added.problems.append((one.found.path, problem))
                if problem and problem.key == _PASSING:
                    self._files.drop([one.found.path])
                    continue
                if one.content and one.sha256 and not problem:
                    self._files.put_content(one.sha256, one.content)
                self._files.put(one.found, None if problem else one.sha256, problem)
        added.embedded += len(kept)
        added.recognized += sum(one.sha256 is not None and one.sha256 not in refused for one in batch.all) - len(
            kept
        )
        batch.clear(keys)
        return keys

    def _embedded(self, pictures: Sequence[Picture]) -> Sequence[Vectors | Problem]:
        """Return each picture's vector, or why a filter refused the picture; one refusal spoils no other picture."""
        if not pictures:
            return []
        try:
            return list(self._embedder.pictures(pictures))
        except ContentBlocked as refused:
            if len(pictures) == 1:
                return [problem_of(refused)]
        return [one for picture in pictures for one in self._embedded([picture])]

    def _forget(self, paths: Sequence[str]) -> None:
        """Forget files, and then the pictures and vectors that no file has any more."""
        with self._database.transaction():
            self._files.drop(paths)
            self._files.drop_unused_contents()
        orphans = self._vectors.keys() - self._files.content_keys()
        if orphans:
            self._vectors.remove(orphans)
        self._vectors.settle()

    def remove(self, folder: str) -> int:
        """Forget all files below a folder; return how many there were."""
        paths = list(self._files.below(folder))
        self._forget(paths)
        return len(paths)


class _Batch:
    """Files that were read and are not committed yet; ``new`` are those to embed, each picture once."""

    def __init__(self, vectored: set[str]) -> None:
        self.vectored = vectored
        self.all: list[Read] = []
        self.new: dict[str, Read] = {}

    def take(self, one: Read) -> None:
        """Add a file."""
        self.all.append(one)
        if one.sha256 is not None and one.sha256 not in self.vectored:
            self.new.setdefault(one.sha256, one)

    @property
    def is_full(self) -> bool:
        """Whether it is time to commit."""
        return len(self.new) >= _BATCH or len(self.all) >= _ROWS

    def clear(self, vectored: Sequence[str]) -> None:
        """Begin anew; these pictures have a vector now."""
        self.vectored.update(vectored)
        self.all.clear()
        self.new.clear()


def _is_below(path: str, closed: Sequence[Closed]) -> bool:
    return any(path == one.path or path.startswith(os.path.join(one.path, "")) for one in closed)  # noqa: PTH118
