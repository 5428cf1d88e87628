"""The theme is the same, however often it is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session
from tests.tree import SOURCE

from hwasil.web.theming import kept, theme_kept

PARTS = ("", "light", "dark", "sidebar", "light.sidebar", "dark.sidebar")


@pytest.fixture(autouse=True)
def settings() -> Iterator[None]:
    """Let Streamlit have the settings of the studio, as when it serves it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(config, "_main_script_path", str(SOURCE / "web" / "app.py"))
        config.get_config_options(force_reparse=True)
        yield
    config.get_config_options(force_reparse=True)


def sent(fill: Callable[..., None]) -> bytes:
    """Return what is sent of the theme at the beginning of a rerun."""
    message = NewSession()
    for part in PARTS:
        there = message.custom_theme
        for name in filter(None, part.split(".")):
            there = getattr(there, name)
        fill(there, ".".join(filter(None, ("theme", part))))
    data: bytes = message.SerializeToString(deterministic=True)
    return data


def test_it_is_what_streamlit_sends() -> None:
    there = app_session._populate_theme_msg
    once = kept(there)
    first = sent(there)
    assert len(first) > 300  # the colors are in it
    assert [sent(once), sent(once)] == [first, first]


def test_it_is_read_once_for_each_part() -> None:
    asked = []
    once = kept(lambda message, section: asked.append(section))
    for _ in range(3):
        sent(once)
    assert len(asked) == len(PARTS)


def test_streamlit_is_as_it_was_afterwards() -> None:
    before = app_session._populate_theme_msg
    with theme_kept():
        assert app_session._populate_theme_msg is not before
    assert app_session._populate_theme_msg is before
