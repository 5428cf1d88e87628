from __future__ import annotations

from pathlib import Path

import pytest

from hwasil.core.palette import Color
from hwasil.engine.redraw.wish import change_of


@pytest.mark.parametrize(
    ("prompt", "what"),
    [
        ("green curtains", "pink curtains"),
        ("초록색 커튼", "분홍색 커튼"),
        ("green curtains", "커튼"),
        ("green", None),
        ("초록색으로", "자동차"),
    ],
)
def test_another_color_for_the_same_thing_is_a_change(real_home: Path, prompt: str, what: str | None) -> None:
    change = change_of(prompt, what)
    assert change is not None
    assert change.color.name("en") == "green"
    assert change.material is None


@pytest.mark.parametrize(
    ("prompt", "what", "material"),
    [("a wooden table", "table", "wood"), ("대리석 식탁", "식탁", "marble"), ("gold", None, "gold")],
)
def test_another_material_is_a_change(real_home: Path, prompt: str, what: str | None, material: str) -> None:
    change = change_of(prompt, what)
    assert change is not None
    assert change.material is not None
    assert change.material.name == material
    assert change.color == change.material.color


def test_a_color_that_is_named_beside_a_material_is_taken(real_home: Path) -> None:
    change = change_of("red leather sofa", "sofa")
    assert change is not None
    assert change.color == Color.parse("#d9342b")
    assert change.material is not None


@pytest.mark.parametrize(
    ("prompt", "what"),
    [("a green plant", "curtains"), ("a red apple", None), ("a cup of coffee", "apple"), ("강아지", "고양이")],
)
def test_another_thing_is_no_change(real_home: Path, prompt: str, what: str | None) -> None:
    assert change_of(prompt, what) is None
