"""What the local engine needs."""

from __future__ import annotations

import platform
from collections.abc import Iterator

from hwasil import __version__
from hwasil.cli.checks import Check, missing, ok
from hwasil.core.errors import HwasilError
from hwasil.i18n import say
from hwasil.studio.studio import Studio


def checks() -> Iterator[Check]:
    """Look at everything the local engine needs; nothing is downloaded."""
    from hwasil.engine.cache import home
    from hwasil.engine.fetch import download_size
    from hwasil.engine.weights import size_text, usual

    yield ok("python", f"{platform.python_implementation()} {platform.python_version()}")
    yield ok("hwasil", __version__)
    weights = usual()
    absent = [weight for weight in weights if not weight.present()]
    if absent:
        size = size_text(download_size(absent))
        yield missing("weights", say("cli.doctor.pull", missing=len(absent), count=len(weights), size=size))
    else:
        yield ok("weights", say("cli.doctor.weights", count=len(weights), folder=home()))
    try:
        backend = Studio().backend("local")
        backend.ready()
    except HwasilError as problem:
        yield missing("engine", f"{problem.message} {problem.hint}")
    else:
        yield ok("engine", ", ".join(backend.models()))
