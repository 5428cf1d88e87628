"""Components of our own: HTML, CSS and JavaScript as files beside this one, handed to Streamlit as text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import streamlit as st

_IMPORT: Final = re.compile(r'^import .* from "\./.*";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def component(name: str, *, scripts: Sequence[str] = ()) -> Any:
    """Return the component whose files are ``<name>.html``, ``<name>.css`` and ``<name>.js``.

    They are read and passed inline: Streamlit looks for files only once its server runs. Each needs more than one
    line, or Streamlit takes its text for a path.

    A large one has a folder ``<name>`` with several ``scripts``, ES modules that import only from those before them;
    its HTML and CSS are called as the last of them, which exports what Streamlit calls.
    """
    folder = resources.files(__package__)
    main = f"{name}/{scripts[-1]}" if scripts else name
    html, css = (folder.joinpath(f"{main}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    files = [f"{name}/{script}.js" for script in scripts] or [f"{name}.js"]
    js = joined([folder.joinpath(file).read_text(encoding="utf-8") for file in files])
    return st.components.v2.component(f"hwasil.{name}", html=html, css=css, js=js)


def joined(modules: Sequence[str]) -> str:
    """Make one module of several, as Streamlit takes but one: what they import from each other is then at hand."""
    *parts, last = (_IMPORT.sub("", module) for module in modules)
    return "\n".join([*(_EXPORT.sub("", part) for part in parts), last])
