"""Answers that come word by word, through the real SDK and a server on the loopback interface."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest
from tests.backends.scripted import Loopback, Reply, error
from tests.backends.test_bedrock import backend_for
from tests.backends.test_bedrock_jobs import HAIKU, PICTURE, words

from hwasil.backends.base import Context
from hwasil.backends.bedrock_carriers import Carriers, Tell
from hwasil.core.errors import Cancelled, ContentBlocked, Corrupt, DeadlineExceeded, HwasilError, Throttled
from hwasil.core.jobs import Describe, TextToImage
from hwasil.core.results import Price, Said
from hwasil.wire import eventstream

PIECES = ("A red ", "fox, ", "눈밭에서.")
CORE = "stability.stable-image-core-v1:1"


def stream(*pieces: str, broken: str = "", stop: str = "end_turn", whole: bool = True) -> Reply:
    """An answer in pieces; ``broken`` names the exception that ends it, and one that is not ``whole`` just ends."""
    events = [eventstream.event("messageStart", {"role": "assistant"})]
    deltas = ({"contentBlockIndex": 0, "delta": {"text": piece}} for piece in pieces)
    events += [eventstream.event("contentBlockDelta", delta) for delta in deltas]
    if broken:
        events.append(eventstream.exception(broken, "Something is wrong."))
    elif whole:
        usage = {"inputTokens": 1000, "outputTokens": 20, "totalTokens": 1020}
        events.append(eventstream.event("messageStop", {"stopReason": stop}))
        events.append(eventstream.event("metadata", {"usage": usage, "metrics": {"latencyMs": 5}}))
    return Reply(b"".join(map(eventstream.encode, events)))


def ask(url: str, heard: list[str]) -> Said:
    said = backend_for(url).run(Describe(PICTURE, "?"), HAIKU, Context(heard=heard.append))
    assert isinstance(said, Said)
    return said


def test_words_are_heard_as_they_come(scripted: Loopback) -> None:
    heard: list[str] = []
    with scripted(stream(*PIECES)) as script:
        said = ask(script.url, heard)
    assert tuple(heard) == PIECES
    assert (said.text, said.stop, said.input_tokens, said.output_tokens) == ("".join(PIECES), "end_turn", 1000, 20)
    assert said.price == Price(Decimal("0.00011"))
    assert script.calls[0].path == f"/model/global.{HAIKU}/converse-stream"


def test_with_nobody_to_hear_them_they_come_whole(scripted: Loopback) -> None:
    with scripted(words("A fox.")) as script:
        backend_for(script.url).run(Describe(PICTURE, "?"), HAIKU, Context())
    assert script.calls[0].path.endswith("/converse")


def test_pictures_are_never_streamed(scripted: Loopback) -> None:
    heard: list[str] = []
    with scripted(error("ThrottlingException", 429)) as script, pytest.raises(Throttled):
        backend_for(script.url).run(TextToImage("a fox", seed=1), CORE, Context(heard=heard.append))
    assert script.calls[0].path.endswith("/invoke")


@pytest.mark.parametrize(
    ("broken", "kind"),
    [("throttlingException", Throttled), ("modelStreamErrorException", HwasilError), ("", Corrupt)],
)
def test_what_fails_between_words_may_be_billed_and_is_not_sent_again(
    scripted: Loopback, broken: str, kind: type[HwasilError]
) -> None:
    heard: list[str] = []
    with scripted(stream("A red ", broken=broken, whole=False)) as script, pytest.raises(kind) as caught:
        ask(script.url, heard)
    assert (heard, caught.value.billed, len(script.calls)) == (["A red "], "unknown", 1)


def test_what_is_turned_away_before_its_first_word_is_sent_again(scripted: Loopback) -> None:
    heard: list[str] = []
    with scripted(error("ThrottlingException", 429), stream(*PIECES)) as script:
        assert ask(script.url, heard).text == "".join(PIECES)
    assert (tuple(heard), len(script.calls)) == (PIECES, 2)


def test_words_that_a_filter_took_away_are_a_refusal(scripted: Loopback) -> None:
    with scripted(stream(stop="content_filtered")) as script, pytest.raises(ContentBlocked):
        ask(script.url, [])


def test_words_are_heard_in_the_thread_that_waits() -> None:
    threads: set[int] = set()
    context = Context(heard=lambda _: threads.add(threading.get_ident()))

    def call(tell: Tell) -> int:
        tell("a")
        tell("b")
        return threading.get_ident()

    assert Carriers().within_hearing(context, call) not in threads
    assert threads == {threading.get_ident()}


@pytest.mark.parametrize("ended", [Cancelled, DeadlineExceeded])
def test_a_call_that_nobody_waits_for_stops_telling(ended: type[HwasilError]) -> None:
    stopped = threading.Event()
    context = Context(heard=lambda _: None)

    def call(tell: Tell) -> None:
        tell("a")
        try:
            while True:
                tell("b")
                stopped.wait(0.01)
        except ended:
            stopped.set()
            raise

    if ended is Cancelled:
        threading.Timer(0.05, context.cancelled.set).start()
    else:
        context.deadline = time.monotonic() + 0.05
    with pytest.raises(ended) as caught:
        Carriers().within_hearing(context, call)
    assert caught.value.billed == "unknown"
    assert stopped.wait(2)
