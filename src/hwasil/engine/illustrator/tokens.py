"""A prompt cut into words: English ones made singular, Korean ones freed of their particles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator.words import normal, singular

# Everything a Korean noun may carry, longest first, so that 에서는 is not read as 는.
_PARTICLES: Final = sorted(
    "은 는 이 가 을 를 의 에 에서 에게 께 와 과 랑 이랑 도 만 로 으로 까지 부터 처럼 같은 보다 마다 에서의 에서는 에는 에도 "
    "으로의 로의 이나 나 이며 며 이고 고 인 이다 입니다 에요 예요 들 들이 들을 들은 들의 들과 들에 하고 이랑은 에선 엔 "
    "속 속의 속에 속에서 속을 안 안의 안에 안에서 위 위의 위에 위에서 위로 아래 아래의 아래에 밑 밑에 밑의 옆 옆의 옆에 뒤 뒤의 뒤에 "
    "앞 앞의 앞에 가득한 풍 풍의 풍으로 식 스타일 스타일의 톤 톤의 색 색의 빛 빛의".split(),
    key=len,
    reverse=True,
)
_PLURAL: Final = "들"
_RELATIVE: Final = ("위", "아래", "밑", "옆", "뒤", "앞", "안", "속")

_QUOTED: Final = re.compile(
    r"[\"“”„«「『](?P<double>[^\"“”„«»「」『』]{1,120})[\"“”»」』]|‘(?P<single>[^‘’]{1,120})’"
)
_WORD: Final = re.compile(r"⟦\d+⟧|[^\s,.;:!?()\[\]{}/|·…、。]+|[,.;!?、。]")
_BREAK: Final = re.compile(r"[,.;!?、。]")
_LETTERS: Final = re.compile(r"^[^\w⟦]+|[^\w⟧]+$")


@dataclass(frozen=True, slots=True)
class Stem:
    """One way to read a word: its plain form, whether it was plural, and the Korean particle it carried."""

    text: str
    plural: bool = False
    particle: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """One word as it was written, and the ways to read it; a comma or full stop has none."""

    surface: str
    stems: tuple[Stem, ...]
    quoted: str | None = None

    @property
    def is_break(self) -> bool:
        """Whether this is a comma or a full stop rather than a word."""
        return not self.stems and self.quoted is None


def tokenize(text: str) -> list[Token]:
    """Cut a prompt into words, breaks, and quoted texts kept whole."""
    quotes: list[str] = []

    def keep(found: re.Match[str]) -> str:
        quotes.append((found["double"] or found["single"]).strip())
        return f" ⟦{len(quotes) - 1}⟧ "

    tokens = []
    for word in _WORD.findall(_QUOTED.sub(keep, text)):
        if word.startswith("⟦") and word.endswith("⟧"):
            tokens.append(Token(word, (), quotes[int(word[1:-1])]))
        elif _BREAK.fullmatch(word):
            tokens.append(Token(word, ()))
        else:
            bare = _LETTERS.sub("", normal(word)).removesuffix("'s")
            if bare:
                tokens.append(Token(word, _stems(bare)))
            elif any(category(sign) == "So" for sign in word):
                tokens.append(Token(word, (Stem(normal(word)),)))  # an emoji names a drawing
    return tokens


def _stems(word: str) -> tuple[Stem, ...]:
    if has_hangul(word):
        return _korean_stems(word)
    one = singular(word)
    return (Stem(word), Stem(one, plural=True)) if one else (Stem(word),)


def _korean_stems(word: str) -> tuple[Stem, ...]:
    stems = [Stem(word)]
    for particle in _PARTICLES:
        stem = word.removesuffix(particle)
        if stem and stem != word:
            bare = stem.removesuffix(_PLURAL)
            stems.append(Stem(stem, _PLURAL in particle, particle))
            if bare and bare != stem:
                stems.append(Stem(bare, plural=True, particle=particle))
    return tuple(stems)


def relation_in(particle: str) -> str | None:
    """Return the word of place that a particle begins with: 위 in 위에."""
    return next((place for place in _RELATIVE if particle.startswith(place)), None)
