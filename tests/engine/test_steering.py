import pytest

from hwasil.engine.illustrator.scene import Finish
from hwasil.engine.steering import finish_of


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (None, Finish()),
        ("a red car", Finish()),
        ("watercolor", Finish(media=("watercolor",))),
        ("수채화로 그려 줘", Finish(media=("watercolor",))),
        ("the same at night", Finish(lights=("dim",), tones=("cool",))),
        ("밤에 보는 모습", Finish(lights=("dim",), tones=("cool",))),
        ("teal tones", Finish(scheme=("#1f9e9a",))),
        ("a cubist oil painting", Finish(media=("painting",), styles=("cubist",))),
    ],
)
def test_words_ask_for_what_they_name(prompt: str | None, expected: Finish) -> None:
    assert finish_of(prompt, None) == expected


def test_a_word_within_a_word_is_none() -> None:
    assert finish_of("a knight with a sketchbook", None) == Finish()


def test_what_is_not_wanted_is_left_out() -> None:
    assert finish_of("vivid watercolor", "watercolor").media == ()
    assert finish_of("vivid watercolor", "watercolor").tones == ("vivid",)
