"""Conversations and answers for the tests of both spellings."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import strategies as st
from tests.strategies import pictures, prompts

from hwasil.core.jobs import Converse, Describe, Turn
from hwasil.core.picture import Picture
from hwasil.core.results import FREE, Said
from hwasil.wire.catalogue import find

HAIKU = find("anthropic.claude-haiku-5-5")
MICRO = find("amazon.nova-micro-v1:0")
PHOTO = Picture.from_pixels(np.full((64, 80, 3), 90, np.uint8))
IMAGE = PHOTO.to_base64()
STOPS = ("end_turn", "max_tokens", "stop_sequence", "content_filtered", "model_context_window_exceeded")

describes = st.builds(Describe, pictures(), st.none() | prompts())


@st.composite
def _conversations(draw: st.DrawFn) -> Converse:
    turns = []
    for number in range(draw(st.sampled_from([1, 3, 5]))):
        shown = draw(st.lists(pictures(), max_size=2).map(tuple)) if number % 2 == 0 else ()
        text = draw(prompts() | st.just("")) if shown else draw(prompts())
        turns.append(Turn("assistant" if number % 2 else "user", text, shown))
    return Converse(tuple(turns), draw(st.none() | prompts()))


def _is_no_description(job: Converse) -> bool:
    return len(job.turns) > 1 or len(job.turns[0].pictures) != 1 or job.system is not None


conversations = _conversations().filter(_is_no_description)
said = st.builds(
    Said,
    st.text(max_size=200),
    st.sampled_from(STOPS),
    st.just("test"),
    st.just(HAIKU.id),
    st.just(FREE),
    st.floats(0, 100),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)


def through_json(body: Any) -> Any:
    return json.loads(json.dumps(body))
