"""A folder that cannot be written to, a full disk, and files that are no gallery: told clearly, and nothing lost."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from tests.library.gallery.entries import entry, keep, new_picture, picture
from tests.tree import ROOT

from hwasil.core.errors import AccessDenied, Corrupt, HwasilError, InvalidInput, Unavailable
from hwasil.core.reasons import reason
from hwasil.library.gallery.folder.database import FILE
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.store import Filter
from hwasil.library.gallery.thumbnails import shown_small


class TestForeignFiles:
    def test_another_programs_database(self, tmp_path: Path) -> None:
        with sqlite3.connect(tmp_path / FILE) as other:
            other.execute("CREATE TABLE notes (text)")
            other.execute("INSERT INTO notes VALUES ('mine')")
        other.close()
        before = (tmp_path / FILE).read_bytes()
        with pytest.raises(Corrupt) as told:
            FolderStore(tmp_path)
        assert told.value.key == "gallery_foreign"
        assert (tmp_path / FILE).read_bytes() == before

    def test_no_database(self, tmp_path: Path) -> None:
        (tmp_path / FILE).write_bytes(b"a diary of mine\n" * 300)
        with pytest.raises(Corrupt):
            FolderStore(tmp_path)
        assert (tmp_path / FILE).read_bytes().startswith(b"a diary")

    def test_a_newer_version(self, tmp_path: Path) -> None:
        FolderStore(tmp_path).close()
        with sqlite3.connect(tmp_path / FILE) as newer:
            newer.execute("PRAGMA user_version = 99")
        newer.close()
        with pytest.raises(Corrupt) as told:
            FolderStore(tmp_path)
        assert told.value.key == "gallery_other_version"

    def test_an_id_that_is_no_text(self, tmp_path: Path) -> None:
        store = FolderStore(tmp_path)
        for ask in (store.get, store.purge, lambda half: store.page(Filter(tag=half))):
            with pytest.raises(InvalidInput) as told:
                ask("\udcff")  # what a command line that is no UTF-8 holds
            assert told.value.key == "text_not_utf8"
        store.close()

    def test_a_damaged_database(self, tmp_path: Path) -> None:
        store = FolderStore(tmp_path)
        for minute in range(60):
            keep(store, minute=minute, prompt="x" * 500)
        store.close()
        file = tmp_path / FILE
        data = bytearray(file.read_bytes())
        data[8192:-4096] = bytes(len(data) - 12288)
        file.write_bytes(data)
        with pytest.raises(Corrupt):  # noqa: PT012 (whether opening tells or reading does is SQLite's own business)
            damaged = FolderStore(tmp_path)
            try:
                list(damaged.check())
            finally:
                damaged.close()

    def test_a_file_where_the_folder_should_be(self, tmp_path: Path) -> None:
        (tmp_path / "gallery").write_text("a file")
        with pytest.raises(Unavailable):
            FolderStore(tmp_path / "gallery")

    def test_a_changed_original_is_never_given_out(self, tmp_path: Path) -> None:
        store = FolderStore(tmp_path)
        kept = keep(store)
        file = store.file(kept.sha256)
        assert file is not None
        for data in (new_picture().data, b"no picture", b""):
            file.write_bytes(data)
            with pytest.raises(Corrupt) as told:
                store.original(kept.sha256)
            assert told.value.key == "gallery_original_changed"
        file.unlink()
        with pytest.raises(Corrupt) as told:
            store.original(kept.sha256)
        assert told.value.key == "gallery_original_gone"
        assert store.get(kept.id) == kept
        store.close()

    def test_a_broken_thumbnail_is_made_again(self, tmp_path: Path) -> None:
        store = FolderStore(tmp_path)
        original = new_picture()
        kept = keep(store, original=original)
        file = store._files.path("thumbnails", kept.sha256, "webp")
        for data in (b"", b"no picture"):
            file.write_bytes(data)
            assert store.thumbnail(kept.sha256).data == shown_small(original).data == file.read_bytes()
        store.close()


class TestClosedFolders:
    @pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
    def test_originals_that_may_not_be_written(
        self, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store = FolderStore(tmp_path)
        there = keep(store)
        monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(number, os.strerror(number))))
        with pytest.raises(AccessDenied, match=reason(OSError(number, ""))):
            keep(store)
        monkeypatch.undo()
        assert store.page(Filter()).entries == (there,)
        assert not list((tmp_path / "parts").iterdir())
        store.close()

    def test_a_database_that_may_only_be_read(self, tmp_path: Path) -> None:
        store = FolderStore(tmp_path)
        there = keep(store)
        store._database.write("PRAGMA query_only = ON")  # what a medium that may only be read makes SQLite say
        with pytest.raises(AccessDenied) as told:
            store.purge(there.id)
        assert told.value.key == "gallery_closed"
        assert store.get(there.id) == there
        store.close()

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
    def test_a_folder_that_may_only_be_read(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with pytest.raises(HwasilError):
            FolderStore(tmp_path / "gallery")
        tmp_path.chmod(0o700)


# Files may grow no further than some bytes: writes fail then as they do on a full disk.
FULL = """
import resource, sys
from tests.library.gallery.entries import entry, picture
from hwasil.core.errors import Unavailable
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.thumbnails import shown_small

folder, limit = sys.argv[1], int(sys.argv[2])
store = FolderStore(folder)
original, second = picture(1), picture(2)
store.put(entry(original), original, shown_small(original))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    store.put(entry(second, number=1, prompt="fox " * 100_000), second, shown_small(second))
except Unavailable as problem:
    print(problem.key, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
third = picture(3)
store.put(entry(third, number=2), third, shown_small(third))
assert len(store.page(__import__("hwasil.library.gallery.store", fromlist=["Filter"]).Filter()).entries) == 2
"""


@pytest.mark.skipif(sys.platform == "win32", reason="only where a process can be limited")
@pytest.mark.parametrize("limit", [40, 200_000], ids=["no room for a picture", "no room for a row"])
def test_a_full_disk(tmp_path: Path, limit: int) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path), str(limit)]
    told = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "gallery_unusable\n"), told.stderr
    store = FolderStore(tmp_path)
    entries = store.page(Filter(), oldest_first=True).entries
    assert [one.sha256 for one in entries] == [picture(1).sha256, picture(3).sha256]
    assert not list(store.check(repair=True))
    store.close()


def test_an_entry_is_of_its_masks(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    original, mask = new_picture(), new_picture()
    with pytest.raises(InvalidInput):
        store.put(entry(original, masks=(mask.sha256,)), original, shown_small(original))
    assert store.page(Filter()).entries == ()
    store.close()
