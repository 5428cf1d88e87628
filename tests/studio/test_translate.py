"""Korean words for models that read only English: planned and priced, asked for once, and both texts kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.backends.scripted import Loopback, Reply, error, stability, titan
from tests.backends.test_bedrock import backend_for
from tests.backends.test_bedrock_jobs import words as spoken
from tests.studio.test_onto import CAT, CORE, INPAINT, MASK, NOVA, OTHER, PICTURE, REPLACE, TEAL, TITAN
from tests.studio.test_running import Darkroom, usd

from hwasil.backends.base import Context
from hwasil.backends.bedrock import BedrockBackend
from hwasil.core.errors import (
    ContentBlocked,
    Corrupt,
    HwasilError,
    InvalidInput,
    ModelRetired,
    NotSupported,
    Unavailable,
)
from hwasil.core.jobs import (
    Conditioning,
    Converse,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    TextToImage,
    Upscale,
)
from hwasil.core.mask import MaskPrompt
from hwasil.core.palette import Palette
from hwasil.core.results import UNKNOWN_PRICE, AnyResult, Said, Translated
from hwasil.core.serial import from_json
from hwasil.i18n import LANGUAGES, speaking
from hwasil.studio.plan import Plan, plan
from hwasil.studio.studio import Studio
from hwasil.studio.translate import asking_for, estimate, translator, words_of
from hwasil.wire import catalogue
from hwasil.wire.model import Limits, Model

HAIKU = "anthropic.claude-haiku-5-5"
CREATIVE = "stability.stable-creative-upscale-v1:0"
ENGLISH = {"눈밭의 여우": "a fox in the snow", "사람": "people", "소파": "the sofa"}
SOFA = MaskPrompt("소파")
BACKGROUND = Outpaint(PICTURE, CAT, "눈밭의 여우")  # two calls, and the first would cut the cat out


@dataclass
class Translating(Darkroom):
    """A hosted backend that also speaks: ``answer`` is what it says, else the words in English as JSON."""

    answer: str | HwasilError = ""
    stop: str = "end_turn"
    asked: list[Converse] = field(default_factory=list)
    gone: frozenset[str] = frozenset()

    def offered(self, model: str, kind: type[Job]) -> Model:
        if model in self.gone:
            raise ModelRetired("wire_model_retired", model=model, replacement=None)
        return super().offered(model, kind)

    def run(self, job: Job, model: str, context: Context) -> AnyResult:
        if not isinstance(job, Converse):
            return super().run(job, model, context)
        self.asked.append(job)
        if isinstance(self.answer, HwasilError):
            raise self.answer
        own = {name: ENGLISH[text] for name, text in words_of(job).items()} if not self.answer else {}
        return Said(self.answer or json.dumps(own), self.stop, "darkroom", model, usd("0.00012"), 0.0, 900, 60)


@pytest.fixture
def backend() -> Translating:
    return Translating()


@pytest.fixture
def studio(backend: Translating) -> Studio:
    return Studio({"bedrock": lambda: backend})


def planned(job: Job, model: str | None = None, **wishes: Any) -> Plan:
    return plan(job, BedrockBackend(), model, **wishes)


def asked_in(made: Plan) -> dict[str, str]:
    """Return what the first step of a plan, and no other, wants translated."""
    assert [step.kind for step in made.steps].count("translate") == 1
    first = made.steps[0]
    assert isinstance(first.job, Converse)
    return words_of(first.job)


class TestPlanned:
    @pytest.mark.parametrize(
        ("job", "model", "words"),
        [
            (TextToImage("눈밭의 여우", negative="사람"), None, {"prompt": "눈밭의 여우", "negative": "사람"}),
            (TextToImage("a fox", negative="사람"), None, {"negative": "사람"}),
            (TextToImage("a fox", style="수채화"), None, {"prompt": "a fox, 수채화"}),
            (TextToImage("여우", conditioning=Conditioning(PICTURE)), None, {"prompt": "여우"}),
            (TextToImage('"화실"이라고 적힌 간판'), None, {"prompt": '"화실"이라고 적힌 간판'}),
            (ImageVariation((PICTURE,), "여우"), None, {"prompt": "여우"}),
            (Inpaint(PICTURE, MASK, "여우", "사람"), None, {"prompt": "여우", "negative": "사람"}),
            (Inpaint(PICTURE, SOFA, "초록 소파"), None, {"prompt": "초록 소파", "region": "소파"}),
            (Inpaint(PICTURE, SOFA, "a green sofa"), None, {"region": "소파"}),
            (Outpaint(PICTURE, MASK, "해변"), None, {"prompt": "해변"}),
            (Outpaint(PICTURE, SOFA, "해변"), None, {"prompt": "해변"}),  # what is kept is found without its name
            (Extend(PICTURE, Margins(left=8), prompt="해변"), None, {"prompt": "해변"}),
            (Recolor(PICTURE, SOFA, TEAL), None, {"region": "소파"}),
            (Upscale(PICTURE, 4, "여우"), CREATIVE, {"prompt": "여우"}),
        ],
    )
    def test_the_words_that_are_sent_are_translated_first(
        self, job: Job, model: str | None, words: dict[str, str]
    ) -> None:
        made = planned(job, model)
        assert asked_in(made) == words
        assert made.steps[0].model == HAIKU
        assert made.job is job
        own = [step for step in made.steps if step.kind == "call" and type(step.job) is type(job)]
        assert own
        assert all(step.words == 0 for step in own)
        written = json.loads(json.dumps(made.to_json()))["steps"][0]
        assert (written["kind"], written["model"], written["price_estimated"]) == ("translate", HAIKU, True)
        assert from_json(written["job"]) == made.steps[0].job

    @pytest.mark.parametrize(
        "job",
        [
            TextToImage("a fox"),
            TextToImage('a sign reading "화실"'),
            Upscale(PICTURE, 4, "여우"),  # the fast service takes no words
            Outpaint(PICTURE, SOFA, "a beach"),
            Inpaint(PICTURE, CAT, "a fox"),
        ],
    )
    def test_what_is_read_is_not_translated(self, job: Job) -> None:
        made = planned(job)
        assert made.translation is None
        assert not made.price.estimated
        assert all(step.words is None for step in made.steps)

    def test_the_price_is_an_estimate_and_never_that_of_the_pictures_alone(self) -> None:
        made = planned(TextToImage("눈밭의 여우", count=3))
        assert made.price.estimated
        assert made.price.usd is not None
        assert Decimal("0.12") < made.price.usd < Decimal("0.121")
        assert str(made.price).startswith("≈$0.120")

    def test_colors_need_no_translation(self) -> None:
        made = planned(TextToImage("눈밭의 여우", palette=Palette((TEAL,))))
        assert asked_in(made)["prompt"] == "눈밭의 여우, in the colors teal"

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_strict_refuses_it_by_name(self, language: Any) -> None:
        with speaking(language), pytest.raises(NotSupported) as caught:
            planned(TextToImage("눈밭의 여우", count=2), strict=True)
        assert caught.value.key == "strict_changes"
        with speaking(language):
            assert "눈밭의 여우" in caught.value.message

    def test_a_retired_model_that_still_answers_elsewhere_is_told_its_limit(self) -> None:
        elsewhere = BedrockBackend(endpoint_url="http://127.0.0.1:1")
        made = plan(Outpaint(PICTURE, SOFA, "해변"), elsewhere, TITAN)
        assert asked_in(made) == {"prompt": "해변", "keep": "소파"}
        first = made.steps[0].job
        assert isinstance(first, Converse)
        assert "512 characters" in (first.system or "")
        assert asked_in(plan(TextToImage("눈밭의 여우"), elsewhere, NOVA)) == {"prompt": "눈밭의 여우"}

    def test_korean_that_is_too_long_is_known_at_once(self) -> None:
        elsewhere = BedrockBackend(endpoint_url="http://127.0.0.1:1")
        with pytest.raises(InvalidInput, match="513"):
            plan(TextToImage("가" * 513), elsewhere, TITAN)


class TestWhoTranslates:
    JOB = asking_for({"prompt": "눈밭의 여우"}, Limits(prompt_max=512))

    def test_the_cheapest_by_the_catalogues_prices(self, backend: Translating) -> None:
        found = []
        while (model := translator(backend, self.JOB)) is not None:
            found.append(model)
            backend.gone |= {model.id}
        prices = [estimate(model, self.JOB) for model in found]
        known = [price.usd for price in prices if price.usd is not None]
        assert len(known) >= 3
        assert known == sorted(known)
        assert set(prices[len(known) :]) == {UNKNOWN_PRICE}
        assert found[0] is catalogue.find(HAIKU)
        assert all(model.state == "active" and "Converse" in model.jobs for model in found)

    def test_without_anyone_to_ask_it_is_not_supported(self, backend: Translating) -> None:
        backend.gone = frozenset(model.id for model in catalogue.models() if "Converse" in model.jobs)
        for language in LANGUAGES:
            with speaking(language), pytest.raises(NotSupported) as caught:
                plan(TextToImage("눈밭의 여우"), backend, CORE)
            assert caught.value.key == "prompt_not_english"
            with speaking(language):
                assert caught.value.hint

    @given(st.text(min_size=1, max_size=400))
    def test_an_estimate_is_rather_too_much(self, text: str) -> None:
        job, model = asking_for({"prompt": text}, Limits(prompt_max=512)), catalogue.find(HAIKU)
        assert words_of(job) == {"prompt": text}
        about = estimate(model, job)
        assert about.estimated
        assert about.usd is not None
        letters = len(job.system or "") + len(text)
        assert about.usd >= Decimal("0.10") * letters / 1_000_000 + Decimal("0.50") * len(text) / 1_000_000
        assert about.usd < Decimal("0.01")


class TestCarriedOut:
    def test_translated_once_for_every_picture(self, studio: Studio, backend: Translating) -> None:
        job = TextToImage("눈밭의 여우", negative="사람", count=3, seed=1)
        result = studio.run(studio.plan(job, backend="bedrock"))
        assert len(backend.asked) == 1
        sent = [one for one in backend.sent if isinstance(one, TextToImage)]
        assert {(one.prompt, one.negative) for one in sent} == {("a fox in the snow", "people")}
        assert result.translated == (
            Translated("prompt", "눈밭의 여우", "a fox in the snow", HAIKU),
            Translated("negative", "사람", "people", HAIKU),
        )
        assert [one.seed for one in result.made] == [1, 2, 3]
        for one in result.made:
            assert [text["original"] for text in one.details["translated"]] == ["눈밭의 여우", "사람"]
            json.dumps(one.details)
        assert result.price == usd("0.12012")

    def test_the_name_of_a_region_too(self, studio: Studio, backend: Translating) -> None:
        result = studio.run(studio.plan(Inpaint(PICTURE, SOFA, "a fox"), backend="bedrock"))
        [sent] = backend.sent
        assert isinstance(sent, Inpaint)
        assert sent.region == MaskPrompt("the sofa")
        assert [one.field for one in result.translated] == ["region"]

    def test_and_a_mask_made_on_the_way(self, studio: Studio, backend: Translating) -> None:
        job = Outpaint(PICTURE, CAT, "눈밭의 여우", mode="precise", seed=9)
        result = studio.run(studio.plan(job, backend="bedrock"))
        painted = backend.sent[-1]
        assert isinstance(painted, Outpaint)
        assert painted.prompt == "a fox in the snow"
        assert not isinstance(painted.keep, MaskPrompt)
        assert result.price == usd("0.14012")

    @pytest.mark.parametrize(
        "answer",
        [
            '{"prompt": " a fox in the snow\\n"}',
            '```json\n{"prompt": "a fox in the snow"}\n```',
            'Here {it} is: {"prompt": "a fox in the snow", "note": 1}. Enjoy {"prompt": "a cat"}!',
            '{"prompt": "a fox in the snow", "refused": null}',
        ],
    )
    def test_an_answer_may_say_more_than_it_should(
        self, studio: Studio, backend: Translating, answer: str
    ) -> None:
        backend.answer = answer
        result = studio.run(studio.plan(TextToImage("눈밭의 여우"), backend="bedrock"))
        assert result.translated[0].translation == "a fox in the snow"

    def test_lettering_stays_korean(self, studio: Studio, backend: Translating) -> None:
        backend.answer = json.dumps({"prompt": 'a cafe with a sign reading "화실"'})
        studio.run(studio.plan(TextToImage('"화실" 간판이 있는 카페'), backend="bedrock"))
        assert [getattr(one, "prompt", "") for one in backend.sent] == ['a cafe with a sign reading "화실"']


def failed(studio: Studio, job: Job = BACKGROUND) -> HwasilError:
    """Run a job whose words cannot be translated; return why. Its texts stand in both languages."""
    with pytest.raises(HwasilError) as caught:
        studio.run(studio.plan(job, backend="bedrock"))
    for language in LANGUAGES:
        with speaking(language):
            assert caught.value.message
            assert caught.value.hint
    return caught.value


class TestWithoutWordsNothingIsSent:
    @pytest.mark.parametrize(
        "answer",
        [
            "a fox in the snow",
            "{" * 50,
            '{"prompt": "눈밭의 여우"}',
            '{"prompt": "  "}',
            '{"prompt": 7}',
            '{"prompt": "\\ud83e"}',
            '{"Prompt": "a fox"}',
            '["prompt"]',
            '{"a":' * 20_000,
        ],
    )
    def test_no_translation(self, studio: Studio, backend: Translating, answer: str) -> None:
        backend.answer = answer
        problem = failed(studio)
        assert (type(problem), problem.key, problem.billed) == (Corrupt, "translation_unusable", "yes")
        assert backend.sent == []

    @pytest.mark.parametrize(
        ("answer", "stop"), [('{"refused": "violence"}', "end_turn"), ("I ca", "content_filtered")]
    )
    def test_a_refusal(self, studio: Studio, backend: Translating, answer: str, stop: str) -> None:
        backend.answer, backend.stop = answer, stop
        problem = failed(studio)
        assert isinstance(problem, ContentBlocked)
        assert (problem.stage, problem.billed) == ("prompt", "yes")
        assert problem.facts["reason"] in {"violence", "content_filtered"}
        assert backend.sent == []

    def test_a_refusal_of_the_filter(self, studio: Studio, backend: Translating) -> None:
        backend.answer = ContentBlocked("wire_blocked_output", stage="output", reason="guardrail_intervened")
        problem = failed(studio, TextToImage("눈밭의 여우", count=3))
        assert isinstance(problem, ContentBlocked)
        assert (problem.stage, problem.billed) == ("prompt", "unknown")
        assert backend.sent == []

    def test_a_translation_that_is_too_long(self, studio: Studio, backend: Translating) -> None:
        backend.answer = json.dumps({"prompt": "x" * 10_001})
        problem = failed(studio)
        assert (problem.key, problem.billed) == ("translation_too_long", "yes")
        assert backend.sent == []

    def test_a_call_that_failed(self, studio: Studio, backend: Translating) -> None:
        backend.answer = Unavailable("deadline", billed="no")
        assert failed(studio) is backend.answer
        assert backend.answer.billed == "no"
        assert backend.sent == []

    def test_stopped_before_it_began(self, studio: Studio, backend: Translating) -> None:
        context = Context()
        context.cancelled.set()
        with pytest.raises(HwasilError):
            studio.run(studio.plan(TextToImage("눈밭의 여우"), backend="bedrock"), context)
        assert backend.asked == []


def test_what_fails_afterwards_was_paid_for_in_part(studio: Studio, backend: Translating) -> None:
    backend.trouble[5] = Unavailable("deadline", billed="no")
    problem = failed(studio, TextToImage("눈밭의 여우", seed=5))
    assert (type(problem), problem.billed) == (Unavailable, "yes")


def through(url: str, job: Job, model: str) -> Any:
    """Plan and run a job with the real backend on the scripted server."""
    studio = Studio({"bedrock": lambda: backend_for(url)})
    return studio.run(studio.plan(job, backend="bedrock", model=model))


def said(words: Mapping[str, str]) -> Reply:
    return spoken(json.dumps(words))


def test_through_the_sdk_first_the_words_and_then_the_picture(scripted: Loopback) -> None:
    job = TextToImage("눈밭의 여우", count=2, seed=7)
    with scripted(said({"prompt": "a fox in the snow"}), stability(None)) as script:
        result = through(script.url, job, CORE)
    words, *pictures = script.calls
    assert words.path == f"/model/global.{HAIKU}/converse"
    [turn] = words.body["messages"]
    assert json.loads(turn["content"][0]["text"]) == {"prompt": "눈밭의 여우"}
    assert "10000 characters" in words.body["system"][0]["text"]
    assert [call.path.endswith("/invoke") for call in pictures] == [True, True]
    assert {call.body["prompt"] for call in pictures} == {"a fox in the snow"}
    assert result.price == usd("0.08011")
    assert result.made[0].details["request_id"] == "request-1"
    assert result.made[0].details["translated"] == [
        {"field": "prompt", "original": "눈밭의 여우", "translation": "a fox in the snow", "model": HAIKU}
    ]


@pytest.mark.parametrize(
    ("job", "model", "answer", "picture"),
    [
        (TextToImage("눈밭의 여우", seed=7), TITAN, {"prompt": "a fox"}, titan()),
        (Inpaint(PICTURE, SOFA, "여우"), REPLACE, {"prompt": "a fox", "region": "a sofa"}, stability(None)),
        (Inpaint(PICTURE, MASK, "여우"), INPAINT, {"prompt": "a fox"}, stability(None)),
        (ImageVariation((OTHER,), "여우"), NOVA, {"prompt": "a fox"}, titan()),
    ],
    ids=["titan", "search and replace", "inpaint", "nova"],
)
def test_through_the_sdk_every_family(
    scripted: Loopback, job: Job, model: str, answer: dict[str, str], picture: Reply
) -> None:
    with scripted(said(answer), picture) as script:
        result = through(script.url, job, model)
    assert len(result.made) == 1
    sent = json.dumps(script.calls[-1].body, ensure_ascii=False)
    assert "여우" not in sent
    assert all(text in sent for text in answer.values())


def test_through_the_sdk_no_picture_without_words(scripted: Loopback) -> None:
    with scripted(error("AccessDeniedException", 403)) as script, pytest.raises(HwasilError) as caught:
        through(script.url, TextToImage("눈밭의 여우", count=3), CORE)
    assert caught.value.billed == "no"
    assert len(script.calls) == 1
