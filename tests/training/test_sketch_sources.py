"""The drawings: only those that may be learned from, named and read as they are."""

from __future__ import annotations

import io
import json
import tarfile
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.tree import ROOT
from training.sketch import captions, sources

RECIPE = ROOT / "training" / "sketch"
RED = '<rect width="16" height="16" fill="#ff0000"/>'
ENGLISH = [
    {"label": "cat", "hexcode": "1", "group": 3, "subgroup": 34, "tags": ["pet"],
     "skins": [{"label": "cat: dark skin tone", "hexcode": "1-2", "group": 3, "subgroup": 34}]},
    {"label": "lion", "hexcode": "2", "group": 3, "subgroup": 34},
    {"label": "one o’clock", "hexcode": "3", "group": 5, "subgroup": 58},
    {"label": "hot pepper", "hexcode": "4", "group": 4, "subgroup": 43},
    {"label": "medium skin tone", "hexcode": "5"},
]  # fmt: skip
KOREAN = [{"label": "고양이", "hexcode": "1", "tags": ["야옹"]}, {"label": "사자 얼굴", "hexcode": "2"}]


def _pack(path: Path, files: dict[str, Any]) -> None:
    with tarfile.open(path, "w:gz") as tar:
        for name, value in files.items():
            data = json.dumps(value).encode()
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    _pack(tmp_path / "emojibase-data-17.0.0.tgz", {"en/data.json": ENGLISH, "ko/data.json": KOREAN})
    icons = {
        "width": 16, "height": 16,
        "icons": {"cat": {"body": RED}, "hot-pepper": {"body": RED, "width": 32}},
        "aliases": {"lion": {"parent": "cat", "hFlip": True}},
    }  # fmt: skip
    for source in sources.sources():
        name = f"{source.package.removeprefix('@').replace('/', '-')}-{source.version}.tgz"
        _pack(tmp_path / name, {"icons.json": icons, "info.json": {"license": {"spdx": source.licence}}})
    return tmp_path


def test_every_licence_lets_weights_be_passed_on() -> None:
    found = sources.sources()
    assert len(found) >= 5
    assert {source.licence for source in found} <= {"MIT", "Apache-2.0", "CC-BY-4.0", "CC0-1.0"}


@pytest.mark.parametrize("licence", ["CC-BY-SA-4.0", "GPL-2.0-only", "CC-BY-NC-4.0", "OFL-1.1"])
def test_another_licence_is_refused(licence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tomllib.loads((RECIPE / "sources.toml").read_text("utf-8"))
    table["flat"]["licence"] = licence
    monkeypatch.setattr(tomllib, "loads", lambda _: table)
    with pytest.raises(ValueError, match=licence):
        sources.sources()


def test_everyone_is_named() -> None:
    told = (RECIPE / "ATTRIBUTION.md").read_text("utf-8")
    for source in tomllib.loads((RECIPE / "sources.toml").read_text("utf-8")).values():
        assert source["url"] in told
        assert source["licence"] in told


def test_every_style_has_words() -> None:
    assert {source.style for source in sources.sources()} == set(captions.words()["style"])


def test_things_are_named_in_both_languages_and_have_no_copies_in_other_skins(folder: Path) -> None:
    found = sources.things(folder, frozenset({3, 4, 5}))
    assert [thing.label for thing in found] == ["cat", "lion", "hot pepper"]
    assert [thing.korean for thing in found] == ["고양이", "사자", "hot pepper"]
    assert "pet" in found[0].tags
    assert "kitten" in found[0].tags
    assert found[0].korean_tags[-1] == "야옹"


def test_subgroups_narrow_a_group_down(folder: Path) -> None:
    assert [one.label for one in sources.things(folder, frozenset({3, 4}), frozenset({43}))] == ["hot pepper"]


def test_drawings_are_found_by_name_and_turned_ones_are_left_out(folder: Path) -> None:
    found = list(sources.drawings(folder, sources.things(folder, frozenset({3, 4}))))
    assert [one.thing.label for one in found] == ["cat", "hot pepper"] * len(sources.sources())
    assert {one.source.hand for one in found} == {source.hand for source in sources.sources()}


def test_a_drawing_has_its_alpha_multiplied_in(folder: Path) -> None:
    cat, pepper = list(sources.drawings(folder, sources.things(folder, frozenset({3, 4}))))[:2]
    assert (cat.pixels() == np.array([255, 0, 0, 255])).all()
    half = pepper.pixels()  # its art fills the left half of a canvas twice as wide, which is shown whole
    assert half.shape == (64, 64, 4)
    assert (half[..., 0] == half[..., 3]).all()
    assert 0.2 < (half[..., 3] > 128).mean() < 0.3


def test_a_package_that_states_another_licence_is_refused(folder: Path) -> None:
    first = sources.sources()[0]
    name = f"{first.package.removeprefix('@').replace('/', '-')}-{first.version}.tgz"
    _pack(folder / name, {"icons.json": {"icons": {}}, "info.json": {"license": {"spdx": "CC-BY-SA-4.0"}}})
    with pytest.raises(ValueError, match="CC-BY-SA"):
        list(sources.drawings(folder, sources.things(folder, frozenset({3}))))
