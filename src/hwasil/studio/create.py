"""One call from words to pictures, for those who need no studio of their own."""

from __future__ import annotations

from functools import cache
from typing import Unpack

from hwasil.backends.base import Context
from hwasil.core.prompt import Prompt
from hwasil.core.results import Result
from hwasil.studio.studio import Studio, Wishes


def create(
    prompt: str | Prompt,
    *,
    backend: str = "local",
    model: str | None = None,
    strict: bool = False,
    context: Context | None = None,
    **wishes: Unpack[Wishes],
) -> Result:
    """Make pictures from words with `Studio.create`, in a studio shared by the whole process.

        hwasil.create("a red fox in the snow", size="1024x768", count=2, seed=7)

    Wishes are the fields of `TextToImage`; a size, an aspect ratio and a palette may also be text.
    """
    return _shared().create(prompt, backend=backend, model=model, strict=strict, context=context, **wishes)


@cache
def _shared() -> Studio:
    return Studio()
