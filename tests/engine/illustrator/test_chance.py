from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hwasil.engine.illustrator.chance import Chance


def test_the_numbers_of_a_seed_never_change() -> None:
    chance = Chance(7, "sky", 1)
    assert [round(chance.between(0, 1), 6) for _ in range(3)] == [0.081508, 0.954825, 0.4635]


def test_parts_are_independent() -> None:
    assert Chance(7, "sky").between(0, 1) != Chance(7, "land").between(0, 1)


@given(st.integers(0, 2**32), st.integers(-5, 5), st.integers(0, 9))
def test_everything_is_within_its_bounds(seed: int, low: int, more: int) -> None:
    chance = Chance(seed)
    assert low <= chance.between(low, low + more) <= low + more
    assert low <= chance.whole(low, low + more) <= low + more
    assert low - more <= chance.around(low, more) <= low + more
    assert chance.one_of("abc") in "abc"
    assert not chance.holds(0)
    assert chance.holds(1)
