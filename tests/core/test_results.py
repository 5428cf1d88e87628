"""Results: an unknown price is never zero."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.picture import Picture
from hwasil.core.results import FREE, UNKNOWN_PRICE, Made, Price, Result

_DOLLARS = st.decimals(0, 1000, places=6).map(Price)


@pytest.mark.parametrize(
    ("price", "text"),
    [
        (Price(Decimal("0.010")), "$0.01"),
        (Price(Decimal(100)), "$100"),
        (Price(Decimal("0.0006")), "$0.0006"),
        (FREE, "$0"),
        (UNKNOWN_PRICE, "?"),
    ],
)
def test_a_price_as_text(price: Price, text: str) -> None:
    assert str(price) == text


@given(_DOLLARS, _DOLLARS, st.integers(0, 100))
def test_prices_add_up(one: Price, other: Price, times: int) -> None:
    assert one + other == other + one
    assert one + FREE == one
    assert one * times == sum([one] * times, start=FREE)


@given(_DOLLARS, st.integers(0, 100))
def test_with_one_unknown_all_is_unknown(price: Price, times: int) -> None:
    assert price + UNKNOWN_PRICE == UNKNOWN_PRICE + price == UNKNOWN_PRICE
    assert UNKNOWN_PRICE * times == UNKNOWN_PRICE
    assert UNKNOWN_PRICE != FREE


def test_money_is_exact() -> None:
    assert Price(Decimal("0.1")) + Price(Decimal("0.2")) == Price(Decimal("0.3"))


def test_the_pictures_of_a_result() -> None:
    one, other = (Picture.from_pixels(np.full((2, 2, 3), shade, np.uint8)) for shade in (0, 9))
    result = Result((Made(one, 1), Made(other, None)), engine="test 1", model="test", price=FREE, seconds=0.1)
    assert result.pictures == (one, other)
    assert not (result.adjusted + result.dropped + result.refused + result.failed)
    assert result.made[0].details == {}


@given(_DOLLARS, _DOLLARS)
def test_with_one_estimate_the_sum_is_one(price: Price, other: Price) -> None:
    about = Price(price.usd, estimated=True)
    assert (about + other).estimated
    assert (other + about * 2).estimated
    assert str(about) == f"≈{price}"
    assert about + UNKNOWN_PRICE == UNKNOWN_PRICE
