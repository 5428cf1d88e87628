"""The studio as one application, and the command that serves it."""

from __future__ import annotations

import json
import tomllib

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.routing import Mount
from tests.tree import SOURCE
from tests.web.asking_asgi import ask

from hwasil.cli.main import program
from hwasil.core.palette import Color
from hwasil.server.app import create_app
from hwasil.studio.studio import Studio
from hwasil.web import serving

WEB = SOURCE / "web"
THEME = tomllib.loads((WEB / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]


class TestTheEndpoint:
    APP = Starlette(routes=[Mount("/bedrock", serving._Below(create_app(Studio()), "/bedrock"))])

    def test_it_answers_below_its_path(self) -> None:
        assert json.loads(ask(self.APP, "/bedrock/healthz").body) == {"status": "ok"}
        assert b"modelSummaries" in ask(self.APP, "/bedrock/foundation-models").body

    def test_its_errors_are_bedrocks(self) -> None:
        answer = ask(self.APP, "/bedrock/model/no.such-model/invoke", method="POST")
        assert answer.status == 400
        assert answer.headers["x-amzn-errortype"].startswith("ValidationException:")


class TestTheCommand:
    @pytest.fixture
    def served(self, monkeypatch: pytest.MonkeyPatch) -> list[object]:
        given: list[object] = []
        monkeypatch.setattr(serving, "serve", lambda *args, **named: given.append((args, named)))
        return given

    def test_what_is_asked(self, served: list[object]) -> None:
        result = CliRunner().invoke(program(), ["studio", "--port", "0", "--no-browser", "--token", "t"])
        assert result.exit_code == 0
        assert served == [(("127.0.0.1", 0, "t"), {"browser": False})]

    @pytest.mark.parametrize("port", ["-1", "70000", "x"])
    def test_a_port_that_is_none(self, port: str, served: list[object]) -> None:
        assert CliRunner().invoke(program(), ["studio", f"--port={port}"]).exit_code != 0
        assert served == []


class TestFilesOfThePackage:
    def test_no_other_host_is_named_in_any_of_them(self) -> None:
        files = [file for file in WEB.rglob("*") if file.suffix in {".js", ".css", ".html", ".toml", ".svg"}]
        assert len(files) >= 10
        for file in files:
            text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert "http://" not in text, file
            assert "https://" not in text, file
            assert "innerHTML" not in text, file

    @pytest.mark.parametrize("name", ["light", "dark"])
    def test_words_can_be_read(self, name: str) -> None:
        theme = THEME[name]
        for ground in (
            theme["backgroundColor"],
            theme["secondaryBackgroundColor"],
            theme["sidebar"]["backgroundColor"],
        ):
            assert contrast(theme["textColor"], ground) >= 7
            assert contrast(theme["linkColor"], ground) >= 4.5
        assert contrast("#ffffff", theme["primaryColor"]) >= 4.5  # the words on the main button
        assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3  # a frame


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(text: str) -> float:
    color = Color.parse(text)
    parts = [part / 255 for part in (color.red, color.green, color.blue)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
