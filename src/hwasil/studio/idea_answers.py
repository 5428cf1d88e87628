"""Prompts in what a model answers, in whatever form it chose to give them.

Models are asked for JSON and often answer otherwise: in tags, in code fences, as a numbered list, in labeled lines,
or in plain paragraphs. Each form is looked for in turn, from the strictest on, and the first that holds a prompt is
taken; so whatever was said comes back as prompts, and only an answer without any is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.prompt import Prompt, has_words

# The eight parts, and what models call them.
_NAMES: Final[Mapping[str, str]] = {
    "subject": "subject, prompt, description, scene, 주제, 피사체, 대상, 내용, 프롬프트",
    "medium": "medium, 매체, 재료, 표현 매체",
    "style": "style, art style, 스타일, 화풍",
    "shot": "shot, camera, composition, angle, framing, 구도, 샷, 앵글, 카메라",
    "light": "light, lighting, 조명, 빛",
    "color_scheme": "color scheme, colour scheme, colors, colours, color, palette, 색감, 색상, 색, 배색",
    "text": "text, lettering, 글자, 문구, 텍스트",
    "negative": "negative, negative prompt, avoid, exclude, 제외, 네거티브, 네거티브 프롬프트",
}
_PART_OF: Final = {name.strip(): part for part, line in _NAMES.items() for name in line.split(",")}
_NOTHING: Final = frozenset({"none", "n/a", "na", "null", "-", "없음", "해당 없음"})

_THOUGHT: Final = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG: Final = re.compile(r"<prompt\b[^>]*>(.*?)(?=</prompt>|<prompt\b|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)\w*[ \t]*$", re.MULTILINE)
_LABEL: Final = re.compile(
    r"^[^\w\n]{0,12}(?:\d{1,2}[.)]?)?[^\w\n]{0,12}(?P<name>[A-Za-z가-힣][A-Za-z가-힣 _-]{0,20}?)[*_`\"]*\s*[:：]\s*(?P<said>.*)$"
)
_NUMBERED: Final = re.compile(
    r"^[ \t]*(?:#+[ \t]*)?[*_\"(]*(?:(?:prompt|idea|option|프롬프트|아이디어)\s*#?\d{1,2}\b|\d{1,2}[.):]|[①-⑳])[*_\"]*[ \t]*[:.)-]?[*_]*",
    re.MULTILINE | re.IGNORECASE,
)
_BULLET: Final = re.compile(r"^[ \t]*[-*•–][ \t]+", re.MULTILINE)
_BLANK: Final = re.compile(r"\n\s*\n")
_REFUSAL: Final = re.compile(
    r"\W*(?:i['’]m sorry|i am sorry|sorry,|i can(?:no|['’])t|i am unable|i['’]m unable|as an ai\b|죄송|도와드릴 수 없)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"\{\s*[\"'}]|\[\s*[\[{\"'\d\]]")  # JSON that held no prompt, or was cut off
_OPENING: Final = re.compile(r"[\[{]")
_MOST_OPENINGS: Final = 500
_LONGEST: Final = 40_000  # characters
_EMPHASIS: Final = re.compile(r"\*\*|__|`")
_MARKS: Final = " \t\r\n\"'“”‘’`*_"


def unwrapped(answer: str) -> str:
    """Return an answer without what a model thought aloud before it, and without code fences.

    Far behind the beginning there is only the babble of a model that did not find an end.
    """
    return _FENCE.sub("", _THOUGHT.sub("", answer[:_LONGEST])).strip()


def prompts_in(answer: str) -> tuple[Prompt, ...]:
    """Return the prompts that an answer holds, each once, in its order; none when it holds none."""
    said = unwrapped(answer)
    tagged = _TAG.findall(said)
    if tagged:
        found = [prompt for block in tagged for prompt in _first_form(block)]
        if found:
            return tuple(dict.fromkeys(found))
    return tuple(dict.fromkeys(_first_form(said)))


def tags_in(answer: str, most: int) -> tuple[str, ...]:
    """Return the tags that an answer holds, a JSON list or words between commas or line ends, at most ``most``."""
    said = unwrapped(answer)
    lists = [value for value in values_in(said) if isinstance(value, list)]
    words = [one for one in lists[0] if isinstance(one, str)] if lists else re.split(r"[,\n、·]", said)
    clean = (_NUMBERED.sub("", _BULLET.sub("", word)).strip(_MARKS + "#.[]{}") for word in words)
    return tuple(dict.fromkeys(word for word in clean if has_words(word) and len(word) <= 40))[:most]


def _first_form(said: str) -> list[Prompt]:
    """Return the prompts of a text in the first form in which it has any."""
    for read in (_json_prompts, _labeled, _listed):
        found = list(read(said))
        if found:
            return found
    return []


def _json_prompts(said: str) -> Iterator[Prompt]:
    for value in values_in(said):
        yield from _prompts_of(value)


def values_in(said: str) -> Iterator[Any]:
    """Yield the JSON arrays and objects in a text, whatever stands around them; none that lies inside another."""
    decoder = json.JSONDecoder(strict=False)  # models break lines inside their strings
    place = 0
    for opening in islice(_OPENING.finditer(said), _MOST_OPENINGS):
        if opening.start() < place:
            continue
        try:
            value, place = decoder.raw_decode(said, opening.start())
        except (ValueError, RecursionError):
            continue
        yield value


def _prompts_of(value: Any) -> Iterator[Prompt]:
    """Yield the prompts in a JSON value: an object of parts is one, and so is each string in a list."""
    if isinstance(value, dict):
        parts = {part: _said(one) for name, one in value.items() if (part := _part(str(name))) is not None}
        prompt = _prompt(parts)
        if prompt:
            yield prompt
        else:
            for one in value.values():
                yield from _prompts_of(one)
    elif isinstance(value, list):
        for one in value:
            if isinstance(one, str):
                yield from filter(None, [_flat(one)])
            else:
                yield from _prompts_of(one)


def _labeled(said: str) -> Iterator[Prompt]:
    """Yield the prompts of lines such as ``- **Medium:** watercolor``; a second subject begins the next prompt."""
    parts: dict[str, str] = {}
    last = ""
    for line in said.splitlines():
        label = _LABEL.match(line)
        part = _part(label["name"]) if label else None
        if label and part:
            if part == "subject" and parts.get("subject"):
                yield from filter(None, [_prompt(parts)])
                parts = {}
            parts[part], last = label["said"], part
        elif last and line.strip() and not _NUMBERED.match(line):
            parts[last] = f"{parts[last]} {line}"
        else:
            last = ""
    # One label in the middle of a list is a part of the list.
    if len(parts) > 1 or _LABEL.match(said):
        yield from filter(None, [_prompt(parts)])


def _listed(said: str) -> Iterator[Prompt]:
    """Yield an item of a list each, else a paragraph each that neither announces others nor refuses."""
    for marker in (_NUMBERED, _BULLET):
        pieces = marker.split(said)
        if len(pieces) > 1:
            items = [_BLANK.split(piece.strip())[0] for piece in pieces[1:]]
            yield from filter(None, map(_flat, items))
            return
    paragraphs = [one.strip() for one in _BLANK.split(said)]
    if not _REFUSAL.match(said) and not _CODE.match(said):
        yield from filter(None, [_flat(one) for one in paragraphs if not one.endswith((":", "："))])


def _flat(text: str) -> Prompt | None:
    """Return a prompt of which only the whole is known."""
    return _prompt({"subject": text})


def _prompt(parts: Mapping[str, str]) -> Prompt | None:
    """Return the prompt of some parts; None without a subject."""
    clean = {name: " ".join(_EMPHASIS.sub("", text).split()).strip(_MARKS) for name, text in parts.items()}
    said = {name: "" if text.lower().rstrip(".") in _NOTHING else text for name, text in clean.items()}
    try:
        return Prompt(**said) if has_words(said.get("subject", "")) else None
    except InvalidInput:
        return None


def _part(name: str) -> str | None:
    return _PART_OF.get(" ".join(name.lower().replace("_", " ").replace("-", " ").split()))


def _said(value: Any) -> str:
    """Return the text of a part, which some models give as a list."""
    if isinstance(value, list):
        return ", ".join(one for one in value if isinstance(one, str))
    return value if isinstance(value, str) else ""
