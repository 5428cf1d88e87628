"""Settings: what holds unless it is said otherwise, who makes pictures, what the local engine has, and where everything lies."""

from __future__ import annotations

from typing import Final

import streamlit as st

from hwasil import __version__
from hwasil.core.errors import HwasilError
from hwasil.engine import weights
from hwasil.engine.cache import home
from hwasil.engine.fetch import download_size
from hwasil.i18n import language, say
from hwasil.library.place import library_folder
from hwasil.library.settings import OFF, ON, in_force, settings_file
from hwasil.web import pulling, shared
from hwasil.web.components.plain import plain
from hwasil.web.components.price import price_words
from hwasil.web.components.setting_input import setting_input
from hwasil.web.components.told import told
from hwasil.web.language import live
from hwasil.wire import catalogue

_BACKENDS: Final = ("local", "bedrock", "openai")


def show() -> None:
    """Draw the page."""
    st.header(say("web_settings.title"), anchor=False)
    with st.container(key="card_settings", border=True):
        _settings()
    with st.container(key="card_backends", border=True):
        _backends()
    with st.container(key="card_weights", border=True):
        _weights()
    with st.container(key="card_models", border=True):
        _models()
    with st.container(key="card_places", border=True):
        _places()


def _settings() -> None:
    st.subheader(say("web_settings.settings"), anchor=False)
    now = {one.setting.name: one for one in in_force()}
    locked = shared.FOR_MANY.is_set()
    usual = {"backend": "local", "language": language(), "provenance": ON, "label": OFF}
    usual["library"] = str(library_folder())
    for names in (("provenance", "label"), ("backend", "language"), ("library",)):
        for name, column in zip(names, st.columns(len(names)), strict=True):
            with column:
                setting_input(now[name], usual=usual[name], locked=locked)
    st.caption(say("web_settings.locked" if locked else "web_settings.settings_words"))
    st.code(settings_file(), language=None, wrap_lines=True)


def _backends() -> None:
    st.subheader(say("web_settings.backends"), anchor=False)
    for name in _BACKENDS:
        try:
            shared.studio().backend(name).ready()
        except HwasilError as problem:
            words = f"{plain(problem.message)} {plain(problem.hint)}"
            st.markdown(f":material/radio_button_unchecked: **{say(f'web_settings.backend.{name}')}**  \n{words}")
        else:
            ready = say("web_settings.ready")
            st.markdown(f":material/check_circle: **{say(f'web_settings.backend.{name}')}**  \n{ready}")


@live(run_every=None)
def _weights() -> None:
    st.subheader(say("web_settings.weights"), anchor=False)
    st.caption(say("web_settings.weights_words"))
    under_way = pulling.progress()
    if under_way:
        _pulling()
    missing = [weight for weight in weights.usual() if not weight.present()]
    if missing and not under_way:
        size = weights.size_text(download_size(missing))
        st.button(
            say("web_settings.pull_all", count=len(missing), size=size),
            key="settings.pull",
            on_click=pulling.start,
            args=(tuple(missing),),
            type="primary",
        )
    rows = [
        {
            say("web_settings.column.name"): weight.name,
            say("web_settings.column.purpose"): weight.purpose,
            say("web_settings.column.size"): weights.size_text(weight.size),
            say("web_settings.column.licence"): weight.licence,
            say("web_settings.column.here"): say(f"web_settings.here.{_state(weight)}"),
        }
        for weight in weights.catalogue()
    ]
    with st.expander(say("web_settings.all_weights", count=len(rows))):
        st.table(rows)
        optional = [weight for weight in weights.catalogue() if weight.optional and not weight.present()]
        for weight in optional if not under_way else ():
            st.button(
                say("web_settings.pull_one", name=weight.name, size=weights.size_text(weight.archive.size)),
                key=f"settings.pull.{weight.name}",
                on_click=pulling.start,
                args=((weight,),),
            )


@live(run_every=1.0)
def _pulling() -> None:
    """Show how a pull goes, until it is over."""
    now = pulling.progress()
    if now is None:
        st.rerun()
    elif now.problem:
        told(now.problem)
        st.button(say("web_settings.understood"), key="settings.pull.seen", on_click=pulling.forget)
    else:
        st.progress(now.share, text=say("web_settings.pulling", name=now.name))


def _state(weight: weights.Weight) -> str:
    return "yes" if weight.present() else "optional" if weight.optional or weight.by_name else "no"


def _models() -> None:
    st.subheader(say("web_settings.models"), anchor=False)
    st.caption(say("web_settings.models_words"))
    rows = [
        {
            say("web_settings.column.name"): model.name,
            say("web_settings.column.id"): model.id,
            say("web_settings.column.state"): say(f"web_settings.state.{model.state}"),
            say("web_settings.column.price"): _cheapest(model),
        }
        for model in catalogue.models()
    ]
    with st.expander(say("web_settings.all_models", count=len(rows))):
        st.table(rows)


def _cheapest(model: catalogue.Model) -> str:
    from hwasil.core.results import UNKNOWN_PRICE, Price

    rows = [row for row in model.prices if row.per == "image"]
    if not rows:
        return price_words(UNKNOWN_PRICE)
    words = price_words(Price(min(row.usd for row in rows)))
    return say("web_settings.per_picture", price=words)


def _places() -> None:
    st.subheader(say("web_settings.places"), anchor=False)
    st.markdown(f"**{say('web_settings.library')}**")
    st.code(str(library_folder()), language=None, wrap_lines=True)
    st.markdown(f"**{say('web_settings.cache')}**")
    st.code(str(home()), language=None, wrap_lines=True)
    st.caption(say("web_settings.places_words"))
    st.caption(f"Hwasil {__version__}")
