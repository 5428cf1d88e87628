from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

CODE = """
import threading
from hwasil.cli import status
status.QUIET_FOR = 1.0
with status.StatusLine("drawing") as line:
    threading.Event().wait({seconds})
print("done")
"""


def test_short_work_is_silent_and_long_work_is_told() -> None:
    assert "drawing" not in on_a_terminal(CODE.format(seconds=0.6))
    told = on_a_terminal(CODE.format(seconds=1.3))
    assert "drawing · 1 s" in told
    assert told.endswith("\r\x1b[K")


def test_without_a_terminal_it_is_silent() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(seconds=1.3)], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


def on_a_terminal(code: str) -> str:
    """Run Python with a terminal for its standard error; return what came there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", code], stderr=theirs, stdout=subprocess.DEVNULL) as process:
        os.close(theirs)
        told, until = b"", time.monotonic() + 30
        while time.monotonic() < until:
            ready, _, _ = select.select([ours], [], [], 0.1)
            if ready:
                try:
                    told += os.read(ours, 4096)
                except OSError:  # how Linux says that the other side has closed
                    break
            elif process.poll() is not None:
                break
    os.close(ours)
    return told.decode()
