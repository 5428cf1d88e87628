"""The entry point, before there is a command line."""

from __future__ import annotations

import subprocess
import sys

INTERRUPTED = """
import sys
class Interrupted:
    def find_spec(self, name, path=None, target=None):
        if name == "hwasil.cli.main":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from hwasil.__main__ import run
run()
"""


def test_stopped_while_it_is_loaded_it_ends_without_a_traceback() -> None:
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
