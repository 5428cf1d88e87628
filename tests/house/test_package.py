"""The package as it is met from outside: quick to import, and everything it names is there."""

from __future__ import annotations

import subprocess
import sys

import pytest

import hwasil

HEAVY = ("numpy", "PIL", "boto3", "botocore", "onnxruntime", "starlette", "uvicorn", "jsonschema", "resvg_py")


def _loaded_after(code: str) -> set[str]:
    """Run code in a fresh Python and return the top-level modules that it loaded."""
    script = f"import sys\n{code}\nsys.stderr.write(' '.join(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ran.stderr.split()}


def test_importing_costs_nothing() -> None:
    loaded = _loaded_after("import hwasil")
    assert "hwasil" in loaded
    assert not loaded & set(HEAVY)


def test_the_help_costs_little() -> None:
    asked = "sys.argv = ['hwasil', '--help']\nfrom hwasil.cli.main import run\ntry: run()\nexcept SystemExit: pass"
    loaded = _loaded_after(asked)
    assert "click" in loaded
    assert not loaded & set(HEAVY)


def test_the_check_would_see_a_heavy_module() -> None:
    assert {"numpy", "PIL"} <= _loaded_after("import hwasil.core.mask")


@pytest.mark.parametrize("name", hwasil.__all__)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(hwasil, name) is not None
    assert name in dir(hwasil)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = hwasil.no_such_name
