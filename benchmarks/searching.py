"""The claims: finding is quick, and true, and what has not changed costs a look.

100,000 vectors of 1024 dimensions, such as a photo library has:
    ready to be searched            <= 10 s, and after opening again at once
    a query, p50                    <= 5 ms
    recall@10                       >= 0.99 of what comparing every vector exactly finds
1,000,000 of 512 dimensions (with --large): <= 15 ms, >= 0.98, <= 3 GB resident, of which the mapped file is a part.
50,000 picture files that have not changed: indexed again in <= 5 s.
Photographs are indexed at >= 90 % of the rate at which the model alone takes pictures that are decoded already.

The vectors are synthetic: ``tests/library/index/clusters.py`` tells how they are drawn, half as many clusters as
vectors, so that the ten nearest are near by accident and not by being of one small cluster; queries are drawn from
the same space and are not in the index. Beside it: FAISS' IndexFlatIP, which compares every vector, and, where it is
installed, usearch's graph (HNSW, its defaults). Each query is asked alone. On a machine that others work on as well,
the time of the processor tells more than the clock: both are given.
"""

from __future__ import annotations

import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image
from tests.library.index.clusters import Clusters

from hwasil.core.picture import Picture
from hwasil.library.index import Index
from hwasil.library.index.comparing import faiss
from hwasil.library.index.database import Database
from hwasil.library.index.embedder import JointEmbedder, Vectors, unit
from hwasil.library.index.vectors import LocalVectors

QUERIES: Final = 100
COUNT: Final = 10
PIECE: Final = 50_000
FILES: Final = 50_000
COPIES: Final = 10  # of each picture among the files
PHOTOGRAPHS: Final = 40

Asked = tuple[list[float], list[float], list[list[int]]]
"""The seconds that each query took on the clock and of the processor, and the numbers of the vectors it found."""


def main() -> None:
    """Measure everything, the million only when it is asked for."""
    if "--ask" in sys.argv:
        print(json.dumps(asked_again(Path(sys.argv[2]), Path(sys.argv[3]))))
        return
    vectors(100_000, 1024)
    if "--large" in sys.argv:
        vectors(1_000_000, 512)
    files()
    photographs()


def vectors(count: int, dimensions: int) -> None:
    """Fill an index, search in it from a process of its own, and compare what it finds with the truth."""
    space = Clusters(dimensions, count // 2, seed=5)
    queries = space.draw(QUERIES)
    truth, kept = Truth(queries), []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        store = opened(folder, dimensions)
        clock = Clock()
        for start in range(0, count, PIECE):
            with clock.paused():
                piece = space.draw(PIECE)
                truth.see(piece, start)
                kept.append(piece)
            store.add([key_of(number) for number in range(start, start + PIECE)], piece)
        store.settle()
        built = clock.read()
        np.save(folder / "queries.npy", queries)
        told = ask_in_a_process(folder)
        print(f"{count:,} vectors of {dimensions} dimensions")
        row("hwasil", built, told["asked"], truth)
        print(f"  opened again {told['opened']:.2f} s, resident {told['resident'] / 1e9:.2f} GB")
        taken_away(store, dimensions)
    row("FAISS IndexFlatIP", *flat(kept, queries), truth)
    if importlib.util.find_spec("usearch"):
        row("usearch HNSW", *graph(kept, queries), truth)


class Clock:
    """The seconds since it was made, on the clock and of the processor."""

    def __init__(self) -> None:
        self._began = (time.perf_counter(), time.process_time())

    def read(self) -> tuple[float, float]:
        """Return both."""
        return time.perf_counter() - self._began[0], time.process_time() - self._began[1]

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do not count the block."""
        block = Clock()
        yield
        seconds = block.read()
        self._began = (self._began[0] + seconds[0], self._began[1] + seconds[1])


class Truth:
    """The ten nearest of all vectors, by comparing every one; vectors are seen piece by piece."""

    def __init__(self, queries: Vectors) -> None:
        self._queries = queries
        self._scores = np.full((len(queries), COUNT), -np.inf, np.float32)
        self._numbers = np.full((len(queries), COUNT), -1, np.int64)

    def see(self, piece: Vectors, start: int) -> None:
        """Compare a piece whose first vector has the number ``start``."""
        scores, places = faiss().knn(self._queries, piece, COUNT, metric=faiss().METRIC_INNER_PRODUCT)
        scores = np.concatenate([self._scores, scores], axis=1)
        numbers = np.concatenate([self._numbers, places + start], axis=1)
        best = np.argsort(-scores, axis=1)[:, :COUNT]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self._numbers = np.take_along_axis(numbers, best, axis=1)

    def recall(self, found: Sequence[Sequence[int]]) -> float:
        """Return the share of the truth that was found."""
        shared = [len(set(some) & set(true)) for some, true in zip(found, self._numbers.tolist(), strict=True)]
        return sum(shared) / (COUNT * len(shared))


def opened(folder: Path, dimensions: int) -> LocalVectors:
    return LocalVectors(folder, Database(folder), dimensions)


def key_of(number: int) -> str:
    return f"{number:064x}"


def asked(ask: Callable[[Vectors], list[int]], queries: Vectors) -> Asked:
    """Ask every query alone."""
    clocks, processors, found = [], [], []
    for query in queries:
        clock = Clock()
        found.append(ask(query[np.newaxis]))
        seconds = clock.read()
        clocks.append(seconds[0])
        processors.append(seconds[1])
    return clocks, processors, found


def ask_in_a_process(folder: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--ask", str(folder), str(folder / "queries.npy")]
    told: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told


def asked_again(folder: Path, file: Path) -> dict[str, Any]:
    """Open an index that is there and ask it; the first query, which opens it, is counted by itself."""
    queries: Vectors = np.load(file)
    started = time.perf_counter()
    store = opened(folder, queries.shape[1])

    def ask(query: Vectors) -> list[int]:
        return [int(key, 16) for key, _ in store.nearest(query, COUNT)[0]]

    ask(queries[:1])
    once = time.perf_counter() - started
    return {"opened": once, "asked": asked(ask, queries), "resident": most_resident()}


def most_resident() -> int:
    """Return the most memory, in bytes, that this process has had in use; what it mapped and read is part of it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    # Linux hands `ru_maxrss` of a large parent on to its child.
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def taken_away(store: LocalVectors, dimensions: int) -> None:
    """Remove a thousand vectors and add them again; each is gone, and then found."""
    keys = [key_of(number) for number in range(1000)]
    held = store.get(keys)
    rows = unit(np.stack([held[key] for key in keys]))
    started = time.perf_counter()
    store.remove(keys)
    store.settle()
    removed = time.perf_counter() - started
    gone = not any(key in dict(store.nearest(rows[:1], COUNT)[0]) for key in keys)
    started = time.perf_counter()
    store.add(keys, rows)
    store.settle()
    back = all(
        store.nearest(rows[number : number + 1], 1)[0][0][0] == keys[number] for number in range(0, 1000, 50)
    )
    print(f"  1,000 removed in {removed:.2f} s, added again in {time.perf_counter() - started:.2f} s", end="")
    print(f"; gone: {gone}, found again: {back}")


def flat(pieces: Sequence[Vectors], queries: Vectors) -> tuple[tuple[float, float], Asked]:
    clock = Clock()
    index = faiss().IndexFlatIP(queries.shape[1])
    for piece in pieces:
        index.add(piece)
    built = clock.read()
    return built, asked(lambda query: [int(place) for place in index.search(query, COUNT)[1][0]], queries)


def graph(pieces: Sequence[Vectors], queries: Vectors) -> tuple[tuple[float, float], Asked]:
    from usearch.index import Index as Graph

    clock = Clock()
    index = Graph(ndim=queries.shape[1], metric="ip", dtype="f16")
    for number, piece in enumerate(pieces):
        index.add(np.arange(len(piece)) + number * PIECE, piece)
    built = clock.read()
    return built, asked(lambda query: [int(place) for place in index.search(query[0], COUNT).keys], queries)


def row(name: str, built: tuple[float, float], told: Asked, truth: Truth) -> None:
    p50, p95 = np.percentile(told[0], [50, 95]) * 1000
    used = np.percentile(told[1], 50) * 1000
    print(
        f"  {name:17} built {built[0]:6.2f} s ({built[1]:6.2f} s CPU)   p50 {p50:7.2f} ms ({used:6.2f} ms CPU)",
        end="",
    )
    print(f"   p95 {p95:7.2f} ms   recall@10 {truth.recall(told[2]):.3f}")


class Blank:
    """An embedder that costs nothing, so that all that is measured is the index itself."""

    name: Final = "blank 1"
    dimensions: Final = 8
    side: Final = 224

    def words(self, texts: Sequence[str]) -> Vectors:
        """Return any vectors."""
        return np.eye(len(texts), 8, dtype=np.float32)

    def pictures(self, pictures: Sequence[Picture]) -> Vectors:
        """Return a vector for each picture that is its own."""
        rows = [np.frombuffer(bytes.fromhex(picture.sha256[:16]), np.uint8) for picture in pictures]
        return unit(np.array(rows, np.float32))


def files() -> None:
    """Index many tiny files, and then again."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "pictures"
        for number in range(FILES // COPIES):
            color = np.array([[[number % 256, number // 256, 99]]], np.uint8)
            data = Picture.from_pixels(color).data
            for copy in range(COPIES):
                place = folder / f"{number % 100}" / f"{number}-{copy}.png"
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(data)
        print(f"{FILES:,} files of {FILES // COPIES:,} tiny pictures in 100 folders")
        with Index(Path(temporary) / "index", Blank()) as index:
            for name in ("first", "again"):
                clock = Clock()
                added = index.add_folder(folder)
                seconds, used = clock.read()
                print(f"  {name:6} {seconds:6.2f} s, {used:6.2f} s CPU; {added.embedded} embedded,", end=" ")
                print(f"{added.recognized} recognized, {added.unchanged} unchanged")


def photographs() -> None:
    """Index photographs of twelve megapixels, beside the model alone."""
    embedder = JointEmbedder()
    chance = np.random.default_rng(3)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "pictures"
        folder.mkdir()
        small = []
        for number in range(PHOTOGRAPHS):
            rough = chance.integers(0, 256, (30, 40, 3), np.uint8)
            photograph = Image.fromarray(rough).resize((4000, 3000), Image.Resampling.BICUBIC)
            photograph.save(folder / f"{number}.jpg", quality=90)
            side = embedder.side
            small.append(Picture.from_pixels(np.asarray(photograph.resize((side * 4 // 3, side)))))
        embedder.pictures(small[:1])  # the model is opened
        with Index(Path(temporary) / "index", embedder) as index:
            bare = Clock()
            embedder.pictures(small)
            alone = bare.read()[0]
            clock = Clock()
            index.add_folder(folder)
            whole = clock.read()[0]
        print(f"{PHOTOGRAPHS} photographs of 4000 × 3000")
        print(f"  the model alone {PHOTOGRAPHS / alone:5.2f} a second")
        print(f"  indexed         {PHOTOGRAPHS / whole:5.2f} a second, {alone / whole:.0%}")


if __name__ == "__main__":
    main()
