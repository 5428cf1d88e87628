"""An invisible mark in a picture's pixels that carries an id of 8 bytes and needs no other picture to be read."""

from hwasil.library.provenance.watermark.embedding import embed
from hwasil.library.provenance.watermark.reading import Mark, read

__all__ = ["Mark", "embed", "read"]
