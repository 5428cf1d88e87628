from __future__ import annotations

import ast
import inspect

import pytest

import hwasil


def test_every_public_name_is_there_and_is_the_real_thing() -> None:
    for name in hwasil.__all__:
        value = getattr(hwasil, name)
        assert name in {"__version__", getattr(value, "__name__", None)}
    assert set(hwasil.__all__) <= set(dir(hwasil))


def test_what_type_checkers_see_is_what_runs() -> None:
    tree = ast.parse(inspect.getsource(hwasil))
    seen = {
        alias.name: statement.module
        for branch in tree.body
        if isinstance(branch, ast.If)
        for statement in branch.body
        if isinstance(statement, ast.ImportFrom)
        for alias in statement.names
    }
    assert seen == hwasil._HOME
    assert {*seen, "__version__"} == set(hwasil.__all__)


def test_other_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="frobnicate"):
        hwasil.frobnicate  # noqa: B018 (reading it is the test)


def test_create_speaks_of_what_is_wrong() -> None:
    with pytest.raises(hwasil.InvalidInput):
        hwasil.create("")
    with pytest.raises(hwasil.InvalidInput):
        hwasil.create("a fox", size="7x9")
