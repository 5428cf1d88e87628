"""What a command has made, kept in the gallery beside the files that the person asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from hwasil.cli.failures import warn
from hwasil.core.errors import HwasilError
from hwasil.core.picture import Picture
from hwasil.core.results import Result
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.studio.plan import Plan


def kept_ids(plan: Plan, result: Result, saved: Sequence[Picture]) -> list[str | None]:
    """Keep the pictures of a result as they were saved; return their entries' ids.

    A gallery that cannot be written to is warned of and is no failure: the files are there.
    """
    from hwasil.library.gallery.opening import opened

    made = zip(result.made, saved, strict=True)
    as_saved = replace(result, made=tuple(replace(one, picture=picture) for one, picture in made))
    try:
        with closing(opened()) as gallery:
            entries = gallery.keep(plan.job, as_saved, backend=plan.target.backend)
    except HwasilError as problem:
        warn(say("gallery.not_kept", reason=f"{problem.message} {problem.hint}"))
        return [None] * len(saved)
    return [entry.id for entry in entries]
