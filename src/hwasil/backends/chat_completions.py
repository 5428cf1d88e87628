"""Asking a language model over the Chat Completions interface, as OpenAI defined it and many servers speak it.

Ollama, vLLM, LM Studio and llama.cpp are among them. Pictures go to the server that was named and to nobody else: it
is asked directly, and where it points elsewhere nobody follows.

Source: the Chat Completions page of OpenAI's API reference.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import SplitResult, urlsplit

from hwasil.backends.base import Context
from hwasil.core.errors import AccessDenied, Corrupt, DeadlineExceeded, InvalidInput, Unavailable
from hwasil.core.jobs import Turn
from hwasil.core.shrink import shrunk

PATIENCE: Final = 300.0  # seconds for an answer where the job has no deadline: small machines are slow
MAX_TOKENS: Final = 2048

_LONGEST: Final = 4_000_000  # bytes of an answer
_PIECE: Final = 65_536
_LONGEST_REASON: Final = 300
_DENIED: Final = frozenset({http.client.UNAUTHORIZED, http.client.FORBIDDEN})

# What the interface calls the end of an answer, and Converse's word for it.
_STOPS: Final = {"stop": "end_turn", "length": "max_tokens", "content_filter": "content_filtered"}
_ENDED: Final = "end_turn"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, why it ended (Converse's word), and the tokens that the server counted."""

    text: str
    stop: str
    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Server:
    """Where the interface starts, as in ``http://localhost:11434/v1``, and the key of a server that wants one."""

    address: SplitResult
    key: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str, key: str | None = None) -> Self:
        """Read an address; one without a path means ``/v1`` there. Raises InvalidInput for what is no web server."""
        try:
            parts = urlsplit(url)
            usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
            parts = SplitResult("", "", "", "", "")
        if not usable or "@" in parts.netloc or not url.isascii() or any(sign <= " " for sign in url):
            raise InvalidInput("llm_url_unusable", url=url[:80])
        path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
        return cls(SplitResult(parts.scheme, parts.netloc, path, "", ""), key)

    @property
    def url(self) -> str:
        """The address in full."""
        return self.address.geturl()

    def ask(self, model: str, turns: Sequence[Turn], system: str | None, context: Context) -> Reply:
        """Send a conversation to a model and return the answer to its last turn.

        Raises Unavailable, AccessDenied, DeadlineExceeded, or Corrupt for what is no such answer or a broken picture.
        """
        messages = [_message(turn) for turn in turns]
        if system and system.strip():
            messages.insert(0, {"role": "system", "content": system})
        asked = {"model": model, "messages": messages, "max_tokens": MAX_TOKENS, "stream": False}
        return self._read(self._sent(json.dumps(asked).encode(), context))

    def _sent(self, body: bytes, context: Context) -> bytes:
        left = context.seconds_left()
        seconds = PATIENCE if left is None else max(left, 0.001)
        until = time.monotonic() + seconds
        connect = http.client.HTTPSConnection if self.address.scheme == "https" else http.client.HTTPConnection
        connection = connect(self.address.hostname or "", self.address.port, timeout=seconds)
        try:
            connection.request("POST", f"{self.address.path}/chat/completions", body, self._headers())
            with connection.getresponse() as answer:
                data = bytearray()
                # `read` waits until it has all that it was asked for; `read1` returns what has come.
                while len(data) <= _LONGEST and (piece := answer.read1(_PIECE)):
                    data += piece
                    context.check()
                    if time.monotonic() > until:
                        raise TimeoutError
        except TimeoutError as problem:
            raise DeadlineExceeded("llm_too_slow", url=self.url, seconds=round(seconds)) from problem
        except (OSError, http.client.HTTPException) as problem:
            reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
            raise Unavailable("llm_unreachable", url=self.url, reason=reason) from problem
        finally:
            connection.close()
        if answer.status != http.client.OK:
            refused = AccessDenied if answer.status in _DENIED else Unavailable
            raise refused("llm_refused", url=self.url, status=answer.status, reason=_reason(bytes(data)))
        return bytes(data)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def _read(self, data: bytes) -> Reply:
        try:
            body: Any = json.loads(data)
            choice = body["choices"][0]
            text, stop = choice["message"]["content"], choice.get("finish_reason")
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
            raise Corrupt("llm_nonsense", url=self.url) from problem
        if not isinstance(text, str):
            raise Corrupt("llm_nonsense", url=self.url)
        usage = body.get("usage")
        counts = usage if isinstance(usage, Mapping) else {}
        return Reply(
            text.strip(),
            _STOPS.get(stop, _ENDED) if isinstance(stop, str) else _ENDED,
            _count(counts.get("prompt_tokens")),
            _count(counts.get("completion_tokens")),
        )


def _message(turn: Turn) -> dict[str, Any]:
    if not turn.pictures:
        return {"role": turn.role, "content": turn.text}
    small = [shrunk(picture) for picture in turn.pictures]
    content: list[dict[str, Any]] = [
        {"type": "image_url", "image_url": {"url": f"data:image/{one.format};base64,{one.to_base64()}"}}
        for one in small
    ]
    if turn.text.strip():
        content.append({"type": "text", "text": turn.text})
    return {"role": turn.role, "content": content}


def _reason(data: bytes) -> str:
    """Return what a server says of its error: the message in its JSON, or the beginning of whatever it sent."""
    text = data.decode("utf-8", "replace")
    try:
        error: Any = json.loads(text)["error"]
        text = str(error if isinstance(error, str) else error["message"])
    except (ValueError, LookupError, TypeError, RecursionError):
        return " ".join(text.split())[:_LONGEST_REASON]
    return " ".join(text.split())[:_LONGEST_REASON]


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
