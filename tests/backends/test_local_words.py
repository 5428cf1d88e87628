"""Questions about pictures, answered on this machine."""

from __future__ import annotations

import numpy as np
import pytest
from tests.backends.chat_server import chat_server
from tests.photos import photos

from hwasil.backends.base import Context
from hwasil.backends.local import LocalBackend
from hwasil.backends.local_words import DESCRIBER
from hwasil.backends.openai import MODEL, URL
from hwasil.core.errors import NotSupported
from hwasil.core.jobs import Converse, Describe, TextToImage, Turn
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Said
from hwasil.studio.studio import Studio

RED = Picture.from_pixels(np.full((40, 60, 3), (224, 47, 47), np.uint8))
BLUE = Picture.from_pixels(np.full((40, 60, 3), (43, 98, 217), np.uint8))
COLORS = "What are the main colors?"


def answer(job: Describe | Converse) -> Said:
    said = LocalBackend().run(job, DESCRIBER, Context())
    assert isinstance(said, Said)
    return said


def test_a_question_about_a_photograph(real_home: object) -> None:
    studio = Studio()
    said = studio.answer(studio.plan(Describe(photos()["chelsea"].picture, "이 이미지를 한 줄로 설명해 주세요")))
    assert isinstance(said, Said)
    assert said.text == "고양이가 보이는 이미지입니다."
    assert (said.stop, said.price, said.model) == ("end_turn", FREE, DESCRIBER)
    assert (said.input_tokens, said.output_tokens) == (None, None)
    assert said.seconds > 0


def test_a_conversation_is_about_the_pictures_shown_last() -> None:
    turns = (Turn("user", "hi", (RED,)), Turn("assistant", "hello"), Turn("user", COLORS))
    assert answer(Converse(turns)).text == "The main colors: red."
    both = (*turns, Turn("assistant", "red"), Turn("user", COLORS, (BLUE, RED)))
    assert answer(Converse(both)).text == "Image 1: The main colors: blue.\nImage 2: The main colors: red."


def test_the_system_prompt_says_how_to_answer() -> None:
    asked = Converse((Turn("user", COLORS, (RED,)),), "Answer in Korean, as JSON.")
    assert answer(asked).text == '["빨강"]'


def test_a_conversation_without_a_picture() -> None:
    with pytest.raises(NotSupported) as caught:
        answer(Converse((Turn("user", "hello"),)))
    assert "HWASIL_LLM_URL" in caught.value.hint


def test_a_model_does_its_own_jobs_only() -> None:
    backend = LocalBackend()
    assert backend.default_model(Describe) == backend.default_model(Converse) == DESCRIBER
    assert DESCRIBER in backend.models()
    with pytest.raises(NotSupported):
        backend.run(TextToImage("a fox"), DESCRIBER, Context())
    with pytest.raises(NotSupported):
        backend.limits(DESCRIBER)


def test_a_server_that_is_named_answers_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    with chat_server() as server:
        monkeypatch.setenv(URL, server.url)
        monkeypatch.setenv(MODEL, "llava")
        server.says("A red card.")
        said = answer(Describe(RED, COLORS))
        assert (said.text, said.model) == ("A red card.", DESCRIBER)
        assert said.engine.startswith("llava at 127.0.0.1")
        assert said.output_tokens == 5
        assert answer(Converse((Turn("user", "hello"),))).text == "A red card."
