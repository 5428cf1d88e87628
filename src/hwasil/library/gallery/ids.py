"""The ids of entries: ULIDs (https://github.com/ulid/spec), 26 signs that sort by the millisecond they were made in."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

LENGTH: Final = 26
_SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O and U
_VALUES: Final = {sign: value for value, sign in enumerate(_SIGNS)}
_RANDOM_BITS: Final = 80
_BITS: Final = 128
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)


class Ids:
    """Makes ids, each above the one before, even when the clock goes back. Safe to share between threads."""

    def __init__(self, clock: Callable[[], int] = time.time_ns) -> None:
        """Make ids by a ``clock`` that tells the nanoseconds since 1970."""
        self._clock = clock
        self._last = -1  # below every id
        self._lock = threading.Lock()

    def new(self) -> str:
        """Return an id that was never there before."""
        with self._lock:
            drawn = (self._clock() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
            same_time = drawn >> _RANDOM_BITS <= self._last >> _RANDOM_BITS
            self._last = self._last + 1 if same_time else drawn
            return _written(self._last)


def is_id(text: str) -> bool:
    """Whether a text is an id."""
    return len(text) == LENGTH and text[0] <= "7" and all(sign in _VALUES for sign in text)


def created(entry_id: str) -> datetime:
    """Return when an id was made, in UTC."""
    value = 0
    for sign in entry_id:
        value = value << 5 | _VALUES[sign]
    return _EPOCH + (value >> _RANDOM_BITS) * _MILLISECOND


def first_at(moment: datetime) -> str:
    """Return the lowest id of a moment, and of any later one: what is made before it sorts before this."""
    milliseconds = -(
        (_EPOCH - moment) // _MILLISECOND
    )  # rounded up: a part of a millisecond belongs to what is later
    return _written(min(max(milliseconds, 0) << _RANDOM_BITS, (1 << _BITS) - 1))


def of(moment: datetime, drawn: int) -> str:
    """Return the id of a moment whose 80 random bits are given: the same thing can always get the same id."""
    return _written((moment - _EPOCH) // _MILLISECOND << _RANDOM_BITS | drawn)


def _written(value: int) -> str:
    return "".join(_SIGNS[value >> shift & 31] for shift in range(125, -1, -5))
