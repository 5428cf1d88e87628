from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.server.running import running, send
from tests.studio.drawer import Drawer, new_drawer

from hwasil.backends.local import LocalBackend
from hwasil.core.errors import Unavailable
from hwasil.engine.illustrator import drawings
from hwasil.server.app import create_app
from hwasil.server.ready import prepared, require_ready
from hwasil.studio.studio import Studio


@dataclass
class _Bare(Drawer):
    """A backend whose weights are not there."""

    def ready(self) -> None:
        raise Unavailable("local_weights_missing", name="font-jua")


def test_ready() -> None:
    with running(create_app(Studio({"local": new_drawer}), token="word")) as url:
        status, _, body = send(url, "GET", "/readyz")
        assert (status, json.loads(body)) == (200, {"status": "ready"})


def test_what_is_missing_is_named() -> None:
    with running(create_app(Studio({"local": lambda: _Bare(new_drawer().limited)}), token="word")) as url:
        status, _, body = send(url, "GET", "/readyz")
        assert status == 503
        assert "hwasil skills pull --all" in json.loads(body)["message"]
        assert send(url, "GET", "/healthz")[0] == 200


def test_a_machine_without_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    studio = Studio({"local": LocalBackend})
    with prepared(studio), pytest.raises(Unavailable) as caught:
        require_ready(studio)
    assert caught.value.key == "local_weights_missing"


def test_drawings_are_prepared_once_and_that_takes_a_while(
    real_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawings, "_database", lambda: tmp_path / "drawings.sqlite")
    studio = Studio({"local": LocalBackend})
    with pytest.raises(Unavailable) as caught:
        require_ready(studio)
    assert caught.value.key == "server_preparing"
    with prepared(studio):
        pass  # it is told to stop at once, and does
    assert not (tmp_path / "drawings.sqlite").exists()
