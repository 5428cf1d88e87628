"""What is known of something: names, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence

from hwasil.web.components.assets import component


def facts(rows: Sequence[tuple[str, str]], *, key: str) -> None:
    """Show names and what is said of each, letter by letter as it is."""
    component("facts")(key=key, data={"rows": [list(row) for row in rows]})
