from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.library.gallery import ids

MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC))


def at(moment: datetime) -> ids.Ids:
    nanoseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1) * 1000
    return ids.Ids(lambda: nanoseconds)


@given(MOMENTS)
def test_an_id_tells_when_it_was_made(moment: datetime) -> None:
    made = at(moment).new()
    assert ids.is_id(made)
    assert ids.created(made) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@given(MOMENTS, MOMENTS)
def test_ids_sort_by_time(one: datetime, other: datetime) -> None:
    bound = ids.first_at(other)
    made = at(one).new()
    assert (made >= bound) == (ids.created(made) >= other)


def test_a_known_id() -> None:
    assert ids.first_at(datetime(2016, 7, 30, 23, 54, 10, 259_000, tzinfo=UTC)) == "01ARZ3NDEK" + "0" * 16
    assert ids.created("01ARZ3NDEKTSV4RRFFQ69G5FAV").isoformat() == "2016-07-30T23:54:10.259000+00:00"


@pytest.mark.parametrize("steps", [[0] * 50, [5, 4, 3, 9, 1], [1, 1, 0, 2]])
def test_each_is_above_the_one_before(steps: list[int]) -> None:
    clock = iter([step * 1_000_000 for step in steps])
    source = ids.Ids(lambda: next(clock))
    made = [source.new() for _ in steps]
    assert made == sorted(set(made))


@pytest.mark.parametrize(
    "text",
    ["", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV", "i" * 26],
)
def test_what_is_no_id(text: str) -> None:
    assert not ids.is_id(text)
