"""The framing of AWS event streams: how Bedrock sends an answer bit by bit.

One message, every integer big-endian:

    u32 length of the whole message      16 + headers + payload
    u32 length of the headers
    u32 CRC-32 of these first 8 bytes
        headers: u8 length of the name, name, u8 type, u16 length of the value, value
        payload
    u32 CRC-32 of everything before

Of the types a header may have Bedrock uses one, the string (7), and so do these functions. An event says its name in
``:event-type``; a failure in the middle of a stream is a message whose ``:message-type`` is ``exception``.
Source: the AWS event stream encoding, as botocore reads it.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hwasil.core.errors import Corrupt, InvalidInput

CONTENT_TYPE: Final = "application/vnd.amazon.eventstream"
MAX_HEADERS: Final = 128 * 1024  # bytes; these two are botocore's own limits
MAX_PAYLOAD: Final = 24 * 1024 * 1024

_PRELUDE: Final = struct.Struct(">III")
_CHECKSUM: Final = struct.Struct(">I")
_AROUND: Final = _PRELUDE.size + _CHECKSUM.size
_STRING: Final = 7
_LONGEST_NAME: Final = 255
_LONGEST_VALUE: Final = 32_767


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a stream: its headers, whose values are texts, and its payload."""

    headers: Mapping[str, str]
    payload: bytes = b""

    def __hash__(self) -> int:
        return hash((tuple(self.headers.items()), self.payload))


def event(name: str, body: Mapping[str, Any]) -> Message:
    """Return the message of an event, such as ``messageStop``; its payload is the body as JSON."""
    return Message(_headers(name, "event"), _json(body))


def exception(name: str, said: str) -> Message:
    """Return the message of a failure, such as ``throttlingException``, which ends its stream."""
    return Message(_headers(name, "exception"), _json({"message": said}))


def encode(message: Message) -> bytes:
    """Return a message as it is sent. Raises InvalidInput for one that is too large."""
    headers = b"".join(_header(name, value) for name, value in message.headers.items())
    if len(headers) > MAX_HEADERS or len(message.payload) > MAX_PAYLOAD:
        raise InvalidInput("wire_event_too_large", bytes=len(headers) + len(message.payload))
    lengths = struct.pack(">II", _AROUND + len(headers) + len(message.payload), len(headers))
    body = lengths + _CHECKSUM.pack(zlib.crc32(lengths)) + headers + message.payload
    return body + _CHECKSUM.pack(zlib.crc32(body))


class Decoder:
    """Reads a stream as it comes in, in pieces of any size.

    After a Corrupt nothing of the stream can be trusted: where the next message begins is not known.
    """

    def __init__(self) -> None:
        self._waiting = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the messages that are complete now. Raises Corrupt."""
        self._waiting += data
        while (message := self._next()) is not None:
            yield message

    def close(self) -> None:
        """Say that no more will come. Raises Corrupt when a message was cut off."""
        if self._waiting:
            raise Corrupt("wire_stream_broken", billed="unknown")

    def _next(self) -> Message | None:
        if len(self._waiting) < _PRELUDE.size:
            return None
        length, of_headers, checksum = _PRELUDE.unpack_from(self._waiting)
        # Judged before waiting for what it announces, which could be four gigabytes.
        payload = length - _AROUND - of_headers
        _require(zlib.crc32(self._waiting[:8]) == checksum)
        _require(of_headers <= MAX_HEADERS and 0 <= payload <= MAX_PAYLOAD)
        if len(self._waiting) < length:
            return None
        whole = bytes(self._waiting[:length])
        del self._waiting[:length]
        (checksum,) = _CHECKSUM.unpack(whole[-_CHECKSUM.size :])
        _require(zlib.crc32(whole[: -_CHECKSUM.size]) == checksum)
        end = _PRELUDE.size + of_headers
        return Message(_read_headers(whole[_PRELUDE.size : end]), whole[end : -_CHECKSUM.size])


def _headers(name: str, kind: str) -> dict[str, str]:
    return {f":{kind}-type": name, ":content-type": "application/json", ":message-type": kind}


def _json(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, separators=(",", ":")).encode()


def _header(name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    if not 1 <= len(key) <= _LONGEST_NAME or len(text) > _LONGEST_VALUE:
        raise InvalidInput("wire_event_too_large", bytes=len(key) + len(text))
    return struct.pack(">B", len(key)) + key + struct.pack(">BH", _STRING, len(text)) + text


def _read_headers(data: bytes) -> dict[str, str]:
    headers: dict[str, str] = {}
    place = 0
    try:
        while place < len(data):
            name, place = _read_text(data, place + 1, data[place])
            _require(data[place] == _STRING)
            (length,) = struct.unpack_from(">H", data, place + 1)
            value, place = _read_text(data, place + 3, length)
            _require(name not in headers)
            headers[name] = value
    except (IndexError, struct.error, UnicodeDecodeError) as problem:
        raise Corrupt("wire_stream_broken", billed="unknown") from problem
    return headers


def _read_text(data: bytes, start: int, length: int) -> tuple[str, int]:
    """Return a text and where it ends."""
    end = start + length
    _require(end <= len(data))
    return data[start:end].decode(), end


def _require(holds: bool) -> None:
    if not holds:
        raise Corrupt("wire_stream_broken", billed="unknown")
