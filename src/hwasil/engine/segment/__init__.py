"""Segmenting."""
