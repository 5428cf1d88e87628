import pytest

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator.finish import unfinished
from hwasil.engine.illustrator.illustrator import illustrate, sketch
from hwasil.engine.illustrator.scene import Finish
from hwasil.engine.style_networks import COUNT
from hwasil.engine.styles import find, styles
from hwasil.engine.stylise import STEPS
from hwasil.i18n import speaking
from hwasil.wire import catalogue

BIRD = TextToImage("a bird", size=Size(256, 256))


@pytest.mark.parametrize("style", styles(), ids=lambda style: style.name)
def test_every_recipe_is_of_things_that_are_here(style: object) -> None:
    assert style in styles()
    named = find(getattr(style, "name", ""))
    for recipe in (named.picture, named.drawing):
        how = Finish(media=recipe.media, styles=recipe.styles, lights=recipe.lights, tones=recipe.tones)
        assert not unfinished(how)
        assert set(recipe.steps) <= set(STEPS)
        assert recipe.network is None or 0 <= recipe.network < COUNT
        assert 0 < recipe.share <= 1
        assert how != Finish() or recipe.steps or recipe.network is not None


def test_every_style_a_provider_names_is_here() -> None:
    asked = {style for model in catalogue.models() for style in getattr(model.limits, "styles", ())}
    assert len(asked) == 8 + 17
    for name in asked:
        assert find(name).native_name == name


def test_the_network_has_each_of_its_styles_once() -> None:
    numbers = [style.picture.network for style in styles() if style.origin == "style-26"]
    assert numbers == list(range(COUNT))


def test_recipes_of_one_origin_differ() -> None:
    for kind in ("picture", "drawing"):
        recipes = [getattr(style, kind) for style in styles() if style.origin != "style-26"]
        assert len(set(recipes)) == len(recipes)


def test_a_style_is_found_however_it_is_spelled() -> None:
    for name in ("pixel-art", "PIXEL_ART", "Pixel art", " pixel  art ", "픽셀 아트"):
        assert find(name).name == "pixel-art"


def test_titles_are_in_the_readers_language() -> None:
    with speaking("ko"):
        assert all(has_hangul(style.title) for style in styles())
    with speaking("en"):
        assert not any(has_hangul(style.title) for style in styles())


def test_what_comes_close_to_an_unknown_style_is_named() -> None:
    with pytest.raises(InvalidInput) as problem:
        find("pixl-art")
    assert problem.value.key == "style_unknown"
    assert "pixel-art" in problem.value.hint
    with pytest.raises(InvalidInput):
        find("")


@pytest.mark.usefixtures("real_home")
def test_the_illustrator_draws_in_a_style() -> None:
    from dataclasses import replace

    plain = illustrate(BIRD, 1).picture
    made = {
        name: illustrate(replace(BIRD, style=name), 1).picture.data for name in ("LINE_ART", "low-poly", "fauve")
    }
    assert len({plain.data, *made.values()}) == 4
    assert illustrate(replace(BIRD, style="line-art"), 1).picture.data == made["LINE_ART"]
    assert sketch(replace(BIRD, style="neon-punk"), 1).finish.styles == ("cyberpunk",)
    with pytest.raises(InvalidInput):
        sketch(replace(BIRD, style="no such style"), 1)
