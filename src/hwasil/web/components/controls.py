"""Small controls that several pages have: sizes, styles, numbers that may be left open, the length of a text."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Aspect
from hwasil.core.limits import FreeSizes, TextToImageLimits
from hwasil.core.picture import Size
from hwasil.engine import styles
from hwasil.i18n import say
from hwasil.web import style_previews
from hwasil.web.components.choices import Choice, choices

_RATIOS: Final = ("1:1", "4:3", "3:4", "16:9", "9:16")
_FEW: Final = 6
_NONE: Final = ""


def size_input(limits: TextToImageLimits, *, key: str) -> Size | Aspect:
    """Let one of a model's sizes be chosen: exact ones, or ratios where the model is free or chooses itself."""
    offered = _sizes(limits)
    if st.session_state.get(key) not in offered:
        st.session_state[key] = next(iter(offered))
    label = say("web.size.label")
    if len(offered) <= _FEW:
        chosen = st.segmented_control(label, list(offered), key=key, required=True, width="stretch")
    else:
        chosen = st.selectbox(label, list(offered), key=key)
    return offered[str(chosen)]


def _sizes(limits: TextToImageLimits) -> dict[str, Size | Aspect]:
    if isinstance(limits.sizes, FreeSizes):
        return {ratio: limits.sizes.of(Aspect.parse(ratio).ratio) for ratio in _RATIOS}
    return {str(size).replace("x", " × "): size for size in limits.sizes}


def style_input(limits: TextToImageLimits, *, key: str) -> str | None:
    """Let one of a model's styles be chosen from pictures of them; None for none."""
    named: dict[str, str] = {}
    for name in limits.styles:
        try:
            # A model's styles may be spelled in two ways; each is shown once.
            named.setdefault(styles.find(name).name, name)
        except InvalidInput:
            named.setdefault(name, name)
    if not named:
        st.caption(say("web.style.nothing"))
        return None
    titles = {style.name: style.title for style in styles.styles()}
    items = [Choice(_NONE, say("web.style.none"))]
    for known, name in named.items():
        src = f"/files/styles/{known}" if style_previews.file(known).is_file() else None
        items.append(Choice(name, titles.get(known, name), src))
    return choices(say("web.style.label"), items, key=key) or None


def number_or_none(label: str, *, key: str, placeholder: str) -> int | None:
    """Let a whole number be typed, or be left open. Raises InvalidInput for anything else."""
    text = st.text_input(label, key=key, placeholder=placeholder, persist_state="session").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 10):
        raise InvalidInput("web_not_whole", text=text[:40])
    return int(text)


def length_meter(length: int, most: int) -> None:
    """Show how long a text is of what the model takes."""
    share = min(1.0, length / most) if most else 0.0
    state = "over" if length > most else "near" if share > 0.9 else "well"
    words = say("web.length", length=f"{length:,}", most=f"{most:,}")
    st.html(
        f'<div class="hw-meter {state}"><i style="width:{share:.0%}"></i></div><small class="hw-meter">{words}</small>'
    )
