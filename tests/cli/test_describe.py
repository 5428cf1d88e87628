"""``hwasil describe``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from tests.backends.chat_server import chat_server
from tests.cli.conftest import Shell

from hwasil.backends.openai import MODEL, URL
from hwasil.cli.main import program
from hwasil.core.picture import Picture


@pytest.fixture
def shell(real_home: Path) -> Shell:
    """Run a command line with the backends of the house."""

    def run(*args: str) -> Result:
        return CliRunner().invoke(program(), args, prog_name="hwasil")

    return run


@pytest.fixture
def red(tmp_path: Path) -> str:
    file = tmp_path / "red.png"
    file.write_bytes(Picture.from_pixels(np.full((40, 60, 3), (224, 47, 47), np.uint8)).data)
    return str(file)


def test_a_question(shell: Shell, red: str) -> None:
    assert shell("describe", red, "What are the main colors?").stdout == "The main colors: red.\n"
    assert shell("describe", red, "색깔은?").stdout == "주된 색: 빨강.\n"


def test_tasks(shell: Shell, red: str) -> None:
    assert shell("describe", red, "--as", "text").stdout == "I can read no text in this picture.\n"
    assert shell("describe", red, "People, Food, Other", "--as", "category").stdout == "Other\n"
    wrong = shell("describe", red, "--as", "poem")
    assert wrong.exit_code == 2
    assert "caption" in wrong.stderr


def test_json_has_all_that_was_seen(shell: Shell, red: str) -> None:
    told = json.loads(shell("describe", red, "What are the main colors?", "--json").stdout)
    assert told["text"] == "The main colors: red."
    assert (told["model"], told["price_usd"], told["input_tokens"]) == ("local.describer", 0.0, None)
    assert told["seen"]["colors"][0]["name"] == "red"


def test_a_server_answers(shell: Shell, red: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with chat_server() as server:
        monkeypatch.setenv(URL, server.url)
        monkeypatch.setenv(MODEL, "llava")
        server.says("Red, all of it.\nNothing else.")
        assert shell("describe", red, "What is it?").stdout == "Red, all of it.\nNothing else.\n"
        told = json.loads(shell("describe", red, "--as", "caption", "--json").stdout)
        assert (told["model"], told["output_tokens"], told["seen"]) == ("llava", 5, None)
        assert shell("describe", red, "What are the main colors?", "--backend", "local").exit_code == 0
        server.delay = 30
        slow = shell("describe", red, "hm?", "--timeout", "0.3")
        assert slow.exit_code != 0
        assert "did not answer" in slow.stderr


def test_what_cannot_be_read(shell: Shell, tmp_path: Path) -> None:
    assert shell("describe", str(tmp_path / "none.png")).exit_code != 0
    assert shell("describe").exit_code == 2
