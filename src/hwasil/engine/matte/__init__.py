"""Matting: the subject of a picture, cut out of its background with soft edges and its own colors."""

from hwasil.engine.matte.cutout import alpha_of, cut_out
from hwasil.engine.matte.subject import saliency

__all__ = ["alpha_of", "cut_out", "saliency"]
