"""What is wrong in the gallery, and mending it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from hwasil.cli.checks import Check, missing, ok
from hwasil.core.errors import HwasilError
from hwasil.i18n import say


def checks(*, repair: bool) -> Iterator[Check]:
    """Compare the gallery's rows with its files; with ``repair`` mend what can be. A gallery is not made by this."""
    from hwasil.library.gallery.folder.store import FolderStore
    from hwasil.library.gallery.opening import gallery_folder, opened

    folder = gallery_folder()
    # Where the pictures are and the database is not, `--repair` makes it anew.
    if not FolderStore.exists(folder) and not (repair and (folder / "originals").is_dir()):
        yield ok("gallery", say("cli.doctor.gallery_none", folder=folder))
        return
    try:
        with closing(opened()) as gallery:
            findings = list(gallery.check(repair=repair))
            stats = gallery.stats()
    except HwasilError as problem:
        yield missing("gallery", f"{problem.message} {problem.hint}")
        return
    yield ok("gallery", say("cli.doctor.gallery", count=stats.entries, folder=folder))
    for kind, count in Counter(one.kind for one in findings if one.mended).items():
        yield ok("gallery", say("cli.doctor.mended", what=say(f"gallery.finding.{kind}", count=count)))
    left = [one for one in findings if not one.mended]
    for kind, count in Counter(one.kind for one in left).items():
        first = next(one.subject for one in left if one.kind == kind)
        what = say(f"gallery.finding.{kind}", count=count)
        advice = say(f"gallery.advice.{kind}" if repair else "gallery.advice.repair")
        yield missing("gallery", f"{what} ({first}) {advice}")
