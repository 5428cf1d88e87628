"""Jobs as commands and as Python: both are read by what reads them in earnest, and give the same job back."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hwasil
from hwasil.cli import carrying_out
from hwasil.cli.main import program
from hwasil.core.jobs import (
    Describe,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    Upscale,
)
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Color, Palette
from hwasil.core.picture import Picture, Size
from hwasil.studio.command_line import make_command_line
from hwasil.studio.python_code import make_python

PICTURE = Picture.from_pixels(np.full((8, 12, 3), 90, np.uint8))
SECOND = Picture.from_pixels(np.full((8, 12, 3), 10, np.uint8))
REFERENCE = Picture.from_pixels(np.full((5, 5, 3), 200, np.uint8))
MASK = Mask(np.pad(np.full((4, 6), 255, np.uint8), ((2, 2), (3, 3))))
WORDS = MaskPrompt("the red cup")

JOBS: list[Job] = [
    TextToImage(
        "a fox", negative="people", size=Size(1024, 768), count=3, seed=7, guidance=7.5, quality="premium"
    ),
    TextToImage("a 'quoted' \"fox\" $HOME; rm -rf", style="anime", palette=Palette.parse(["#112233", "#ffffff"])),
    TextToImage("-fox --size", aspect=hwasil.Aspect(16, 9)),
    ImageVariation((PICTURE, SECOND), "at night", similarity=0.25, size=Size(512, 512), count=2, seed=1),
    Inpaint(PICTURE, WORDS),
    Inpaint(PICTURE, MASK, "a bowl", negative="cups", count=2, seed=3),
    Outpaint(PICTURE, WORDS, "a beach", mode="precise", negative="people"),
    Outpaint(PICTURE, MASK, background=REFERENCE),
    Extend(PICTURE, margins=Margins(left=10, bottom=4), prompt="-sand"),
    Extend(PICTURE, size=Size(64, 64), alignment="top-left", seed=9),
    RemoveBackground(PICTURE),
    Upscale(PICTURE, 3),
    Recolor(PICTURE, WORDS, Color.parse("#336699")),
    Restyle(PICTURE, style="anime", strength=0.5, seed=2),
    Restyle(PICTURE, reference=REFERENCE),
]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay the files beside, by the names that commands and programs call them."""
    named = {
        "picture.png": PICTURE,
        "picture-2.png": SECOND,
        "mask.png": MASK.to_picture(),
        "reference.png": REFERENCE,
    }
    for name, picture in named.items():
        (tmp_path / name).write_bytes(picture.data)
    monkeypatch.chdir(tmp_path)


def commanded(line: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Job, dict[str, Any]]:
    """Return the job that the command line makes of a line, and the target it is given."""
    found: list[tuple[Job, dict[str, Any]]] = []

    def note(job: Job, name: str, **given: Any) -> int:
        found.append((job, given))
        return 0

    words = shlex.split(line)
    assert words[0] == "hwasil"
    for module in (
        "create",
        "vary",
        "remove",
        "replace",
        "background",
        "extend",
        "cutout",
        "upscale",
        "recolor",
        "restyle",
    ):
        imported = __import__(f"hwasil.cli.{module}", fromlist=["carry_out"])
        if hasattr(imported, "carry_out"):
            monkeypatch.setattr(imported, "carry_out", note)
    monkeypatch.setattr(carrying_out, "carry_out", note)
    with pytest.raises(SystemExit) as left:
        program().main(words[1:], prog_name="hwasil")
    assert not left.value.code
    return found[0]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: type(job).__name__)
def test_a_command_gives_the_job_back(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    line = make_command_line(job, backend="bedrock", model="some.model-v1:0")
    assert line
    read, target = commanded(line, monkeypatch)
    assert read == job
    assert (target["backend"], target["model"]) == ("bedrock", "some.model-v1:0")


@pytest.mark.parametrize("job", JOBS, ids=lambda job: type(job).__name__)
def test_a_program_gives_the_job_back(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[Job, dict[str, Any]]] = []

    class Noting:
        def do(self, job: Job, **target: Any) -> hwasil.Result:
            done.append((job, target))
            made = (hwasil.Made(PICTURE, 1),)
            return hwasil.Result(made, "noting", "m", hwasil.Price(None), 0.0)

    monkeypatch.setattr(hwasil, "Studio", Noting)
    exec(compile(make_python(job, backend="bedrock", model="m"), "program", "exec"), {})  # noqa: S102 (it is what is tested)
    assert done == [(job, {"backend": "bedrock", "model": "m"})]
    assert Path("result-1.png").read_bytes() == PICTURE.data


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_no_prompt_gets_out_of_its_quotes(prompt: str) -> None:
    line = make_command_line(TextToImage(prompt))
    assert line
    assert shlex.split(line)[-1] == prompt
    scope: dict[str, Any] = {}
    code = make_python(TextToImage(prompt)).splitlines()
    line = next(one for one in code if one.startswith("job = "))
    exec(f"import hwasil\n{line}", scope)  # noqa: S102 (it is what is tested)
    assert scope["job"] == TextToImage(prompt)


def test_what_no_command_can_say_has_none() -> None:
    layout = hwasil.Conditioning(PICTURE)
    assert make_command_line(TextToImage("a fox", conditioning=layout)) is None
    assert "hwasil.Conditioning(picture=" in make_python(TextToImage("a fox", conditioning=layout))


def test_a_question_is_answered_in_words() -> None:
    job = Describe(PICTURE, "what is it?")
    assert make_command_line(job) == "hwasil describe -- picture.png 'what is it?'"
    assert "studio.answer(studio.plan(job, backend='local'))" in make_python(job)
