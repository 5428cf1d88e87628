"""The rules of the house, read off the source. Each test counts what it saw, so that none is blind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tree import ROOT, SOURCE, Module, modules

# From the ground up. What shares a floor is listed together; `APART` says which of those may not know each other.
FLOORS = (
    ("_version",),
    ("i18n",),
    ("core",),
    ("wire", "engine"),
    ("backends", "library"),
    ("studio",),
    ("server", "web", "cli"),
)
APART = ({"wire", "engine"}, {"backends", "library"})
FACES = ("server", "web", "cli")
HEIGHT = {name: floor for floor, names in enumerate(FLOORS) for name in names}
ROOF = len(FLOORS)

MOST_LINES = 400
VAGUE = {"manager", "managers", "helper", "helpers", "util", "utils"}

# Words about how the files came to be, or where: of no use to a reader.
FOREIGN = (
    r"(?<![\w.])/work/",
    r"\b(?:this|that|last|next|previous|another|an earlier) session\b",
    r"\bissue #\d",
    r"\bbrief\.md\b",
    r"\bsub-?agents?\b",
    r"\bcolleagues?\b",
    r"\bthe lead\b",
)
TEXT = {".py", ".toml", ".md", ".txt", ".yaml", ".yml", ".json", ".cfg", ".ini", ".html", ".css", ".js", ".sh"}


def _part(name: str) -> str:
    """Return the part of the house that a module is in: ``core`` for ``hwasil.core.jobs``."""
    return name.split(".")[1] if "." in name else ""


def _height(part: str) -> int:
    return HEIGHT[part] if part else ROOF


def _imported(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the full name of everything of ours that a module imports."""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    for node in ast.walk(module.tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            steps = package.split(".")
            above = ".".join(steps[: len(steps) - node.level + 1]) if node.level else ""
            base = ".".join(part for part in (above, node.module) if part)
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name == "hwasil" or name.startswith("hwasil."):
                # `from hwasil import create` names no part of the house, but what stands on its roof.
                known = "." in name and name.split(".")[1] in HEIGHT
                yield (name if known else "hwasil"), node


def test_every_module_stands_on_a_floor() -> None:
    parts = {_part(module.name) for module in modules()} - {"", "__main__"}
    assert len(modules()) >= 30
    assert parts <= HEIGHT.keys()
    assert {"i18n", "core", "wire", "engine", "backends", "studio", "cli"} <= parts


def test_imports_run_down_only() -> None:
    seen = 0
    wrong = []
    for module in modules():
        here = _part(module.name)
        if here == "__main__":
            continue
        for name, node in _imported(module):
            there = _part(name)
            seen += 1
            apart = here != there and any({here, there} <= pair for pair in APART)
            above = _height(there) > _height(here) and not (here in FACES and not there)
            if apart or above:
                wrong.append(f"{module.at(node)} imports {name}")
    assert not wrong, "\n".join(wrong)
    assert seen >= 100


def test_what_the_rule_of_imports_would_catch() -> None:
    source = "import hwasil.studio\nfrom .. import engine\nfrom hwasil import create\nfrom ..core.jobs import Job"
    module = Module(SOURCE / "wire" / "x.py", "hwasil.wire.x", source, ast.parse(source))
    names = [name for name, _ in _imported(module)]
    assert names == ["hwasil.studio", "hwasil.engine", "hwasil", "hwasil.core.jobs.Job"]


def test_no_module_is_too_long() -> None:
    lengths = {module.name: module.text.count("\n") for module in modules()}
    assert max(lengths.values()) > 100
    assert not {name: lines for name, lines in lengths.items() if lines > MOST_LINES}


def test_nothing_prints() -> None:
    calls = [(name, module.at(node)) for module in modules() for name, node in module.calls()]
    assert len(calls) >= 500
    printing = [
        place
        for module in modules()
        for name, node in module.calls()
        if name == "print"
        for place in [module.at(node)]
    ]
    assert not printing


def _is_vague(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    return not VAGUE.isdisjoint(word.lower() for word in words)


def test_names_say_what_they_hold() -> None:
    names = [(module.name.rpartition(".")[2], module.name) for module in modules()]
    for module in modules():
        names += [
            (node.name, module.at(node))
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ]
    assert len(names) >= 200
    assert not [place for name, place in names if _is_vague(name)]


@pytest.mark.parametrize("name", ["JobManager", "helper", "Helpers", "image_utils", "utils", "UtilBox", "_helper"])
def test_what_the_rule_of_names_would_catch(name: str) -> None:
    assert _is_vague(name)


@pytest.mark.parametrize("name", ["manage", "utility_of", "Futile", "helped"])
def test_what_the_rule_of_names_lets_pass(name: str) -> None:
    assert not _is_vague(name)


def _swallows(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes everything, or everything and does nothing about it."""
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    blind = any(isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"} for kind in caught)
    idle = all(
        isinstance(step, ast.Pass | ast.Continue | ast.Break)
        or (isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant))
        for step in handler.body
    )
    return blind and idle


def test_no_error_is_swallowed_blindly() -> None:
    handlers = [
        (module.at(node), node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
    ]
    assert len(handlers) >= 15
    assert not [place for place, handler in handlers if _swallows(handler)]


def test_what_the_rule_of_handlers_would_catch() -> None:
    source = "try: x\nexcept: raise\ntry: x\nexcept Exception: pass\ntry: x\nexcept (OSError, BaseException): ..."
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler)]
    assert [_swallows(handler) for handler in handlers] == [True] * 3


def _texts() -> Iterator[Path]:
    """Yield every text file of the project but this one, which has to name what it looks for."""
    for top in sorted(ROOT.iterdir()):
        if top.is_file() and (top.suffix in TEXT or top.name in {"Makefile", "LICENSE"}):
            yield top
    for folder in ("src", "tests", "docs", "benchmarks", "infra"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT and path != Path(__file__):
                yield path


def test_the_project_speaks_of_itself_alone() -> None:
    seen = 0
    wrong: list[str] = []
    for path in _texts():
        seen += 1
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            wrong.extend(f"{path}:{number}: {word}" for word in FOREIGN if re.search(word, line, re.IGNORECASE))
    assert not wrong, "\n".join(wrong)
    assert seen >= 60


@pytest.mark.parametrize(
    "line",
    [
        "see /work/main",
        "as this session found",
        "fixes issue #12",
        "in brief.md",
        "a subagent wrote",
        "ask the lead",
    ],
)
def test_what_the_rule_of_words_would_catch(line: str) -> None:
    assert any(re.search(word, line, re.IGNORECASE) for word in FOREIGN)


@pytest.mark.parametrize(
    "line", ["boto3.Session()", "a browser session ends", "https://a.example/work/of/art", "the leader"]
)
def test_what_the_rule_of_words_lets_pass(line: str) -> None:
    assert not any(re.search(word, line, re.IGNORECASE) for word in FOREIGN)


def test_the_licence_is_there() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "Version 2.0" in text
    assert (ROOT / "THIRD_PARTY.md").stat().st_size > 0
