"""Calls in threads of their own: who waits for one can stop, and the threads are used again."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from hwasil.backends.base import Context
from hwasil.backends.bedrock_carriers import Carriers
from hwasil.core.errors import Cancelled, DeadlineExceeded

FORKED = """
import os, warnings
warnings.simplefilter("ignore")
from hwasil.backends.base import Context
from hwasil.backends.bedrock_carriers import Carriers
carriers = Carriers()
carriers.within(Context(), int)
if os.fork() == 0:
    os._exit(carriers.within(Context(), lambda: 7))
print(os.waitstatus_to_exitcode(os.wait()[1]))
"""


@pytest.fixture
def silence() -> Iterator[threading.Event]:
    """Something to wait for that comes when the test is over."""
    event = threading.Event()
    yield event
    event.set()


def test_calls_one_after_another_are_made_in_one_thread() -> None:
    carriers = Carriers()
    threads = {carriers.within(Context(), threading.get_ident) for _ in range(20)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_a_call_under_way_keeps_nobody_waiting(silence: threading.Event) -> None:
    carriers = Carriers()
    with pytest.raises(DeadlineExceeded):
        carriers.within(Context(time.monotonic() + 0.01), silence.wait)
    started = time.monotonic()
    assert carriers.within(Context(), lambda: "answer") == "answer"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("seconds", [0.0, 0.15, 0.25])
def test_a_deadline_ends_the_wait(silence: threading.Event, seconds: float) -> None:
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded) as caught:
        Carriers().within(Context(started + seconds), silence.wait)
    assert seconds <= time.monotonic() - started < seconds + 1
    assert caught.value.billed == "unknown"


def test_a_cancellation_ends_the_wait(silence: threading.Event) -> None:
    context = Context()
    threading.Timer(0.05, context.cancelled.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled) as caught:
        Carriers().within(context, silence.wait)
    assert time.monotonic() - started < 1
    assert caught.value.billed == "unknown"


def test_what_a_call_raises_is_raised_and_the_thread_goes_on() -> None:
    carriers = Carriers()

    def fail() -> None:
        raise TimeoutError("its own")

    first = carriers.within(Context(), threading.get_ident)
    with pytest.raises(TimeoutError, match="its own"):
        carriers.within(Context(time.monotonic() + 10), fail)
    assert carriers.within(Context(), threading.get_ident) == first


def test_a_thread_without_calls_ends() -> None:
    carriers = Carriers(kept_for=0.02)
    thread = carriers.within(Context(), threading.current_thread)
    thread.join(5)
    assert not thread.is_alive()
    assert carriers.within(Context(), lambda: "answer") == "answer"


def test_a_thread_that_ends_takes_no_call_with_it() -> None:
    carriers = Carriers(kept_for=0.001)
    for _ in range(200):
        assert carriers.within(Context(time.monotonic() + 5), lambda: 1) == 1
        time.sleep(0.001)  # so that threads end while calls come


def test_a_forked_process_has_threads_of_its_own() -> None:
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "7"
