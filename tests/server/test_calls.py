from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput
from hwasil.server.calls import Call, call_of


def _call(method: str, path: bytes) -> Call:
    return call_of({"type": "http", "method": method, "path": path.decode("latin-1"), "raw_path": path})


@pytest.mark.parametrize(
    ("method", "path", "operation", "named"),
    [
        ("POST", b"/model/a.b-v1%3A0/invoke", "InvokeModel", "a.b-v1:0"),
        ("POST", b"/model/arn%3Aaws%3Aprofile%2Fus.a/converse-stream", "ConverseStream", "arn:aws:profile/us.a"),
        ("POST", b"/model/a/b/converse", "Converse", "a/b"),
        ("POST", b"/model/a/invoke-with-response-stream", "InvokeModelWithResponseStream", "a"),
        ("POST", b"/model/invoke/count-tokens", "CountTokens", "invoke"),
        ("POST", b"/guardrail/arn%3Ax/version/DRAFT/apply", "ApplyGuardrail", "arn:x"),
        ("GET", b"/foundation-models", "ListFoundationModels", ""),
        ("HEAD", b"/foundation-models/a%3A0", "GetFoundationModel", "a:0"),
        ("GET", b"/inference-profiles", "ListInferenceProfiles", ""),
        ("GET", b"/model/a/invoke", "Unknown", ""),
        ("POST", b"/model/invoke", "Unknown", ""),
        ("POST", b"/model//invoke", "Unknown", ""),
        ("POST", b"/", "Unknown", ""),
    ],
)
def test_what_a_path_asks_for(method: str, path: bytes, operation: str, named: str) -> None:
    call = _call(method, path)
    assert (call.operation, call.id) == (operation, named)


def test_an_id_that_is_no_text() -> None:
    with pytest.raises(InvalidInput):
        _ = _call("POST", b"/model/%FF%FE/invoke").id


@given(st.sampled_from(["GET", "POST", "PUT"]), st.binary(max_size=60))
def test_any_path_asks_for_something(method: str, path: bytes) -> None:
    assert _call(method, b"/" + path).operation
