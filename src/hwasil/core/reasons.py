"""Why the system refused something, in the reader's language."""

from __future__ import annotations

import errno

from hwasil.i18n import language, say, texts


def reason(problem: Exception) -> str:
    """Say why something failed; in the system's own words where there are no better ones."""
    if isinstance(problem, OSError) and problem.errno is not None:
        own = f"reason.{errno.errorcode.get(problem.errno, '')}"
        return say(own) if own in texts(language()) else problem.strerror or str(problem)
    return str(problem)
