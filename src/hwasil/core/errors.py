"""Everything that can go wrong, in one small tree.

    HwasilError
    ├── InvalidInput          what was given cannot be used; saying it again will not help
    ├── NotSupported          nothing here can do this; the hint says what could
    ├── ContentBlocked        a filter refused it, at the prompt, the input or the output
    ├── ModelRetired          the provider has removed the model; `replacement` names what to use
    ├── AccessDenied          credentials, permissions, or an agreement are missing
    ├── Throttled             too many requests; `retry_after` seconds may be known
    ├── Unavailable           it should be there and is not: a service down, a weight not pulled
    ├── DeadlineExceeded      the job's time ran out
    ├── Cancelled             the person stopped it
    └── Corrupt               bytes that do not hold what they say they hold

An error is a key into the texts of `hwasil.i18n` and the facts that fill its places, so the same error reads
well in Korean and in English. Each knows whether trying again can help, and whether the call was paid for.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from hwasil.i18n import say

Billed = Literal["yes", "no", "unknown"]
Stage = Literal["prompt", "input", "output"]


class HwasilError(Exception):
    """Something went wrong and a person should be told.

    ``key`` names the texts ``error.<key>.message`` and ``error.<key>.hint``; ``facts`` fill their places.
    """

    retryable: ClassVar[bool] = False

    def __init__(self, key: str, /, *, billed: Billed = "no", **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.billed: Billed = billed
        self.facts = facts

    @property
    def message(self) -> str:
        """What went wrong, in one sentence of the reader's language."""
        return say(f"error.{self.key}.message", **self.facts)

    @property
    def hint(self) -> str:
        """What to do about it, in the reader's language."""
        return say(f"error.{self.key}.hint", **self.facts)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is rebuilt from its args alone, and ours need their facts.
        return _restored, (type(self), self.args, self.__dict__)


class InvalidInput(HwasilError):
    """What was given cannot be used as it is."""


class NotSupported(HwasilError):
    """The chosen model or engine cannot do this job."""


class ContentBlocked(HwasilError):
    """A filter refused the prompt, an input picture or the result."""

    def __init__(self, key: str, /, *, stage: Stage, billed: Billed = "unknown", **facts: object) -> None:
        super().__init__(key, billed=billed, **facts)
        self.stage: Stage = stage


class ModelRetired(HwasilError):
    """The provider has removed the model. ``replacement`` is the id to use instead, where there is one."""

    def __init__(self, key: str, /, *, model: str, replacement: str | None) -> None:
        super().__init__(key, model=model, replacement=replacement or "–")
        self.replacement = replacement


class AccessDenied(HwasilError):
    """Credentials, permissions or a subscription are missing."""


class Throttled(HwasilError):
    """Too many requests. Nothing was billed, and waiting helps."""

    retryable = True

    def __init__(
        self, key: str, /, *, retry_after: float | None = None, billed: Billed = "no", **facts: object
    ) -> None:
        super().__init__(key, billed=billed, **facts)
        self.retry_after = retry_after


class Unavailable(HwasilError):
    """Something that should be there is not: a service, a connection, a weight.

    ``retry_after`` is how many seconds it will be so, where that is known.
    """

    retryable = True

    def __init__(
        self, key: str, /, *, retry_after: float | None = None, billed: Billed = "no", **facts: object
    ) -> None:
        super().__init__(key, billed=billed, **facts)
        self.retry_after = retry_after


class DeadlineExceeded(HwasilError):
    """The job's time ran out before it was done."""


class Cancelled(HwasilError):
    """The person stopped the job."""


class Corrupt(HwasilError):
    """Bytes that do not hold what they claim to hold."""


def _restored(kind: type[HwasilError], args: tuple[Any, ...], state: dict[str, Any]) -> HwasilError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error
