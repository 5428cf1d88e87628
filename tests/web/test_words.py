"""What is told in plain words: who made something, and what was drawn."""

from __future__ import annotations

import pytest

from hwasil.engine.illustrator import drawings
from hwasil.i18n import speaking
from hwasil.web.drawn_words import drawn_words
from hwasil.web.maker_words import maker

DRAWN = ("2 × cat", "rocket", "beach", "pixel", "low", "“안녕”", "#d9342b", "gloob")


@pytest.mark.usefixtures("real_home")
class TestDrawn:
    def test_in_korean_by_korean_names_and_nothing_else(self) -> None:
        said = drawn_words(DRAWN, "ko")
        assert said == ["2 × 고양이", "로켓", "해변", "픽셀 아트", "로우 앵글", "“안녕”"]

    def test_in_english_as_people_say(self) -> None:
        said = drawn_words(DRAWN, "en")
        assert said == ["2 × cat", "rocket", "beach", "pixel art", "low angle", "“안녕”", "red", "gloob"]

    def test_without_weights_by_what_is_known_by_heart(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drawings, "NEEDED", ("no-such-weight",))
        assert drawn_words(("cat", "pretzel", "beach"), "ko") == ["고양이", "해변"]


class TestMaker:
    def test_the_engines_of_the_house(self) -> None:
        with speaking("ko"):
            assert maker("editor 1", "local.editor") == "화실 편집기"
        with speaking("en"):
            assert maker("illustrator 12", "local.illustrator") == "Hwasil illustrator"

    def test_a_model_of_the_catalogue(self) -> None:
        with speaking("en"):
            assert (
                maker("bedrock", "us.stability.stable-outpaint-v1:0") == "Stable Image Outpaint · Amazon Bedrock"
            )

    def test_any_other_model_by_its_id(self) -> None:
        assert maker("openai", "qwen3-vl") == "qwen3-vl"
        assert maker("elsewhere 3", "") == "elsewhere 3"
