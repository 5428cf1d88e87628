from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwasil.core.jobs import TextToImage
from hwasil.core.palette import Palette
from hwasil.core.picture import Size
from hwasil.engine.illustrator.drawings import Drawings
from hwasil.engine.illustrator.illustrator import illustrate, sketch
from hwasil.engine.illustrator.render import pixels_of, svg_of

FOXES = "눈 덮인 숲속의 붉은 여우 두 마리"


def test_the_same_job_and_seed_give_the_same_bytes(drawings: Drawings) -> None:
    job = TextToImage(FOXES, size=Size(512, 512))
    assert illustrate(job, 7).picture.data == illustrate(job, 7).picture.data


def test_another_seed_gives_another_picture(drawings: Drawings) -> None:
    job = TextToImage(FOXES, size=Size(320, 320))
    assert len({illustrate(job, seed).picture.sha256 for seed in range(6)}) == 6


@pytest.mark.parametrize(
    "size",
    [(1024, 1024), (512, 512), (768, 1408), (1408, 640), (1173, 640), (320, 704), (4096, 1024), (336, 1344)],
    ids=lambda size: f"{size[0]}x{size[1]}",
)
def test_every_size_is_met_exactly(drawings: Drawings, size: tuple[int, int]) -> None:
    picture = illustrate(TextToImage("a cat on a table", size=Size(*size)), 1).picture
    assert (picture.width, picture.height) == size
    assert picture.pixels.shape == (size[1], size[0], 3)


def test_the_scene_is_plain_json(drawings: Drawings) -> None:
    scene = sketch(TextToImage(FOXES), 7).to_json()
    assert json.loads(json.dumps(scene)) == scene
    assert [item["label"] for item in scene["items"]].count("fox") == 2
    assert scene["backdrop"]["setting"] == "forest"
    assert "snow" in scene["drawn"]


@pytest.mark.parametrize("thing", ["sailboat", "trophy", "tram car", "artist palette"])
def test_shaded_drawings_whose_filters_meet(drawings: Drawings, thing: str) -> None:
    job = TextToImage(f"a {thing}, 3d render", size=Size(320, 320))
    assert thing in [item.label for item in sketch(job, 1).items]
    assert illustrate(job, 1).picture.size == Size(320, 320)


@pytest.mark.parametrize(
    ("prompt", "from_left"),
    [
        ("a frog to the left of a duck", ["frog", "duck"]),
        ("오리 오른쪽에 있는 개구리", ["duck", "frog"]),
        ("a frog to the left of a duck, a cat on the frog", ["frog", "duck"]),
        ("two frogs to the right of a duck", ["duck", "frog", "frog"]),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_sides(drawings: Drawings, prompt: str, from_left: list[str], seed: int) -> None:
    items = [item for item in sketch(TextToImage(prompt), seed).items if item.label in {"frog", "duck"}]
    assert [item.label for item in sorted(items, key=lambda item: item.x)] == from_left


def test_what_was_asked_is_within_the_picture(drawings: Drawings) -> None:
    prompts = [
        "a cat",
        "세 마리의 강아지와 고양이 두 마리",
        "a castle, a dragon and a knight",
        "twelve bees",
        "a low angle giraffe",
        "a group of students with a teacher",
        "a table near a window",
    ]
    for prompt in prompts:
        for size in (Size(1024, 1024), Size(640, 1408), Size(1408, 640)):
            for seed in range(4):
                scene = sketch(TextToImage(prompt, size=size), seed)
                for item in scene.items:
                    assert -0.06 * size.width < item.x - item.width / 2
                    assert item.x + item.width / 2 < 1.06 * size.width
                    assert -0.06 * size.height < item.y - item.height, (prompt, size, item.label)
                    assert item.y < 1.02 * size.height


def test_each_thing_leaves_its_mark_on_the_picture(drawings: Drawings) -> None:
    scene = sketch(TextToImage("a fox, a cat and a red balloon in a field", size=Size(512, 512)), 3)
    whole = pixels_of(svg_of(scene, drawings), lettered=False).astype(int)
    for left_out in range(len(scene.items)):
        items = tuple(item for number, item in enumerate(scene.items) if number != left_out)
        fewer = type(scene)(**{**{f: getattr(scene, f) for f in scene.__slots__}, "items": items})
        without = pixels_of(svg_of(fewer, drawings), lettered=False).astype(int)
        changed = (np.abs(whole - without).max(axis=2) > 30).mean()
        assert changed > 0.003, scene.items[left_out].label


def test_lettering_is_drawn(drawings: Drawings) -> None:
    blank = sketch(TextToImage("a wall", size=Size(512, 512)), 1)
    signed = sketch(TextToImage('a wall, sign reading "화실"', size=Size(512, 512)), 1)
    one = pixels_of(svg_of(blank, drawings), lettered=True).astype(int)
    other = pixels_of(svg_of(signed, drawings), lettered=True).astype(int)
    box = signed.lettering[0]
    rows, columns = slice(int(box.y), int(box.y + box.height)), slice(int(box.x), int(box.x + box.width))
    assert np.abs(one - other)[rows, columns].mean() > 20


def test_letters_that_no_font_has_are_said(drawings: Drawings) -> None:
    scene = sketch(TextToImage('a sign reading "OPEN 🦊"'), 1)
    assert "🦊" in scene.not_drawn


def test_a_palette_colors_the_picture(drawings: Drawings) -> None:
    plain = illustrate(TextToImage("a cat", size=Size(320, 320)), 1).picture.pixels.mean(axis=(0, 1))
    palette = Palette.parse(["#0044ff", "#001144"])
    blue = illustrate(TextToImage("a cat", size=Size(320, 320), palette=palette), 1).picture.pixels.mean(
        axis=(0, 1)
    )
    assert blue[2] - blue[0] > plain[2] - plain[0] + 20


def test_markup_in_a_prompt_is_text_and_nothing_else(drawings: Drawings) -> None:
    hostile = 'sign reading "</text><script>&amp;<image href=file:///etc/passwd>"'
    svg = svg_of(sketch(TextToImage(hostile, size=Size(320, 320)), 1), drawings)
    assert "<script" not in svg
    assert "<image" not in svg
    pixels_of(svg, lettered=True)


@settings(max_examples=15)
@given(st.text(min_size=1, max_size=200).filter(str.strip), st.integers(0, 2**32 - 1))
def test_any_words_give_a_picture(drawings: Drawings, prompt: str, seed: int) -> None:
    picture = illustrate(TextToImage(prompt, size=Size(320, 320)), seed).picture
    assert picture.pixels.shape == (320, 320, 3)
