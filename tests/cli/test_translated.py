"""Words that were put into English: in the plan, on the screen, in the JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.studio.test_onto import PICTURE
from tests.studio.test_translate import HAIKU, Translating

from hwasil.cli.main import program
from hwasil.core.jobs import Inpaint
from hwasil.core.mask import MaskPrompt
from hwasil.core.serial import to_json
from hwasil.i18n import speaking

ON_BEDROCK = ("눈밭의 여우", "--backend", "bedrock", "--seed", "5")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Translating:
    made = Translating()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("hwasil.studio.backends._open_bedrock", lambda region, profile: made)
    return made


def hwasil(*args: str) -> Result:
    return CliRunner().invoke(program(), args, prog_name="hwasil")


def test_a_plan_shows_the_step_and_sends_nothing(backend: Translating) -> None:
    result = hwasil("create", *ON_BEDROCK, "-n", "2", "--dry-run")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "2 call(s) of stability.stable-image-core-v1:1 (bedrock)",
        f"1. put into English by {HAIKU}: prompt, ≈$0.0001",
        "2. 1 picture(s), 1:1, seed 5, $0.04",
        "3. 1 picture(s), 1:1, seed 6, $0.04",
        "Price: ≈$0.0801. Nothing was sent.",
    ]
    assert backend.asked == []


def test_the_plan_of_an_edit_in_korean(backend: Translating, tmp_path: Path) -> None:
    file = tmp_path / "job.json"
    file.write_text(json.dumps(to_json(Inpaint(PICTURE, MaskPrompt("소파"), "사람"))), encoding="utf-8")
    with speaking("ko"):
        result = hwasil("plan", str(file), "--backend", "bedrock")
    assert (
        f"1. 영어로 번역: 프롬프트, 바꿀 대상을 가리키는 말, {HAIKU} 모델, ≈$0.0001" in result.stdout.splitlines()
    )


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", f"Translated: prompt, 눈밭의 여우 → a fox in the snow ({HAIKU})"),
        ("ko", f"번역: 프롬프트, 눈밭의 여우 → a fox in the snow ({HAIKU} 모델)"),
    ],
)
def test_both_texts_are_shown(backend: Translating, language: str, line: str) -> None:
    with speaking("ko" if language == "ko" else "en"):
        result = hwasil("create", *ON_BEDROCK)
    assert result.exit_code == 0
    assert line in result.stdout.splitlines()
    assert "$0.04012" in result.stdout


def test_both_texts_are_in_the_json(backend: Translating) -> None:
    told = json.loads(hwasil("create", *ON_BEDROCK, "--json").stdout)
    both = {"field": "prompt", "original": "눈밭의 여우", "translation": "a fox in the snow", "model": HAIKU}
    assert told["job"]["prompt"] == "눈밭의 여우"
    assert told["translated"] == [both]
    assert told["pictures"][0]["details"]["translated"] == [both]
    assert (told["price_usd"], told["price_estimated"]) == (0.04012, False)


def test_strict_sends_nothing(backend: Translating) -> None:
    result = hwasil("create", *ON_BEDROCK, "--strict")
    assert result.exit_code == 3
    assert "눈밭의 여우" in result.stderr
    assert backend.asked == []
