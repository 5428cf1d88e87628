"""The tables of names: every class once, every name in both languages."""

from __future__ import annotations

import numpy as np
import pytest
from tests.photos import photos

from hwasil.core.errors import Unavailable
from hwasil.engine.look.grammar import called
from hwasil.engine.look.kinds import _rows, categories, category_of, kinds, korean_names
from hwasil.engine.look.settings import korean_settings, setting
from hwasil.engine.segment.detector import LABELS
from hwasil.i18n import speaking, texts


def test_every_class_is_of_just_one_kind() -> None:
    assert sorted(number for row in _rows() for number in row.classes) == list(range(1000))


def test_every_name_is_there_once_and_in_both_languages() -> None:
    names = [row.name for row in _rows()]
    assert len(names) == len(set(names)) > 350
    assert all(row.name.isascii() and not row.korean.isascii() for row in _rows())
    assert called("cat", "ko") == "고양이"
    assert called("fox", "ko") == "여우"
    assert called("river", "ko") == "강"
    assert called("fox", "en") == "fox"


def test_every_label_has_a_category_and_every_category_a_name() -> None:
    assert all(category_of(label) for label in LABELS)
    assert category_of("fox") == "animal"
    assert category_of("unheard of") is None
    for name in categories():
        assert f"look.category_name.{name}" in texts("en")
    assert set(korean_settings()).isdisjoint(set(korean_names()) - {"restaurant", "stage"})


def test_a_cat_is_a_cat(real_home: object) -> None:
    best = kinds(photos()["chelsea"].picture.pixels)[0]
    assert (best.name, best.category) == ("cat", "animal")
    assert 0.6 < best.score <= 1


def test_a_single_pixel_is_nothing(real_home: object) -> None:
    assert all(one.score < 0.6 for one in kinds(np.zeros((1, 1, 3), np.uint8)))


def test_what_a_picture_is_like(real_home: object) -> None:
    like = setting(photos()["flower"].picture)
    assert like is not None
    assert (like.name, like.category) == ("flower", "plant")
    assert 0 < like.weight <= 1


def test_without_the_weight(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from hwasil.engine.networks import release

    release()
    monkeypatch.setenv("HWASIL_HOME", str(tmp_path))
    with pytest.raises(Unavailable) as caught, speaking("en"):
        kinds(np.zeros((8, 8, 3), np.uint8))
    assert "hwasil skills pull efficientnet" in caught.value.hint
