from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from tests.library.provenance.signing import picture

from hwasil.core.errors import InvalidInput
from hwasil.core.picture import Picture
from hwasil.library.provenance.sources import Sources

ONE, TWO = picture(seed=1), picture(seed=2)


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_a_mask_that_is_carried_along() -> None:
    sources = Sources({ONE.sha256: base64_of(ONE.data)}, [])
    assert sources.find(ONE.sha256) == ONE


@pytest.mark.parametrize("carried", ["", "no base64 ☂", base64_of(TWO.data)])
def test_a_mask_that_is_not_what_it_says(carried: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Sources({ONE.sha256: carried}, []).find(ONE.sha256)
    assert caught.value.key == "rerun_source_missing"


def test_bytes_that_are_no_picture_are_none() -> None:
    data = b"not a picture"
    address = hashlib.sha256(data).hexdigest()
    with pytest.raises(InvalidInput):
        Sources({address: base64_of(data)}, []).find(address)


def test_files_and_folders_are_looked_through(tmp_path: Path) -> None:
    (tmp_path / "folder" / "deeper").mkdir(parents=True)
    (tmp_path / "folder" / "한 장.png").write_bytes(ONE.data)
    (tmp_path / "folder" / "notes.txt").write_bytes(TWO.data)
    (tmp_path / "folder" / "deeper" / "two.png").write_bytes(TWO.data)
    sources = Sources({}, [tmp_path / "missing.png", tmp_path / "folder"])
    assert sources.find(ONE.sha256) == ONE
    assert sources.find(ONE.sha256) == ONE
    with pytest.raises(InvalidInput):
        sources.find(TWO.sha256)
    assert Sources({}, [tmp_path / "folder" / "deeper" / "two.png"]).find(TWO.sha256) == TWO


def test_elsewhere_is_asked_last() -> None:
    asked: list[str] = []

    def look(sha256: str) -> Picture | None:
        asked.append(sha256)
        return TWO if sha256 == TWO.sha256 else None

    sources = Sources({ONE.sha256: base64_of(ONE.data)}, [], [look])
    assert (sources.find(ONE.sha256), asked) == (ONE, [])
    assert (sources.find(TWO.sha256), asked) == (TWO, [TWO.sha256])
