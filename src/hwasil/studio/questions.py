"""What pictures are asked, again and again, in words that every model understands."""

from __future__ import annotations

from typing import Final

from hwasil.i18n import say

TASKS: Final = ("caption", "detail", "category", "objects", "subject", "story", "text", "translate")


def question(task: str | None, words: str | None) -> str | None:
    """Return the words to ask: those of a task, to which a person adds what to choose from or how to answer.

    Without a task they are the person's own.
    """
    if task is None:
        return words
    added = (words or "").strip()
    if task == "category" and added:
        return say("look.ask.category_of", choices=added)
    if task == "translate" and added:
        return say("look.ask.translate_into", wish=added)
    asked = say(f"look.ask.{task}")
    return f"{asked} {added}" if added else asked
