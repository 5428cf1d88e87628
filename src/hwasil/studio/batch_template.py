"""One prompt with many values: ``a {red|blue} car by {place}``, and every combination that it stands for.

``{red|blue}`` are values written in their place; ``{place}`` is a name, whose values are given beside. A name that
stands twice has the same value in both places.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.studio.batch import MOST

_PLACE: Final = re.compile(r"\{([^{}]*)\}")


def names_in(template: str) -> tuple[str, ...]:
    """Return the names in a template whose values are to be given, each once, in their order. Raises InvalidInput."""
    return tuple(dict.fromkeys(place for place in _places(template) if "|" not in place))


def expanded(template: str, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return every prompt that a template stands for, the last place changing fastest; equal ones once.

    Raises InvalidInput for a brace that never closes, a name without values, and more prompts than a batch has.
    """
    places = _places(template)
    # What is written out is its own name: the same words in two places change together as well.
    choices = {place: _choices(place, values) for place in places}
    total = math.prod(len(words) for words in choices.values())
    if total > MOST:
        raise InvalidInput("batch_too_many", count=total, limit=MOST)
    combinations = (dict(zip(choices, words, strict=True)) for words in product(*choices.values()))
    return tuple(dict.fromkeys(_filled(template, chosen) for chosen in combinations))


def _filled(template: str, chosen: Mapping[str, str]) -> str:
    return " ".join(_PLACE.sub(lambda place: chosen[place[1].strip()], template).split())


def _places(template: str) -> list[str]:
    around = _PLACE.sub("", template)
    places = [place.strip() for place in _PLACE.findall(template)]
    if "{" in around or "}" in around or "" in places:
        raise InvalidInput("batch_braces")
    return places


def _choices(place: str, values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    given = place.split("|") if "|" in place else values.get(place, ())
    choices = tuple(dict.fromkeys(word.strip() for word in given))
    # Of values in their place one may be nothing, as in {|very} large.
    if not any(choices) or ("|" not in place and not all(choices)):
        raise InvalidInput("batch_no_values", name=place[:40])
    return choices
