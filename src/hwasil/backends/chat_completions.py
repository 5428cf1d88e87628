"""Asking a language model over the Chat Completions interface, as OpenAI defined it and many servers speak it.

Ollama, vLLM, LM Studio and llama.cpp are among them. Pictures go to the server that was named and to nobody else: it
is asked directly, and where it points elsewhere nobody follows.

Source: the Chat Completions page of OpenAI's API reference.
"""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Self
from urllib.parse import SplitResult, urlsplit

from hwasil.backends.base import Context
from hwasil.backends.bedrock_carriers import Carriers
from hwasil.backends.chat_answers import EVENTS, Failed, NoAnswer, Reply, reason_in, streamed, whole
from hwasil.core.errors import AccessDenied, Cancelled, Corrupt, DeadlineExceeded, InvalidInput, Unavailable
from hwasil.core.jobs import Turn
from hwasil.core.reasons import reason
from hwasil.core.shrink import shrunk

PATIENCE: Final = 300.0  # seconds for an answer where the job has no deadline: small machines are slow
MAX_TOKENS: Final = 2048

_LONGEST: Final = 4_000_000  # bytes of an answer
_PIECE: Final = 65_536
_LONGEST_REASON: Final = 300
_CARRIERS: Final = Carriers()
# How servers refuse a request for a stream that know of none.
_NO_STREAM: Final = frozenset(
    {http.client.BAD_REQUEST, http.client.UNPROCESSABLE_ENTITY, http.client.NOT_IMPLEMENTED}
)
_DENIED: Final = frozenset({http.client.UNAUTHORIZED, http.client.FORBIDDEN})


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

        With ``heard`` in the context, the answer is asked for as it is made and told word by word; a server that
        refuses is asked again for the whole. Raises Unavailable, AccessDenied, DeadlineExceeded, Cancelled, or Corrupt
        for what is no such answer or a broken picture.
        """
        messages = [_message(turn) for turn in turns]
        if system and system.strip():
            messages.insert(0, {"role": "system", "content": system})
        asked: dict[str, Any] = {"model": model, "messages": messages, "max_tokens": MAX_TOKENS}
        left = context.seconds_left()
        seconds = PATIENCE if left is None else max(left, 0.001)
        try:
            return _CARRIERS.within_hearing(
                context, partial(self._answered, asked, seconds, in_stream=context.heard is not None)
            )
        except DeadlineExceeded as problem:
            raise DeadlineExceeded(
                "llm_too_slow", url=self.url, seconds=round(seconds), billed="unknown"
            ) from problem
        except Cancelled as problem:
            raise Cancelled("cancelled", billed="unknown") from problem

    def _answered(
        self, asked: dict[str, Any], seconds: float, heard: Callable[[str], None], *, in_stream: bool
    ) -> Reply:
        how = {"stream": True, "stream_options": {"include_usage": True}} if in_stream else {"stream": False}
        try:
            with self._sent(json.dumps(asked | how).encode(), seconds) as answer:
                if in_stream and answer.status in _NO_STREAM:
                    return self._answered(asked, seconds, heard, in_stream=False)
                pieces = _pieces(answer, time.monotonic() + seconds)
                if answer.status != http.client.OK:
                    refused = AccessDenied if answer.status in _DENIED else Unavailable
                    said = _short(reason_in(b"".join(pieces)))
                    raise refused("llm_refused", url=self.url, status=answer.status, reason=said)
                if answer.headers.get_content_type() == EVENTS:
                    return streamed(pieces, heard)
                return whole(b"".join(pieces))
        except TimeoutError as problem:
            raise DeadlineExceeded("deadline") from problem
        except (OSError, http.client.HTTPException) as problem:
            said = reason(problem) or type(problem).__name__
            raise Unavailable("llm_unreachable", url=self.url, reason=said) from problem
        except Failed as problem:
            raise Unavailable("llm_broke_off", url=self.url, reason=_short(str(problem))) from problem
        except NoAnswer as problem:
            raise Corrupt("llm_nonsense", url=self.url) from problem

    @contextmanager
    def _sent(self, body: bytes, seconds: float) -> Iterator[http.client.HTTPResponse]:
        connect = http.client.HTTPSConnection if self.address.scheme == "https" else http.client.HTTPConnection
        connection = connect(self.address.hostname or "", self.address.port, timeout=seconds)
        try:
            connection.request("POST", f"{self.address.path}/chat/completions", body, self._headers())
            with connection.getresponse() as answer:
                yield answer
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": f"application/json, {EVENTS}"}
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})


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


def _pieces(answer: http.client.HTTPResponse, until: float) -> Iterator[bytes]:
    """Yield an answer as it comes. Raises TimeoutError when it takes longer, and NoAnswer when it has no end."""
    size = 0
    # `read` waits until it has all that it was asked for; `read1` returns what has come.
    while piece := answer.read1(_PIECE):
        size += len(piece)
        if size > _LONGEST:
            raise NoAnswer
        yield piece
        if time.monotonic() > until:
            raise TimeoutError


def _short(said: str) -> str:
    return " ".join(said.split())[:_LONGEST_REASON]
