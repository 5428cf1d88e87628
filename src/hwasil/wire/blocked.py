"""The sentences with which Bedrock's image models say that a filter refused something, and what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hwasil.core.errors import Stage
from hwasil.core.results import Refusal

# Titan's, seen in public for the prompt and for the whole output.
TITAN_PROMPT: Final = (
    "This request has been blocked by our content filters. Our filters automatically flagged this prompt because "
    "it may conflict our AUP or AWS Responsible AI Policy. Please adjust your text prompt to submit a new request."
)
TITAN_OUTPUT: Final = (
    "This request has been blocked by our content filters because the generated image(s) may conflict our AUP or "
    "AWS Responsible AI Policy."
)
# Nova Canvas', from its user guide. Titan's own words for a refused input or a part of the output are not known.
NOVA_PROMPT: Final = (
    "This request has been blocked by our content filters. Please adjust your text prompt to submit a new request."
)
INPUT: Final = (
    "This request has been blocked by our content filters. Please adjust your input image to submit a new request."
)
NOVA_OUTPUT: Final = "All of the generated images have been blocked by our content filters."
SOME_OUTPUT: Final = "Some of the generated images have been blocked by our content filters."

# Words that all of them share, and words that tell the stage, the first match counting.
_MARK: Final = "blocked by our content filters"
_STAGES: Final[tuple[tuple[str, Stage], ...]] = (
    ("generated image", "output"),
    ("input image", "input"),
    ("prompt", "prompt"),
)


def is_blocked(message: str) -> bool:
    """Whether a sentence says that a content filter refused something."""
    return _MARK in message.lower()


def blocked_stage(message: str) -> Stage:
    """Return the stage that a filter's sentence speaks of; the output, when it does not say."""
    lower = message.lower()
    return next((stage for words, stage in _STAGES if words in lower), "output")


def titan_sentence(refused: Sequence[Refusal], *, some_made: bool) -> str:
    """Return Titan's sentence for refusals, the earliest stage counting."""
    if some_made:
        return SOME_OUTPUT
    stages = {refusal.stage for refusal in refused}
    if "prompt" in stages:
        return TITAN_PROMPT
    return INPUT if "input" in stages else TITAN_OUTPUT


def nova_sentence(*, some_made: bool) -> str:
    """Return Nova Canvas' sentence for results that were refused."""
    return SOME_OUTPUT if some_made else NOVA_OUTPUT
