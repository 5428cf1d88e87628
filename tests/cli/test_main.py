from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Shell

from hwasil import __version__
from hwasil.cli.columns import columns
from hwasil.cli.main import COMMANDS
from hwasil.i18n import LANGUAGES, Language, speaking

HEAVY = {"numpy", "PIL", "boto3", "botocore", "onnxruntime", "jsonschema", "starlette"}
PAGES = [[], *([name] for name in COMMANDS), ["skills", "pull"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", PAGES, ids=" ".join)
@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_help_page_reads_well(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: list[str], language: Language, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    with speaking(language):
        result = shell(*words, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(
        f"{'Usage' if language == 'en' else '사용법'}: {' '.join(['hwasil', *words])} ["
    )
    body, _, examples = result.stdout.partition({"en": "Examples:", "ko": "예:"}[language])
    assert "  hwasil " in examples
    # A table leaves its last column at least 16 columns, however narrow the terminal.
    assert all(columns(line) <= max(width, 64) for line in body.splitlines()[1:])
    assert re.search("[가-힣]", body.replace("화실", "")) if language == "ko" else not re.search("[가-힣]", body)


def test_without_a_command_the_help_is_shown(shell: Shell) -> None:
    result = shell()
    assert (result.exit_code, result.stdout) == (0, shell("--help").stdout)
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)


def test_the_language_is_the_readers() -> None:
    assert "사용법" in hwasil("--help", language="ko").stdout
    assert "Usage" in hwasil("--help", language="en").stdout


def test_version(shell: Shell) -> None:
    assert shell("--version").stdout == f"hwasil {__version__}\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["frobnicate", "--frobnicate", "create", "skills frob", "skills pull"])
def test_usage_errors_are_one_line(shell: Shell, words: str, language: Language) -> None:
    with speaking(language):
        result = shell(*words.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert bool(re.search("[가-힣]", result.stderr)) == (language == "ko")


def test_help_loads_nothing_heavy_and_no_command() -> None:
    seen = loaded("from hwasil.cli.main import run; import sys; sys.argv = ['hwasil', '--help']", "run()")
    assert not seen & {
        "numpy",
        "PIL",
        "boto3",
        "onnxruntime",
        "jsonschema",
        "importlib.metadata",
        "hwasil.cli.create",
    }


def test_importing_the_package_loads_nothing_heavy() -> None:
    seen = loaded("import hwasil", "")
    assert not seen & {*HEAVY, "click", "hwasil.i18n", "hwasil.core"}


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hwasil", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"hwasil {__version__}\n"


@pytest.mark.parametrize("prompt", [b"", b"x" * 10_000, "🦊".encode(), b"a \xff fox", "여우".encode() * 20_000])
def test_hostile_arguments_of_a_real_process(prompt: bytes) -> None:
    done = hwasil("create", prompt)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_a_size_nothing_can_make() -> None:
    done = hwasil("create", "a fox", "--size", "7x9", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["kind"] == "InvalidInput"


def test_bedrock_without_credentials(tmp_path: Path) -> None:
    done = hwasil("create", "a fox", "--backend", "bedrock", cwd=tmp_path, without="AWS_")
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_reader_who_leaves_early() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "hwasil", "models", "--all", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        assert process.wait(30) in {0, 1}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only where /dev/full is")
def test_nobody_listens() -> None:
    command = f"exec '{sys.executable}' -m hwasil models --all >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False, timeout=60).returncode == 0


def test_a_full_disk_behind_standard_output() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hwasil", "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "hwasil: The system refused: there is no room left.\n"


def hwasil(
    *args: str | bytes, cwd: Path | None = None, language: Language = "en", without: str = "\0"
) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own, without the variables whose names begin in some way."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(without)}
    env |= {"HWASIL_LANG": language, "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull}
    command = [sys.executable, "-m", "hwasil", *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=cwd, env=env)


def loaded(before: str, last: str) -> set[str]:
    """Return the modules that a fresh process has loaded after running some lines."""
    code = f"{before}\ntry:\n    {last or 'pass'}\nfinally:\n    import sys; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())
