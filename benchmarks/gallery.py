"""The claims: a gallery of 100,000 pictures feels like one of 100, and two processes can fill it at one time.

100,000 rows, p95 on the clock: each <= 50 ms
    the first page of 60, and the 1,500th
    a page by tag, by model, by star, of a time, and by words in Korean and in English, frequent and rare
    a star given, on the disk when it is
Beside it the floor: SQLite's own time for 60 rows by their keys, from the same file.
2 processes save 2,000 pictures each: all are there and whole. Beside it: the same files, written and synchronized.

The rows are written straight into the store's tables, without files: a page asks for none. On a machine that others
work on as well, the time of the processor tells more than the clock: both are given.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from hwasil.core.picture import Picture
from hwasil.core.results import Price
from hwasil.library.gallery import ids
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.folder.database import FILE, Database
from hwasil.library.gallery.folder.rows import Rows
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.store import Change, Filter
from hwasil.library.gallery.thumbnails import shown_small

ROWS: Final = 100_000
PAGE: Final = 60
DEEP: Final = 1500
TIMES: Final = 40
EACH: Final = 2000
BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
ENGLISH: Final = "a red fox in the snow cat bench night neon sign castle lake girl reading tree pastel".split()
KOREAN: Final = "빨간 여우 눈밭 고양이 벤치 밤 네온 간판 성 호수 소녀 책 나무 수채화 파스텔 두 마리".split()


def main() -> None:
    """Measure everything, or be one of the two processes."""
    if "--save" in sys.argv:
        save(Path(sys.argv[2]), int(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as folder:
        pages(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        two_processes(Path(folder))


def pages(folder: Path) -> None:
    """Fill a gallery with rows and ask for pages."""
    started = time.perf_counter()
    fill(folder)
    print(f"{ROWS:,} rows, made in {time.perf_counter() - started:.0f} s")
    store = FolderStore(folder)
    deep = None
    for _ in range(DEEP // 15):  # 1,500 pages of 60, in steps of 900
        deep = store.page(Filter(), after=deep, count=PAGE * 15).after
    floor(folder)
    noon = BEGIN + timedelta(minutes=ROWS // 2)
    asked = {
        "the first page": (Filter(), None),
        f"page {DEEP:,}": (Filter(), deep),
        "by tag": (Filter(tag="tag 3"), None),
        "by a rare tag": (Filter(tag="rare"), None),
        "by model": (Filter(model="model 2"), None),
        "by star": (Filter(starred=True), None),
        "of a day": (Filter(since=noon, until=noon + timedelta(days=1)), None),
        "tag and model": (Filter(tag="tag 3", model="model 2"), None),
        "with 여우": (Filter(text="여우"), None),
        "with red fox": (Filter(text="red fox"), None),
        "with a": (Filter(text="a"), None),
        "with a rare word": (Filter(text="w777"), None),
        "with no such word": (Filter(text="unicorn"), None),
    }
    for name, (wanted, after) in asked.items():
        measure(name, lambda wanted=wanted, after=after: store.page(wanted, after=after, count=PAGE))  # type: ignore[misc]  # bound at once
    draw = Random(7)  # noqa: S311 (the same every time)
    some = [entry.id for entry in store.page(Filter(), count=1000).entries]
    measure("a star", lambda: store.change(draw.choice(some), Change(starred=draw.random() < 0.5)))
    measure("statistics", store.stats)
    store.close()


def fill(folder: Path) -> None:
    """Write the rows, in the order of time, as the store does but in one transaction."""
    draw = Random(5)  # noqa: S311 (the same every time)
    database = Database(folder)
    rows = Rows(database)
    blank = Entry("", "", "png", 1024, 1024, 1_500_000, BEGIN, backend="local", engine="illustrator 1")
    with database.transaction():
        for number in range(ROWS):
            words = draw.choices(KOREAN if draw.random() < 0.5 else ENGLISH, k=11)
            prompt = " ".join([*words, f"w{draw.randrange(2000)}"])
            moment = BEGIN + timedelta(minutes=number)
            rows.add(
                replace(
                    blank,
                    id=ids.of(moment, draw.getrandbits(80)),
                    sha256=f"{number:064x}",
                    created=moment,
                    prompt=prompt,
                    job={"kind": "TextToImage", "prompt": prompt, "seed": number, "size": {"width": 1024}},
                    model=f"model {number % 5}",
                    seed=number,
                    price=Price(Decimal("0.04")),
                    tags=frozenset({f"tag {number % 10}"} | ({"rare"} if number % 5000 == 0 else set())),
                    starred=number % 40 == 0,
                )
            )
    database.close()


def floor(folder: Path) -> None:
    """Ask SQLite itself for sixty rows by their keys."""
    bare = sqlite3.connect(folder / FILE)
    measure("60 rows of SQLite", lambda: bare.execute("SELECT entry FROM entries LIMIT ?", (PAGE,)).fetchall())
    bare.close()


def measure(name: str, ask: Callable[[], object]) -> None:
    """Ask many times and print how long it took."""
    ask()
    clocks, processors = [], []
    for _ in range(TIMES):
        clock, processor = time.perf_counter(), time.process_time()
        ask()
        clocks.append(time.perf_counter() - clock)
        processors.append(time.process_time() - processor)
    p50, p95 = np.percentile(clocks, [50, 95]) * 1000
    used = np.percentile(processors, 50) * 1000
    print(f"  {name:18} p50 {p50:6.2f} ms ({used:6.2f} ms CPU)   p95 {p95:6.2f} ms")


def two_processes(folder: Path) -> None:
    """Let two processes save pictures into one gallery, and look at each picture afterwards."""
    started = time.perf_counter()
    commands = [[sys.executable, __file__, "--save", str(folder), str(first)] for first in (0, EACH)]
    running = [subprocess.Popen(command) for command in commands]
    codes = [one.wait() for one in running]
    seconds = time.perf_counter() - started
    store = FolderStore(folder)
    there = [entry for page in walk(store) for entry in page]
    whole = sum(store.original(entry.sha256).sha256 == entry.sha256 for entry in there)
    print(f"2 processes, {EACH:,} pictures each: {seconds:.1f} s, {2 * EACH / seconds:.0f} a second; exit {codes}")
    print(f"  rows {len(there):,}, whole {whole:,}, findings {len(list(store.check()))}")
    store.close()
    started = time.perf_counter()
    for number in range(EACH // 4):
        with (folder / f"plain-{number}").open("wb") as file:
            file.write(drawn(number).data)
            file.flush()
            os.fsync(file.fileno())
    print(f"  bare files, synchronized: {EACH / 4 / (time.perf_counter() - started):.0f} a second, by one process")


def walk(store: FolderStore) -> list[tuple[Entry, ...]]:
    found, after = [], None
    while True:
        page = store.page(Filter(), after=after, count=1000)
        found.append(page.entries)
        if (after := page.after) is None:
            return found


def save(folder: Path, first: int) -> None:
    """Save pictures, each of which is another one."""
    store = FolderStore(folder)
    blank = Entry("", "", "png", 32, 32, 0, BEGIN)
    made = ids.Ids()
    for number in range(first, first + EACH):
        picture, entry_id = drawn(number), made.new()
        entry = replace(
            blank, id=entry_id, sha256=picture.sha256, bytes=len(picture.data), created=ids.created(entry_id)
        )
        store.put(entry, picture, shown_small(picture))
    store.close()


def drawn(number: int) -> Picture:
    color = [number % 256, number // 256, 99]
    return Picture.from_pixels(np.full((32, 32, 3), color, np.uint8))


if __name__ == "__main__":
    main()
