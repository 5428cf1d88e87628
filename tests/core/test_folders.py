"""Folders as a person names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwasil.core.errors import InvalidInput
from hwasil.core.folders import named_folder


def test_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert named_folder("~/pictures") == named_folder("pictures") == tmp_path / "pictures"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["http://example.org/x", "s3vectors://bucket/index", "~nobody-of-that-name/x"])
def test_what_names_no_folder(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        named_folder(name)
    assert refused.value.key == "folder_unknown"
    assert name in refused.value.message
