"""InvokeModel: requests written for Bedrock, answered by the local engine.

``POST /model/{modelId}/invoke``; the id is percent-encoded, and in an ARN that hides slashes, so the path is taken
apart before it is decoded. Source: the Bedrock Runtime service model.

Work is done in threads, as much of it at once as there are processors, so that the event loop is always free.
"""

from __future__ import annotations

import os
import threading
import time
from typing import Final
from urllib.parse import unquote_to_bytes

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive

from hwasil.backends.base import Context
from hwasil.core.errors import Cancelled, HwasilError, InvalidInput, NotSupported, Throttled
from hwasil.core.jobs import TextToImage
from hwasil.server.answers import error_answer, json_answer, refusal, written
from hwasil.server.body import BodyTooSlow, read_body
from hwasil.studio.studio import Studio
from hwasil.wire import exchange
from hwasil.wire.catalogue import find
from hwasil.wire.codecs import codec_for
from hwasil.wire.malformed import parse_body
from hwasil.wire.model import Family, Model
from hwasil.wire.wire_errors import WireError

ANSWERED: Final[frozenset[Family]] = frozenset({"titan_image"})
TASK: Final = "TEXT_IMAGE"
WAITING_ROOM: Final = 64  # requests; one more is throttled
JOB_SECONDS: Final = 300.0
BODY_SECONDS: Final = 30.0
_OPERATION: Final = "invoke"
_GUARDRAIL: Final = "x-amzn-bedrock-guardrailidentifier"


class Invocations:
    """Answers InvokeModel out of a studio's local backend. A body may take ``body_seconds`` to come."""

    def __init__(self, studio: Studio, *, body_seconds: float = BODY_SECONDS) -> None:
        self._studio = studio
        self._body_seconds = body_seconds
        self._processors = anyio.CapacityLimiter(os.cpu_count() or 1)
        self._inside = 0

    async def answer(self, request: Request) -> Response:
        """Answer one request. Whatever is wrong with it becomes an answer in Bedrock's form."""
        started = time.perf_counter()
        try:
            model_id = _model_id(request.scope.get("raw_path") or request.url.path.encode())
            _check_headers(request)
            body = await self._invoked(request, model_id)
        except BodyTooSlow as problem:
            slow = WireError("RequestTimeoutException", 408, problem.message)
            return error_answer(slow, {"Connection": "close"})
        except HwasilError as problem:
            return refusal(problem)
        except ClientDisconnect:
            return refusal(Cancelled("cancelled"))  # nobody will read it
        latency = round((time.perf_counter() - started) * 1000)
        return json_answer(body, headers={"X-Amzn-Bedrock-Invocation-Latency": str(latency)})

    async def _invoked(self, request: Request, model_id: str) -> bytes:
        if self._inside >= WAITING_ROOM:
            raise Throttled("server_busy")
        self._inside += 1
        try:
            body = await read_body(request, patience=self._body_seconds)
            done = await self._in_thread(request.receive, model_id, body)
        finally:
            self._inside -= 1
        if isinstance(done, HwasilError):
            raise done
        return done

    async def _in_thread(self, receive: Receive, model_id: str, body: bytes) -> bytes | HwasilError:
        """Do the work in a thread, and stop it when the client goes away."""
        context = Context(deadline=time.monotonic() + JOB_SECONDS)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_cancel_when_gone, receive, context.cancelled)
            done = await anyio.to_thread.run_sync(self._done, model_id, body, context, limiter=self._processors)
            tasks.cancel_scope.cancel()
        return done

    def _done(self, model_id: str, body: bytes, context: Context) -> bytes | HwasilError:
        """Return the body of the answer, or the error; raising it would wrap it in a group of its task's."""
        try:
            return self._invoke(model_id, body, context)
        except HwasilError as problem:
            return problem

    def _invoke(self, model_id: str, body: bytes, context: Context) -> bytes:
        model = find(model_id)
        if model.family not in ANSWERED:
            raise NotSupported("server_model_not_answered", model=model.id)
        codec = codec_for(model)
        wanted = parse_body(body)
        request = codec.decode_request(wanted, model)
        _require_answered(request, str(wanted["taskType"]), model)
        plan = self._studio.plan(request.job, backend="local")
        return written(codec.encode_response(self._studio.run(plan, context), request))


def _model_id(raw_path: bytes) -> str:
    """Return the model's id out of a path that was not decoded. Raises InvalidInput or NotSupported."""
    encoded, _, operation = raw_path.removeprefix(b"/model/").rpartition(b"/")
    if operation != _OPERATION.encode():
        raise NotSupported("server_operation_not_answered", operation=operation.decode("ascii", "replace")[:60])
    try:
        return unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError as problem:
        raise InvalidInput("wire_model_unknown", model="�", nearest="–") from problem


def _check_headers(request: Request) -> None:
    """Raise for a request whose headers ask for what is not done here."""
    kind = request.headers.get("content-type", "application/json")  # boto3 sends none unless told to
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise InvalidInput("server_content_type", given=kind[:80])
    if _GUARDRAIL in request.headers:
        raise NotSupported("server_guardrail")


def _require_answered(request: exchange.Request, task: str, model: Model) -> None:
    """Raise NotSupported for what the local engine would not really do."""
    job = request.job
    if task != TASK or not isinstance(job, TextToImage):
        raise NotSupported("server_task_not_answered", task=task, model=model.id)
    if job.conditioning is not None:
        raise NotSupported("server_task_not_answered", task="conditionImage", model=model.id)


async def _cancel_when_gone(receive: Receive, cancelled: threading.Event) -> None:
    if (await receive())["type"] == "http.disconnect":
        cancelled.set()
