"""The search index: picture files that are found by words, by a picture, or by a color.

index = Index(library_folder() / "index", embedder)
index.add_folder("photos")
for hit in index.search(Query("a red fox in the snow")):
    hit.path, hit.score
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.library.index.adding import Added, Adding, Step, Survey
from hwasil.library.index.colors import shares_of
from hwasil.library.index.database import Database, stored
from hwasil.library.index.duplicates import ALIKE, Duplicates, duplicates
from hwasil.library.index.embedder import Embedder, Vectors
from hwasil.library.index.examples import Guess, classify
from hwasil.library.index.extras import extras_for, nearest_with
from hwasil.library.index.files import Files, Narrowing
from hwasil.library.index.query import Hit, Query, vector_of
from hwasil.library.index.store import HERE, Match, VectorStore
from hwasil.library.index.text_reading import Reader, TextsRead, read_by_machine, read_texts
from hwasil.library.index.texts import Texts, words_in
from hwasil.library.index.vectors import LocalVectors

_LEAST_SHARE = 0.05  # of a picture that a color must have to be one of its own
_ALL = 0.999  # of the words' letters


def _tell_nobody(step: Step) -> None:
    """Ignore how far a run has come."""


class Index:
    """An index in a folder, with the vectors of one embedder. Safe to share between threads.

    Any number of processes can search at one time, while one adds to it.
    """

    def __init__(self, folder: str | Path, embedder: Embedder, vectors: VectorStore | None = None) -> None:
        """Open the index in a folder; both are made if they are not there.

        ``vectors`` is where vectors are kept, if not in the folder. Raises Unavailable or Corrupt.
        """
        self.folder = Path(folder).absolute()
        self._embedder = embedder
        self._database = Database(self.folder)
        self._files = Files(self._database)
        self._texts = Texts(self._database)
        self._vectors = vectors or LocalVectors(self.folder, self._database, embedder.dimensions)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the index."""
        self._database.close()

    @property
    def folders(self) -> list[Path]:
        """The folders that were added."""
        return [
            Path(os.fsdecode(path)) for (path,) in self._database.rows("SELECT path FROM folders ORDER BY path")
        ]

    def __len__(self) -> int:
        """Return how many picture files can be found."""
        return int(self._database.rows("SELECT count(*) FROM files WHERE sha256 IS NOT NULL")[0][0])

    def survey(self, folder: str | Path, *, again: bool = False) -> Survey:
        """Return what `add_folder` would do, after `begin_again` or as it is, without opening a picture.

        Raises InvalidInput for a folder that cannot be read, or an index of another embedder that is not made again.
        """
        if not again:
            self._require_own_embedder()
        return self._adding().survey(_absolute(folder), again=again)

    def add_folder(
        self,
        folder: str | Path,
        *,
        progress: Callable[[Step], None] = _tell_nobody,
        cancelled: Event | None = None,
    ) -> Added:
        """Bring the pictures below a folder into the index, and forget those that are not there any more.

        Only files that are new or have been written to are read, and only pictures that the index has never seen
        are embedded. A run that was ended, in whatever way, goes on where it was when it is begun again.

        Raises InvalidInput for a folder that cannot be read or an index of another embedder, Unavailable when
        another process is adding, Cancelled, and what the embedder raises.
        """
        path = _absolute(folder)
        with self._writing():
            self._require_own_embedder()
            with self._database.transaction():
                self._note_maker()
            added = self._adding().run(path, progress, cancelled or Event())
            with self._database.transaction():
                self._database.write("INSERT OR IGNORE INTO folders VALUES (?)", [(stored(path),)])
            return added

    def read_texts(
        self,
        folder: str | Path,
        *,
        reader: Reader = read_by_machine,
        progress: Callable[[Step], None] = _tell_nobody,
        cancelled: Event | None = None,
    ) -> TextsRead:
        """Read what is written in the pictures below a folder that were indexed and not read yet.

        Each picture is kept when it has been read. Raises Unavailable when another process is adding, Cancelled, and
        what the reader raises.
        """
        with self._writing():
            return read_texts(self._database, _absolute(folder), reader, progress, cancelled or Event())

    def begin_again(self) -> None:
        """Forget all vectors, whichever embedder made them; adding each folder makes them anew with this one."""
        with self._writing():
            self._vectors.clear()
            with self._database.transaction():
                self._files.drop_problems()
                self._note_maker()

    def remove(self, folder: str | Path) -> int:
        """Forget a folder and the files below it; return how many these were. The files themselves stay."""
        path = _absolute(folder)
        self._require_own_embedder()
        with self._writing():
            with self._database.transaction():
                self._database.write("DELETE FROM folders WHERE path = ?", [(stored(path),)])
            return self._adding().remove(path)

    def search(self, query: Query) -> list[Hit]:
        """Return the files that fit a query best, the best first.

        Raises InvalidInput for an index of another embedder, Unavailable for an empty one, and what the embedder
        raises.
        """
        self._require_own_embedder()
        if not len(self):
            raise Unavailable("index_empty")
        narrowing = Narrowing(
            None if query.folder is None else _absolute(query.folder),
            None if query.since is None else int(query.since.timestamp() * 1e9),
        )
        shares = self._shares(query)
        if not query.has_likeness:
            alone = sorted((shares or {}).items(), key=lambda one: -one[1])
            return self._hits(alone, narrowing, query.count)
        within = None if narrowing == Narrowing() else self._files.keys_where(narrowing)
        if shares is not None:
            within = set(shares) if within is None else within & shares.keys()
        vector = vector_of(query, self._embedder, self._known_vector(query.picture))
        extras = extras_for(query.text, lambda text: self._texts.shares(words_in(text)), self._colored)
        return self._hits(nearest_with(extras, self._vectors, vector, query.count, within), narrowing, query.count)

    def similar(self, file: str | Path, count: int = 10) -> list[Hit]:
        """Return the files that are most like a picture file, which need not be in the index; itself is left out."""
        hits = self.search(Query(picture=Picture.open(file), count=count + 1))
        return [hit for hit in hits if hit.path != Path(_absolute(file))][:count]

    def duplicates(self, threshold: float = ALIKE) -> list[Duplicates]:
        """Return the files that hold the same picture, and pictures whose vectors' cosine is at least a threshold."""
        self._require_own_embedder()
        return duplicates(self._files, self._vectors, threshold)

    def classify(
        self, pictures: Sequence[Picture], examples: Mapping[str, Sequence[Picture]]
    ) -> list[list[Guess]]:
        """Return for each picture the labels of examples, the likeliest first. Raises InvalidInput."""
        return classify(pictures, examples, self._embedder)

    def _shares(self, query: Query) -> dict[str, float] | None:
        """Return the pictures that have a query's color and text, and how much of them; None where it has neither."""
        found = None if query.color is None else self._colored(query.color)
        if query.written is None or not query.written.strip():
            return found
        written = self._written(query.written)
        if found is None:
            return written
        return {key: (share + written[key]) / 2 for key, share in found.items() if key in written}

    def _colored(self, color: Color) -> dict[str, float]:
        """Return the pictures that have a color, and how much of it."""
        keys, shades = self._files.shades()
        shares = zip(keys, shares_of(color, shades).tolist(), strict=True)
        return {key: share for key, share in shares if share >= _LEAST_SHARE}

    def _written(self, text: str) -> dict[str, float]:
        """Return the pictures in which all words of a text are written, and how much of what is written they are."""
        words = words_in(text)
        keys = [key for key, share in self._texts.shares(words).items() if share > _ALL]
        letters = sum(len(word[0]) for word in words)
        return {key: min(1.0, letters / max(length, 1)) for key, length in self._texts.lengths(keys).items()}

    def _known_vector(self, picture: Picture | None) -> Vectors | None:
        """Return the vector of a picture that is in the index: it need not be made, or paid for, again."""
        return None if picture is None else self._vectors.get([picture.sha256]).get(picture.sha256)

    def _hits(self, matches: Sequence[Match], narrowing: Narrowing, count: int) -> list[Hit]:
        hits: list[Hit] = []
        for start in range(0, len(matches), count):
            some = matches[start : start + count]
            keys = [key for key, _ in some]
            contents, held = self._files.contents_of(keys), self._files.holding(keys, narrowing)
            for key, score in some:
                size = contents.get(key)
                if size is not None:
                    hits += [Hit(Path(path), score, size.width, size.height, key) for path in held[key]]
            if len(hits) >= count:
                break
        return hits[:count]

    def _adding(self) -> Adding:
        return Adding(self._database, self._files, self._vectors, self._embedder)

    def _require_own_embedder(self) -> None:
        made_by = self._database.fact("embedder")
        if made_by not in {None, self._embedder.name}:
            raise InvalidInput("index_other_embedder", made_by=made_by, embedder=self._embedder.name)
        kept = self._database.fact("place") or HERE
        if made_by is not None and kept != self._vectors.place:
            raise InvalidInput("vectors_other_place", kept=kept, place=self._vectors.place)

    def _note_maker(self) -> None:
        """Note, in a transaction, who makes the vectors and where they are kept."""
        self._database.set_fact("embedder", self._embedder.name)
        self._database.set_fact("place", self._vectors.place)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Let one process at a time add or remove. Raises Unavailable while another one does."""
        lock = FileLock(self.folder / "index.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as problem:
            raise Unavailable("index_busy") from problem
        try:
            yield
        finally:
            lock.release()


def made_by(folder: str | Path) -> str | None:
    """Return the name of the embedder that the index in a folder was made with; None when there is none yet."""
    if not Database.exists(Path(folder)):
        return None
    database = Database(Path(folder))
    try:
        name: str | None = database.fact("embedder")
        return name
    finally:
        database.close()


def _absolute(path: str | Path) -> str:
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 (takes out `..` as well, and asks no disk)
