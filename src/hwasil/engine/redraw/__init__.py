"""Redrawing: a part of a picture made new from words, in the light of its place."""

from hwasil.engine.redraw.redraw import redraw

__all__ = ["redraw"]
