"""Who made something, in plain words: the ids of engines and models say little to most."""

from __future__ import annotations

from typing import Final

from hwasil.core.errors import InvalidInput
from hwasil.i18n import say
from hwasil.wire import catalogue

_OWN: Final = ("illustrator", "editor", "writer", "describer")


def maker(engine: str, model: str) -> str:
    """Say who made something: the engine of the house, a model of the catalogue, or else the model's own id."""
    name = engine.partition(" ")[0]
    if name in _OWN:
        return say(f"web.maker.{name}")
    try:
        return say("web.target.bedrock", name=catalogue.find(model).name)
    except InvalidInput:
        return model or engine  # of another server, or of a newer version that an import comes from
