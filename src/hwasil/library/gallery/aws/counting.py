"""How much there is, counted along the index that has every entry and little of each."""

from __future__ import annotations

from collections import Counter

from hwasil.library.gallery.aws.finding import everything
from hwasil.library.gallery.aws.table import Table
from hwasil.library.gallery.store import Stats


def counted(table: Table) -> Stats:
    """Count entries, originals and names; names only outside of the bin."""
    entries = {False: 0, True: 0}
    sizes: dict[str, int] = {}
    models, tags, albums = Counter[str](), Counter[str](), Counter[str]()
    for binned in entries:
        for row in everything(table, binned=binned):
            entries[binned] += 1
            sizes[row["sha256"]["S"]] = int(row["bytes"]["N"])
            if not binned:
                models.update(filter(None, [row.get("model", {}).get("S")]))
                tags.update(row.get("tags", {}).get("SS", ()))
                albums.update(row.get("albums", {}).get("SS", ()))
    return Stats(entries[False], entries[True], len(sizes), sum(sizes.values()), models, tags, albums)
