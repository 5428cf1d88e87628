"""A picture put into words: the task that a question sets, done with what was seen and nothing else.

What is sure is said as it is, what is likely with a "probably", and what is less is not said. A question that looking
cannot answer gets what can be seen, and the name of what could answer it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Final

from hwasil.core.picture import Picture
from hwasil.engine.look import answering, asked
from hwasil.engine.look.asked import Asked, Task
from hwasil.engine.look.grammar import called
from hwasil.engine.look.portrait import Portrait
from hwasil.engine.look.sight import Sight
from hwasil.engine.look.story import story
from hwasil.i18n import say, speaking

# An answer without a sentence around it, and the sentence. A list of answers may be asked for as JSON.
Reply = tuple[str | Sequence[str], str]


def describe(picture: Picture, question: str | None = None, *, system: str | None = None) -> str:
    """Answer a question about a picture, in the question's language; without one, describe it in detail.

    ``system`` may say how to answer: in which language, or as JSON. Raises Corrupt for a broken picture, Unavailable
    where a weight is missing.
    """
    return describe_all((picture,), question, system=system)


def describe_all(pictures: Sequence[Picture], question: str | None = None, *, system: str | None = None) -> str:
    """Answer a question about each of some pictures, or compare them. Raises as `describe` does."""
    return describe_sights([Sight(picture) for picture in pictures], question, system=system)


def describe_sights(sights: Sequence[Sight], question: str | None = None, *, system: str | None = None) -> str:
    """Answer a question about pictures that are being looked at already. Raises as `describe` does."""
    wanted = asked.read(question or "", system or "")
    with speaking(wanted.language):
        if wanted.task == "compare" and len(sights) > 1:
            return _shaped((text := answering.compared(sights, wanted.language), text), wanted)
        replies = [_shaped(_TASKS[wanted.task](sight, wanted), wanted) for sight in sights]
        if len(replies) == 1:
            return replies[0]
        lines = (say("look.numbered", number=number, text=text) for number, text in enumerate(replies, 1))
        return "\n".join(lines)


def _shaped(reply: Reply, wanted: Asked) -> str:
    """Return a reply as the question wants it to look."""
    bare, sentence = reply
    if wanted.as_json:
        text = json.dumps([bare] if isinstance(bare, str) else list(bare), ensure_ascii=False)
    elif bare and (wanted.bare or wanted.tag):
        text = bare if isinstance(bare, str) else ", ".join(bare)
    else:
        text = sentence
    return f"<{wanted.tag}>{text}</{wanted.tag}>" if wanted.tag else text


def _caption(sight: Sight, wanted: Asked) -> Reply:
    text = Portrait(sight, wanted.language).caption()
    return text, text


def _detail(sight: Sight, wanted: Asked) -> Reply:
    text = Portrait(sight, wanted.language).detail()
    return text, text


def _category(sight: Sight, wanted: Asked) -> Reply:
    name = answering.category(sight, wanted)
    return name, say("look.category", name=name)


def _objects(sight: Sight, wanted: Asked) -> Reply:
    names = Portrait(sight, wanted.language).names()
    if not names:
        return (), say("look.nothing_known")
    return names, ", ".join(names)


def _tags(sight: Sight, wanted: Asked) -> Reply:
    portrait = Portrait(sight, wanted.language)
    colors = [tint.color.name(wanted.language) for tint in sight.colors]
    tags = tuple(dict.fromkeys([*portrait.names(), *colors]))
    return tags, ", ".join(tags)


def _subject(sight: Sight, wanted: Asked) -> Reply:
    subject = sight.subject
    if subject is None or not subject.label:
        nothing = say("look.subject_unknown")
        return nothing, nothing
    return called(subject.label, wanted.language), Portrait(sight, wanted.language).subject()


def _text(sight: Sight, wanted: Asked) -> Reply:
    lines = "\n".join(line.text for line in sight.lines)
    return (lines, lines) if lines else (none := say("look.text_none"), none)


def _translated(sight: Sight, wanted: Asked) -> Reply:
    lines = "\n".join(line.text for line in sight.lines)
    text = say("look.text_untranslated", text=lines) if lines else say("look.text_none")
    return text, text


def _story(sight: Sight, wanted: Asked) -> Reply:
    text = story(sight, wanted.language)
    return text, text


def _safety(sight: Sight, wanted: Asked) -> Reply:
    verdict = sight.verdict
    worst = max(("sexual", verdict.sexual), ("graphic", verdict.graphic), key=lambda one: one[1])
    key = "safe" if verdict.safe >= max(verdict.sexual, verdict.graphic) else worst[0]
    share = f"{getattr(verdict, key):.0%}"
    texts = {name: say(f"look.verdict.{name}", share=share) for name in ("safe", "sexual", "graphic")}
    return key, texts[key]


def _unknown(sight: Sight, wanted: Asked) -> Reply:
    text = say("look.unanswerable", seen=Portrait(sight, wanted.language).glimpse())
    return text, text


_TASKS: Final[dict[Task, Callable[[Sight, Asked], Reply]]] = {
    "translate": _translated,
    "text": _text,
    "story": _story,
    "compare": _unknown,  # there is nothing to compare one picture with
    "category": _category,
    "safety": _safety,
    "tags": _tags,
    "count": lambda sight, wanted: answering.count(sight, wanted) or _unknown(sight, wanted),
    "where": lambda sight, wanted: answering.where(sight, wanted) or _unknown(sight, wanted),
    "colors": lambda sight, wanted: answering.colors(sight, wanted) or _unknown(sight, wanted),
    "subject": _subject,
    "objects": _objects,
    "caption": _caption,
    "detail": _detail,
    "there": lambda sight, wanted: answering.there(sight, wanted) or _unknown(sight, wanted),
    "unknown": _unknown,
}
