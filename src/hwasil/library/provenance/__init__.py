"""Provenance: where a picture comes from, written into it, signed, and read back.

    marked(result, job, backend)     every picture of a result with its marks
    reencoded(picture, "jpeg")       another format, the same story, signed again
    share_copy(picture)              without the person's words, with everything else
    inspect(picture)                 all that a file tells of itself, and what of it holds
    story_of(picture)                the story alone: the job, the seed, the engine

A marked picture has an invisible mark in its pixels, its story in XMP, and a signed C2PA manifest.
"""

from __future__ import annotations

from hwasil.library.provenance.credentials import Credentials, credentials_of
from hwasil.library.provenance.inspection import Inspection, inspect
from hwasil.library.provenance.marking import mark, marked, reencoded, require_markable, share_copy
from hwasil.library.provenance.metadata import story_of
from hwasil.library.provenance.setting import is_on, usual_label
from hwasil.library.provenance.story import Story, pixel_address

__all__ = [
    "Credentials",
    "Inspection",
    "Story",
    "credentials_of",
    "inspect",
    "is_on",
    "mark",
    "marked",
    "pixel_address",
    "reencoded",
    "require_markable",
    "share_copy",
    "story_of",
    "usual_label",
]
