"""Whatever form a model answers in, its prompts are found."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.prompt import Prompt
from hwasil.studio.idea_answers import prompts_in, tags_in

PARTS = {"subject": "a fox in the snow", "medium": "watercolor", "light": "soft light", "negative": "text"}
FOX = Prompt("a fox in the snow", medium="watercolor", light="soft light", negative="text")


@pytest.mark.parametrize(
    ("answer", "subjects"),
    [
        ("<prompt>A fox</prompt><prompt>A dog</prompt>", ["A fox", "A dog"]),
        ("Sure!\n<prompt>\nA fox\nin the snow\n</prompt>", ["A fox in the snow"]),
        ("<PROMPT id=1>A fox</PROMPT> <prompt>A dog that was cut", ["A fox", "A dog that was cut"]),
        ('```json\n["A fox", "A dog"]\n```', ["A fox", "A dog"]),
        ('Here you are: ["A fox", "A dog"]. Enjoy!', ["A fox", "A dog"]),
        ('{"prompts": [{"prompt": "A fox"}, {"description": "A dog"}]}', ["A fox", "A dog"]),
        ('{"subject": "A fox"}\n{"subject": "A dog"}', ["A fox", "A dog"]),
        ('[{"subject": "A fox"}, {"subject": "A dog that was c', ["A fox"]),
        ('[{"subject": "A fox', ["A fox"]),
        ('{"subject": "A fox\nin the snow"}', ["A fox in the snow"]),
        ("1. A fox\n2. A dog\n3. A cat", ["A fox", "A dog", "A cat"]),
        ("Three prompts:\n\n1) A fox,\n   in the snow\n2) A dog\n\nLet me know!", ["A fox, in the snow", "A dog"]),
        ("① 여우\n② 강아지", ["여우", "강아지"]),
        ("**Prompt 1:** A fox\n**Prompt 2:** A dog", ["A fox", "A dog"]),
        ("### Prompt 1\n\nA fox.\n\n### Prompt 2\n\nA dog.", ["A fox.", "A dog."]),
        ("1. **Cozy**: a fox\n2. **Wild**: a dog", ["Cozy: a fox", "Wild: a dog"]),
        ("- A fox\n* A dog\n• A cat", ["A fox", "A dog", "A cat"]),
        ('1. "A fox"\n2. "A dog"', ["A fox", "A dog"]),
        ("A fox.\n\nA dog at 4:30.", ["A fox.", "A dog at 4:30."]),
        ("Here is one:\n\nA fox in the snow, 35mm: a classic.", ["A fox in the snow, 35mm: a classic."]),
        ("눈밭의 여우", ["눈밭의 여우"]),
        ("Prompt: a fox in the snow", ["a fox in the snow"]),
        ("<think>1. a dog?</think>\n1. A fox", ["A fox"]),
        ("<think>never ends: 1. a dog", []),
        ("A fox\n\nA fox", ["A fox"]),
        ("<prompt></prompt>\n1. A fox", ["A fox"]),
    ],
)
def test_every_form(answer: str, subjects: list[str]) -> None:
    assert [prompt.subject for prompt in prompts_in(answer)] == subjects


@pytest.mark.parametrize(
    "answer",
    [
        json.dumps(PARTS),
        f"<prompt>{json.dumps(PARTS)}</prompt>",
        json.dumps({"ideas": [{**PARTS, "style": "none", "text": None, "shot": ["", ""]}]}),
        "Subject: a fox in the snow\nMedium: watercolor\nLighting: soft light\nNegative prompt: text",
        "1. **Subject:** a fox in the\n   snow\n - **Medium:** watercolor\n - **Light**: soft light\n - *Avoid*: text\n\nBye!",
        '- "subject": a fox in the snow\n- "medium": watercolor\n- "lighting": soft light\n- "avoid": text',
    ],
)
def test_parts_are_kept_apart(answer: str) -> None:
    [prompt] = prompts_in(answer)
    assert (prompt.subject, prompt.medium, prompt.light, prompt.negative) == (
        FOX.subject,
        FOX.medium,
        FOX.light,
        FOX.negative,
    )


def test_korean_labels() -> None:
    first, second = prompts_in(
        "1. 주제: 눈밭의 여우\n매체: 수채화\n조명: 부드러운 빛\n\n2. 주제: 강아지\n화풍: 미니멀"
    )
    assert first == Prompt("눈밭의 여우", medium="수채화", light="부드러운 빛")
    assert second == Prompt("강아지", style="미니멀")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        " \n",
        "!!!",
        "[]",
        "{}",
        "[1, 2]",
        '[{"sub',
        "{'subject': 7}",
        "I'm sorry, but I can't help.",
        "죄송하지만 도와드릴 수 없습니다.",
        "{" * 5000,
    ],
)
def test_where_there_is_none_there_is_none(answer: str) -> None:
    assert prompts_in(answer) == ()


@given(st.text(max_size=300))
def test_nothing_that_is_said_breaks_it(answer: str) -> None:
    for prompt in prompts_in(answer):
        assert prompt.subject.strip()
    assert len(tags_in(answer, 5)) <= 5


@given(
    st.lists(st.sampled_from(["a red fox", "눈밭의 여우", "two dogs, wet"]), min_size=1, max_size=3, unique=True)
)
def test_what_is_in_tags_is_never_lost(subjects: list[str]) -> None:
    answer = "\n".join(f"<prompt>\n{subject}\n</prompt>" for subject in subjects)
    assert [prompt.subject for prompt in prompts_in(answer)] == subjects


@pytest.mark.parametrize(
    ("answer", "tags"),
    [
        ('```json\n["fox", "snow", "fox"]\n```', ("fox", "snow")),
        ("#fox, #snow, winter.", ("fox", "snow", "winter")),
        ("1. fox\n2. snow", ("fox", "snow")),
        ("여우, 눈밭", ("여우", "눈밭")),
        ('["fox", 7, "", "!"]', ("fox",)),
        ("", ()),
    ],
)
def test_tags(answer: str, tags: tuple[str, ...]) -> None:
    assert tags_in(answer, 12) == tags
