"""Small controls that several pages have: sizes, styles, numbers that may be left open, the length of a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

import streamlit as st

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Aspect
from hwasil.core.limits import FreeSizes, TextToImageLimits
from hwasil.core.picture import Size
from hwasil.engine import styles
from hwasil.i18n import Language, language, say, speaking
from hwasil.web import style_previews
from hwasil.web.components.choices import Choice, choices

T = TypeVar("T")

_RATIOS: Final = ("1:1", "4:3", "3:4", "16:9", "9:16")
_FEW: Final = 6
_NONE: Final = ""


def one_of(label: str, options: Sequence[T], *, key: str, text: str | None = None, labelled: bool = True) -> T:
    """Let one of a few options be chosen: the first one until another is, and again when that is gone.

    ``text`` is where the words for each option stand: ``web_create.mode`` for ``web_create.mode.parts``. What was
    chosen is kept in the session while other pages are visited.
    """
    if st.session_state.get(key) not in options:
        st.session_state[key] = options[0]
    words: Callable[[T], str] = str if text is None else lambda one: say(f"{text}.{one}")
    draw: Any = st.segmented_control if len(options) <= _FEW else st.selectbox
    chosen = draw(
        label,
        options,
        format_func=words,
        key=key,
        required=True,
        persist_state="session",
        label_visibility="visible" if labelled else "collapsed",
        width="stretch",
    )
    return cast("T", chosen)


def sliding(label: str, low: float, high: float, *, usual: float, step: float, key: str) -> float:
    """Let a number between two others be chosen, the ``usual`` one until another is."""
    now = st.session_state.get(key, usual)
    st.session_state[key] = min(max(float(now), low), high)
    return float(st.slider(label, float(low), float(high), step=step, key=key, persist_state="session"))


def size_input(limits: TextToImageLimits, *, key: str) -> Size | Aspect:
    """Let one of a model's sizes be chosen: exact ones, or ratios where the model is free or chooses itself."""
    offered = _sizes(limits)
    return offered[one_of(say("web.size.label"), list(offered), key=key)]


def _sizes(limits: TextToImageLimits) -> dict[str, Size | Aspect]:
    if isinstance(limits.sizes, FreeSizes):
        return {ratio: limits.sizes.of(Aspect.parse(ratio).ratio) for ratio in _RATIOS}
    return {str(size).replace("x", " × "): size for size in limits.sizes}


def style_input(limits: TextToImageLimits, *, key: str) -> str | None:
    """Let one of a model's styles be chosen from pictures of them; None for none."""
    named = _styles(limits.styles)
    if not named:
        st.caption(say("web.style.nothing"))
        return None
    items = [Choice(_NONE, say("web.style.none"))]
    pictured, titles = style_previews.made(), _titles(language())
    for known, name in named.items():
        src = f"/files/styles/{known}" if known in pictured else None
        items.append(Choice(name, titles.get(known, name), src))
    return choices(say("web.style.label"), items, key=key) or None


@lru_cache
def _styles(names: Sequence[str]) -> Mapping[str, str]:
    """Return the house's name of each style of a model, and the model's; both may be spelled alike."""
    named: dict[str, str] = {}
    for name in names:
        try:
            # A model's styles may be spelled in two ways; each is shown once.
            named.setdefault(styles.find(name).name, name)
        except InvalidInput:
            named.setdefault(name, name)
    return named


@lru_cache
def _titles(chosen: Language) -> Mapping[str, str]:
    with speaking(chosen):
        return {style.name: style.title for style in styles.styles()}


def number_or_none(label: str, *, key: str, placeholder: str) -> int | None:
    """Let a whole number be typed, or be left open. Raises InvalidInput for anything else."""
    text = st.text_input(label, key=key, placeholder=placeholder, persist_state="session").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise InvalidInput("web_not_whole", text=text[:40])
    return int(text)


def folded(label: str, draw: Callable[[], T], *, key: str, icon: str, given: bool = False) -> T | None:
    """Let controls be folded away, and return what they say; None while they have nothing to say.

    What nobody has unfolded yet is not drawn, which is what keeps a page with many controls quick. ``given`` is
    whether it has something to say all the same: another page has filled it in.
    """
    fold: Any = st.expander(label, icon=icon, key=key, on_change="rerun")
    seen = f"{key}.seen"
    if not (fold.open or given or seen in st.session_state):
        return None
    st.session_state[seen] = True
    with fold:
        return draw()


def length_meter(length: int, most: int) -> None:
    """Show how long a text is of what the model takes."""
    share = min(1.0, length / most) if most else 0.0
    state = "over" if length > most else "near" if share > 0.9 else "well"
    words = say("web.length", length=f"{length:,}", most=f"{most:,}")
    st.html(
        f'<div class="hw-meter {state}"><i style="width:{share:.0%}"></i></div><small class="hw-meter">{words}</small>'
    )
