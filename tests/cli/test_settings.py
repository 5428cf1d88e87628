"""``hwasil settings``, in processes of its own: it is read once, at their start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the real command with a settings file of the test's own, and no language in the environment."""
    env = {name: value for name, value in os.environ.items() if name not in {"HWASIL_LANG", "HWASIL_LIBRARY"}}
    env["HWASIL_CONFIG"] = str(tmp_path / "settings.toml")

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hwasil", *words]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, env={**env, **more})

    return run


def test_what_is_set_holds_for_the_next_command(run: Run, tmp_path: Path) -> None:
    for words in (("language", "ko"), ("library", str(tmp_path / "pictures")), ("label", "on")):
        done = run("settings", "set", *words)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "설정 파일" in run("settings", "show").stdout
    assert "The file" in run("settings", "show", HWASIL_LANG="en").stdout
    told = json.loads(run("settings", "show", "--json").stdout)
    assert told["settings"]["library"] == {"value": str(tmp_path / "pictures"), "source": "file"}
    assert str(tmp_path / "pictures") in run("gallery", "stats").stdout
    run("settings", "unset", "language")
    assert "The file" in run("settings", "show").stdout


def test_a_broken_file_is_told_by_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("label = true\nlanguage = korean\n", encoding="utf-8")
    done = run("create", "a fox")
    assert (done.returncode, done.stdout) == (2, "")
    assert "line 2" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_option_beats_them_all(run: Run, tmp_path: Path) -> None:
    run("settings", "set", "backend", "bedrock")
    asked = run("create", "a fox", "--dry-run", "--json", "--backend", "local", HWASIL_BACKEND="bedrock")
    assert json.loads(asked.stdout)["target"]["backend"] == "local"
    assert json.loads(run("create", "a fox", "--dry-run", "--json").stdout)["target"]["backend"] == "bedrock"


@pytest.mark.parametrize(
    "words", [("set", "no", "x"), ("set", "label", "maybe"), ("unset", "no"), ("set", "label")]
)
def test_what_cannot_be(words: tuple[str, ...], run: Run) -> None:
    done = run("settings", *words)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
