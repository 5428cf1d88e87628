"""Real pictures looked at."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.photos import photos

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture
from hwasil.engine.look import look
from hwasil.engine.look.colors import tints
from hwasil.engine.look.faces import faces
from hwasil.engine.look.sight import Sight


def test_everything_that_is_known_of_a_photograph(real_home: object) -> None:
    picture = photos()["hopper"].picture
    seen = look(picture)
    assert seen.size == picture.size
    assert seen.counts["person"] == 1
    assert seen.subject is not None
    assert seen.subject.label == "person"
    assert len(seen.faces) == 1
    assert [line.text for line in seen.lines] == ["COMO HOPPER"]
    assert seen.verdict.safe > 0.5
    for box in (*(one.box for one in seen.things), *(one.box for one in seen.faces), seen.subject.box):
        assert 0 <= box.left < box.right <= picture.width
        assert 0 <= box.top < box.bottom <= picture.height
    told = json.loads(json.dumps(seen.to_json()))
    assert told["counts"] == {"person": 1, "tie": 1}
    assert told["text"][0]["text"] == "COMO HOPPER"
    assert told["subject"]["label"] == "person"


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 300, 3), (40, 40, 4), (64, 48)])
def test_any_picture_can_be_looked_at(shape: tuple[int, ...], real_home: object) -> None:
    seen = look(Picture.from_pixels(np.full(shape, 90, np.uint8)))
    assert seen.colors[0].name == "gray"
    assert not seen.lines
    json.dumps(seen.to_json())


def test_a_large_thing_that_the_classifier_takes_for_another_counts_less(real_home: object) -> None:
    raccoon = Sight(photos()["raccoon"].picture)
    cat = next(one for one in raccoon.things if one.label == "cat")
    assert cat.score < 0.6
    assert raccoon.subject is not None
    assert raccoon.subject.label == "animal"


def test_a_broken_picture(real_home: object) -> None:
    whole = photos()["hopper"].picture
    with pytest.raises(Corrupt):
        look(Picture(whole.data[:2000], "png", whole.width, whole.height, has_alpha=False))


def test_faces_are_found_where_they_are(real_home: object) -> None:
    pixels = photos()["astronaut"].picture.pixels
    (face,) = faces(pixels)
    middle = (face.box.left + face.box.right) / 2, (face.box.top + face.box.bottom) / 2
    assert np.allclose(middle, (225, 118), atol=15)
    assert not faces(photos()["coffee"].picture.pixels)


def test_colors_by_their_names() -> None:
    half = np.array([[224, 47, 47]] * 60 + [[250, 250, 250]] * 40, np.uint8)
    found = tints(half)
    assert [(one.name, one.share) for one in found] == [("red", 0.6), ("white", 0.4)]
    (single,) = tints(np.full((9, 3), 27, np.uint8))
    assert (single.name, single.share) == ("black", 1.0)
