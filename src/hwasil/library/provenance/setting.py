"""Whether pictures are marked: yes, unless the environment says no."""

from __future__ import annotations

import os
from typing import Final

PROVENANCE: Final = "HWASIL_PROVENANCE"
_OFF: Final = frozenset({"off", "0", "false", "no"})


def is_on() -> bool:
    """Return whether pictures are marked: ``HWASIL_PROVENANCE=off`` says that they are not."""
    return os.environ.get(PROVENANCE, "").strip().lower() not in _OFF
