"""Whether pictures are marked, and labelled for everyone to see, where nobody says it for one picture."""

from __future__ import annotations

import os
from typing import Final

PROVENANCE: Final = "HWASIL_PROVENANCE"
LABEL: Final = "HWASIL_LABEL"
_OFF: Final = frozenset({"off", "0", "false", "no"})


def is_on() -> bool:
    """Return whether pictures are marked: ``HWASIL_PROVENANCE=off`` says that they are not."""
    return os.environ.get(PROVENANCE, "").strip().lower() not in _OFF


def usual_label() -> str | None:
    """Return the label for pictures that are marked, in the reader's language: none unless ``HWASIL_LABEL=on``."""
    if os.environ.get(LABEL, "").strip().lower() in {"", *_OFF}:
        return None
    from hwasil.library.provenance.label import label_text

    return label_text()
