"""Numbers that must lie in a range."""

from __future__ import annotations

from hwasil.core.errors import InvalidInput


def between(field: str, value: float, low: float, high: float) -> None:
    """Raise InvalidInput unless ``low`` ≤ ``value`` ≤ ``high``; what is not a number is refused as well."""
    if not low <= value <= high:  # NaN is neither
        raise InvalidInput("out_of_range", field=field, value=value, low=low, high=high)
