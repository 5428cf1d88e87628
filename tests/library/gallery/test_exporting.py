"""Exports: there and back again, and every way in which a file can lie."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.library.gallery.entries import BEGIN, entry, keep, new_picture, picture

from hwasil.core.errors import Corrupt, InvalidInput, Unavailable
from hwasil.core.picture import Picture
from hwasil.library.gallery.folder.store import FolderStore
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.store import Filter
from hwasil.library.gallery.written import entry_json


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Gallery]:
    """Return another gallery."""
    store = FolderStore(tmp_path / "other")
    yield Gallery(store)
    store.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "export.zip"


class TestThereAndBack:
    def test_everything(self, gallery: Gallery, other: Gallery, file: Path) -> None:
        mask, shared = new_picture(), new_picture()
        keep(gallery.store, masks=(mask,), prompt="눈밭의 여우 🦊", tags=frozenset({"x"}), starred=True)
        keep(gallery.store, original=shared, minute=1, job={"kind": "TextToImage", "prompt": "a"})
        keep(gallery.store, original=shared, minute=2, parents=("ab" * 32,))
        keep(gallery.store, minute=3, binned=BEGIN)
        assert gallery.export(file).written == 3
        imported = other.import_(file)
        assert (len(imported.added), imported.known, imported.refused) == (3, 0, ())
        assert list(other.all()) == list(gallery.all())
        assert other.store.original(mask.sha256).data == mask.data
        assert not list(other.check())
        again = other.import_(file)
        assert (again.added, again.known) == ((), 3)

    def test_importing_brings_nothing_back_and_changes_nothing(
        self, gallery: Gallery, other: Gallery, file: Path
    ) -> None:
        kept = keep(gallery.store, prompt="a fox")
        gallery.export(file)
        other.import_(file)
        changed = other.star(kept.id)
        other.bin(kept.id)
        assert other.import_(file).known == 1
        assert other.restore(kept.id) == changed

    def test_some(self, gallery: Gallery, other: Gallery, file: Path) -> None:
        kept = [keep(gallery.store, minute=minute, model="ab"[minute % 2]) for minute in range(4)]
        gallery.export(file, gallery.all(Filter(model="a")))
        other.import_(file)
        assert {one.id for one in other.all()} == {kept[0].id, kept[2].id}

    def test_a_share_copy_says_nothing_of_the_person(self, gallery: Gallery, other: Gallery, file: Path) -> None:
        secret = "a secret wish"
        facts: dict[str, Any] = {"prompt": secret, "translation": secret, "details": {"x": secret}}
        marks: dict[str, Any] = {"tags": frozenset({secret}), "albums": frozenset({secret}), "job": {"p": secret}}
        kept = keep(gallery.store, model="titan", masks=(new_picture(),), **facts, **marks)
        copies: list[Picture] = []

        def share(original: Picture) -> Picture:
            copies.append(original.encoded("webp"))
            return copies[-1]

        gallery.export(file, share=share)
        assert secret.encode() not in b"".join(read(file).values())
        other.import_(file)
        (found,) = other.all()
        assert (found.id, found.model, found.prompt, found.masks) == (kept.id, "titan", None, ())
        assert other.original(found).data == copies[0].data

    def test_a_lost_picture_does_not_spoil_the_others(self, gallery: Gallery, other: Gallery, file: Path) -> None:
        lost, there = keep(gallery.store, minute=0), keep(gallery.store, minute=1)
        assert isinstance(gallery.store, FolderStore)
        path = gallery.store.file(lost.sha256)
        assert path is not None
        path.unlink()
        exported = gallery.export(file)
        assert (exported.written, [name for name, _ in exported.failed]) == (1, [lost.id])
        assert other.import_(file).added == (there.id,)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
    def test_what_is_no_file_is_left_in_its_place(self, gallery: Gallery, file: Path) -> None:
        os.mkfifo(file)
        with pytest.raises(Unavailable):
            gallery.export(file)
        assert file.is_fifo()

    def test_a_place_that_cannot_be_written(self, gallery: Gallery, tmp_path: Path) -> None:
        keep(gallery.store)
        (tmp_path / "old.zip").write_text("old")
        for target in (tmp_path / "no" / "export.zip", tmp_path, Path("/"), tmp_path / "a\0b.zip"):
            with pytest.raises(Unavailable):
                gallery.export(target)
        assert not list(tmp_path.glob(".*"))


def read(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(file: Path, members: dict[str, bytes], *, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


ORIGINAL = picture(77)
ROW = entry_json(entry(ORIGINAL, prompt="a fox"))


def export_of(file: Path, row: object, *, data: bytes = ORIGINAL.data, **more: bytes) -> Path:
    """Write an export of one entry."""
    lines = [json.dumps({"hwasil_gallery": 1}), row if isinstance(row, str) else json.dumps(row)]
    members = {"entries.jsonl": "\n".join(lines).encode() + b"\n", f"originals/{ORIGINAL.sha256}": data}
    return written(file, members | more)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in ROW.items() if key != name}


class TestLies:
    def test_the_honest_one_is_taken(self, other: Gallery, file: Path) -> None:
        assert other.import_(export_of(file, ROW)).added == (ROW["id"],)

    @pytest.mark.parametrize(
        "row",
        [
            "[]",
            "no JSON",
            '{"id": NaN}',
            "[" * 100_000,
            '{"a":' * 5000 + "1" + "}" * 5000,
            without("sha256"),
            without("tags"),
            ROW | {"id": "../../../etc/passwd"},
            ROW | {"id": ROW["id"].lower()},
            ROW | {"sha256": "../../../../etc/passwd"},
            ROW | {"sha256": "0" * 64},
            ROW | {"created": "2020-01-01T00:00:00Z"},
            ROW | {"created": "yesterday"},
            ROW | {"created": None},
            ROW | {"width": 7},
            ROW | {"width": 10**9},
            ROW | {"width": "6"},
            ROW | {"bytes": -1},
            ROW | {"format": "svg"},
            ROW | {"format": "webp"},
            ROW | {"origin": "stolen"},
            ROW | {"prompt": 5},
            ROW | {"prompt": "half a sign \ud800"},
            ROW | {"seed": 2**70},
            ROW | {"seed": True},
            ROW | {"price_usd": "NaN"},
            ROW | {"price_usd": "-1"},
            ROW | {"price_usd": "dear"},
            ROW | {"parents": ["../x"]},
            ROW | {"parents": "ab"},
            ROW | {"masks": ["0" * 64]},
            ROW | {"tags": [["x"]]},
            ROW | {"job": [1]},
            ROW | {"details": "x"},
        ],
        ids=lambda row: str(row)[:30],
    )
    def test_bad_rows_are_refused(self, other: Gallery, file: Path, row: object) -> None:
        imported = other.import_(export_of(file, row))
        assert (imported.added, len(imported.refused)) == ((), 1)
        assert isinstance(imported.refused[0][1], Corrupt | InvalidInput)
        assert imported.refused[0][1].message
        assert other.stats().originals == 0

    @pytest.mark.parametrize(
        "data", [b"", b"GIF89a", new_picture().data, ORIGINAL.data + b"x", ORIGINAL.data[:60]]
    )
    def test_bad_pictures_are_refused(self, other: Gallery, file: Path, data: bytes) -> None:
        imported = other.import_(export_of(file, ROW, data=data))
        assert (imported.added, len(imported.refused)) == ((), 1)
        assert other.stats().originals == 0

    def test_one_bad_row_spoils_no_other(self, other: Gallery, file: Path) -> None:
        export_of(file, json.dumps(ROW | {"width": 7}) + "\n" + json.dumps(ROW))
        imported = other.import_(file)
        assert (imported.added, len(imported.refused)) == ((ROW["id"],), 1)

    def test_names_lead_nowhere(self, other: Gallery, file: Path, tmp_path: Path) -> None:
        more = {"../evil.png": ORIGINAL.data, "/evil/evil.png": ORIGINAL.data, "originals/../../evil": b"x"}
        assert other.import_(export_of(file, ROW, **more)).added
        assert not list(tmp_path.rglob("*evil*"))

    def test_a_bomb(self, other: Gallery, file: Path) -> None:
        members = {f"originals/{number}": bytes(30_000_000) for number in range(5)}
        written(file, {"entries.jsonl": b'{"hwasil_gallery": 1}\n'} | members, method=zipfile.ZIP_DEFLATED)
        with pytest.raises(InvalidInput) as told:
            other.import_(file)
        assert told.value.key == "gallery_export_too_large"

    @pytest.mark.parametrize(
        "make",
        [
            lambda file: file.write_bytes(b"no ZIP"),
            lambda file: file.write_bytes(b""),
            lambda file: written(file, {"other.txt": b"x"}),
            lambda file: written(file, {"entries.jsonl": b""}),
            lambda file: written(file, {"entries.jsonl": b'{"hwasil_gallery": 2}\n'}),
            lambda file: file.mkdir(),
            lambda file: None,
        ],
        ids=["no ZIP", "empty", "other ZIP", "no head", "newer", "folder", "not there"],
    )
    def test_what_is_no_export(self, other: Gallery, file: Path, make: Callable[[Path], object]) -> None:
        make(file)
        with pytest.raises(InvalidInput) as told:
            other.import_(file)
        assert told.value.key == "gallery_bad_export"

    @pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_bytes_that_do_not_unpack(self, other: Gallery, file: Path, method: int) -> None:
        written(file, {"entries.jsonl": b'{"hwasil_gallery": 1}\n' * 50}, method=method)
        whole = bytearray(file.read_bytes())
        packed = 30 + len("entries.jsonl")  # behind the member's own head (APPNOTE.TXT, 4.3.7)
        for place in range(packed, packed + 40):
            broken = whole.copy()
            broken[place] ^= 0xFF
            file.write_bytes(broken)
            with suppress(InvalidInput):
                other.import_(file)
        assert other.stats().entries == 0

    def test_a_cut_file(self, gallery: Gallery, other: Gallery, file: Path) -> None:
        for minute in range(3):
            keep(gallery.store, minute=minute)
        gallery.export(file)
        whole = file.read_bytes()
        for size in range(0, len(whole), 97):
            file.write_bytes(whole[:size])
            with pytest.raises(InvalidInput):
                other.import_(file)
        assert other.stats().entries == 0
