"""Event streams, judged by botocore's own parser."""

from __future__ import annotations

import json
import struct
import zlib
from contextlib import suppress
from itertools import pairwise
from typing import Any

import pytest
from botocore.eventstream import EventStreamBuffer
from hypothesis import given
from hypothesis import strategies as st

from hwasil.core.errors import Corrupt, InvalidInput
from hwasil.wire.eventstream import MAX_HEADERS, MAX_PAYLOAD, Decoder, Message, encode, event, exception

_names = st.text(min_size=1, max_size=30).filter(lambda name: len(name.encode()) <= 255)
_messages = st.builds(Message, st.dictionaries(_names, st.text(max_size=40), max_size=4), st.binary(max_size=200))


def _judged(data: bytes) -> list[Any]:
    """Return the messages that botocore reads; its stubs have the type of their headers wrong."""
    buffer = EventStreamBuffer()
    buffer.add_data(data)
    return list(buffer)


def _cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[start:end] for start, end in pairwise(edges)]


@given(st.lists(_messages, max_size=4))
def test_botocore_reads_what_is_written(messages: list[Message]) -> None:
    read = _judged(b"".join(map(encode, messages)))
    assert [(one.headers, one.payload) for one in read] == [(dict(one.headers), one.payload) for one in messages]


@given(st.lists(_messages, max_size=4), st.lists(st.integers(0, 10_000), max_size=8))
def test_a_stream_survives_in_pieces_of_any_size(messages: list[Message], places: list[int]) -> None:
    decoder = Decoder()
    pieces = _cut(b"".join(map(encode, messages)), places)
    assert [message for piece in pieces for message in decoder.feed(piece)] == messages
    decoder.close()


def test_a_message_comes_as_soon_as_it_is_whole() -> None:
    first, second = encode(event("messageStart", {"role": "assistant"})), encode(event("messageStop", {}))
    decoder = Decoder()
    assert list(decoder.feed(first[:-1])) == []
    [message] = decoder.feed(first[-1:] + second[:5])
    assert message.headers[":event-type"] == "messageStart"
    assert json.loads(message.payload) == {"role": "assistant"}
    with pytest.raises(Corrupt):
        decoder.close()


def test_an_event_and_a_failure_as_bedrock_names_them() -> None:
    [read] = _judged(encode(event("chunk", {"bytes": "e30="})))
    assert read.headers == {":event-type": "chunk", ":content-type": "application/json", ":message-type": "event"}
    assert read.payload == b'{"bytes":"e30="}'
    [read] = _judged(encode(exception("throttlingException", "slow down")))
    assert read.headers[":exception-type"] == "throttlingException"
    assert read.headers[":message-type"] == "exception"
    assert read.to_response_dict()["status_code"] == 400


@given(_messages, st.integers(0, 10_000), st.integers(1, 255))
def test_one_wrong_byte_is_noticed(message: Message, place: int, change: int) -> None:
    data = bytearray(encode(message))
    data[place % len(data)] ^= change
    decoder = Decoder()
    with pytest.raises(Corrupt):
        list(decoder.feed(bytes(data)))


@given(st.binary(max_size=100))
def test_hostile_bytes_give_only_our_errors(data: bytes) -> None:
    lengths = struct.pack(">II", len(data) + 16, min(len(data), 50))
    framed = lengths + struct.pack(">I", zlib.crc32(lengths)) + data
    for hostile in (data, framed + struct.pack(">I", zlib.crc32(framed))):
        with suppress(Corrupt):
            assert all(isinstance(message, Message) for message in Decoder().feed(hostile))


@pytest.mark.parametrize(
    ("length", "headers"),
    [(2**32 - 1, 0), (MAX_PAYLOAD + 17, 0), (MAX_HEADERS + 18, MAX_HEADERS + 1), (16, 1), (0, 0), (20, 2**32 - 1)],
)
def test_lengths_that_nobody_waits_for(length: int, headers: int) -> None:
    lengths = struct.pack(">II", length, headers)
    with pytest.raises(Corrupt):
        list(Decoder().feed(lengths + struct.pack(">I", zlib.crc32(lengths))))


@pytest.mark.parametrize(
    "message",
    [
        Message({}, b"x" * (MAX_PAYLOAD + 1)),
        Message({"": "x"}),
        Message({"x" * 256: "x"}),
        Message({"x": "x" * 32_768}),
        Message({str(number): "x" * 32_767 for number in range(5)}),
    ],
    ids=["payload", "nameless", "name", "value", "headers"],
)
def test_what_is_too_large_is_not_sent(message: Message) -> None:
    with pytest.raises(InvalidInput):
        encode(message)
