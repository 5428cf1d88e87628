"""The source as syntax trees, for the tests that read it instead of running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "hwasil"


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the source: where it is, its dotted name, its text and its syntax tree."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield every call with the last name of what is called: ``say`` for ``i18n.say(…)``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name):
                    yield node.func.id, node
                elif isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node

    def at(self, node: ast.expr | ast.stmt | ast.excepthandler) -> str:
        """Say where something stands, as ``hwasil.core.jobs:12``."""
        return f"{self.name}:{node.lineno}"


@cache
def modules() -> tuple[Module, ...]:
    """Return every module of the package."""
    return tuple(_read(path) for path in sorted(SOURCE.rglob("*.py")))


def first_text(call: ast.Call) -> str | None:
    """Return the first argument of a call when it is a text written out."""
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text
    return None


def _read(path: Path) -> Module:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Module(path, name, text, ast.parse(text))
