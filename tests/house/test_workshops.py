"""Every command of the workshops' pages can be given as it stands there, one after another."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from hwasil.cli.main import program
from hwasil.core.picture import Picture

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("workshops.md", "workshops.ko.md")


def commands(page: str) -> list[list[str]]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [shlex.split(line)[1:] for line in re.findall(r"^hwasil .*$", text, re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_planned(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    picture = Picture.from_pixels(np.full((512, 512, 3), 200, np.uint8)).data
    group = program()
    for words in commands(page):
        command = group.get_command(click.Context(group), words[0])
        assert command is not None, words
        if any("--dry-run" in param.opts for param in command.params):
            result = CliRunner().invoke(group, [*words, "--dry-run", "--json"], prog_name="hwasil")
            assert result.exit_code == 0, (words, result.output)
            assert json.loads(result.stdout)["price_usd"] == 0
        else:
            command.make_context(words[0], words[1:])
        made = Path(words[words.index("-o") + 1]) if "-o" in words else None
        if made and made.suffix:  # the commands below it may use it
            made.write_bytes(picture)


def test_both_languages_say_the_same() -> None:
    def told(page: str) -> list[tuple[str, list[str], list[str]]]:
        return [
            (words[0], [word for word in words if word.startswith("-")], [w for w in words if w.endswith(".png")])
            for words in commands(page)
        ]

    assert told(PAGES[0]) == told(PAGES[1])
    assert len(told(PAGES[0])) > 40


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", (DOCS / page).read_text(encoding="utf-8")):
        assert (DOCS / link).exists(), link
