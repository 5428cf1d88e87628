"""A page's main button: its press waits until it is taken, and for nobody who has left the page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    """A page that takes its press only when it is ready to."""
    import streamlit as st

    from hwasil.web.components.make_button import forget_presses, make_button, press

    forget_presses(st.session_state.get("page", "edit"))
    if st.session_state.pop("example", False):
        press("edit.make")
    pressed = make_button("Make it", key="edit.make", icon=":material/brush:")
    if st.session_state.get("ready", True):
        st.session_state["made"] = st.session_state.get("made", 0) + pressed.take()
    st.session_state["waits"] = pressed.waits


def opened(**state: object) -> AppTest:
    """Open the page with something in its session."""
    app = AppTest.from_function(_page)
    for name, value in state.items():
        app.session_state[name] = value
    return app.run()


def test_a_press_is_taken_once() -> None:
    app = opened()
    assert app.session_state["made"] == 0
    app.button(key="edit.make").click().run()
    assert app.session_state["made"] == 1
    assert app.run().session_state["made"] == 1


def test_a_press_waits_until_it_is_taken() -> None:
    app = opened(ready=False)
    app.button(key="edit.make").click().run()
    assert app.run().session_state["waits"]
    app.session_state["ready"] = True
    assert app.run().session_state["made"] == 1
    assert not app.session_state["waits"]


def test_an_example_presses_it_too() -> None:
    assert opened(example=True).session_state["made"] == 1


def test_a_press_is_forgotten_on_another_page() -> None:
    app = opened(ready=False)
    app.button(key="edit.make").click().run()
    app.session_state["page"] = "gallery"
    assert not app.run().session_state["waits"]
