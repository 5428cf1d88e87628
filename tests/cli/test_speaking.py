"""``hwasil ideas``, ``hwasil translate`` and ``hwasil chat``: what a person sees, and what a program gets."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from tests.studio.speaker import Line, Speaker

from hwasil.backends.base import Context
from hwasil.cli.main import program
from hwasil.core.errors import Throttled, Unavailable
from hwasil.core.jobs import Converse, Job
from hwasil.core.picture import Picture
from hwasil.core.results import Said
from hwasil.studio.backends import Openers

DOWN = Unavailable("wire_service_failed", model="m", reason="down")


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Speaker:
    """Return who answers behind ``--backend openai``; the current folder is empty."""
    made = Speaker()

    def openers(*, region: str | None = None, profile: str | None = None) -> Openers:
        return {"local": lambda: made, "openai": lambda: made}

    monkeypatch.setattr("hwasil.studio.backends.standard", openers)
    monkeypatch.chdir(tmp_path)
    return made


def run(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(program(), args, input=stdin, prog_name="hwasil")


def chat(*lines: str, args: tuple[str, ...] = ()) -> Result:
    return run("chat", "--backend", "openai", *args, stdin="\n".join(lines) + "\n")


def saved(name: str, gray: int = 90) -> str:
    Path(name).write_bytes(Picture.from_pixels(np.full((20, 30, 3), gray, np.uint8)).data)
    return name


def conversation(speaker: Speaker) -> Converse:
    job = speaker.asked[-1]
    assert isinstance(job, Converse)
    return job


class TestIdeas:
    def test_the_writer_needs_nobody(self, speaker: Speaker) -> None:
        result = run("ideas", "a red fox", "--seed", "7")
        assert result.exit_code == 0
        assert result.stdout.count("red fox") == 3
        assert "free" in result.stdout
        assert speaker.asked == []

    def test_json_has_every_part(self, speaker: Speaker) -> None:
        speaker.script = ["1. a fox\n2. a dog\n3. a cat"]
        result = run("ideas", "--keyword", "animals", "--backend", "openai", "--json")
        told = json.loads(result.stdout)
        assert [one["prompt"] for one in told["ideas"]] == ["a fox", "a dog", "a cat"]
        assert set(told["ideas"][0]["parts"]) == {
            "subject", "medium", "style", "shot", "light", "color_scheme", "text", "negative"
        }  # fmt: skip
        assert (told["said"], told["price_usd"]) == (speaker.script[0], 0.01)

    def test_a_reference_is_opened(self, speaker: Speaker) -> None:
        speaker.script = ["1. a fox"]
        assert run("ideas", "--like", saved("like.png"), "--backend", "openai").exit_code == 0
        assert len(conversation(speaker).turns[0].pictures) == 1

    @pytest.mark.parametrize(
        ("args", "code"),
        [
            ((), 2),
            (("--keyword", ""), 2),
            (("--like", "gone.png"), 2),
            (("--keyword", "a\x00"), 2),
            (("--keyword", "fox", "--to", "fr"), 2),
            (("--keyword", "fox", "--backend", "nobody"), 2),
            (("--keyword", "x" * 10_000), 2),
        ],
    )
    def test_what_cannot_be_used(self, speaker: Speaker, args: tuple[str, ...], code: int) -> None:
        result = run("ideas", *args)
        assert result.exit_code == code
        assert result.stderr.startswith("hwasil: ")

    def test_nonsense_and_silence_are_told_in_one_line(self, speaker: Speaker) -> None:
        for line, code in (("???", 1), (DOWN, 3)):
            speaker.script = [line]
            result = run("ideas", "--keyword", "fox", "--backend", "openai")
            assert (result.exit_code, result.stderr.count("\n")) == (code, 1)


class TestTranslate:
    def test_the_translation_is_all_there_is(self, speaker: Speaker) -> None:
        assert run("translate", "밤 숲속의 빨간 여우").stdout == "a red fox in a forest at night\n"
        speaker.script = ['{"text": "the first\\nthe second"}']
        assert run("translate", "첫째 둘째", "--backend", "openai").stdout == "the first\nthe second\n"

    def test_json(self, speaker: Speaker) -> None:
        told = json.loads(run("translate", "a cat", "--json").stdout)
        assert told == {
            "text": "고양이",
            "original": "a cat",
            "to": "ko",
            "engine": "dictionary 1",
            "model": "local.dictionary",
            "price_usd": 0.0,
            "price_estimated": False,
        }

    def test_what_the_dictionary_does_not_know(self, speaker: Speaker) -> None:
        result = run("translate", "사랑에 빠진 여우")
        assert (result.exit_code, result.stdout) == (3, "")
        assert "HWASIL_LLM_URL" in result.stderr


class TestChat:
    def test_lines_are_questions_and_pictures_go_with_the_first(self, speaker: Speaker) -> None:
        speaker.script = ["A room.", "Two chairs."]
        result = chat("What is it?", "", "How many chairs?", args=(saved("a.png"), saved("b.png", 9)))
        assert (result.exit_code, result.stdout) == (0, "A room.\nTwo chairs.\n")
        assert [len(turn.pictures) for turn in conversation(speaker).turns] == [2, 0, 0]

    def test_words_are_written_as_they_come(self, speaker: Speaker) -> None:
        speaker.script = [Line(pieces=("A ", "red\nfox\x1b[2J", "."))]
        assert chat("?!").stdout == "A red\nfox�[2J.\n"

    def test_nothing_that_fails_ends_it(self, speaker: Speaker) -> None:
        Path("broken.png").write_bytes(Path(saved("a.png")).read_bytes()[:60])
        speaker.script = [DOWN, Throttled("wire_throttled", model="m", reason="slow"), "A fox.", "Bye."]
        result = chat(
            "what?", "/picture gone.png", "/picture broken.png", "/retry", "/retry", "/save no/where.md", "bye"
        )
        assert (result.exit_code, result.stdout) == (0, "A fox.\nBye.\n")
        assert result.stderr.count("hwasil: ") == 5
        assert [turn.text for turn in conversation(speaker).turns] == ["what?", "A fox.", "bye"]

    def test_a_program_hears_of_a_last_failure(self, speaker: Speaker) -> None:
        speaker.script = [DOWN]
        assert chat("what?").exit_code == 3

    def test_a_picture_waits_for_its_question(self, speaker: Speaker) -> None:
        chat(f"/picture {saved('a.png')}", "what?", "/reset", "again")
        assert [len(job.turns[0].pictures) for job in speaker.asked if isinstance(job, Converse)] == [1, 0]

    def test_it_is_saved_and_opened_again(self, speaker: Speaker) -> None:
        speaker.script = ["여우입니다."]
        result = chat(
            "무엇인가요?", "/save talk.json", "/save talk.md", args=("--system", "Be brief.", saved("a.png"))
        )
        assert result.exit_code == 0
        assert "여우입니다." in Path("talk.md").read_text(encoding="utf-8")
        chat("정말요?", args=("--open", "talk.json"))
        job = conversation(speaker)
        assert [turn.text for turn in job.turns] == ["무엇인가요?", "여우입니다.", "정말요?"]
        assert (len(job.turns[0].pictures), job.system) == (1, "Be brief.")

    def test_what_is_no_conversation_is_not_opened(self, speaker: Speaker) -> None:
        for text in ("{}", "{", '{"kind": "Chat", "exchanges": [{}]}', "[" * 100_000):
            Path("talk.json").write_text(text, encoding="utf-8")
            assert chat("hi", args=("--open", "talk.json")).exit_code == 2
        assert chat("hi", args=("--open", "gone.json")).exit_code == 1
        assert speaker.asked == []

    def test_quit_ends_it_and_help_helps(self, speaker: Speaker) -> None:
        result = chat("/help", "/quit", "what?")
        assert "/retry" in result.stdout
        assert speaker.asked == []

    def test_bytes_that_are_no_text_are_refused(self, speaker: Speaker) -> None:
        result = run("chat", "--backend", "openai", stdin=b"\xff\xfe\nwhat?\n")
        assert "UTF-8" in result.stderr
        assert (result.exit_code, len(speaker.asked)) == (0, 1)

    def test_ten_thousand_letters(self, speaker: Speaker) -> None:
        assert chat("가" * 10_000).exit_code == 0
        assert len(conversation(speaker).turns[-1].text) == 10_000

    def test_ctrl_c_stops_the_answer_and_not_the_conversation(self, monkeypatch: pytest.MonkeyPatch) -> None:
        stopping = _Stopped(["A long sto", "Short."])
        monkeypatch.setattr("hwasil.studio.backends.standard", lambda **_: {"openai": lambda: stopping})
        result = chat("tell me", "shorter")
        assert (result.exit_code, result.stdout) == (0, "A long sto\nShort.\n")
        assert [turn.text for turn in conversation(stopping).turns] == ["tell me", "A long sto", "shorter"]


@dataclass
class _Stopped(Speaker):
    """Is interrupted in the middle of its first answer."""

    def run(self, job: Job, model: str, context: Context) -> Said:
        if not self.asked:
            assert context.heard is not None
            context.heard(str(self.script.pop(0)))
            self.asked.append(job)
            os.kill(os.getpid(), signal.SIGINT)
        return super().run(job, model, context)
