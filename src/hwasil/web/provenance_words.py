"""What a picture file tells of where it comes from, in plain words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from hwasil.i18n import Language, say, speaking
from hwasil.library.provenance import inspect
from hwasil.library.provenance.wording import said
from hwasil.web import shared

_SAID_BY_THE_GALLERY: Final = frozenset({"made_by", "job", "prompt", "sent", "parent"})


@lru_cache(maxsize=128)
def provenance(address: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Return what the file of a picture tells beside what the gallery knows, as names and what is said of each.

    Raises InvalidInput or Corrupt.
    """
    with speaking(language):
        told = said(inspect(shared.picture(address)))
        return tuple(
            (say(f"provenance.told.{name}"), words) for name, words in told if name not in _SAID_BY_THE_GALLERY
        )
