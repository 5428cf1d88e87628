"""What every test stands on: nothing of the user's machine, and no network but this computer's own.

A test starts with an empty library, dummy credentials and English texts. Weights are the one thing that is taken from
outside: they lie where they lie for the user when pytest starts, under ``HWASIL_HOME`` or in the platform's cache.
"""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from hwasil.engine import weights
from hwasil.engine.cache import home

settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=2000)  # pytest --hypothesis-profile=thorough
settings.load_profile("quick")

_REAL_HOME = home()
_FOREIGN = ("HWASIL_", "AWS_", "LC_", "LANG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(scope="session", autouse=True)
def _own_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the user's settings, library, credentials and proxies from every test."""
    folder = tmp_path_factory.mktemp("machine")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(_FOREIGN):
                patch.delenv(name)
        patch.setenv("HWASIL_LANG", "en")
        patch.setenv("HWASIL_HOME", str(_REAL_HOME))
        patch.setenv("HWASIL_LIBRARY", str(folder / "library"))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_CONFIG_FILE", str(folder / "aws" / "config"))
        patch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(folder / "aws" / "credentials"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interruptible() -> None:
    """Hear Ctrl-C, as at a terminal: a shell that starts something in the background has it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a library of its own."""
    monkeypatch.setenv("HWASIL_LIBRARY", str(tmp_path / "library"))


@pytest.fixture(scope="session", autouse=True)
def _loopback_only() -> Iterator[None]:
    """Fail a test that reaches for another computer."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


@pytest.fixture(scope="session")
def real_home() -> Path:
    """The cache folder with every weight in it; a test that needs one fails where it is missing."""
    missing = [weight.name for weight in weights.usual() if not weight.present()]
    if missing:
        pytest.fail(f"weights are missing ({', '.join(missing)}); get them with: hwasil skills pull --all")
    return _REAL_HOME


def _guarded(connect: Callable[[socket.socket, Any], Any]) -> Callable[[socket.socket, Any], Any]:
    def guard(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and not _is_loopback(str(address[0])):
            # Not an OSError: code that copes with a broken network must not cope with this.
            pytest.fail(f"a test reached for {address}")
        return connect(self, address)

    return guard


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
