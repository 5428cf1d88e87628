"""An index run that is killed with SIGKILL, at the worst moments, and run again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.library.index.colorful import Colorful, painted
from tests.tree import ROOT

from hwasil.library.index import Index, Query

PICTURES = 40  # two full batches, and half of one
ROW_BYTES = 2 * Colorful().dimensions

# Kills itself at the n-th call of a function, before or after it did its work.
KILLED = """
import os, signal, sys
from hwasil.library.index import Index, adding, database, files, vectors
from tests.library.index.colorful import Colorful

where, name, call, when, index, folder = sys.argv[1:]
owner = {"files": files.Files, "vectors": vectors.LocalVectors, "adding": adding.Adding}[where]
real, calls = getattr(owner, name), 0

def deadly(*args, **more):
    global calls
    calls += 1
    last = calls == int(call)
    if last and when == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = real(*args, **more)
    if last:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

setattr(owner, name, deadly)
Index(index, Colorful()).add_folder(folder)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only where there is SIGKILL")
@pytest.mark.parametrize(
    ("where", "name", "call", "when", "kept", "vectors_kept"),
    [
        pytest.param("vectors", "_append", 2, "after", 16, 16, id="vectors written and not named"),
        pytest.param("vectors", "add", 2, "after", 16, 32, id="vectors named, rows not written"),
        pytest.param("files", "put", 20, "after", 16, 32, id="in the middle of the rows"),
        pytest.param("adding", "_commit", 2, "after", 32, 32, id="between two batches"),
        pytest.param("adding", "_forget", 1, "before", 40, 40, id="before the end"),
    ],
)
def test_nothing_is_lost_and_nothing_is_double(
    tmp_path: Path, where: str, name: str, call: int, when: str, kept: int, vectors_kept: int
) -> None:
    folder, place = tmp_path / "photos", tmp_path / "index"
    for number in range(PICTURES):
        painted(folder / f"{number:02}.png", "teal", seed=number)
    arguments = [where, name, str(call), when, str(place), str(folder)]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL

    embedder = Colorful()
    with Index(place, embedder) as index:
        assert len(index) == kept
        added = index.add_folder(folder)
        assert added.unchanged == kept
        assert embedder.seen == added.embedded == PICTURES - vectors_kept
        hits = index.search(Query("teal", count=100))
        assert sorted(hit.path.name for hit in hits) == [f"{number:02}.png" for number in range(PICTURES)]
    (file,) = place.glob("vectors-*")
    assert file.stat().st_size == PICTURES * ROW_BYTES
