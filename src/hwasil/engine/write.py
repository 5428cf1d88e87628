"""The embedded writer: prompts composed from word lists, for machines without a language model.

It knows what goes well together (`write.toml`: looks, and what a light goes with), takes the keyword as it was written
for the subject, and fills the other parts of a `Prompt` with phrases that the illustrator reads. It invents no story and
understands no sentence: `docs/writing.md` says what to expect of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hwasil.core.errors import NotSupported
from hwasil.core.prompt import Prompt, has_hangul
from hwasil.engine.gloss import gloss
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.chance import Chance
from hwasil.engine.illustrator.tokens import tokenize
from hwasil.engine.look.grammar import joined, with_article
from hwasil.engine.mood import Mood
from hwasil.engine.wordings import PARTS, Kind, placed, table, wordings
from hwasil.i18n import Language

# Raised whenever the same words and seed would give other prompts than before.
ENGINE: Final = "writer 1"
MODEL: Final = "local.writer"

_VERBAL: Final = (4, 20)  # ㄴ and ㅆ among the final consonants, as Unicode counts them
_ATTEMPTS: Final = 8  # for each prompt, until it is unlike the others
_WITHOUT: Final = re.compile(
    r"^(?:no|without)\s+(?P<en>.+)$|^(?P<ko>.+?)\s*(?:없이|없는|제외|빼고)$", re.IGNORECASE
)


@dataclass(slots=True)
class _Wishes:
    """What a style asks for: known phrases by their part, with their entry, and all else as it was said."""

    known: dict[Kind, tuple[str, str]] = field(default_factory=dict)
    other: list[str] = field(default_factory=list)
    negative: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, style: str) -> _Wishes:
        """Read a style, phrase by phrase."""
        wishes = cls()
        for phrase in filter(None, (" ".join(one.split()) for one in re.split(r"[,\n/、]", style))):
            unwanted = _WITHOUT.match(phrase)
            found = _part_of(phrase)
            if unwanted:
                wishes.negative.append(unwanted["en"] or unwanted["ko"])
            elif found and found[0] not in wishes.known:
                wishes.known[found[0]] = (found[1], phrase)
            else:
                wishes.other.append(phrase)
        return wishes

    def entry(self, kind: Kind) -> str:
        """Return the entry that was wished for a part; empty where there is no wish."""
        return self.known[kind][0] if kind in self.known else ""


def write(
    keyword: str, style: str, *, language: Language, seed: int, count: int, mood: Mood | None = None
) -> tuple[Prompt, ...]:
    """Return up to ``count`` prompts for a keyword in a style, with the light, colors and framing of a ``mood``.

    Keyword and style may be empty. The same words, mood and seed give the same prompts. Fewer come back when the
    wishes leave nothing to vary.
    """
    wishes = _Wishes.read(style)
    subject = _subject(keyword, mood, language)
    looks = _looks(wishes.entry("medium"), Chance(seed, "looks", subject))
    prompts: dict[Prompt, None] = {}
    for number in range(count * _ATTEMPTS):
        look = looks[number % len(looks)]
        prompts[_Idea(wishes, look, language, Chance(seed, "idea", subject, number), mood).of(subject)] = None
        if len(prompts) == count:
            break
    return tuple(prompts)


@dataclass(frozen=True, slots=True)
class _Idea:
    """One prompt in the making."""

    wishes: _Wishes
    look: Mapping[str, Any]
    language: Language
    chance: Chance
    mood: Mood | None

    def of(self, subject: str) -> Prompt:
        """Return the prompt for a subject."""
        light = self._entry("light")
        medium = self.wishes.entry("medium") or self.look["medium"]
        flaws = table("write/negative").get(medium, table("write/negative")["other"])[self.language]
        made = self._phrase("medium", medium)
        style = [self._phrase("style", self._entry("style")), *self.wishes.other]
        # A medium is of something; a Korean sentence is no something, and the medium stands beside it.
        sentence = _is_sentence(subject)
        return Prompt(
            subject=subject if sentence else self._scene(subject, light),
            medium="" if sentence else made,
            style=", ".join(filter(None, [made, *style] if sentence else style)),
            shot=self._phrase("shot", self._entry("shot")),
            light=self._phrase("light", light),
            color_scheme=self._scheme(),
            negative=", ".join([*self.wishes.negative, flaws]),
        )

    def _entry(self, kind: Kind) -> str:
        """Return the entry for a part: what was wished, else what the mood has, else what the look allows."""
        drawn: str = self.chance.one_of(self.look[kind])
        own: str = getattr(self.mood, kind, "") if self.mood else ""
        return self.wishes.entry(kind) or own or ("" if kind == "style" and self.wishes.other else drawn)

    def _phrase(self, kind: Kind, entry: str) -> str:
        """Return how to say an entry: as it was wished, if that is in the right language."""
        if kind in self.wishes.known and self.wishes.entry(kind) == entry:
            said = self.wishes.known[kind][1]
            if has_hangul(said) == (self.language == "ko") or not wordings(kind, entry, self.language):
                return said
        ways = wordings(kind, entry, self.language)
        return self.chance.one_of(ways) if ways else ""

    def _scheme(self) -> str:
        if self.mood is None or self.wishes.entry("tone") or self.mood.tone == "mono":
            return self._phrase("tone", self._entry("tone"))
        scheme: str = table("write/scheme")[self.language]
        names = self.mood.colors(self.language)
        return scheme.format(colors=", ".join(names) if self.language == "ko" else joined(names, "en"))

    def _scene(self, subject: str, light: str) -> str:
        """Return the subject somewhere at some hour, unless it says where or whose it is itself.

        Where a picture gives the mood, a place or an hour of ours would fight its colors and its light.
        """
        said = ", ".join([subject, *self.wishes.other])
        owned = any(word.endswith("의") for word in subject.split())  # "공원의 할머니의 부엌" goes no further
        if self.mood is not None or owned or _says(said, "setting"):
            return subject
        home = _home_of(subject)
        if home:
            return placed(subject, [("setting", self.chance.one_of(home))], self.language)
        goes_with = table("write/with").get(light, table("write/with")["studio"])
        setting, hour = self.chance.one_of(goes_with["setting"]), self.chance.one_of(goes_with["hour"])
        places = [("setting", setting)]
        if hour and setting != "plain" and not (_says(said, "time") or _says(said, "weather")):
            places.append(("time" if hour in table("write/time") else "weather", hour))
        return placed(subject, places, self.language)


def _subject(keyword: str, mood: Mood | None, language: Language) -> str:
    """Return what to show: the keyword, else what a picture shows, else hardly anything."""
    keyword = keyword.rstrip(" .,。")
    if keyword:
        if has_hangul(keyword) == (language == "ko"):
            return keyword
        try:
            return gloss(keyword, language)
        except NotSupported:
            return keyword
    seen = mood.things(language)[:2] if mood else ()
    if not seen:
        unnamed: str = table("write/unnamed")[language]
        return unnamed
    return joined(seen if language == "ko" else [with_article(one) for one in seen], language)


def _looks(medium: str, chance: Chance) -> Sequence[Mapping[str, Any]]:
    """Return the looks in an order of chance; those of a medium alone, where it has any."""
    known: Sequence[Mapping[str, Any]] = table("write/look")
    fitting = [look for look in known if look["medium"] == medium] or known
    return [
        look for _, look in sorted(((chance.between(0, 1), look) for look in fitting), key=lambda pair: pair[0])
    ]


def _home_of(subject: str) -> Sequence[str]:
    """Return the settings where what a subject names is at home; none where it may be anywhere."""
    names = {stem.text for token in tokenize(subject) for stem in token.stems}
    plain = words.normal(subject)
    for home in table("write/home").values():
        if any(word in names or (" " in word and word in plain) for word in home["words"].split(", ")):
            settings: Sequence[str] = home["setting"]
            return settings
    return ()


def _is_sentence(subject: str) -> bool:
    """Whether Korean words end in a verb: in 니다 or 요 after a vowel, or in 다 after ㄴ or ㅆ."""
    last = subject.rstrip(" .!?").rpartition(" ")[2]
    if last.endswith(("니다", "아요", "어요", "해요")):
        return True
    final = (ord(last[-2]) - 0xAC00) % 28 if len(last) > 1 and has_hangul(last[-2]) else 0
    return last.endswith("다") and final in _VERBAL and last not in words.things()


def _part_of(phrase: str) -> tuple[Kind, str] | None:
    """Return the part and the entry of a phrase that the illustrator knows as a whole."""
    plain = words.normal(phrase)
    forms = [plain, plain.removesuffix(" style"), plain.removesuffix(" 스타일"), plain.removesuffix(" 화풍")]
    for kind in PARTS:
        for form in forms:
            if form in words.phrases(kind):
                return kind, words.phrases(kind)[form]
    return None


def _says(text: str, kind: Kind) -> bool:
    """Whether a text has a phrase of a kind."""
    phrases = words.phrases(kind)
    plain = words.normal(text)
    if any(" " in phrase and phrase in plain for phrase in phrases):
        return True
    return any(stem.text in phrases for token in tokenize(text) for stem in token.stems)
