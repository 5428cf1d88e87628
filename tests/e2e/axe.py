"""axe-core, which looks a page over for what keeps people out (Deque, MPL-2.0; only tests run it)."""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

from hwasil.engine.registries import download
from hwasil.engine.weights import Archive

ARCHIVE: Final = Archive("npm", "axe-core", "4.14.1", 0)
GRAVE: Final = frozenset({"serious", "critical"})


@dataclass(frozen=True, slots=True)
class Barrier:
    """What keeps somebody out: the rule it breaks, how grave it is, and where on the page it is."""

    rule: str
    impact: str
    place: str
    about: str


def script(folder: Path) -> str:
    """Return axe-core's script, fetched from npm into a folder once. Raises Unavailable where that cannot be."""
    archive = folder / "axe-core.tgz"
    if not archive.is_file():
        for _ in download(ARCHIVE, archive):
            pass
    with tarfile.open(archive) as packed:
        file = packed.extractfile("package/axe.min.js")
        assert file
        return file.read().decode()


def barriers(page: Page, script: str, *, without: str) -> list[Barrier]:
    """Return what grave things axe-core finds on a page as it stands, but for what is inside of ``without``."""
    page.evaluate(script)
    found: dict[str, Any] = page.evaluate(
        "without => axe.run({ exclude: [without] }, { resultTypes: ['violations'] })", without
    )
    return [
        Barrier(rule["id"], rule["impact"], str(node["target"]), node["failureSummary"])
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]
