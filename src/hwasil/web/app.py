"""The entry script, which Streamlit runs from its top for every visitor and every change."""

from hwasil.web.frame import show

show()
