"""Looking: what is in a picture, and saying it in words."""

from hwasil.engine.look.describing import describe, describe_all, describe_sights
from hwasil.engine.look.seen import Seen, Subject
from hwasil.engine.look.sight import Sight, look

__all__ = ["Seen", "Sight", "Subject", "describe", "describe_all", "describe_sights", "look"]
