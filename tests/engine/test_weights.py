import re
import tomllib
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.engine.cache import derived_folder, home
from hwasil.engine.weights import Archive, Weight, catalogue, find, size_text
from hwasil.i18n import LANGUAGES, Language, speaking

# Licences that allow use, change and commercial work, of what the table may hold.
ALLOWED = {"Apache-2.0", "BSD-3-Clause", "CC-BY-4.0", "MIT", "OFL-1.1", "Unicode-3.0"}

DRAWINGS = Weight(
    name="noto-emoji",
    skill="illustrate",
    archive=Archive("npm", "@someone/drawings", "1.0.0", 45_137_398),
    member="package/icons.json",
    sha256="0123456789abcdef" * 4,
    size=6,
    licence="MIT",
    source="https://example.org",
)


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("weight", catalogue(), ids=lambda weight: weight.name)
def test_every_entry_of_the_table_is_complete(weight: Weight) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", weight.name)
    assert re.fullmatch(r"[0-9a-f]{64}", weight.sha256)
    assert set(weight.licence.split(" AND ")) <= ALLOWED
    assert weight.archive.registry in {"npm", "pypi"}
    assert re.fullmatch(r"\d+(\.\d+)+", weight.archive.version)
    assert weight.archive.size > 0
    assert weight.size > 0
    assert weight.source.startswith("https://")
    assert weight.member.startswith("package/" if weight.archive.registry == "npm" else "")
    purposes = set()
    for language in LANGUAGES:
        with speaking(language):
            purposes.add(weight.purpose)
    assert len(purposes) == len(LANGUAGES)


def test_one_package_is_one_archive() -> None:
    archives = {weight.archive for weight in catalogue()}
    assert len({(archive.registry, archive.package) for archive in archives}) == len(archives)
    assert len({archive.filename for archive in archives}) == len(archives)


def test_no_two_weights_share_a_file() -> None:
    assert len({weight.location for weight in catalogue()}) == len(catalogue())


def test_the_catalogue_keeps_the_order_of_the_table() -> None:
    table = tomllib.loads(resources.files("hwasil.engine").joinpath("weights.toml").read_text(encoding="utf-8"))
    assert [weight.name for weight in catalogue()] == list(table)


def test_find_returns_the_weight_of_that_name() -> None:
    assert find("noto-emoji").archive.package == "@iconify-json/noto"


@pytest.mark.parametrize("language", LANGUAGES)
def test_find_names_what_may_have_been_meant(language: Language) -> None:
    with pytest.raises(InvalidInput) as caught:
        find("noto-emojis")
    with speaking(language):
        assert "noto-emojis" in caught.value.message
        assert "noto-emoji" in caught.value.hint


def test_find_names_every_weight_when_none_is_close() -> None:
    with pytest.raises(InvalidInput) as caught:
        find("qqqqqq")
    assert all(weight.name in caught.value.hint for weight in catalogue())


@pytest.mark.parametrize(("language", "word"), [("en", "weight"), ("ko", "가중치")])
def test_a_missing_weight_says_how_to_get_it(language: Language, word: str) -> None:
    with pytest.raises(Unavailable) as caught:
        DRAWINGS.path()
    with speaking(language):
        assert word in caught.value.message
        assert "45.1 MB" in caught.value.message
        assert "hwasil skills pull noto-emoji" in caught.value.hint


def test_a_weight_is_present_only_at_its_full_size() -> None:
    assert not DRAWINGS.present()
    DRAWINGS.location.parent.mkdir(parents=True)
    DRAWINGS.location.write_bytes(b"12345")
    assert not DRAWINGS.present()
    DRAWINGS.location.write_bytes(b"123456")
    assert DRAWINGS.present()
    assert DRAWINGS.path() == DRAWINGS.location


def test_another_content_of_a_weight_is_another_file() -> None:
    assert replace(DRAWINGS, sha256="f" * 64).location != DRAWINGS.location


def test_home_is_the_folder_the_environment_names(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert home() == cache_folder
    monkeypatch.setenv("HWASIL_HOME", "~/weights")
    assert home() == Path("~/weights").expanduser()
    monkeypatch.chdir(cache_folder.parent)
    monkeypatch.setenv("HWASIL_HOME", "here")
    assert home() == cache_folder.parent / "here"


def test_home_is_the_platform_cache_folder_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HWASIL_HOME")
    assert home().is_absolute()
    assert "hwasil" in home().parts


def test_the_derived_folder_is_made(cache_folder: Path) -> None:
    assert derived_folder() == cache_folder / "derived"
    assert derived_folder().is_dir()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cache_folder_that_cannot_be_made_is_said(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(Unavailable) as caught:
        derived_folder()
    with speaking(language):
        assert str(tmp_path / "file" / "home") in caught.value.message
        assert "HWASIL_HOME" in caught.value.hint


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (45_137_398, "45.1 MB"),
        (1_500_000_000, "1.5 GB"),
        (2_000_000_000_000, "2.0 TB"),
    ],
)
def test_sizes_read_as_people_write_them(size: int, text: str) -> None:
    assert size_text(size) == text


@given(st.integers(min_value=0, max_value=10**14))
def test_size_text_says_the_size_to_a_tenth_of_its_unit(size: int) -> None:
    number, unit = size_text(size).split()
    scale = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}[unit]
    assert abs(float(number) * scale - size) <= 0.0501 * scale
