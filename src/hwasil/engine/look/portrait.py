"""The words for what a picture shows: a caption, a description, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from hwasil.core.mask import Box
from hwasil.engine.look.grammar import called, counted, formed, joined
from hwasil.engine.look.kinds import category_of
from hwasil.engine.look.places import place_of
from hwasil.engine.look.sight import LIKELY, SURE, Sight
from hwasil.engine.segment.detector import Thing, common
from hwasil.engine.segment.scene import SURFACES
from hwasil.i18n import Language, say

_WITH_PEOPLE: Final = frozenset({"clothing", "tool", "sport"})
_LISTED: Final = 0.45  # of a score: a list has no place for a "probably"
_TOLD: Final = 4  # labels in one sentence
_QUOTED: Final = 80  # letters of text in a sentence
_LYING: Final = 0.5  # of a thing's box that has to be over a table's for it to lie there
_SQUARE: Final = 1.1  # longer over shorter side of what is still called square
_DARK, _BRIGHT = 60, 195  # of mean brightness, 0 to 255


class Portrait:
    """Says what was seen in one language. The language in force must be the same."""

    def __init__(self, sight: Sight, language: Language) -> None:
        self._sight = sight
        self._language = language

    def caption(self) -> str:
        """Return one sentence for the picture."""
        sight = self._sight
        sure = self._groups(sight.things, SURE, 1.0)
        ground = self._ground()
        if ground and len(sure) == 2:
            what = next(phrase for label, phrase in sure if label != ground.label)
            return say(
                "look.caption_on", what=self._subject_form(what), ground=counted(ground.label, 1, self._language)
            )
        if sure:
            return say("look.caption", what=self._subject_form(self._list(sure)))
        name, score = self._whole()
        if score >= SURE:
            return say("look.caption", what=self._subject_form(counted(name, 1, self._language)))
        likely = self._groups(sight.things, LIKELY, SURE)
        guess, sure_of_guess = sight.whole
        if guess and sure_of_guess > max((one.score for one in sight.things), default=0.0):
            return say("look.caption_maybe", what=self._subject_form(counted(guess, 1, self._language)))
        if likely:
            return say("look.caption_maybe", what=self._subject_form(self._list(likely)))
        if sight.lines:
            return say("look.caption_text", text=_shortened(sight.lines[0].text))
        return say("look.caption_colors", colors=self._colors())

    def detail(self) -> str:
        """Return everything that is worth saying, a sentence each."""
        return " ".join(self._sentences())

    def glimpse(self) -> str:
        """Return what can be seen in a sentence or two."""
        return " ".join([self.caption(), *self._faces()])

    def subject(self) -> str:
        """Return the sentence about what stands out."""
        subject = self._sight.subject
        if subject is None or not subject.label:
            return say("look.subject_unknown")
        key = "look.subject" if subject.score >= SURE else "look.subject_maybe"
        what = counted(subject.label, 1, self._language)
        return say(key, what=formed(what, "으로/로", self._language), where=place_of(subject.box, self._sight))

    def names(self) -> tuple[str, ...]:
        """Return the names of what is there, without what is only possible, the most important first."""
        labels = [one.label for one in self._sight.things if one.score >= _LISTED]
        labels += [one.name for one in self._sight.kinds if one.score >= SURE]
        return tuple(dict.fromkeys(called(label, self._language) for label in labels))

    def _sentences(self) -> Iterator[str]:
        sight = self._sight
        yield self._frame()
        subject = sight.subject
        named = subject.label if subject else ""
        if named:
            yield self.subject()
        itself = next((one for one in sight.things if one.label == named), None)
        others = [one for one in sight.things if one is not itself]
        sure, maybe = self._groups(others, SURE, 1.0), self._groups(others, LIKELY, SURE)
        if sure:
            yield say("look.also" if named else "look.see", what=self._subject_form(self._list(sure)))
        maybe = [one for one in maybe if one[0] not in {label for label, _ in sure}]
        if maybe:
            yield say("look.also_maybe", what=self._subject_form(self._list(maybe)))
        name, score = self._whole()
        if name and name != named:
            key = "look.whole" if score >= SURE else "look.whole_maybe"
            yield say(key, what=formed(counted(name, 1, self._language), "으로/로", self._language))
        elif not named and not sight.things:
            yield self._category() or say("look.nothing_known")
        yield from self._faces()
        yield say("look.colors", colors=self._colors())
        if sight.lines:
            text = " / ".join(line.text for line in sight.lines)
            yield say("look.text", text=_shortened(text))

    def _frame(self) -> str:
        size = self._sight.picture.size
        if max(size.width, size.height) <= min(size.width, size.height) * _SQUARE:
            shape = say("look.square")
        else:
            shape = say("look.wide") if size.width > size.height else say("look.tall")
        mean = float(self._sight.colors_of_pixels.mean())
        light = say("look.dark") if mean < _DARK else say("look.bright") if mean > _BRIGHT else ""
        return say("look.frame", shape=shape, width=size.width, height=size.height) + (
            f" {light}" if light else ""
        )

    def _category(self) -> str:
        name, sure = next(iter(self._sight.evidence.items()), ("", 0.0))
        if sure < LIKELY:
            return ""
        return say("look.whole_category", name=say(f"look.category_name.{name}"))

    def _faces(self) -> Iterator[str]:
        count = len(self._sight.faces)
        if count == 1:
            yield say("look.face")
        elif count:
            yield say("look.faces", count=count)

    def _colors(self) -> str:
        names = [tint.color.name(self._language) for tint in self._sight.colors[:3]]
        return joined(names, self._language)

    def _whole(self) -> tuple[str, float]:
        """Return what the picture as a whole is of and how surely, where its things do not say that already."""
        name, score = self._sight.whole
        labels = {one.label for one in self._sight.things}
        category = category_of(name) or (self._sight.setting.category if self._sight.setting else "")
        told = name in labels or (score < SURE and category in {category_of(label) for label in labels})
        # What is worn, or held by people, is not what a picture with people in it is of.
        told = told or ("person" in labels and category in _WITH_PEOPLE)
        return ("", 0.0) if told else (name, score)

    def _ground(self) -> Thing | None:
        """Return the table that the only other sure thing lies on."""
        sure = [one for one in self._sight.things if one.score >= SURE]
        grounds = [one for one in sure if one.label in SURFACES]
        others = [one for one in sure if one.label not in SURFACES]
        if len(grounds) != 1 or not others:
            return None
        lying = all(common(one.box, grounds[0].box) >= _LYING * _area(one.box) for one in others)
        return grounds[0] if lying else None

    def _groups(self, things: Sequence[Thing], low: float, high: float) -> list[tuple[str, str]]:
        """Return labels, and how many of each in words, for things whose surest has a score in a range."""
        labels = list(dict.fromkeys(one.label for one in things))
        found = []
        for label in labels:
            scores = [one.score for one in things if one.label == label]
            if low <= max(scores) <= high:
                found.append((label, counted(label, len(scores), self._language)))
        return found[:_TOLD]

    def _list(self, groups: Sequence[tuple[str, str]]) -> str:
        return joined([phrase for _, phrase in groups], self._language)

    def _subject_form(self, phrase: str) -> str:
        return formed(phrase, "이/가", self._language)


def _area(box: Box) -> int:
    return (box.right - box.left) * (box.bottom - box.top)


def _shortened(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"
