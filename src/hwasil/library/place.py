"""Where the library is: the person's pictures and what is known of them, which nothing ever clears by itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from hwasil.core.folders import named_folder

CLOUD: Final = "s3://"


def library_folder() -> Path:
    """Return the library's folder: ``HWASIL_LIBRARY``, else in the platform's data folder. Always absolute.

    Where that names a bucket, the gallery is there, and what else the library holds in the platform's folder. Raises
    InvalidInput for what names neither.
    """
    chosen = os.environ.get("HWASIL_LIBRARY")
    if chosen and not chosen.startswith(CLOUD):
        return named_folder(chosen)
    from platformdirs import user_data_path

    return user_data_path("hwasil", appauthor=False)
