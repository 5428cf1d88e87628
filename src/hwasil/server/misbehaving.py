"""The endpoint misbehaving on purpose, so that programs can be tested against what Bedrock does on a bad day.

POST /model/{modelId}/{operation}   acted upon as the entries of a file and of the header ``x-hwasil-knob`` say
GET  /knobs                         the entries, and how often each has acted
POST /knobs/reset                   count from nothing again
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import anyio
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hwasil.core.errors import InvalidInput
from hwasil.i18n import speaking
from hwasil.server.answers import error_answer, json_answer, written
from hwasil.server.calls import ON_MODELS, call_of
from hwasil.server.http import HANG_UP
from hwasil.server.knob_answers import (
    blocked,
    breaking_off,
    dripping,
    failing,
    gone,
    partly_blocked,
    require_pictures,
)
from hwasil.server.knobs import HEADER, Knob, Panel, Turn, read_header
from hwasil.wire.catalogue import find
from hwasil.wire.model import Model
from hwasil.wire.wire_errors import WireError

STATE: Final = ("GET", "/knobs")
RESET: Final = ("POST", "/knobs/reset")
_BODY_SECONDS: Final = 30.0
_WORDS: Final = {name: word for word, name in ON_MODELS.items()}


class Misbehaving:
    """ASGI middleware that acts as knobs say. Nothing of it belongs before an endpoint that people rely on."""

    def __init__(self, app: ASGIApp, *, knobs: Iterable[Knob]) -> None:
        self._app = app
        self._panel = Panel(knobs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or do to it what its entry says."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif (asked := (scope["method"], scope["path"])) in {STATE, RESET}:
            if asked == RESET:
                self._panel.reset()
            await json_answer(written({"knobs": self._panel.state()}))(scope, receive, send)
        elif (called := _called(scope)) is None:
            await self._app(scope, receive, send)
        else:
            await self._call(*called, scope, receive, send)

    async def _call(self, model: Model | None, operation: str, scope: Scope, receive: Receive, send: Send) -> None:
        turn: Turn | None = None
        instead: Response | None = None
        try:
            with speaking("en"):
                sent = read_header(Headers(scope=scope).getlist(HEADER))
            turn = self._panel.turn(model.id if model else None, operation, sent)
            instead = _instead(turn, model) if turn else None
        except InvalidInput as problem:
            instead = _refusal(problem)
        if turn is not None:
            await anyio.sleep(turn.knob.slow)
            send = dripping(send, turn.knob.drip) if turn.knob.drip else send
        if instead is not None:
            await _read_on(receive)
            await instead(scope, receive, send)
        elif turn is None:
            await self._app(scope, receive, send)
        elif turn.knob.reset:
            await _hang_up(scope, receive, send)
        else:
            await self._app(scope, receive, _spoiling(send, turn.knob, model))


def _called(scope: Scope) -> tuple[Model | None, str] | None:
    """Return the model, None if nobody knows it, and the operation; None for what is no call of a model."""
    call = call_of(scope)
    if call.operation not in _WORDS:
        return None
    try:
        return find(call.id), _WORDS[call.operation]
    except InvalidInput:
        return None, _WORDS[call.operation]


def _instead(turn: Turn, model: Model | None) -> Response | None:
    """Return what is answered instead of asking the application; None: the application is asked.

    Raises InvalidInput for a knob that the model has no use for.
    """
    knob = turn.knob
    if turn.throttled:
        return failing("ThrottlingException", model, knob="throttle")
    if knob.error:
        return failing(knob.error, model, knob="error")
    if knob.end_of_life:
        return gone()
    if knob.blocked and model:
        return blocked(model, knob.blocked)
    if knob.partial and model:
        require_pictures(model)
    return None


def _spoiling(send: Send, knob: Knob, model: Model | None) -> Send:
    if knob.partial and model:
        return partly_blocked(send, model)
    if knob.stream_error:
        return breaking_off(send, knob.stream_error, knob.after)
    return send


def _refusal(problem: InvalidInput) -> Response:
    with speaking("en"):
        return error_answer(WireError("ValidationException", 400, f"{problem.message} {problem.hint}"))


async def _read_on(receive: Receive) -> None:
    """Read a body away: a client that is still sending when it is answered may see a broken pipe instead."""
    with anyio.move_on_after(_BODY_SECONDS):
        while (await receive()).get("more_body", False):
            pass


async def _hang_up(scope: Scope, receive: Receive, send: Send) -> None:
    hang_up = scope.get("extensions", {}).get(HANG_UP)
    if hang_up is None:
        await _refusal(InvalidInput("knob_reset_without_server"))(scope, receive, send)
        return
    hang_up()
    while (await receive())["type"] != "http.disconnect":
        pass  # until the server knows it too: it would answer for an application that returns early
