"""``hwasil aws`` against a cloud on this computer."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path

import pytest
from tests.cli.conftest import Shell
from tests.library.gallery.aws.cloud import Cloud, shared
from tests.library.gallery.aws.test_older import Workshop
from tests.library.gallery.entries import new_picture

from hwasil.i18n import speaking
from hwasil.library.gallery.opening import opened

# What moto's CloudFormation does not make is passed over there, with a warning.
pytestmark = pytest.mark.filterwarnings("ignore:Tried to parse:UserWarning")

NUMBERS = count()


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    monkeypatch.setenv("AWS_ENDPOINT_URL", shared().url)
    monkeypatch.setattr("hwasil.library.gallery.aws.stack._PACE", 0.01)
    return shared()


@pytest.fixture
def name(cloud: Cloud) -> str:
    return f"hwasil-cli-{next(NUMBERS)}"


def test_the_change_set_is_shown_and_nothing_is_done(shell: Shell, cloud: Cloud, name: str) -> None:
    before = cloud.client("s3").list_buckets()["Buckets"]
    ran = shell("aws", "deploy", "--stack", name, "--dry-run")
    assert ran.exit_code == 0
    for part in ("AWS::S3::Bucket", "AWS::DynamoDB::Table", "GalleryPolicy", "BedrockPolicy", "add"):
        assert part in ran.stdout
    assert "Nothing was changed." in ran.stdout
    assert cloud.client("s3").list_buckets()["Buckets"] == before


@pytest.mark.parametrize("answer", [b"\n", b"n\n", b"no\n"])
def test_without_a_yes_nothing_is_done(shell: Shell, cloud: Cloud, name: str, answer: bytes) -> None:
    before = cloud.client("s3").list_buckets()["Buckets"]
    ran = shell("aws", "deploy", "--stack", name, stdin=answer)
    assert ran.exit_code == 0
    assert "Nothing was changed." in ran.stdout
    assert cloud.client("s3").list_buckets()["Buckets"] == before


def test_without_anybody_to_ask_nothing_is_done(shell: Shell, cloud: Cloud, name: str) -> None:
    before = cloud.client("s3").list_buckets()["Buckets"]
    assert shell("aws", "deploy", "--stack", name).exit_code == 130
    assert cloud.client("s3").list_buckets()["Buckets"] == before


def test_it_is_made_and_used(shell: Shell, cloud: Cloud, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking("ko"):
        ran = shell("aws", "deploy", "--stack", name, stdin="예\n".encode())
    assert ran.exit_code == 0
    assert f"CREATE_COMPLETE  AWS::CloudFormation::Stack  {name}" in ran.stderr
    cloud.tell_outputs(name)
    state = json.loads(shell("aws", "status", "--stack", name, "--json").stdout)
    library = state["outputs"]["Library"]
    monkeypatch.setenv("HWASIL_LIBRARY", library)
    gallery = opened()
    entry = gallery.keep_given(new_picture())
    assert gallery.page().entries == (entry,)

    status = shell("aws", "status", "--stack", name)
    assert "_COMPLETE" in status.stdout
    assert f"export HWASIL_LIBRARY='{library}'" in status.stdout


def test_made_by_a_program(shell: Shell, cloud: Cloud, name: str) -> None:
    ran = shell("aws", "deploy", "--stack", name, "--yes", "--json")
    told = json.loads(ran.stdout)
    assert told["carried_out"]
    assert told["status"] == "CREATE_COMPLETE"
    assert {"action": "Add", "resource": "Bucket"}.items() <= next(
        one for one in told["changes"] if one["resource"] == "Bucket"
    ).items()


def test_a_stack_that_is_not_there(shell: Shell, cloud: Cloud, name: str) -> None:
    ran = shell("aws", "status", "--stack", name)
    assert ran.exit_code == 3
    assert "hwasil aws deploy" in ran.stdout
    assert json.loads(shell("aws", "status", "--stack", name, "--json").stdout) == {"stack": name, "status": None}


@pytest.mark.parametrize("command", ["deploy", "status"])
def test_without_credentials(shell: Shell, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    ran = shell("aws", command)
    assert ran.exit_code == 4
    assert "aws configure" in ran.stderr


def test_a_public_key_that_is_not_there(shell: Shell, cloud: Cloud, name: str) -> None:
    ran = shell("aws", "deploy", "--stack", name, "--public-key", "nowhere.pem")
    assert ran.exit_code == 1
    assert "nowhere.pem" in ran.stderr


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n", b"-----BEGIN PRIVATE KEY-----\n", bytes(5_000)])
def test_a_file_without_a_public_key(shell: Shell, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "public.pem"
    file.write_bytes(data)
    ran = shell("aws", "deploy", "--public-key", str(file))
    assert ran.exit_code == 2
    assert f"{file} holds no public key." in ran.stderr


def test_an_older_gallery_is_taken_in(shell: Shell, cloud: Cloud) -> None:
    workshop = Workshop(cloud)
    workshop.add("a.png", new_picture())
    workshop.add("gone.png")
    ran = shell("aws", "import", workshop.name, "--bucket", workshop.name, "--time-zone", "Asia/Seoul")
    assert ran.exit_code == 1
    assert "gone.png" in ran.stderr
    assert "New: 1." in ran.stdout
    again = shell("aws", "import", workshop.name, "--bucket", workshop.name, "--time-zone", "Asia/Seoul", "--json")
    told = json.loads(again.stdout)
    assert (told["added"], told["known"], [one["item"] for one in told["refused"]]) == ([], 1, ["gone.png"])
    assert len(opened().page().entries) == 1


def test_a_zone_that_is_none(shell: Shell) -> None:
    ran = shell("aws", "import", "t", "--bucket", "b", "--time-zone", "Mars/Olympus")
    assert ran.exit_code == 2
    assert "Asia/Seoul" in ran.stderr
