"""What a filter's text is looked for in, and how: alike in every place that keeps a gallery."""

from __future__ import annotations

import unicodedata

from hwasil.library.gallery.entry import Entry


def searched_words(entry: Entry) -> list[str]:
    """Return the words of an entry's prompt, its translation and its tags, as `normal` writes them."""
    return normal(" ".join((entry.prompt or "", entry.translation or "", *sorted(entry.tags)))).split()


def wanted_words(text: str | None) -> list[str]:
    """Return the words of a filter's text; each must be a part of a word of the entry."""
    return normal(text or "").split()


def has_words(entry: Entry, text: str | None) -> bool:
    """Whether a filter's text is found in an entry."""
    searched = searched_words(entry)
    return all(any(wanted in word for word in searched) for wanted in wanted_words(text))


def normal(text: str) -> str:
    """Return a text in which case, and how a letter is composed, make no difference."""
    # Folding a letter can take it apart again.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
