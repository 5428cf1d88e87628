from __future__ import annotations

import json
from datetime import date

import pytest
from tests.cli.conftest import Shell
from tests.server.running import running
from tests.studio.drawer import Drawer

from hwasil.cli.columns import columns
from hwasil.core.errors import Unavailable
from hwasil.core.serial import KINDS, kebab
from hwasil.i18n import speaking
from hwasil.server.app import create_app
from hwasil.wire import catalogue


def test_every_living_model_is_listed_the_local_one_first(shell: Shell) -> None:
    told = json.loads(shell("models", "--json").stdout)["models"]
    living = [model.id for model in catalogue.models() if not model.retired(date.today())]
    assert [one["id"] for one in told] == ["drawer-1", *living]
    assert told[0] == {"id": "drawer-1", "backend": "local", "state": "active", "jobs": ["text-to-image"]}
    ids = [line.split()[0] for line in shell("models").stdout.splitlines()[1:]]
    assert ids == ["drawer-1", *living]


def test_withdrawn_models_name_what_replaces_them(shell: Shell) -> None:
    told = {one["id"]: one for one in json.loads(shell("models", "--all", "--json").stdout)["models"]}
    for model in catalogue.models():
        if model.retired(date.today()):
            assert told[model.id]["state"] == "end_of_life"
            assert set(told[model.id]["replacements"].values()) == set(model.replacements.values())
    lines = shell("models", "--all").stdout.splitlines()
    titan = next(line for line in lines if line.startswith("amazon.titan-image-generator-v2"))
    assert "retired" in titan
    assert "(use " in titan


@pytest.mark.parametrize("kind", KINDS)
def test_models_of_one_job(shell: Shell, kind: str) -> None:
    told = json.loads(shell("models", "--job", kebab(kind), "--all", "--json").stdout)["models"]
    assert all(kebab(kind) in one["jobs"] for one in told)
    expected = {model.id for model in catalogue.models() if kind in model.jobs}
    assert {one["id"] for one in told if one["backend"] == "bedrock"} == expected


def test_an_unknown_price_is_said_and_is_not_zero(shell: Shell) -> None:
    for model in catalogue.models():
        if not model.prices and not model.retired(date.today()):
            line = next(line for line in shell("models").stdout.splitlines() if line.startswith(f"{model.id} "))
            assert "price unknown" in line
            break
    else:
        pytest.skip("every price is known")


def test_columns_stand_straight_in_korean(shell: Shell) -> None:
    with speaking("ko"):
        lines = shell("models").stdout.splitlines()
    start = columns(lines[0][: lines[0].index("백엔드")])
    for line in lines[1:]:
        backend = "local" if line.startswith("drawer") else "bedrock"
        at = [columns(line[:place]) for place in range(len(line)) if line.startswith(f"{backend}  ", place)]
        assert start in at


def test_a_backend_that_is_not_ready_says_what_to_do(
    shell: Shell, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ready() -> None:
        raise Unavailable("weight_missing", name="drawings", size="1 MB")

    monkeypatch.setattr(drawer, "ready", ready)
    line = shell("models").stdout.splitlines()[1]
    assert "not ready" in line
    assert "hwasil skills pull drawings" in line


def test_the_catalogue_is_compared_with_what_bedrock_lists(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    with running(create_app()) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK", url)
        told = json.loads(shell("models", "--check", "--json").stdout)
        lines = shell("models", "--check").stdout.splitlines()
    retired = {model.id for model in catalogue.models() if model.retired(date.today())}
    assert told["listed"] == len(catalogue.models())
    # The endpoint keeps the retired ones going, which Bedrock does not.
    assert {one["model"] for one in told["differences"]} == retired
    assert len(lines) == len(retired)
    assert all("here retired, at Bedrock legacy" in line for line in lines)
