"""The cache folder: weights that were pulled, and what is derived from them.

    <home>/weights/<name>/<sha12>-<file>   one file a weight
    <home>/downloads/                      archives on their way in, and their locks
    <home>/derived/                        what other modules compute once and keep

Everything in it can be deleted at any time; it is fetched or computed again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hwasil.core.errors import Unavailable
from hwasil.core.folders import named_folder
from hwasil.core.reasons import reason


def home() -> Path:
    """Return the cache folder: ``HWASIL_HOME``, else the platform's own cache folder. Always absolute."""
    chosen = os.environ.get("HWASIL_HOME")
    if chosen:
        return named_folder(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("hwasil", appauthor=False)


def derived_folder() -> Path:
    """Return the folder for data derived from weights, made if it is not there.

    Raises Unavailable when it cannot be made.
    """
    folder = home() / "derived"
    with writing():
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def writing() -> Iterator[None]:
    """Say a full disk or a folder without permission as Unavailable, for work on the cache folder only."""
    try:
        yield
    except OSError as error:
        raise Unavailable("cache_unusable", folder=home(), reason=reason(error)) from error
