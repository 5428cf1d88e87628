"""Opening pages without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from tests.tree import SOURCE

SECONDS = 30.0


def opened(page: str = "create", **parameters: str) -> AppTest:
    """Return a page as a visitor first sees it, with parameters in its address."""
    app = AppTest.from_file(SOURCE / "web" / "app.py", default_timeout=SECONDS)
    for name, value in parameters.items():
        app.query_params[name] = value
    if page != "create":
        # `AppTest.switch_page` takes files only; Streamlit knows a page by the hash of its address.
        app._page_hash = calc_hash(page)
    return app.run()


def words(app: AppTest) -> str:
    """Return everything that a page says."""
    kinds = ("markdown", "caption", "error", "warning", "info", "header", "subheader")
    return "\n".join(str(getattr(one, "value", "")) for kind in kinds for one in app.get(kind))
