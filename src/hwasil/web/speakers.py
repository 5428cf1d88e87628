"""Who can answer in words, as a visitor chooses among them: this computer, a model of theirs, those of Bedrock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from hwasil.backends.openai import OpenAIBackend, is_named
from hwasil.core.jobs import Converse, Job
from hwasil.i18n import say
from hwasil.web.targets import LOCAL, Target
from hwasil.wire import catalogue

_BEDROCK: Final = "bedrock"
_TEXT: Final = "web.speaker"
_OWN: Final = ""  # the backend's own model


def speakers(kind: type[Job] = Converse, text: str = _TEXT) -> dict[str, Target]:
    """Return who does a job that is answered in words, by their ids: the language model's server first where one is set.

    ``text`` is where the words for choosing stand.
    """
    today = datetime.now(UTC).date()
    found = [Target(OpenAIBackend.name, _OWN, say("web.speaker.openai"))] if is_named() else []
    found.append(Target(LOCAL, _OWN, say(f"{text}.local")))
    found += [
        Target(_BEDROCK, model.id, say("web.target.bedrock", name=model.name))
        for model in catalogue.models()
        if kind.__name__ in model.jobs and not model.retired(today)
    ]
    return {one.id: one for one in found}


def speaker_input(*, key: str, kind: type[Job] = Converse, text: str = _TEXT) -> Target:
    """Let one of those who answer in words be chosen; the first of them until another is."""
    offered = speakers(kind, text)
    if st.session_state.get(key) not in offered:
        st.session_state[key] = next(iter(offered))
    chosen = st.selectbox(
        say(f"{text}.label"),
        list(offered),
        format_func=lambda one: offered[one].label,
        key=key,
        persist_state="session",
    )
    return offered[chosen]
