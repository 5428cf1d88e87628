"""Components of our own: HTML, CSS and JavaScript as files beside this one, handed to Streamlit as text."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import streamlit as st


@cache
def component(name: str) -> Any:
    """Return the component whose files are ``<name>.html``, ``<name>.css`` and ``<name>.js``.

    They are read and passed inline: Streamlit looks for files only once its server runs. Each needs more than one
    line, or Streamlit takes its text for a path.
    """
    folder = resources.files(__package__)
    html, css, js = (
        folder.joinpath(f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")
    )
    return st.components.v2.component(f"hwasil.{name}", html=html, css=css, js=js)
