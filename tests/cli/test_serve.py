from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Shell

from hwasil.server.app import require_private
from hwasil.server.hosts import is_loopback
from hwasil.server.knobs import Knob

Served = list[tuple[str, int, str | None]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """Serve nothing; list what would have been served."""
    calls: Served = []

    def serve(
        host: str,
        port: int,
        token: str | None = None,
        log: str = "",
        knobs: object = None,
        strict: bool = False,
    ) -> None:
        require_private(host, token)
        assert log in {"text", "json", "off"}
        calls.append((host, port, token))

    monkeypatch.setattr("hwasil.server.app.serve", serve)
    return calls


def test_it_listens_on_this_machine_only(shell: Shell, served: Served) -> None:
    assert shell("serve").exit_code == 0
    assert served == [("127.0.0.1", 8020, None)]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.2", "example.com", "", "127.0.0.1.example.com"])  # noqa: S104
def test_other_machines_need_a_token(shell: Shell, served: Served, host: str) -> None:
    result = shell("serve", "--host", host)
    assert (result.exit_code, len(result.stderr.splitlines()), served) == (2, 1, [])
    assert shell("serve", "--host", host, "--token", "").exit_code == 2
    assert shell("serve", "--host", host, "--token", "long-random-word", "--port", "1").exit_code == 0
    assert served == [(host, 1, "long-random-word")]


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_port(shell: Shell, served: Served, port: str) -> None:
    assert (shell("serve", "--port", port).exit_code, served) == (2, [])


@pytest.mark.parametrize("form", ["text", "json", "off"])
def test_a_log_has_a_form(shell: Shell, served: Served, form: str) -> None:
    assert shell("serve", "--log", form).exit_code == 0
    assert shell("serve", "--log", "xml").exit_code == 2
    assert len(served) == 1


@pytest.mark.parametrize(
    ("given", "knobs"),
    [([], None), (["--knobs", "on"], ()), (["--knobs", "knobs.toml"], (Knob(throttle=2),))],
)
def test_knobs_are_there_when_asked_for(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, given: list[str], knobs: tuple[Knob, ...] | None
) -> None:
    Path("knobs.toml").write_text("[[knob]]\nthrottle = 2\n", encoding="utf-8")
    calls = []
    monkeypatch.setattr("hwasil.server.app.serve", lambda *_, **options: calls.append(options["knobs"]))
    assert shell("serve", *given).exit_code == 0
    assert calls == [knobs]


def test_a_file_of_knobs_that_cannot_be_used(shell: Shell, served: Served) -> None:
    for text, named in (("[[knob]]\nthrotle = 2\n", "throtle"), ("[", "knobs.toml")):
        Path("knobs.toml").write_text(text, encoding="utf-8")
        result = shell("serve", "--knobs", "knobs.toml")
        assert (result.exit_code, served) == (2, [])
        assert named in result.stderr
    assert shell("serve", "--knobs", "nowhere.toml").exit_code == 2


def test_a_missing_extra_is_named(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hwasil.server.app", None)
    result = shell("serve")
    assert result.exit_code == 3
    assert "pip install 'hwasil[server]'" in result.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)
