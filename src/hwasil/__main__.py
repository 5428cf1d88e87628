"""``python -m hwasil`` is ``hwasil``. Whoever stops it while it is still being loaded gets no traceback."""

import sys
from typing import Final

_STOPPED: Final = 130  # as for a program that SIGINT has ended


def run() -> None:
    """Run the command line of this process: the entry point."""
    try:
        from hwasil.cli.main import run as run_command
    except KeyboardInterrupt:
        sys.exit(_STOPPED)
    run_command()


if __name__ == "__main__":
    run()
