"""A small language model on this machine: Qwen2.5-Coder-0.5B-Instruct, four bits a weight, through llama.cpp.

It is optional twice over: its file is the weight ``writer``, pulled only by that name, and what runs it is the
extra ``writer`` (`xllamacpp`, llama.cpp as a wheel). `docs/writing.md` says what it is good for, which is little.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from hwasil.core.errors import Corrupt, HwasilError, Unavailable
from hwasil.engine.weights import find

NAME: Final = "Qwen2.5-Coder-0.5B-Instruct"
WEIGHT: Final = "writer"

Message = Mapping[str, str]
"""One turn of a conversation: its ``role`` (system, user or assistant) and its ``content``."""

_CONTEXT: Final = 1024  # tokens of question and answer together
_THREADS: Final = 2
_SEEDS: Final = 0xFFFF_FFFF  # llama.cpp reads the largest number of 32 bits as "draw one"
_TEMPERATURE: Final = 0.6
_TOP_P: Final = 0.9
_STEP: Final = 0.2  # seconds between two looks at whether a turn is still wanted


class Model(Protocol):
    """What answers a conversation, told piece by piece."""

    def handle_chat_completions(self, request: dict[str, Any], tell: Callable[[Any], bool], /) -> Any:
        """Answer a request of the OpenAI kind; ``tell`` hears each chunk, and ends the answer by returning True."""


def need() -> None:
    """Raise Unavailable, with the command that brings it, where the extra or the weight is missing."""
    _library()
    find(WEIGHT).path()


def answer(messages: Sequence[Message], *, seed: int, most: int, check: Callable[[], None]) -> str:
    """Return what the model answers, at most ``most`` tokens of it; the same seed gives the same answer.

    ``check`` is called while it waits for its turn, after each piece of the question it has read, and after each
    token; what it raises ends the answer and is raised. The file is opened with the first question and stays open.

    Raises Unavailable without the extra or the weight, or when the model fails, and Corrupt for a broken file.
    """
    while not _turn.acquire(timeout=_STEP):
        check()
    try:
        return answered(_opened(find(WEIGHT).path()), messages, seed=seed, most=most, check=check)
    finally:
        _turn.release()


def answered(model: Model, messages: Sequence[Message], *, seed: int, most: int, check: Callable[[], None]) -> str:
    """Return what a model answers. Raises what ``check`` does, and Unavailable when the model says that it failed."""
    said: list[str] = []
    problems: list[HwasilError] = []

    def tell(chunk: Any) -> bool:
        # The library swallows what is raised in here, so it is kept and raised when the model has stopped.
        try:
            check()
            said.append(_words(chunk))
        except HwasilError as problem:
            problems.append(problem)
        return bool(problems)

    request = {
        "messages": [dict(message) for message in messages],
        "max_tokens": most,
        "seed": seed % _SEEDS,
        "temperature": _TEMPERATURE,
        "top_p": _TOP_P,
        "stream": True,
        "return_progress": True,
        # A question read anew is summed up in the same order each time, and so answered with the same words.
        "cache_prompt": False,
    }
    check()
    model.handle_chat_completions(request, tell)
    if problems:
        raise problems[0]
    return "".join(said)


def _words(chunk: Any) -> str:
    """Return the words of one chunk, which comes as JSON or read already; many chunks have none."""
    told = json.loads(chunk) if isinstance(chunk, str | bytes) else chunk
    if not isinstance(told, dict) or "choices" not in told:
        raise Unavailable("small_model_failed", name=NAME, reason=str(told)[:200])
    return "".join(choice.get("delta", {}).get("content") or "" for choice in told["choices"])


def _library() -> Any:
    try:
        import xllamacpp as library
    except ImportError as problem:
        raise Unavailable("extra_missing", module="xllamacpp", extra="writer") from problem
    return library


@cache
def _opened(path: Path) -> Model:
    library = _library()
    wanted = library.CommonParams()
    wanted.model.path = str(path)
    wanted.n_ctx = _CONTEXT
    wanted.n_parallel = 1
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = _THREADS
    wanted.n_gpu_layers = 0
    wanted.n_batch = wanted.n_ubatch = 64  # a piece of the question between two checks
    wanted.warmup = False
    wanted.verbosity = -1
    # The library opens a port of this machine's own, which nobody needs here: a key that nobody knows closes it.
    wanted.api_keys = [secrets.token_urlsafe(32)]
    wanted.ui = wanted.endpoint_slots = wanted.endpoint_props = False
    try:
        model: Model = library.Server(wanted)
    except RuntimeError as problem:
        raise Corrupt("network_unusable", name=WEIGHT, path=path) from problem
    return model


_turn: Final = threading.Lock()
