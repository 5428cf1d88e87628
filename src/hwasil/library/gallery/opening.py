"""Which gallery is meant, and opening it."""

from __future__ import annotations

import os
from pathlib import Path

from hwasil.core.folders import named_folder
from hwasil.library.gallery.gallery import Gallery
from hwasil.library.gallery.store import GalleryStore
from hwasil.library.place import CLOUD, library_folder

FOLDER = "gallery"


def opened(library: str | Path | None = None) -> Gallery:
    """Open the gallery of a library: a folder or a bucket, by default the person's own. A folder's is made.

    Raises Unavailable, AccessDenied or Corrupt, and InvalidInput for an address that cannot be read.
    """
    return Gallery(open_store(library))


def open_store(library: str | Path | None = None) -> GalleryStore:
    """Open what keeps the gallery of a library: in a folder, or at ``s3://bucket?table=…``."""
    chosen = os.environ.get("HWASIL_LIBRARY", "") if library is None else str(library)
    if chosen.startswith(CLOUD):
        from hwasil.library.gallery.aws.address import Address
        from hwasil.library.gallery.aws.clients import require_sdk

        require_sdk()
        from hwasil.library.gallery.aws.store import AwsStore

        return AwsStore(Address.parse(chosen))
    from hwasil.library.gallery.folder.store import FolderStore

    return FolderStore(gallery_folder(library))


def gallery_folder(library: str | Path | None = None) -> Path:
    """Return where the gallery of a library lies."""
    folder = library_folder() if library is None else named_folder(library)
    return folder / FOLDER
