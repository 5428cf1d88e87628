"""The Python of the READMEs runs as it stands."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.photos import photos
from tests.server.running import running
from tests.tree import ROOT

from hwasil.core.picture import Picture
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio

READMES = ("README.md", "README.ko.md")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def run(readme: str, about: str, *changes: tuple[str, str]) -> dict[str, Any]:
    """Run the one block of a README that is about something, and return its names."""
    (code,) = (one for one in BLOCK.findall((ROOT / readme).read_text(encoding="utf-8")) if about in one)
    for written, meant in changes:
        assert written in code
        code = code.replace(written, meant)
    names: dict[str, Any] = {}
    exec(compile(code, readme, "exec"), names)  # noqa: S102 (our own README)
    return names


@pytest.mark.parametrize(("readme", "lamp"), [("README.md", '"lamp"'), ("README.ko.md", '"전등"')])
def test_the_library(
    readme: str, lamp: str, real_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Image.open(BytesIO(photos()["coffee"].picture.data)).convert("RGB").resize((800, 640))
    room.save(tmp_path / "room.jpg")
    monkeypatch.chdir(tmp_path)
    names = run(readme, "hwasil.create", (lamp, '"cup"'))
    assert names["result"].pictures[0].size == names["room"].size
    assert names["plan"].price.usd > 0


@pytest.mark.parametrize("readme", READMES)
def test_the_endpoint(readme: str, real_home: Path) -> None:
    with running(create_app(Studio())) as url:
        names = run(readme, "endpoint_url", ("http://127.0.0.1:8020", url))
    assert Picture.from_bytes(names["png"]).size.width == 1024
