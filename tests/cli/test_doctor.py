from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Shell
from tests.studio.drawer import Drawer

from hwasil.core.errors import Unavailable
from hwasil.i18n import LANGUAGES, Language, speaking

SECRET = "wJalrXUtnFEMI-not-a-real-key"


@pytest.fixture(autouse=True)
def _no_aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "cache"))


def checks(shell: Shell, *args: str) -> dict[str, Any]:
    told = json.loads(shell("doctor", "--json", *args).stdout)
    return {one["name"]: one for one in told["checks"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_fine_or_says_what_to_do(shell: Shell, language: Language) -> None:
    with speaking(language):
        result = shell("doctor")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "hwasil skills pull --all" in result.stdout
    assert "aws configure" in result.stdout
    assert len(result.stdout.splitlines()) == 10


def test_the_exit_code_is_the_local_engines(shell: Shell, drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    def ready() -> None:
        raise Unavailable("weight_missing", name="drawings", size="1 MB")

    monkeypatch.setattr(drawer, "ready", ready)
    result = shell("doctor")
    assert result.exit_code == 3
    assert "hwasil skills pull drawings" in result.stdout


def test_nothing_is_reached_for(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("went over the network")

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
    found = checks(shell)
    assert found["credentials"]["state"] == "missing"
    assert found["bedrock"]["state"] == "unknown"


def test_a_bearer_token_is_found_and_never_shown(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", SECRET)
    assert checks(shell)["credentials"] == {
        "name": "credentials",
        "state": "ok",
        "text": "found (AWS_BEARER_TOKEN_BEDROCK)",
    }
    assert SECRET not in shell("doctor").output


def test_keys_are_found_and_never_shown(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    result = shell("doctor")
    assert checks(shell)["credentials"]["state"] == "ok"
    assert SECRET not in result.output
    assert "AKIA" not in result.output


def test_a_profile_that_is_not_there(shell: Shell) -> None:
    found = checks(shell, "--profile", "nobody")
    assert found["credentials"]["state"] == "missing"
    assert "nobody" in found["credentials"]["text"]


def test_region(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks(shell)["region"]["state"] == "missing"
    assert checks(shell, "--region", "us-west-2")["region"]["text"] == "us-west-2"
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    assert checks(shell)["region"]["text"] == "eu-west-1"


def test_an_endpoint_on_this_machine_is_knocked_at(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://name:{SECRET}@127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", url)
        found = checks(shell)["endpoint"]
    assert found["state"] == "ok"
    assert SECRET not in found["text"]
    silent = checks(shell)["endpoint"]
    assert silent["state"] == "missing"
    assert "hwasil serve" in silent["text"]


@pytest.mark.parametrize(
    ("url", "state"),
    [("https://bedrock.example.com", "unknown"), ("127.0.0.1:8020", "missing"), ("http://[::", "missing"),
     ("http://127.0.0.1:99999", "missing"), ("http://", "unknown")],
)  # fmt: skip
def test_other_endpoints(shell: Shell, monkeypatch: pytest.MonkeyPatch, url: str, state: str) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    assert checks(shell)["endpoint"]["state"] == state
