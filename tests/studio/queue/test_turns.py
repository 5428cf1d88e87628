"""Whose turn it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hwasil.studio.queue.turns import in_turn

OWNERS = st.sampled_from("abcd")


@given(st.lists(OWNERS, max_size=30), st.dictionaries(OWNERS, st.integers(1, 50)))
def test_everybody_comes_once_in_their_own_order_and_nobody_is_passed_twice(
    owners: list[str], turns: dict[str, int]
) -> None:
    waiting = [(owner, f"{owner}{number}") for number, owner in enumerate(owners)]
    order = in_turn(waiting, turns)
    assert sorted(order) == sorted(ticket for _, ticket in waiting)
    for owner in set(owners):
        mine = [ticket for ticket in order if ticket[0] == owner]
        assert mine == [ticket for one, ticket in waiting if one == owner]
    for place, ticket in enumerate(order):
        between = order[:place]
        for other in {*owners} - {ticket[0]}:
            # Before anybody's n-th job, no other owner has begun more than n.
            begun = sum(one[0] == ticket[0] for one in between)
            assert sum(one[0] == other for one in between) <= begun + 1


def test_who_has_never_had_a_turn_comes_first() -> None:
    assert in_turn([("a", "a1"), ("a", "a2"), ("b", "b1")], {"a": 1}) == ["b1", "a1", "a2"]
