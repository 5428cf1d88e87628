"""Which backends there are, and each opened once, when it is first needed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial

from hwasil.backends.base import Backend
from hwasil.core.errors import InvalidInput

Openers = Mapping[str, Callable[[], Backend]]


def standard(*, region: str | None = None, profile: str | None = None) -> Openers:
    """Return how to open the backends of the house. Nothing is opened, and nothing heavy imported, by this."""
    return {"local": _open_local, "openai": _open_openai, "bedrock": partial(_open_bedrock, region, profile)}


class Backends:
    """Backends by name. Safe to share between threads: two that ask at once get the same one."""

    def __init__(self, openers: Openers) -> None:
        self._openers = openers
        self._opened: dict[str, Backend] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> Backend:
        """Return a backend. Raises InvalidInput for a name that is not known, and what its opening raises."""
        if name not in self._openers:
            raise InvalidInput("backend_unknown", name=name[:40], names=", ".join(self._openers))
        with self._lock:
            if name not in self._opened:
                self._opened[name] = self._openers[name]()
            return self._opened[name]


def _open_local() -> Backend:
    from hwasil.backends.local import LocalBackend

    return LocalBackend()


def _open_openai() -> Backend:
    from hwasil.backends.openai import OpenAIBackend

    return OpenAIBackend()


def _open_bedrock(region: str | None, profile: str | None) -> Backend:
    from hwasil.backends.bedrock import BedrockBackend

    return BedrockBackend(region=region, profile=profile)
