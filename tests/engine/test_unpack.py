import hashlib
import io
import os
import tarfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.engine.unpack import CHUNK, install
from hwasil.engine.weights import Archive, Weight
from hwasil.i18n import LANGUAGES, speaking

Kind = Literal["whl", "tgz"]
KINDS: tuple[Kind, ...] = ("whl", "tgz")
MEMBER = "package/icons.json"
DATA = bytes(range(256)) * 20


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def packed(kind: Kind, members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    if kind == "whl":
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as wheel:
            for name, data in members.items():
                wheel.writestr(name, data)
    else:
        with tarfile.open(fileobj=buffer, mode="w:gz") as tarball:
            for name, data in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tarball.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def weight(data: bytes = DATA) -> Weight:
    return Weight(
        name="drawings",
        skill="illustrate",
        archive=Archive("npm", "drawings", "1.0.0", 1000),
        member=MEMBER,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        licence="MIT",
        source="https://example.org",
    )


def put(folder: Path, kind: Kind, content: bytes) -> Path:
    file = folder / f"archive.{kind}"
    file.write_bytes(content)
    return file


def assert_nothing_installed(refused: Corrupt) -> None:
    assert not [file for file in weight().location.parent.iterdir() if file.is_file()]
    for language in LANGUAGES:
        with speaking(language):
            assert refused.message
            assert refused.hint


@pytest.mark.parametrize("kind", KINDS)
def test_the_one_file_is_put_in_its_place(kind: Kind, tmp_path: Path) -> None:
    archive = put(tmp_path, kind, packed(kind, {"package/other.json": b"{}", MEMBER: DATA, "../evil": b"!"}))
    assert list(install(weight(), [archive])) == [len(DATA)]
    assert weight().path().read_bytes() == DATA
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()].count("evil") == 0
    assert list(weight().location.parent.iterdir()) == [weight().location]


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_how_far_it_is(kind: Kind, tmp_path: Path) -> None:
    data = bytes(2 * CHUNK + 7)
    archive = put(tmp_path, kind, packed(kind, {MEMBER: data}))
    assert list(install(weight(data), [archive])) == [CHUNK, 2 * CHUNK, 2 * CHUNK + 7]


@pytest.mark.parametrize("kind", KINDS)
def test_other_content_is_refused(kind: Kind, tmp_path: Path) -> None:
    other = DATA[:-1] + b"!"
    with pytest.raises(Corrupt) as refused:
        list(install(weight(), [put(tmp_path, kind, packed(kind, {MEMBER: other}))]))
    assert refused.value.key == "weight_altered"
    assert MEMBER in refused.value.message
    assert weight().sha256[:12] in refused.value.message
    assert hashlib.sha256(other).hexdigest()[:12] in refused.value.message
    assert_nothing_installed(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_file_is_not_read_to_its_end(kind: Kind, tmp_path: Path) -> None:
    bomb = put(tmp_path, kind, packed(kind, {MEMBER: bytes(64 * CHUNK)}))
    with closing(install(weight(bytes(CHUNK)), [bomb])) as written:
        assert next(written) == CHUNK
        with pytest.raises(Corrupt) as refused:
            next(written)
    assert refused.value.key == "weight_oversize"
    assert_nothing_installed(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_without_the_file_is_refused(kind: Kind, tmp_path: Path) -> None:
    with pytest.raises(Corrupt) as refused:
        list(install(weight(), [put(tmp_path, kind, packed(kind, {"package/icons": DATA}))]))
    assert refused.value.key == "member_missing"
    assert_nothing_installed(refused.value)


def test_a_link_of_that_name_is_not_followed(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tarball:
        entry = tarfile.TarInfo(MEMBER)
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tarball.addfile(entry)
    with pytest.raises(Corrupt) as refused:
        list(install(weight(), [put(tmp_path, "tgz", buffer.getvalue())]))
    assert refused.value.key == "member_missing"
    assert_nothing_installed(refused.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(kind=st.sampled_from(KINDS), cut=st.integers(0, 10**6), at=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_a_damaged_archive_gives_the_right_file_or_corrupt(
    tmp_path: Path, kind: Kind, cut: int, at: int, byte: int
) -> None:
    content = bytearray(packed(kind, {"package/first.json": b"{}", MEMBER: DATA}))
    if cut % 2:
        content = content[: cut % len(content)]
    else:
        content[at % len(content)] = byte
    try:
        list(install(weight(), [put(tmp_path, kind, bytes(content))]))
    except Corrupt as refused:
        assert_nothing_installed(refused)
    else:
        assert weight().path().read_bytes() == DATA
        weight().path().unlink()


def test_stopping_half_way_leaves_nothing(tmp_path: Path) -> None:
    data = bytes(3 * CHUNK)
    archive = put(tmp_path, "tgz", packed("tgz", {MEMBER: data}))
    with closing(install(weight(data), [archive])) as written:
        assert next(written) == CHUNK
        assert len(list(weight(data).location.parent.iterdir())) == 1
    assert list(weight(data).location.parent.iterdir()) == []


def test_what_a_killed_process_left_is_written_over(tmp_path: Path) -> None:
    location = weight().location
    location.parent.mkdir(parents=True)
    location.with_name(f"{location.name}.part").write_bytes(b"half")
    list(install(weight(), [put(tmp_path, "tgz", packed("tgz", {MEMBER: DATA}))]))
    assert list(location.parent.iterdir()) == [location]


def test_a_folder_that_cannot_be_written_is_said(cache_folder: Path, tmp_path: Path) -> None:
    cache_folder.mkdir()
    (cache_folder / "weights").write_bytes(b"a file where a folder should be")
    with pytest.raises(Unavailable) as caught:
        list(install(weight(), [put(tmp_path, "tgz", packed("tgz", {MEMBER: DATA}))]))
    assert caught.value.key == "cache_unusable"
    assert os.fspath(cache_folder) in caught.value.message
