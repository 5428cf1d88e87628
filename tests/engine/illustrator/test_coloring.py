from __future__ import annotations

import colorsys

import pytest

from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.coloring import coated, dyed, main_color, thumbnail, trimmed, within_canvas, without
from hwasil.engine.illustrator.drawings import Art, ArtSet, Drawings
from hwasil.engine.illustrator.figures import build_of, embodied


def _art(drawings: Drawings, label: str) -> Art:
    drawing = drawings.labeled(label)
    art = drawings.art("noto", drawing.names["noto"])
    assert art is not None
    return art


@pytest.mark.parametrize("label", ["cat", "automobile", "rose", "rabbit", "top hat"])
@pytest.mark.parametrize(("color", "hue"), [("#2f6fde", 0.61), ("#2f9e4f", 0.38)])
def test_a_dyed_drawing_has_the_wanted_hue(drawings: Drawings, label: str, color: str, hue: float) -> None:
    found = main_color(thumbnail(dyed(_art(drawings, label), color)))
    measured = colorsys.rgb_to_hls(found.red / 255, found.green / 255, found.blue / 255)[0]
    assert measured == pytest.approx(hue, abs=0.06)


def test_dyeing_keeps_the_shape(drawings: Drawings) -> None:
    art = _art(drawings, "cat")
    assert (thumbnail(art)[..., 3] == thumbnail(dyed(art, "#2f6fde"))[..., 3]).all()


def test_a_coat_has_several_colors_within_the_silhouette(drawings: Drawings) -> None:
    art = _art(drawings, "cat")
    calico = coated(art, "calico")
    before, after = thumbnail(art), thumbnail(calico)
    assert abs(before[..., 3].astype(int) - after[..., 3]).mean() < 3
    solid = after[after[..., 3] > 250][:, :3]
    assert (solid.max(axis=1) < 110).any()
    assert (solid.min(axis=1) > 215).any()
    assert ((solid[:, 0] > 190) & (solid[:, 2] < 110)).any()


def test_trimming_leaves_no_margin() -> None:
    art = trimmed(Art(100, 100, '<rect x="30" y="20" width="40" height="60" fill="red"/>'))
    assert art.width == pytest.approx(40, abs=5)
    assert art.height == pytest.approx(60, abs=5)


def test_leftovers_beyond_the_canvas_are_not_drawn(drawings: Drawings) -> None:
    art = Art(10, 10, '<path d="M2 2 H8 V8 H2 Z" fill="red"/><path d="M14 2 H18 V8 H14 Z" fill="blue"/>')
    clean = within_canvas(art)
    wide = Art(20, 10, clean.body)
    assert not (thumbnail(wide)[:, 22:, 3] > 0).any()
    assert within_canvas(Art(10, 10, '<path d="M2 2 H8 V8 H2 Z"/>')).body == '<path d="M2 2 H8 V8 H2 Z"/>'
    assert "clip-path" in within_canvas(_art(drawings, "package")).body


@pytest.mark.parametrize(
    ("label", "build"),
    [("fox", "animal"), ("cat", "whole"), ("robot", "robot"), ("cowboy hat face", "person"), ("boy", "person"),
     ("health worker", "bust"), ("person standing", "whole"), ("automobile", "whole"), ("ghost", "whole")],
)  # fmt: skip
def test_faces_and_busts_are_known(drawings: Drawings, label: str, build: str) -> None:
    assert build_of(drawings.labeled(label), _art(drawings, label)) == build


@pytest.mark.parametrize("label", ["fox", "robot", "boy", "health worker"])
def test_a_figure_is_taller_than_its_face(drawings: Drawings, label: str) -> None:
    art = _art(drawings, label)
    figure = embodied(drawings.labeled(label), art, Chance(1))
    assert figure.height / figure.width > 1.25
    assert art.body in figure.body


def _bluish(art: Art) -> int:
    pixels = thumbnail(art).astype(int)
    return int(((pixels[..., 2] - pixels[..., 0] > 60) & (pixels[..., 3] > 200)).sum())


@pytest.mark.parametrize("art_set", ["flat", "noto"])
def test_a_doctor_without_a_stethoscope(drawings: Drawings, art_set: ArtSet) -> None:
    art = drawings.art(art_set, drawings.labeled("health worker").names[art_set])
    assert art is not None
    bare = without(art, words.parts("health worker")["stethoscope"][art_set])
    assert len(bare.body) < len(art.body)
    assert _bluish(bare) < _bluish(art)
    assert (thumbnail(bare)[..., 3] > 0).mean() > 0.95 * (thumbnail(art)[..., 3] > 0).mean()
