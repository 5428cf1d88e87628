"""The documentation says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from hwasil.cli import reference
from hwasil.cli.main import program
from hwasil.engine import weights

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.ko.md")


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_reference_is_the_command_line(name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert written == reference.page(reference.PAGES[name]), (
        "make it anew: python -m hwasil.cli.reference docs/reference"
    )


@pytest.mark.parametrize("name", READMES)
def test_every_command_in_the_readme_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = re.findall(r"^hwasil (?:.*)$", text, re.MULTILINE)
    assert len(lines) >= 6
    group = program()
    context = click.Context(group, info_name="hwasil")
    for line in lines:
        words = re.sub(r"\"[^\"]*\"", "TEXT", line.partition("#")[0]).split()[1:]
        command: click.Command | None = group
        while words and isinstance(command, click.Group) and not words[0].startswith("-"):
            command = command.get_command(context, words.pop(0))
        assert command is not None, line
        options = {option for param in command.params for option in param.opts}
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= options | {"--version"}, line


@pytest.mark.parametrize(
    "name", ["README.md", "README.ko.md", "CONTRIBUTING.md", "THIRD_PARTY.md", "docs/architecture.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    file = ROOT / name
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", file.read_text(encoding="utf-8"))
    links += re.findall(r'src="(?!https?://)([^"]+)"', file.read_text(encoding="utf-8"))
    missing = [link for link in links if not (file.parent / link).exists()]
    assert not missing


def test_every_weight_is_named_with_its_licence() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    for weight in weights.catalogue():
        row = next((row for row in rows if f"`{weight.name}`" in row), None)
        assert row is not None, f"{weight.name} is not in THIRD_PARTY.md"
        assert weight.archive.package in row
        for licence in weight.licence.replace("(", "").replace(")", "").split(" AND "):
            assert licence in row, f"{weight.name}: {licence}"
