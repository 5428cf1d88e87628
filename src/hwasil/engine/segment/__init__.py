"""Segmenting: words, a box or clicks on a picture become a mask of what they mean."""

from hwasil.engine.segment.edge import with_edge
from hwasil.engine.segment.found import Found, Point
from hwasil.engine.segment.segment import segment, segment_box, segment_points, subject

__all__ = ["Found", "Point", "segment", "segment_box", "segment_points", "subject", "with_edge"]
