"""Logs that say what broke and where, and never what somebody asked for."""

from __future__ import annotations

import logging
import traceback


class WithoutValues(logging.Filter):
    """Keeps the lines of code of a traceback and the kind of the exception, and leaves its message out.

    A message may quote the value that broke something, and that can be a part of a prompt.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; let all of them through."""
        problem = record.exc_info[1] if record.exc_info else None
        while isinstance(problem, BaseExceptionGroup):
            problem = problem.exceptions[0]
        if problem is not None:
            record.exc_text = "".join(traceback.format_tb(problem.__traceback__)) + type(problem).__name__
            record.exc_info = None
        return True
