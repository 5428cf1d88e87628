"""What vector buckets refuse."""

from __future__ import annotations

from hwasil.core.errors import InvalidInput


class NoSuch(InvalidInput):
    """A bucket or an index that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__("vectors_not_there", name=name[:200])


class AlreadyThere(InvalidInput):
    """A name that is taken, or a bucket that cannot go because there are indexes in it."""

    def __init__(self, name: str) -> None:
        super().__init__("vectors_in_the_way", name=name[:200])


class BadField(InvalidInput):
    """A value that breaks a rule: ``path`` says which, as in ``vectors/0/key``, and ``reason`` what the rule is."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__("vectors_bad_field", path=path, reason=reason)
        self.path = path
        self.reason = reason
