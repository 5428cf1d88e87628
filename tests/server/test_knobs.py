from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput
from hwasil.server.knobs import MAX_COUNT, MAX_SECONDS, OPERATIONS, Knob, Panel, read_header, read_knob

V2 = "amazon.titan-image-generator-v2:0"
CORE = "stability.stable-image-core-v1:1"


def knobs() -> st.SearchStrategy[Knob]:
    """Return entries that say something."""
    ends = st.sampled_from(
        [
            {"error": "ServiceUnavailableException"},
            {"blocked": "input"},
            {"partial": True},
            {"end_of_life": True},
            {"stream_error": "ModelTimeoutException", "after": 0},
            {"reset": True},
        ]
    )
    rest = st.fixed_dictionaries(
        {},
        optional={
            "model": st.sampled_from(["*", V2, CORE]),
            "operation": st.sampled_from(OPERATIONS),
            "name": st.text("ab", max_size=3),
            "throttle": st.integers(0, MAX_COUNT),
            "times": st.integers(1, MAX_COUNT),
            "slow": st.floats(0, MAX_SECONDS),
            "drip": st.floats(0, MAX_SECONDS),
        },
    )
    return st.builds(lambda end, others: Knob(**{**others, **end}), ends, rest)


@given(knobs())
def test_what_an_entry_says_can_be_read_again(knob: Knob) -> None:
    assert read_knob(knob.settings()) == knob
    header = "; ".join(f"{name}={value}" for name, value in knob.settings().items())
    assert read_header([header]) == (knob,)


def test_a_header() -> None:
    assert read_header([" throttle=2 ;slow = 1.5; error=ServiceUnavailableException; "]) == (
        Knob(throttle=2, slow=1.5, error="ServiceUnavailableException"),
    )
    assert read_header(["reset", "End-Of-Life=TRUE, throttle=1"]) == (
        Knob(reset=True),
        Knob(end_of_life=True),
        Knob(throttle=1),
    )
    assert read_header([]) == ()


def test_a_model_is_known_by_all_its_names() -> None:
    for name in (f"us.{V2}", f"arn:aws:bedrock:us-east-1::foundation-model/{V2}"):
        assert read_knob({"model": name, "reset": True}).model == V2


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("throtle=2", "throtle"),
        ("throttle", "throttle"),
        ("throttle=-1", "throttle"),
        ("throttle=1.5", "throttle"),
        ("throttle=1000001", "throttle"),
        (f"throttle={'9' * 5000}", "throttle"),
        ("throttle=²", "throttle"),
        ("times=0; reset", "times"),
        ("slow=nan", "slow"),
        ("slow=inf", "slow"),
        ("slow=-1", "slow"),
        ("slow=soon", "slow"),
        ("drip=601", "drip"),
        ("error=NoSuchException", "error"),
        ("error=", "error"),
        ("blocked=never", "blocked"),
        ("blocked", "blocked"),
        ("partial=maybe", "partial"),
        ("stream_error=AccessDeniedException", "stream_error"),
        ("operation=draw; reset", "operation"),
        ("model=nobody.paints; reset", "nobody.paints"),
        ("reset; reset", "reset"),
        ("reset; partial", "partial, reset"),
        ("reset=false", "does nothing"),
        ("throttle=0", "does nothing"),
        ("name=x", "does nothing"),
        ("", "does nothing"),
        ("reset,", "does nothing"),
        ("=1", "no knob"),
    ],
)
def test_what_cannot_be_read_is_named(header: str, named: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read_header([header])
    assert named in caught.value.message
    assert len(caught.value.message) < 300
    assert caught.value.hint


@given(st.text())
def test_any_header_is_read_or_refused(text: str) -> None:
    with suppress(InvalidInput):
        assert read_header([text])


@given(
    st.dictionaries(
        st.sampled_from(["throttle", "slow", "error", "partial", "model", "name"]), st.from_type(object)
    )
)
def test_any_table_is_read_or_refused(table: dict[str, Any]) -> None:
    with suppress(InvalidInput):
        assert read_knob(table).limit != 0


class TestFitting:
    @pytest.mark.parametrize(
        ("settings", "model", "operation", "fits"),
        [
            ({"reset": True}, V2, "invoke", True),
            ({"reset": True}, None, "count-tokens", True),
            ({"reset": True, "model": V2}, V2, "invoke", True),
            ({"reset": True, "model": V2}, CORE, "invoke", False),
            ({"reset": True, "model": V2}, None, "invoke", False),
            ({"reset": True, "operation": "converse"}, V2, "invoke", False),
            ({"partial": True}, V2, "converse", False),
            ({"blocked": "prompt"}, V2, "converse", False),
            ({"stream_error": "ThrottlingException"}, V2, "invoke", False),
            ({"stream_error": "ThrottlingException"}, V2, "converse-stream", True),
            ({"stream_error": "ModelTimeoutException"}, V2, "converse-stream", False),
            ({"stream_error": "ModelTimeoutException"}, V2, "invoke-with-response-stream", True),
        ],
    )
    def test_it(self, settings: dict[str, object], model: str | None, operation: str, fits: bool) -> None:
        assert read_knob(settings).fits(model, operation) is fits


class TestCounting:
    @staticmethod
    def _turns(panel: Panel, calls: int, *sent: Knob) -> list[str]:
        turns = [panel.turn(V2, "invoke", sent) for _ in range(calls)]
        return ["-" if turn is None else "throttled" if turn.throttled else "acted" for turn in turns]

    def test_throttled_and_then_left_alone(self) -> None:
        assert self._turns(Panel([Knob(throttle=2)]), 4) == ["throttled", "throttled", "-", "-"]

    def test_throttled_and_then_something_else(self) -> None:
        assert self._turns(Panel([Knob(throttle=1, slow=0.1)]), 3) == ["throttled", "acted", "acted"]
        assert self._turns(Panel([Knob(throttle=1, reset=True, times=1)]), 3) == ["throttled", "acted", "-"]

    def test_one_acts_at_a_time_and_headers_first(self) -> None:
        of_file, of_header = Knob(reset=True), Knob(throttle=1)
        panel = Panel([of_file])
        turns = [panel.turn(V2, "invoke", [of_header]) for _ in range(2)]
        assert [turn and turn.knob for turn in turns] == [of_header, of_file]

    def test_entries_of_headers_that_say_the_same_are_one(self) -> None:
        panel = Panel()
        assert self._turns(panel, 1, *read_header(["throttle=1"])) == ["throttled"]
        assert self._turns(panel, 1, *read_header([" throttle = 1;"])) == ["-"]
        assert self._turns(panel, 1, *read_header(["throttle=1; name=other"])) == ["throttled"]

    def test_entries_of_a_file_that_say_the_same_are_two(self) -> None:
        assert self._turns(Panel([Knob(throttle=1)] * 2), 3) == ["throttled", "throttled", "-"]

    def test_reset(self) -> None:
        panel = Panel([Knob(throttle=1)])
        sent = Knob(throttle=1, name="header")
        assert self._turns(panel, 3, sent) == ["throttled", "throttled", "-"]
        panel.reset()
        assert panel.state() == [{"from": "file", "knob": {"throttle": 1}, "acted": 0, "left": 1}]
        assert self._turns(panel, 3, sent) == ["throttled", "throttled", "-"]

    def test_the_state_is_told(self) -> None:
        panel = Panel([Knob(reset=True, model=CORE)])
        self._turns(panel, 1, Knob(throttle=2))
        assert panel.state() == [
            {"from": "header", "knob": {"throttle": 2}, "acted": 1, "left": 1},
            {"from": "file", "knob": {"model": CORE, "reset": True}, "acted": 0, "left": None},
        ]

    def test_entries_of_headers_are_not_kept_for_ever(self) -> None:
        panel = Panel()
        for number in range(1100):
            self._turns(panel, 1, Knob(throttle=1, name=str(number)))
        assert len(panel.state()) == 1000
        assert self._turns(panel, 1, Knob(throttle=1, name="1099")) == ["-"]

    def test_many_at_once_are_counted_each(self) -> None:
        panel = Panel([Knob(throttle=100, reset=True, times=50)])
        with ThreadPoolExecutor(16) as pool:
            turns = Counter(
                said for part in pool.map(lambda _: self._turns(panel, 20), range(16)) for said in part
            )
        assert turns == {"throttled": 100, "acted": 50, "-": 170}
