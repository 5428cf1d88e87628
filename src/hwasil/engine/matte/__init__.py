"""Matting: the subject of a picture, cut out of its background with soft edges and its own colors."""

from hwasil.engine.matte.subject import saliency

__all__ = ["saliency"]
