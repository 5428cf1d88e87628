"""Vector buckets: vectors of any origin, with metadata, kept on this machine as Amazon S3 Vectors keeps them."""

from hwasil.library.buckets.bucket_index import BucketIndex, Found, IndexForm, Vector
from hwasil.library.buckets.buckets import VectorBuckets
from hwasil.library.buckets.filters import Filter, filter_of
from hwasil.library.buckets.refusals import AlreadyThere, BadField, NoSuch

__all__ = [
    "AlreadyThere",
    "BadField",
    "BucketIndex",
    "Filter",
    "Found",
    "IndexForm",
    "NoSuch",
    "Vector",
    "VectorBuckets",
    "filter_of",
]
