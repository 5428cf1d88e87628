"""Whose turn it is: owners take turns, and each owner's own jobs keep their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def in_turn(waiting: Sequence[tuple[str, str]], turns: Mapping[str, int]) -> list[str]:
    """Return the ids of waiting tickets in the order in which they will be begun.

    ``waiting`` holds owner and id, the oldest first; ``turns`` the number of each owner's latest turn. Whoever's
    turn is longest ago comes next, so that one person's hundred jobs do not keep another's first one waiting.
    """
    queues: dict[str, list[str]] = {}
    for owner, ticket in waiting:
        queues.setdefault(owner, []).append(ticket)
    last = {owner: turns.get(owner, 0) for owner in queues}
    turn = max(turns.values(), default=0)
    order: list[str] = []
    while queues:
        # Of owners who have not had a turn yet, min takes the one who has waited longest.
        owner = min(queues, key=last.__getitem__)
        order.append(queues[owner].pop(0))
        turn += 1
        last[owner] = turn
        if not queues[owner]:
            del queues[owner]
    return order
