"""ApplyGuardrail: the answer is made of what the guard sees, and what it cannot judge is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from tests.contract.test_every_model import PHOTO
from tests.server.running import client, running, send
from types_boto3_bedrock_runtime import BedrockRuntimeClient

from hwasil.core.picture import Picture
from hwasil.engine import networks
from hwasil.engine.guard import Verdict
from hwasil.server.guardrails import Guard, Guardrails
from hwasil.server.work import Work

SEEN = {"image": {"format": "png", "source": {"bytes": PHOTO.data}}}
DARK = Picture.from_pixels(np.zeros((8, 8, 3), np.uint8))


@contextmanager
def guarded(judge: Guard) -> Iterator[BedrockRuntimeClient]:
    """Run an endpoint whose pictures somebody else judges."""
    route = Route("/guardrail/{rest:path}", Guardrails(Work(), judge).answer, methods=["POST"])
    with running(Starlette(routes=[route])) as url:
        yield client(url)


def ask(judge: Any, *content: Any, name: str = "hwasil", version: str = "DRAFT", **more: str) -> Any:
    return judge.apply_guardrail(
        guardrailIdentifier=name, guardrailVersion=version, source="INPUT", content=list(content), **more
    )


@pytest.mark.parametrize(
    ("verdict", "action", "filters"),
    [
        (Verdict(0.1, 0.1, 0.8), "NONE", []),
        (Verdict(0.45, 0.05, 0.5), "NONE", []),
        (Verdict(0.6, 0.1, 0.3), "GUARDRAIL_INTERVENED", [("SEXUAL", "MEDIUM")]),
        (Verdict(0.05, 0.9, 0.05), "GUARDRAIL_INTERVENED", [("VIOLENCE", "HIGH")]),
    ],
)
def test_what_the_guard_sees_decides(verdict: Verdict, action: str, filters: list[tuple[str, str]]) -> None:
    with guarded(lambda _: verdict) as judge:
        answer = ask(judge, SEEN)
    assert answer["action"] == action
    found = [one for whole in answer["assessments"] for one in whole["contentPolicy"]["filters"]]
    assert [(one["type"], one["confidence"]) for one in found] == filters
    assert all(one["action"] == "BLOCKED" for one in found)
    assert bool(answer["outputs"]) == bool(filters)


def test_everything_that_was_looked_for() -> None:
    with guarded(lambda _: Verdict(0.3, 0.1, 0.6)) as judge:
        (assessment,) = ask(judge, SEEN, outputScope="FULL")["assessments"]
    shown = [(one["type"], one["confidence"], one["detected"]) for one in assessment["contentPolicy"]["filters"]]
    assert shown == [("SEXUAL", "LOW", False), ("VIOLENCE", "NONE", False)]


def test_one_picture_of_several_is_enough() -> None:
    dark = {"image": {"format": "png", "source": {"bytes": DARK.data}}}
    with guarded(lambda picture: Verdict(0.9, 0, 0.1) if picture == DARK else Verdict(0, 0, 1)) as judge:
        answer = ask(judge, SEEN, dark, SEEN)
        assert ask(judge, SEEN, SEEN)["action"] == "NONE"
    assert answer["action"] == "GUARDRAIL_INTERVENED"
    assert answer["usage"]["contentPolicyImageUnits"] == 3
    assert answer["guardrailCoverage"]["images"] == {"guarded": 3, "total": 3}


def test_words_are_not_passed_unjudged() -> None:
    with (
        guarded(lambda _: Verdict(0, 0, 1)) as judge,
        pytest.raises(
            judge.exceptions.ValidationException, match="looks at pictures; nothing here can judge words"
        ),
    ):
        ask(judge, SEEN, {"text": {"text": "hello"}})


@pytest.mark.parametrize(("name", "version"), [("abc", "DRAFT"), ("hwasil", "latest"), ("hwasil", "0")])
def test_other_guardrails_are_not_found(judge: Any, name: str, version: str) -> None:
    with pytest.raises(judge.exceptions.ResourceNotFoundException, match="which is called hwasil"):
        ask(judge, SEEN, name=name, version=version)


@pytest.mark.usefixtures("real_home")
def test_the_endpoint_judges_with_its_own_guard(judge: Any) -> None:
    arn = "arn:aws:bedrock:us-east-1:000000000000:guardrail/hwasil"
    for name in ("hwasil", arn):
        assert ask(judge, SEEN, name=name, version="1")["action"] == "NONE"


def test_without_the_weight_it_says_what_brings_it(
    judge: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    networks.release()
    with pytest.raises(judge.exceptions.ServiceUnavailableException, match="hwasil skills pull image-guard"):
        ask(judge, SEEN)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"image": {"format": "gif", "source": {"bytes": "AA=="}}}, "gif is not a valid enum value"),
        ({"image": {"format": "png", "source": {}}}, "required key [bytes] not found"),
        ({"image": {"format": "png", "source": {"bytes": "AA=="}}}, "is not a readable image"),
        ({}, "minimum size: [1], found: [0]"),
    ],
)
def test_pictures_that_are_none(url: str, block: Any, said: str) -> None:
    body = json.dumps({"source": "INPUT", "content": [block]}).encode()
    status, _, answer = send(url, "POST", "/guardrail/hwasil/version/DRAFT/apply", body)
    assert (status, said in json.loads(answer)["message"]) == (400, True)


def test_a_path_that_is_no_guardrails(url: str) -> None:
    for path in ("/guardrail/hwasil/apply", "/guardrail/hwasil/version/%2F/applied", "/guardrail/"):
        assert send(url, "POST", path, b"{}")[0] == 404
