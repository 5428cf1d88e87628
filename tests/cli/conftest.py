"""A shell whose ``hwasil`` draws with the tests' own backend, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.studio.drawer import Drawer, new_drawer

from hwasil.cli.main import program
from hwasil.core.errors import AccessDenied
from hwasil.studio.backends import Openers

Shell = Callable[..., Result]


@pytest.fixture
def drawer() -> Drawer:
    return new_drawer()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, which is empty."""
    made = tmp_path / "folder"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def shell(drawer: Drawer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Run a command line: ``shell("create", "a fox")``."""

    def locked() -> Drawer:
        raise AccessDenied("cancelled")

    def openers(*, region: str | None = None, profile: str | None = None) -> Openers:
        return {"local": lambda: drawer, "bedrock": locked}

    monkeypatch.setattr("hwasil.studio.backends.standard", openers)
    monkeypatch.setattr("hwasil.studio.studio.standard", openers)

    def run(*args: str, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(program(), args, input=stdin, prog_name="hwasil")

    return run
