"""What is said of what was seen, and what is not."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.engine.look.seeing import BLANK, MIDDLE, NOTHING, line, sight, thing

from hwasil.core.mask import Box, Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Picture
from hwasil.engine.guard import Verdict
from hwasil.engine.look import Subject, answering, describe_sights
from hwasil.engine.look.colors import Tint
from hwasil.engine.look.faces import Face
from hwasil.engine.look.kinds import Kind
from hwasil.engine.look.settings import Setting
from hwasil.engine.look.sight import Sight
from hwasil.engine.segment import Found
from hwasil.i18n import speaking

TABLE = thing("dining table", 0.8, Box(0, 20, 120, 90))
WHOLE = Box(0, 0, 120, 90)


def said(seen: Sight, question: str) -> str:
    return describe_sights([seen], question)


class TestCaption:
    def test_what_is_sure(self) -> None:
        seen = sight(thing("cat"), thing("dog"), thing("dog", 0.7, Box(0, 0, 20, 20)))
        assert said(seen, "caption") == "A picture of a cat and two dogs."
        assert said(seen, "짧은 설명") == "고양이와 개 두 마리가 보이는 이미지입니다."

    def test_what_is_likely_is_hedged(self) -> None:
        seen = sight(thing("vase", 0.4))
        assert said(seen, "caption") == "A picture of what is probably a vase."
        assert said(seen, "캡션") == "아마도 꽃병이 보이는 이미지입니다."

    def test_a_thing_on_a_table(self) -> None:
        seen = sight(thing("cup"), TABLE)
        assert said(seen, "caption") == "A picture of a cup on a dining table."
        assert said(seen, "캡션") == "식탁 위에 컵이 놓여 있는 이미지입니다."

    def test_a_thing_beside_a_table(self) -> None:
        beside = sight(thing("cup", box=Box(0, 0, 20, 19)), TABLE)
        assert said(beside, "caption") == "A picture of a cup and a dining table."

    def test_without_things_it_is_the_whole(self) -> None:
        fox = sight(kinds=(Kind("fox", "animal", 0.8),))
        assert said(fox, "caption") == "A picture of a fox."
        maybe = sight(kinds=(Kind("fox", "animal", 0.4),))
        assert said(maybe, "캡션") == "아마도 여우가 보이는 이미지입니다."
        like = sight(kinds=(Kind("mushroom", "plant", 0.4),), setting=Setting("flower", "plant", 0.3))
        assert said(like, "caption") == "A picture of what is probably a flower."

    def test_without_a_name_it_is_text_or_color(self) -> None:
        assert said(sight(lines=(line("OPEN"),)), "caption") == "A picture with the text “OPEN”."
        assert "mostly in gray" in said(sight(), "caption")
        assert "회색" in said(sight(), "캡션")


class TestDetail:
    def test_everything_that_was_seen_is_told_once(self) -> None:
        seen = sight(
            thing("cat"),
            thing("cup", 0.5),
            subject=Subject(Box(80, 60, 120, 90), "cat", 0.9),
            faces=(Face(0.9, WHOLE), Face(0.8, WHOLE)),
            lines=(line("OPEN"), line("SALE")),
        )
        text = said(seen, "describe it in detail")
        assert text == (
            "The picture is wide, 120 by 90 pixels. What stands out is a cat, at the bottom right. There may also be a "
            "cup. 2 faces are visible. The main colors: gray. It carries text: “OPEN / SALE”"
        )
        korean = said(seen, "자세히 설명해 주세요")
        for part in ("고양이로, 오른쪽 아래에 있습니다", "컵이 있을 수도 있습니다", "얼굴이 2개", "‘OPEN / SALE’"):
            assert part in korean
        assert describe_sights([seen]) == text

    def test_nothing_known_is_said_so(self) -> None:
        assert "I see nothing that I know by name." in said(sight(), "describe")
        assert "이름을 아는 것은 보이지 않습니다" in said(sight(), "설명해 줘")

    def test_clothes_are_not_what_a_person_is(self) -> None:
        seen = sight(thing("person"), kinds=(Kind("military uniform", "clothing", 0.9),))
        assert "uniform" not in said(seen, "describe")

    def test_long_text_is_cut(self) -> None:
        assert len(said(sight(lines=(line("word " * 99),)), "describe")) < 300


class TestTasks:
    def test_objects(self) -> None:
        seen = sight(thing("cat"), thing("cat", 0.8), thing("cup"), thing("bed", 0.35))
        assert said(seen, "Return only the list of items.") == "cat, cup"
        assert said(seen, "물건 목록만 답해 줘") == "고양이, 컵"
        assert json.loads(said(seen, "List the objects as JSON")) == ["cat", "cup"]
        assert json.loads(said(sight(), "List the objects as JSON")) == []
        assert said(sight(), "Only list the items.") == "I see nothing that I know by name."

    def test_subject_in_tags(self) -> None:
        seen = sight(thing("cat"), subject=Subject(WHOLE, "cat", 0.9))
        assert said(seen, "Name the main object in <object> tags.") == "<object>cat</object>"
        assert said(seen, "주요 객체를 <name>에 넣어 줘") == "<name>고양이</name>"
        assert said(seen, "What is the main subject?") == "What stands out is a cat, filling most of the picture."
        assert said(sight(), "What is the main subject?") == "Nothing that I know by name stands out."

    def test_tags_for_a_program(self) -> None:
        seen = sight(thing("cat"), colors=(Tint("red", Color.parse("#e02f2f"), 0.9),))
        assert json.loads(said(seen, "Give me tags as a list of strings")) == ["cat", "red"]
        assert json.loads(said(seen, "태그를 JSON으로 답해 줘")) == ["고양이", "빨강"]

    def test_text_and_its_translation(self) -> None:
        seen = sight(lines=(line("어서 오세요"), line("OPEN")))
        assert said(seen, "Transcribe the text") == "어서 오세요\nOPEN"
        translated = said(seen, "Translate the text into English")
        assert "어서 오세요\nOPEN" in translated
        assert "cannot translate" in translated
        assert "HWASIL_LLM_URL" in translated
        assert said(sight(), "글자를 읽어 줘") == "이 그림에서 읽을 수 있는 글자를 찾지 못했습니다."

    def test_safety(self) -> None:
        assert "nothing sexual or graphic" in said(sight(), "Is it inappropriate?")
        bloody = sight(verdict=Verdict(0.1, 0.8, 0.1))
        assert said(bloody, "Is it inappropriate?") == "It looks graphic: blood, wounds or the like (80% sure)."

    def test_the_same_picture_has_the_same_story(self) -> None:
        seen = sight(thing("cat"), thing("cup"), lines=(line("OPEN"),))
        story = said(seen, "Write a story")
        assert story == said(sight(thing("cat"), thing("cup"), lines=(line("OPEN"),)), "Write a story")
        assert "the cat" in story
        assert "a cup" in story
        assert "OPEN" in story
        korean = said(seen, "동화를 써 줘")
        assert "고양이는" in korean
        assert "컵을" in korean
        assert "gray" in said(sight(), "Write a story")

    @pytest.mark.parametrize("question", ["What emotion is this?", "누구인가요?", "hello", "Compare it"])
    def test_what_cannot_be_answered(self, question: str) -> None:
        text = said(sight(thing("cat")), question)
        assert "HWASIL_LLM_URL" in text
        assert "bedrock" in text
        assert "a cat" in text or "고양이" in text


class TestCategory:
    CHOICES = "Only return the category name: People, Food, Other."

    @pytest.mark.parametrize(
        ("seen", "expected"),
        [
            (sight(thing("person")), "People"),
            (sight(thing("pizza")), "Food"),
            (sight(thing("cup"), kinds=(Kind("coffee", "food", 0.8),)), "Food"),
            (sight(thing("cat")), "Other"),
            (sight(), "Other"),
            (sight(thing("orange", 0.4), setting=Setting("flower", "plant", 0.3)), "Other"),
        ],
    )
    def test_one_of_the_choices(self, seen: Sight, expected: str) -> None:
        assert said(seen, f"Classify it. {self.CHOICES}") == expected

    def test_a_choice_of_things(self) -> None:
        seen = sight(thing("dog"))
        assert said(seen, "Classify it, only return the name: cat, dog") == "dog"
        assert said(seen, "고양이, 개, 새 중 하나로 분류하고 이름만 답해 줘") == "개"

    def test_without_choices(self) -> None:
        assert said(sight(thing("cat")), "Categorize it") == "It belongs to this category: animals."
        assert said(sight(thing("cat")), "분류해 줘") == "이 갈래에 속합니다: 동물."
        assert said(sight(), "Categorize it") == "It belongs to this category: other."

    def test_only_other(self) -> None:
        assert said(sight(), "Classify it, only return the name: other, none") == "other"


class TestQuestions:
    TWO = sight(thing("cat"), thing("cat", 0.8, Box(0, 0, 30, 20)), thing("cup", 0.4))

    def test_how_many(self) -> None:
        assert said(self.TWO, "How many cats are there?") == "I can see two cats."
        assert said(self.TWO, "고양이가 몇 마리야?") == "고양이 두 마리가 보입니다."
        assert said(self.TWO, "How many cats? Only return the number.") == "2"
        assert said(self.TWO, "How many dogs are there?") == "I see no dogs."
        many = sight(*(thing("sheep", 0.9, Box(x, 0, x + 9, 9)) for x in range(0, 120, 10)))
        assert "about 12 sheep" in said(many, "How many sheep?")
        assert said(self.TWO, "How many animals are there?") == "I can see two cats."

    def test_faces(self) -> None:
        seen = sight(faces=(Face(0.9, WHOLE),))
        assert said(seen, "How many faces are there?") == "One face is visible."
        assert said(seen, "얼굴이 있나요?") == "얼굴이 하나 보입니다."
        assert said(sight(), "How many faces are there?") == "No face is visible."

    def test_is_there(self) -> None:
        assert said(self.TWO, "Is there a cat?") == "Yes. I can see two cats."
        assert said(self.TWO, "컵이 있나요?") == "확실하지는 않지만 컵이 있는 것 같습니다."
        assert said(self.TWO, "Is there a dog?") == "No. I see no dogs."
        assert said(self.TWO, "강아지가 있나요?") == "아니요. 개는 보이지 않습니다."
        assert said(sight(kinds=(Kind("fox", "animal", 0.9),)), "여우가 있나요?") == "네. 여우가 보입니다."
        assert said(self.TWO, "Is there a fox?") == "No. I see no foxes."
        assert "I cannot answer this" in said(self.TWO, "Is there a unicorn?")

    def test_where(self) -> None:
        text = said(self.TWO, "Where are the cats?")
        assert text == "I can see two cats here: in the middle and at the top left."
        assert said(self.TWO, "컵은 어디에 있나요?") == "컵이 가운데에 있습니다."
        assert said(self.TWO, "Where is the dog?") == "I see no dogs."

    def test_colors(self) -> None:
        assert said(self.TWO, "What are the main colors?") == "The main colors: gray."
        assert said(self.TWO, "What color is the dog?") == "I see no dogs."

    def test_the_color_of_a_thing_is_that_of_its_own_pixels(self, monkeypatch: pytest.MonkeyPatch) -> None:
        pixels = np.full((90, 120, 3), (43, 98, 217), np.uint8)
        pixels[30:60, 40:80] = (224, 47, 47)

        def found(picture: Picture, what: str) -> Found:
            assert what == "cup"
            return Found(Mask.from_boxes(picture.size, [MIDDLE]), 0.9, "cup", "named")

        monkeypatch.setattr(answering, "segment", found)
        seen = Sight(Picture.from_pixels(pixels))
        vars(seen).update({**NOTHING, "guesses": (thing("cup"),), "things": (thing("cup"),)})
        assert said(seen, "What color is the cup?") == "The color of the cup: red."
        assert said(seen, "Only name the color of the cup.") == "red"


class TestSeveralPictures:
    def test_each_is_answered(self) -> None:
        pair = [sight(thing("cat")), sight(thing("dog"))]
        text = describe_sights(pair, "caption")
        assert text == "Image 1: A picture of a cat.\nImage 2: A picture of a dog."

    def test_they_are_compared(self) -> None:
        pair = [sight(thing("cat"), thing("cup")), sight(thing("dog"), thing("cup"))]
        assert describe_sights(pair, "Compare them").endswith("All of them show a cup.")
        apart = [sight(thing("cat")), sight(thing("dog"))]
        assert describe_sights(apart, "비교해 줘").endswith("공통으로 보이는 것은 없습니다.")


def test_the_language_of_the_reader_where_nothing_is_asked() -> None:
    with speaking("ko"):
        assert "가로로 긴" in describe_sights([sight()])
    with speaking("en"):
        assert "wide" in describe_sights([sight()])
    assert BLANK.width == 120
