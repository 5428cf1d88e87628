"""What has to be done whole, whatever the visitor does meanwhile.

Streamlit ends the run of a page at its next touch of the session when something has changed in the browser. A job that
was just asked for would then be under way, and no page would know of it.
"""

from __future__ import annotations

from collections.abc import Callable

from streamlit.runtime.scriptrunner_utils.exceptions import RerunException


def unbroken(*steps: Callable[[], object]) -> None:
    """Take every step, and only then let the run end that was to end between them. A step must not end it itself."""
    ended: RerunException | None = None
    for step in steps:
        while True:
            try:
                step()
            except RerunException as problem:
                ended = problem  # it was raised before anything was done
            else:
                break
    if ended:
        raise ended
