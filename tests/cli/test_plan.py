"""``hwasil plan``: what would be done and what it would cost, and nothing sent."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from hwasil.cli.main import program
from hwasil.core.garments import Garment
from hwasil.core.jobs import Inpaint, Job, Outpaint, TextToImage, TryOn, Upscale
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.picture import Picture
from hwasil.core.serial import to_json
from hwasil.i18n import LANGUAGES, speaking

PICTURE = Picture.from_pixels(np.full((64, 96, 3), 90, np.uint8))
LEFT = Mask.from_boxes(PICTURE.size, [Box(0, 0, 48, 64)])
NOVA = "amazon.nova-canvas-v1:0"


def hwasil(*args: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(program(), ["plan", *args], input=stdin, prog_name="hwasil")


def written(job: Job, folder: Path) -> str:
    file = folder / "job.json"
    file.write_text(json.dumps(to_json(job)), encoding="utf-8")
    return str(file)


def test_steps_prices_and_losses_are_shown(tmp_path: Path) -> None:
    job = Outpaint(PICTURE, MaskPrompt("the cat"), "a beach", mode="precise", seed=5)
    result = hwasil(written(job, tmp_path), "--backend", "bedrock")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "2 call(s) of stability.stable-image-inpaint-v1:0 (bedrock)",
        "1. remove-background: 1 picture(s) by stability.stable-image-remove-background-v1:0, $0.07",
        "2. make a mask of the subject that step 1 cut out, free",
        "3. outpaint: 1 picture(s) by stability.stable-image-inpaint-v1:0, $0.07",
        "4. put back, on this machine, what step 3 was not to change, free",
        "Left out: words for what is kept the cat",
        "Price: $0.14. Nothing was sent.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("job", [Upscale(PICTURE), Inpaint(PICTURE, LEFT), TextToImage("a fox")])
def test_every_plan_can_be_shown(tmp_path: Path, job: Job, language: str) -> None:
    with speaking("ko" if language == "ko" else "en"):
        assert hwasil(written(job, tmp_path), "--backend", "bedrock").exit_code == 0


def test_a_retired_model_is_replaced_when_asked(tmp_path: Path) -> None:
    file = written(Inpaint(PICTURE, LEFT, "a fox", count=2, seed=5), tmp_path)
    refused = hwasil(file, "--backend", "bedrock", "--model", NOVA)
    assert refused.exit_code == 3
    assert "stability.stable-image-inpaint-v1:0" in refused.stderr
    told = json.loads(hwasil(file, "--backend", "bedrock", "--model", NOVA, "--replace-retired", "--json").stdout)
    assert told["adjusted"][0] == {"field": "model", "asked": NOVA, "used": "stability.stable-image-inpaint-v1:0"}
    assert [(step["kind"], step["uses"], step["price_usd"]) for step in told["steps"]] == [
        ("call", None, 0.07), ("call", None, 0.07), ("composite back", 0, 0.0), ("composite back", 1, 0.0),
    ]  # fmt: skip
    assert told["steps"][2]["model"] is None
    assert told["price_usd"] == pytest.approx(0.14)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ([], "TryOn"),
        (["--backend", "bedrock"], "Nova Canvas"),
        (["--backend", "bedrock", "--model", NOVA], "withdrawn"),
    ],
)
def test_what_nothing_does_any_more_is_refused_in_words(tmp_path: Path, target: list[str], said: str) -> None:
    refused = hwasil(written(TryOn(PICTURE, PICTURE, Garment("shoes")), tmp_path), *target)
    assert (refused.exit_code, refused.stdout) == (3, "")
    assert said in refused.stderr


def test_a_try_on_is_planned_where_its_model_still_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "http://127.0.0.1:1")
    file = written(TryOn(PICTURE, PICTURE, Garment("shoes"), seed=5), tmp_path)
    lines = hwasil(file, "--backend", "bedrock", "--model", NOVA).stdout.splitlines()
    assert lines[1:] == [
        "1. try-on: 1 picture(s) by amazon.nova-canvas-v1:0, $0.04",
        "Price: $0.04. Nothing was sent.",
    ]


def test_from_standard_input() -> None:
    job = json.dumps({"kind": "TextToImage", "prompt": "눈밭의 여우"}).encode()
    told = json.loads(hwasil("-", "--json", stdin=b"\xef\xbb\xbf" + job).stdout)
    assert told["job"] == {"kind": "TextToImage", "prompt": "눈밭의 여우"}
    assert told["target"]["backend"] == "local"


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"kind": "Dance"}', b'{"kind": "TextToImage", "x": 1}']
)
def test_what_is_no_job_is_said_in_one_line(data: bytes) -> None:
    result = hwasil("-", stdin=data)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    result = hwasil(str(tmp_path / "nothing.json"))
    assert result.exit_code == 1
    assert "nothing.json" in result.stderr
