"""The photographs that searching is measured on, and what is searched for in them."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from tests.photos import photos
from tests.tree import ROOT

from hwasil.core.picture import Picture

DATA = ROOT / "tests" / "data"
GIVEN: dict[str, Any] = tomllib.loads((DATA / "finding.toml").read_text("utf-8"))
NAMES = {*photos(), *(entry["name"] for entry in GIVEN["photo"])}


def test_there_are_enough_of_both() -> None:
    assert len(NAMES) == len(photos()) + len(GIVEN["photo"]) >= 60
    assert len(GIVEN["queries"]) >= 40
    assert sum(query["language"] == "ko" for query in GIVEN["queries"]) * 2 == len(GIVEN["queries"])


def test_every_query_can_be_answered() -> None:
    for query in GIVEN["queries"]:
        assert query["photos"]
        assert NAMES.issuperset(query["photos"])
        assert (query["language"] == "ko") == bool(re.search("[가-힣]", query["text"]))


def test_those_kept_here_are_small_and_their_makers_are_named() -> None:
    kept = {entry["file"]: entry for entry in GIVEN["photo"] if "file" in entry}
    assert {file.name for file in (DATA / "finding").glob("*.jpg")} == kept.keys()
    thanks = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    for name, entry in kept.items():
        picture = Picture.open(DATA / "finding" / name)
        assert max(picture.width, picture.height) <= 360
        assert len(picture.data) <= 60_000
        assert re.search(rf"`{name}`[^\n]*{re.escape(entry['by'])}[^\n]*{re.escape(entry['licence'])}", thanks), (
            name
        )
