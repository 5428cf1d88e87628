"""Prices in words, before a job and after it."""

from __future__ import annotations

import streamlit as st

from hwasil.core.results import FREE, Price
from hwasil.i18n import say
from hwasil.studio.plan import Plan
from hwasil.web.components.plain import plain


def price_words(price: Price) -> str:
    """Say a price in the visitor's language."""
    if price == FREE:
        return say("web.price.free")
    return say("web.price.unknown") if price.usd is None else str(price)


def price_line(plan: Plan) -> None:
    """Say what a plan will cost and what will not be as it was asked, before anything is sent."""
    words = [say("web.price.line", price=plain(price_words(plan.price)), model=plain(plan.target.model))]
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
