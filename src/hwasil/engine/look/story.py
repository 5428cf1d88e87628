"""A short story about what a picture shows: made up from patterns, with what was seen as its people and places."""

from __future__ import annotations

from hwasil.engine.look.grammar import called, counted, formed
from hwasil.engine.look.sight import SURE, Sight
from hwasil.i18n import Language, say

_VERSIONS = 3


def story(sight: Sight, language: Language) -> str:
    """Return a story of a few sentences. The same picture always has the same one."""
    chance = int(sight.picture.sha256[:8], 16)
    labels = [one.label for one in sight.things if one.score >= SURE]
    if sight.subject and sight.subject.label:
        labels = [sight.subject.label, *labels]
    labels = list(dict.fromkeys(labels))
    color = sight.colors[0].color.name(language) if sight.colors else ""
    if not labels:
        return say("look.story.nobody", color=color)
    hero = called(labels[0], language) if language == "ko" else f"the {called(labels[0], 'en')}"
    topic = formed(hero, "은/는", language)
    parts = [say(f"look.story.begin_{chance % _VERSIONS + 1}", hero=topic, color=color)]
    if len(labels) > 1:
        other = formed(counted(labels[1], 1, language), "을/를", language)
        parts.append(say(f"look.story.meet_{chance // _VERSIONS % _VERSIONS + 1}", hero=topic, other=other))
    else:
        parts.append(say("look.story.alone", hero=topic))
    if sight.lines:
        parts.append(say("look.story.sign", text=sight.lines[0].text))
    parts.append(say(f"look.story.end_{chance // _VERSIONS**2 % _VERSIONS + 1}", hero=topic))
    return " ".join(parts)
