"""A prompt in parts: what a picture shows, and how it is made.

The parts are those that people who teach prompting name, in the order in which they teach them: subject, medium,
style, shot, light, color scheme, text to be drawn, and what must not be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hwasil.core.errors import InvalidInput

_HANGUL: Final = re.compile(r"[\uac00-\ud7a3\u3131-\u318e\u1100-\u11ff]")
_EMOJI: Final = re.compile(r"[0-9#*]\u20e3|.\ufe0f\u20e3?")  # a keycap, and any sign asked for as an emoji
_LETTERING: Final = re.compile(r"[\"“”„«「『][^\"“”„«»「」『』]*[\"“”»」』]|‘[^‘’]*’")
_FINAL_CONSONANTS: Final = 28
_NOT_DRAWN: Final = ("사진", "렌더링", "공예")


def has_hangul(text: str) -> bool:
    """Whether any Korean letter is in the text."""
    return bool(_HANGUL.search(text))


def has_words(text: str) -> bool:
    """Whether any letter or digit of any language is in the text, and not only signs and emoji."""
    return any(sign.isalnum() for sign in _EMOJI.sub("", text))


def without_lettering(text: str) -> str:
    """Return a text without what stands in quotes, which is to be written in the picture as it is."""
    return _LETTERING.sub(" ", text)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The parts of a prompt, each a short phrase; only the subject is needed.

    ``text`` is what should be written in the picture, without quotes. ``negative`` is what must not be there; it
    is sent beside the prompt and never inside it.
    """

    subject: str
    medium: str = ""
    style: str = ""
    shot: str = ""
    light: str = ""
    color_scheme: str = ""
    text: str = ""
    negative: str = ""

    def __post_init__(self) -> None:
        if not self.subject.strip():
            raise InvalidInput("prompt_empty")

    def __str__(self) -> str:
        return self.assembled()

    def assembled(self) -> str:
        """Return the prompt as one line, in the parts' order, in the language of its subject.

        ``Prompt("a doctor", medium="painting", light="dim lighting")`` reads "painting of a doctor, dim lighting".
        """
        parts = [self._what(), self.style, self.shot, self.light, self.color_scheme, self._sign()]
        return ", ".join(part.strip() for part in parts if part.strip())

    def _what(self) -> str:
        subject, medium = self.subject.strip(), self.medium.strip()
        if not medium:
            return subject
        if has_hangul(subject):
            made = "담은" if medium.endswith(_NOT_DRAWN) else "그린"
            return f"{subject}{_object_particle(subject)} {made} {medium}"
        return f"{medium} of {subject}"

    def _sign(self) -> str:
        # A double quote would end the quoted text early, so one inside becomes a typographic one.
        text = self.text.strip().replace('"', "”")
        if not text:
            return ""
        return f'"{text}"라고 적힌 간판' if has_hangul(self.subject) else f'sign reading "{text}"'


def _object_particle(word: str) -> str:
    """Return 을 after a final consonant and 를 after a vowel, as Korean grammar asks."""
    last = ord(word[-1]) - 0xAC00
    return "을" if 0 <= last <= 11_171 and last % _FINAL_CONSONANTS else "를"
