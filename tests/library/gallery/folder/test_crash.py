"""A save and a removal that are killed with SIGKILL at every step, and what is there afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.library.gallery.entries import entry, picture
from tests.tree import ROOT

from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.store import Filter
from hwasil.library.gallery.thumbnails import shown_small

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a process can be forked")

# For each step of the work a child of its own, which kills itself just before it. A step is whatever can leave a mark
# on the disk. Prints how each child ended: the step it was killed at, or None for the one that came to its end.
KILLED = """
import json, os, pathlib, signal, sys
from tests.library.gallery.entries import entry, picture
from hwasil.library.gallery.folder import database, store
from hwasil.library.gallery.thumbnails import shown_small

work, top = sys.argv[1], pathlib.Path(sys.argv[2])
original, mask = picture(1), picture(2)
kept = entry(original, masks=(mask.sha256,), prompt="a fox", tags=frozenset({"x"}))
left = 0

def deadly(owner, name):
    real = getattr(owner, name)
    def step(*args, **more):
        global left
        left -= 1
        if left == 0:
            pathlib.Path(folder, "step").write_text(name)
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    setattr(owner, name, step)

ended = []
while not ended or ended[-1] is not None:
    folder = top / str(len(ended))
    folder.mkdir(parents=True)
    child = os.fork()
    if child == 0:
        opened = store.FolderStore(folder)
        if work == "purge":
            opened.put(kept, original, shown_small(original), [mask])
        for owner, names in (
            (os, ("fsync", "open", "replace", "mkdir")),
            (pathlib.Path, ("replace", "mkdir", "unlink", "open")),
            (database.Database, ("write", "write_all")),
        ):
            for name in names:
                deadly(owner, name)
        left = len(ended) + 1
        if work == "put":
            opened.put(kept, original, shown_small(original), [mask])
        else:
            opened.purge(kept.id)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    ended.append(folder.joinpath("step").read_text() if status else None)
print(json.dumps(ended))
"""


def killed(work: str, folder: Path) -> list[str | None]:
    """Carry out the work once for each of its steps; return the steps."""
    command = [sys.executable, "-c", KILLED, work, str(folder)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    steps: list[str | None] = json.loads(told.stdout)
    return steps


def aged(folder: Path) -> None:
    """Let every file be two hours old."""
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - 7200,) * 2)


@pytest.mark.parametrize("work", ["put", "purge"])
def test_a_picture_is_there_whole_or_not_at_all(tmp_path: Path, work: str) -> None:
    original, mask = picture(1), picture(2)
    kept = entry(original, masks=(mask.sha256,), prompt="a fox", tags=frozenset({"x"}))
    steps = killed(work, tmp_path)
    assert len(steps) >= 10
    assert {"fsync", "replace", "write"} <= {*steps} or work == "purge"
    states = []
    for number in range(len(steps)):
        folder = tmp_path / str(number)
        aged(folder)
        store = FolderStore(folder)
        found = store.get(kept.id)
        states.append(found is not None)
        if found is not None:
            assert found == kept
            assert store.original(kept.sha256).data == original.data
            assert store.original(mask.sha256).data == mask.data
            assert store.thumbnail(kept.sha256).format == "webp"
            assert store.page(Filter(text="fox", tag="x")).entries == (kept,)
        findings = list(store.check(repair=True))
        assert all(one.mended for one in findings)
        assert not list(store.check())
        files = [path for kind in ("originals", "masks", "thumbnails") for path in (folder / kind).rglob("*.*")]
        assert bool(files) == bool(store.stats().entries)
        if work == "purge":
            assert store.stats().entries == int(found is not None)
        store.close()
    first, last = (False, True) if work == "put" else (True, False)
    assert (states[0], states[-1]) == (first, last)
    assert states == sorted(states, reverse=work == "purge")


def test_a_picture_without_a_row_gets_one(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    original = picture(3)
    store._files.keep("originals", original.sha256, original)
    assert not list(store.check(repair=True))  # it may be about to get its row
    aged(tmp_path)
    (finding,) = store.check()
    assert (finding.kind, finding.subject, finding.mended) == ("original_without_row", original.sha256, False)
    assert [one.mended for one in store.check(repair=True)] == [True]
    (found,) = store.page(Filter()).entries
    assert (found.sha256, found.width, found.job) == (original.sha256, 6, None)
    assert time.time() - found.created.timestamp() == pytest.approx(7200, abs=60)
    assert store.thumbnail(original.sha256).data == shown_small(original).data
    store.close()


def test_what_is_lost_is_told_and_what_can_be_made_again_is(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    pictures = [picture(number) for number in range(4)]
    for number, one in enumerate(pictures):
        store.put(entry(one, number=number), one, shown_small(one))
    lost, damaged, no_thumbnail, _ = (one.sha256 for one in pictures)
    store._files.delete("originals", lost)
    store._files.path("originals", damaged, "png").write_bytes(b"x")
    store._files.delete("thumbnails", no_thumbnail)
    (tmp_path / "originals" / "ab").mkdir(exist_ok=True)
    (tmp_path / "originals" / "ab" / "stray.png").write_bytes(b"no picture")
    (tmp_path / "parts" / "0123").write_bytes(b"half")
    aged(tmp_path)
    expected = {
        ("original_missing", lost, False),
        ("original_changed", damaged, False),
        ("thumbnail_missing", no_thumbnail, True),
        ("leftover", str(tmp_path / "originals" / "ab" / "stray.png"), True),
        ("leftover", str(tmp_path / "parts" / "0123"), True),
    }
    assert {(one.kind, one.subject, one.mended) for one in store.check(repair=True)} == expected
    assert {one.kind for one in store.check()} == {"original_missing", "original_changed"}
    assert len(store.page(Filter()).entries) == 4
    store.close()


WRITING = """
import sys
from tests.library.gallery.entries import entry, picture
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.store import Change
from hwasil.library.gallery.thumbnails import shown_small

folder, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
store = FolderStore(folder)
for number in range(first, first + count):
    original = picture(number // 2)  # each picture twice, some of them by both processes
    kept = entry(original, number=number, prompt=f"fox {number}")
    store.put(kept, original, shown_small(original))
    if number % 3 == 0:
        store.change(kept.id, Change(starred=True, add_tags=frozenset({"third"})))
    if number % 5 == 0:
        store.purge(kept.id)
"""


def test_two_processes_at_once(tmp_path: Path) -> None:
    count = 30
    commands = [[sys.executable, "-c", WRITING, str(tmp_path), str(first), str(count)] for first in (0, count - 5)]
    running = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    assert [one.wait() for one in running] == [0, 0]
    store = FolderStore(tmp_path)
    numbers = [number for number in range(2 * count - 5) if number % 5]
    entries = store.page(Filter(), count=1000, oldest_first=True).entries
    assert [one.prompt for one in entries] == [f"fox {number}" for number in numbers]
    assert {one.prompt for one in entries if one.starred} == {f"fox {n}" for n in numbers if n % 3 == 0}
    for one in entries:
        assert store.original(one.sha256).sha256 == one.sha256
    assert not list(store.check())
    store.close()
