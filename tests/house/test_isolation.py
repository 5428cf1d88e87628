"""The tests' own ground: no other computer, and nothing of the user's."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com", "169.254.169.254"])
def test_other_computers_cannot_be_reached(host: str) -> None:
    with socket.socket() as line, pytest.raises(pytest.fail.Exception, match=host):
        line.connect((host, 80))
    with socket.socket() as line, pytest.raises(pytest.fail.Exception, match=host):
        line.connect_ex((host, 80))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_can(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as line:
        line.connect((host, server.getsockname()[1]))
        assert line.getpeername()[1] == server.getsockname()[1]


def test_nothing_of_the_user_is_left(tmp_path: Path) -> None:
    assert os.environ["HWASIL_LANG"] == "en"
    assert Path(os.environ["HWASIL_LIBRARY"]).is_relative_to(tmp_path)
    assert os.environ["AWS_ACCESS_KEY_ID"] == "testing"
    assert os.environ["AWS_EC2_METADATA_DISABLED"] == "true"
    assert not Path(os.environ["AWS_CONFIG_FILE"]).exists()
    assert not Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).exists()
    known = {"ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "DEFAULT_REGION", "EC2_METADATA_DISABLED", "CONFIG_FILE"}
    known |= {"SHARED_CREDENTIALS_FILE"}
    assert {name.removeprefix("AWS_") for name in os.environ if name.startswith("AWS_")} == known
    assert not [name for name in os.environ if name.upper().endswith("_PROXY")]
