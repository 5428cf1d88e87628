"""Prices in words, before a job and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from hwasil.core.results import FREE, Price
from hwasil.i18n import say
from hwasil.studio.plan import Plan
from hwasil.web.components.plain import plain
from hwasil.web.targets import LOCAL


def price_words(price: Price) -> str:
    """Say a price in the visitor's language."""
    if price == FREE:
        return say("web.price.free")
    return say("web.price.unknown") if price.usd is None else str(price)


def price_line(plan: Plan) -> None:
    """Say what a plan will cost and what will not be as it was asked, before anything is sent."""
    price, model = plain(price_words(plan.price)), plain(plan.target.model)
    # What works on this machine is named above already, and by a name that a person knows.
    words = [price if plan.target.backend == LOCAL else say("web.price.line", price=price, model=model)]
    if plan.translation:
        words.append(say("web.price.translated"))
    words += [
        say(
            "web.result.adjusted",
            field=say(f"cli.field.{one.field}"),
            asked=plain(one.asked),
            used=plain(one.used),
        )
        for one in plan.adjusted
    ]
    words += [
        say("web.result.dropped", field=say(f"cli.field.{one.field}"), asked=plain(one.asked))
        for one in plan.dropped
    ]
    st.caption("  \n".join(words))


def price_of_all(plans: Sequence[Plan]) -> None:
    """Say what several plans will cost together, and each thing once that will not be as it was asked."""
    price_line(
        replace(
            plans[0],
            price=sum((plan.price for plan in plans), start=FREE),
            adjusted=tuple(dict.fromkeys(one for plan in plans for one in plan.adjusted)),
            dropped=tuple(dict.fromkeys(one for plan in plans for one in plan.dropped)),
        )
    )
