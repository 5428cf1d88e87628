from __future__ import annotations

from pathlib import Path

import pytest

from hwasil.library.place import library_folder


def test_the_variable_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_LIBRARY", str(tmp_path / "here"))
    assert library_folder() == tmp_path / "here"
    monkeypatch.setenv("HWASIL_LIBRARY", "~/there")
    assert library_folder() == Path.home() / "there"


def test_without_it_the_platform_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HWASIL_LIBRARY")
    assert library_folder().is_absolute()
    assert library_folder().name == "hwasil"
