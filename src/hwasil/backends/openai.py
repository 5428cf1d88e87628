"""A language model behind an OpenAI-compatible server: Ollama, vLLM, LM Studio, llama.cpp and many more.

Three variables of the environment name it: ``HWASIL_LLM_URL`` is where the interface starts, as in
``http://localhost:11434/v1``; ``HWASIL_LLM_MODEL`` is the model to ask, ``HWASIL_LLM_KEY`` the key of a server that
wants one. Pictures are sent to that server and to nobody else: it is asked directly, and nobody is followed who points
elsewhere.

Source: the Chat Completions page of OpenAI's API reference.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from urllib.parse import SplitResult, urlsplit

from hwasil.backends.base import Context
from hwasil.core.errors import AccessDenied, Corrupt, DeadlineExceeded, InvalidInput, Unavailable
from hwasil.core.jobs import Turn
from hwasil.core.picture import Picture, Size
from hwasil.i18n import say

URL: Final = "HWASIL_LLM_URL"
MODEL: Final = "HWASIL_LLM_MODEL"
KEY: Final = "HWASIL_LLM_KEY"

LONGEST_SIDE: Final = 1568  # pixels: models that look at pictures see no more than that
_PATIENCE: Final = 300.0  # seconds for an answer where the job has no deadline: small machines are slow
_LONGEST: Final = 4_000_000  # bytes of an answer
_PIECE: Final = 65_536
_LONGEST_REASON: Final = 300
_MAX_TOKENS: Final = 2048
_QUALITY: Final = 90

# What the interface calls the end of an answer, and Converse's word for it.
_STOPS: Final = {"stop": "end_turn", "length": "max_tokens", "content_filter": "content_filtered"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, why it ended (Converse's word), and the tokens that the server counted."""

    text: str
    stop: str
    input_tokens: int | None = None
    output_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model on a server."""

    address: SplitResult
    model: str
    key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> Self | None:
        """Return the model that the environment names, None where it names no server. Raises InvalidInput."""
        url = os.environ.get(URL, "").strip()
        if not url:
            return None
        model = os.environ.get(MODEL, "").strip()
        address = _address(url)
        if not model:
            raise InvalidInput("llm_model_missing")
        return cls(address, model, os.environ.get(KEY, "").strip() or None)

    @property
    def host(self) -> str:
        """The server, without the path."""
        return self.address.netloc

    def ask(self, turns: Sequence[Turn], system: str | None, context: Context) -> Reply:
        """Send a conversation and return the answer to its last turn.

        Raises Unavailable, AccessDenied, DeadlineExceeded, or Corrupt for what is no such answer.
        """
        messages = [_message(turn) for turn in turns]
        if system:
            messages.insert(0, {"role": "system", "content": system})
        body = {"model": self.model, "messages": messages, "max_tokens": _MAX_TOKENS, "stream": False}
        return self._read(self._sent(json.dumps(body).encode(), context))

    def _sent(self, body: bytes, context: Context) -> bytes:
        left = context.seconds_left()
        seconds = _PATIENCE if left is None else left
        until = time.monotonic() + seconds
        secure = self.address.scheme == "https"
        connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = connect(self.address.hostname or "", self.address.port, timeout=max(seconds, 0.001))
        try:
            connection.request("POST", f"{self.address.path}/chat/completions", body, self._headers())
            answer = connection.getresponse()
            data = bytearray()
            while len(data) <= _LONGEST and (piece := answer.read(_PIECE)):
                data += piece
                context.check()
                if time.monotonic() > until:
                    raise TimeoutError
        except TimeoutError as problem:
            raise DeadlineExceeded("llm_too_slow", url=self._url, seconds=round(seconds)) from problem
        except (OSError, http.client.HTTPException) as problem:
            reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
            raise Unavailable("llm_unreachable", url=self._url, reason=reason) from problem
        finally:
            connection.close()
        if answer.status != http.client.OK:
            refused = AccessDenied if answer.status in {401, 403} else Unavailable
            raise refused("llm_refused", url=self._url, status=answer.status, reason=_reason(bytes(data)))
        return bytes(data)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})

    def _read(self, data: bytes) -> Reply:
        try:
            body: Any = json.loads(data)
            choice = body["choices"][0]
            text = choice["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError) as problem:
            raise Corrupt("llm_nonsense", url=self._url) from problem
        if not isinstance(text, str):
            raise Corrupt("llm_nonsense", url=self._url)
        stop = choice.get("finish_reason")
        usage = body.get("usage")
        counts = usage if isinstance(usage, Mapping) else {}
        return Reply(
            text.strip(),
            _STOPS.get(stop, "end_turn") if isinstance(stop, str) else "end_turn",
            _count(counts.get("prompt_tokens")),
            _count(counts.get("completion_tokens")),
        )

    @property
    def _url(self) -> str:
        return self.address.geturl()


def _address(url: str) -> SplitResult:
    """Read an address; one that stops at the server means the interface's usual place there."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        usable = None
    if not usable or not url.isascii() or any(sign.isspace() for sign in url):
        raise InvalidInput("llm_url_unusable", url=url[:80])
    path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
    return SplitResult(parts.scheme, parts.netloc, path, "", "")


def _message(turn: Turn) -> dict[str, Any]:
    if not turn.pictures:
        return {"role": turn.role, "content": turn.text}
    content: list[dict[str, Any]] = [
        {"type": "image_url", "image_url": {"url": _data_uri(picture)}} for picture in turn.pictures
    ]
    text = turn.text.strip() or say("look.ask.detail")
    return {"role": turn.role, "content": [*content, {"type": "text", "text": text}]}


def _data_uri(picture: Picture) -> str:
    """Return a picture as the interface takes it: PNG or JPEG, and no larger than models look."""
    sent = picture
    longest = max(picture.width, picture.height)
    if longest > LONGEST_SIDE:
        width, height = (max(1, round(side * LONGEST_SIDE / longest)) for side in (picture.width, picture.height))
        sent = picture.resized(Size(width, height)).encoded("jpeg", quality=_QUALITY)
    elif picture.format not in {"png", "jpeg"}:
        sent = picture.encoded("png" if picture.has_alpha else "jpeg", quality=_QUALITY)
    return f"data:image/{sent.format};base64,{base64.b64encode(sent.data).decode('ascii')}"


def _reason(data: bytes) -> str:
    """Return what a server says of its error: the message in its JSON, or the beginning of whatever it sent."""
    text = data.decode("utf-8", "replace")
    try:
        said: Any = json.loads(text)
        error = said["error"]
        text = error if isinstance(error, str) else error["message"]
    except (ValueError, LookupError, TypeError, RecursionError):
        pass
    return " ".join(str(text).split())[:_LONGEST_REASON]


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
