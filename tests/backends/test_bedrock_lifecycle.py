from __future__ import annotations

from datetime import date

import pytest
from tests.server.running import running

from hwasil.backends.bedrock_lifecycle import Difference, Offer, differences, offers
from hwasil.core.errors import AccessDenied, Unavailable
from hwasil.server.app import create_app
from hwasil.wire import catalogue

TODAY = date(2026, 11, 21)


def _as_known() -> dict[str, Offer]:
    living = [model for model in catalogue.models() if not model.retired(TODAY)]
    return {model.id: Offer(model.state.upper(), makes_pictures=True) for model in living}


def test_nothing_differs_from_itself() -> None:
    assert list(differences(_as_known(), TODAY)) == []


def test_what_differs_is_named_with_both_states() -> None:
    offered = _as_known()
    del offered["stability.stable-image-core-v1:1"]
    offered["stability.sd3-5-large-v1:0"] = Offer("LEGACY", makes_pictures=True)
    offered["amazon.titan-image-generator-v2:0"] = Offer("LEGACY", makes_pictures=True)
    offered["someone.new-image-v1:0"] = Offer("ACTIVE", makes_pictures=True)
    offered["someone.new-text-v1:0"] = Offer("ACTIVE", makes_pictures=False)
    assert set(differences(offered, TODAY)) == {
        Difference("stability.stable-image-core-v1:1", "active", "absent"),
        Difference("stability.sd3-5-large-v1:0", "active", "legacy"),
        Difference("amazon.titan-image-generator-v2:0", "end_of_life", "legacy"),
        Difference("someone.new-image-v1:0", "absent", "active"),
    }


def test_a_model_of_another_region_is_not_missed() -> None:
    offered = _as_known()
    del offered["stability.stable-image-core-v1:1"]
    assert list(differences(offered, TODAY, "us-east-1")) == []


def test_the_endpoint_is_asked_as_bedrock_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(create_app()) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK", url)
        offered = offers()
    assert set(offered) == {model.id for model in catalogue.models()}
    assert offered["stability.stable-image-core-v1:1"] == Offer("ACTIVE", makes_pictures=True)


def test_what_goes_wrong_is_an_error_of_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(create_app(token="a-long-random-word")) as url:
        monkeypatch.setenv("AWS_ENDPOINT_URL_BEDROCK", url)
        with pytest.raises(AccessDenied) as caught:
            offers()
        assert "bedrock:ListFoundationModels" in caught.value.hint
    with pytest.raises(Unavailable):
        offers()
    with pytest.raises(AccessDenied):
        offers(profile="nobody")
