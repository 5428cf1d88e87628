"""The command line's reference, made from the command line itself: ``python -m hwasil.cli.reference FOLDER``.

A test compares the pages in ``docs/reference`` with what this makes, so they cannot fall behind.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from hwasil.cli.main import program
from hwasil.i18n import Language, say, speaking

PAGES: Final[dict[str, Language]] = {"cli.md": "en", "cli.ko.md": "ko"}


def page(language: Language) -> str:
    """Return the reference in one language, as Markdown: every command's help page, eighty columns wide."""
    columns = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with speaking(language):
            parts = [f"# hwasil\n\n{say('cli.reference.note')}\n"]
            parts += [f"## {path}\n\n```\n{text}\n```\n" for path, text in _helps(program(), None)]
    finally:
        if columns is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = columns
    return "\n".join(parts)


def _helps(command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    context = click.Context(command, info_name=command.name, parent=parent)
    yield context.command_path, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _helps(inner, context)


def write(folder: Path) -> None:
    """Write every page into a folder."""
    for name, language in PAGES.items():
        (folder / name).write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
