"""Search: an index of picture files, their vectors, and what is found in them."""

from hwasil.library.index.adding import Added, Step, Survey
from hwasil.library.index.duplicates import Duplicates
from hwasil.library.index.embedder import Embedder, HostedEmbedder, JointEmbedder
from hwasil.library.index.examples import Guess, classify, examples_in
from hwasil.library.index.index import Index, made_by
from hwasil.library.index.query import Hit, Query
from hwasil.library.index.store import VectorStore
from hwasil.library.index.text_reading import TextsRead

__all__ = [
    "Added",
    "Duplicates",
    "Embedder",
    "Guess",
    "Hit",
    "HostedEmbedder",
    "Index",
    "JointEmbedder",
    "Query",
    "Step",
    "Survey",
    "TextsRead",
    "VectorStore",
    "classify",
    "examples_in",
    "made_by",
]
