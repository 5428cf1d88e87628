"""What is kept of a picture, known from its cut-out."""

from __future__ import annotations

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture


def subject_of(cut_out: Picture, picture: Picture) -> Mask:
    """Return where the subject of a picture is, 255 = subject, from its cut-out with the background removed.

    Raises InvalidInput when the cut-out shows nothing, or when nothing was cut away.
    """
    keep = Mask.from_alpha(cut_out).inverted().resized(picture.size)
    if keep.is_empty or keep.inverted().is_empty:
        raise InvalidInput("onto_no_subject", billed="yes")
    return keep
