"""Ideas from whoever speaks, and from the writer where nobody does."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.backends.scripted import Loopback
from tests.backends.test_bedrock import backend_for
from tests.backends.test_bedrock_jobs import words
from tests.studio.speaker import CENT, Line, Speaker

from hwasil.backends.openai import URL
from hwasil.core.errors import ContentBlocked, Corrupt, InvalidInput, Unavailable
from hwasil.core.jobs import Converse
from hwasil.core.picture import Picture
from hwasil.core.prompt import Prompt
from hwasil.core.results import FREE
from hwasil.i18n import LANGUAGES, speaking
from hwasil.studio.ideas import COUNT, ideas, tags
from hwasil.studio.speaking import speaker
from hwasil.studio.studio import Studio

NAVY = Picture.from_pixels(np.full((40, 60, 3), (20, 30, 90), np.uint8))
THREE = json.dumps([{"subject": f"a fox {n}", "light": "soft light"} for n in "abc"])


def studio_of(backend: Speaker) -> Studio:
    return Studio({"openai": lambda: backend, "local": lambda: backend})


def job_of(backend: Speaker) -> Converse:
    [job] = backend.asked
    assert isinstance(job, Converse)
    return job


class TestAsked:
    def test_three_prompts_in_parts_come_back(self) -> None:
        backend = Speaker([THREE])
        found = ideas(studio_of(backend), "fox", style="watercolor", backend="openai")
        assert found.prompts == tuple(Prompt(f"a fox {n}", light="soft light") for n in "abc")
        assert (found.said, found.model, found.price) == (THREE, "speaker-1", CENT)
        job = job_of(backend)
        assert job.turns[0].text == "Keyword: fox\nStyle: watercolor"
        assert "Write in English" in (job.system or "")

    def test_korean_words_get_korean_prompts_unless_another_language_is_named(self) -> None:
        for to, named in ((None, "Korean"), ("en", "English"), ("ko", "Korean")):
            backend = Speaker([THREE])
            ideas(studio_of(backend), "여우", language="en" if to == "en" else None, backend="openai")
            assert f"Write in {named}" in (job_of(backend).system or "")

    def test_a_reference_is_shown_small_and_what_to_keep_of_it_said(self) -> None:
        backend = Speaker([THREE])
        large = Picture.from_pixels(np.zeros((20, 3000, 3), np.uint8))
        ideas(studio_of(backend), like=large, backend="openai")
        job = job_of(backend)
        assert job.turns[0].pictures[0].width == 1568
        assert "palette" in (job.system or "")

    def test_more_than_three_are_cut_and_fewer_are_fine(self) -> None:
        many = "\n".join(f"{n}. fox {n}" for n in range(1, 9))
        for answer, count in ((many, COUNT), ("1. a fox", 1)):
            found = ideas(studio_of(Speaker([answer])), "fox", backend="openai")
            assert (len(found.prompts), found.said) == (count, answer)

    @pytest.mark.parametrize("answer", ["???", "[]", "I'm sorry, I can't."])
    def test_an_answer_without_a_prompt_is_quoted(self, answer: str) -> None:
        with pytest.raises(Corrupt) as caught:
            ideas(studio_of(Speaker([answer])), "fox", backend="openai")
        for language in LANGUAGES:
            with speaking(language):
                assert answer in caught.value.message
                assert "--backend local" in caught.value.hint

    def test_what_the_backend_raises_is_raised(self) -> None:
        down = Unavailable("wire_service_failed", model="m", reason="down")
        for line, kind in ((down, Unavailable), (Line("", "refusal"), ContentBlocked)):
            with pytest.raises(kind):
                ideas(studio_of(Speaker([line])), "fox", backend="openai")

    @pytest.mark.parametrize(("keyword", "style"), [("", ""), (" ", "!!"), ("x" * 2001, ""), ("fox", "y" * 2001)])
    def test_nothing_and_too_much_are_refused_before_anybody_is_asked(self, keyword: str, style: str) -> None:
        backend = Speaker()
        with pytest.raises(InvalidInput):
            ideas(studio_of(backend), keyword, style=style, backend="openai")
        assert backend.asked == []


def test_bedrock_is_asked_in_one_call_and_paid_for(scripted: Loopback) -> None:
    with scripted(words(THREE)) as script:
        found = ideas(Studio({"bedrock": lambda: backend_for(script.url)}), "fox", like=NAVY, backend="bedrock")
    assert (len(found.prompts), len(script.calls), str(found.price)) == (3, 1, "$0.00011")
    [message] = script.calls[0].body["messages"]
    assert [*message["content"][0], *message["content"][1]] == ["image", "text"]


class TestWritten:
    def test_the_local_backend_is_not_asked(self) -> None:
        backend = Speaker()
        found = ideas(studio_of(backend), "a red fox", seed=7)
        assert (len(found.prompts), found.said, found.price) == (3, "", FREE)
        assert all("red fox" in prompt.subject for prompt in found.prompts)
        assert backend.asked == []
        assert found.prompts == ideas(studio_of(backend), "a red fox", seed=7).prompts

    def test_a_picture_gives_its_colors(self) -> None:
        found = ideas(studio_of(Speaker()), "등대", like=NAVY, seed=7)
        assert {prompt.color_scheme for prompt in found.prompts} == {"남색 배색"}


class TestTags:
    def test_a_model_is_asked(self) -> None:
        backend = Speaker(['["fox", "snow"]'])
        assert tags(studio_of(backend), NAVY, backend="openai") == ("fox", "snow")
        assert job_of(backend).turns[0].pictures == (NAVY,)

    def test_an_answer_without_a_tag_is_an_error(self) -> None:
        with pytest.raises(Corrupt):
            tags(studio_of(Speaker(["..."])), NAVY, backend="openai")

    def test_the_local_engine_names_the_colors(self) -> None:
        assert "남색" in tags(studio_of(Speaker()), NAVY, language="ko", backend="local")


def test_who_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert speaker(None) == "local"
    monkeypatch.setenv(URL, "http://127.0.0.1:8080")
    assert speaker(None) == "openai"
    assert speaker("bedrock") == "bedrock"
