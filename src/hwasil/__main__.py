"""``python -m hwasil`` is ``hwasil``."""

from hwasil.cli.main import run

if __name__ == "__main__":
    run()
