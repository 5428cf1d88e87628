"""The endpoint: an application that speaks Bedrock's language, and the server that runs it.

The operations of Bedrock's and of S3 Vectors', and their paths, stand in `hwasil.server.calls`; beside them there are

    GET  /              what this is and what it answers
    GET  /healthz       200 while it can answer
    GET  /readyz        200 when the local engine could work
    GET  /metrics       what was counted, as Prometheus reads it
    GET  /openapi.json  all of it, as an OpenAPI document

A request passes the watch, which counts and logs it; the gate, which may turn it away; whatever middleware stands
``inside``; and then one of the handlers.
"""

from __future__ import annotations

import contextlib
import logging
import socket
from collections.abc import Collection, Sequence
from typing import Final

import click
import uvicorn
from starlette.applications import Starlette
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.core.reasons import reason
from hwasil.i18n import say
from hwasil.library.buckets import VectorBuckets
from hwasil.server.about import About
from hwasil.server.answers import error_answer
from hwasil.server.calls import HEALTH, INDEX, METRICS, OPENAPI, READY
from hwasil.server.control import get_foundation_model, list_foundation_models, list_inference_profiles
from hwasil.server.gate import Gate
from hwasil.server.guardrails import Guardrails
from hwasil.server.hosts import ANY_HOST, is_loopback
from hwasil.server.http import BoundedHeads, HangingUp
from hwasil.server.knobs import Knob
from hwasil.server.logs import WithoutValues
from hwasil.server.metrics import Metrics
from hwasil.server.misbehaving import Misbehaving
from hwasil.server.openapi import openapi
from hwasil.server.operations import Operations
from hwasil.server.ready import Readiness, prepared
from hwasil.server.records import Log, LogForm, log_to_stderr
from hwasil.server.vectors import Vectors
from hwasil.server.watch import Watch
from hwasil.server.work import BODY_SECONDS, Work
from hwasil.studio.studio import Studio
from hwasil.wire.wire_errors import WireError


class _Anything(PathConvertor):
    """The rest of a path, line breaks too: what an id may not hold is said by whoever reads ids."""

    regex = "(?s:.*)"


register_url_convertor("anything", _Anything())

_GOODBYE_SECONDS: Final = 5  # for requests still running when the server is stopped


def create_app(
    studio: Studio | None = None,
    *,
    token: str | None = None,
    allowed_hosts: Collection[str] = (),
    body_seconds: float = BODY_SECONDS,
    log: Log | None = None,
    inside: Sequence[Middleware] = (),
    lenient: bool = False,
    buckets: VectorBuckets | None = None,
) -> Starlette:
    """Return the application.

    It answers out of ``studio``'s backend ``local``. With a ``token``, callers must send it as
    ``Authorization: Bearer …``; without one any Authorization is taken, a signature of the AWS SDK's too, and none
    is checked. ``allowed_hosts`` are host names it may be called by beside ``localhost`` and the loopback
    addresses; ``*`` allows any, which is safe only with a token.

    ``log`` gets the record of every request that has ended. ``inside`` is ASGI middleware between the gate and the
    operations: it sees what was let in, and what it answers is counted and logged like anything else. ``lenient``
    overlooks what the old services overlooked (`hwasil.wire.lenience`); else requests are held to their schema.
    ``buckets`` are what S3 Vectors is answered out of, the library's if none are given.
    """
    studio = studio or Studio()
    metrics = Metrics()
    work = Work(body_seconds=body_seconds)
    about = About(studio, metrics)
    app = Starlette(
        routes=[
            Route("/model/{rest:anything}", Operations(studio, work, lenient=lenient).answer, methods=["POST"]),
            Route("/guardrail/{rest:anything}", Guardrails(work).answer, methods=["POST"]),
            Route("/foundation-models", list_foundation_models, methods=["GET"]),
            Route("/foundation-models/{rest:anything}", get_foundation_model, methods=["GET"]),
            Route("/inference-profiles", list_inference_profiles, methods=["GET"]),
            *Vectors(work, buckets).routes(),
            Route(INDEX, about.index, methods=["GET"]),
            Route(HEALTH, about.health, methods=["GET"]),
            Route(READY, Readiness(studio).answer, methods=["GET"]),
            Route(METRICS, about.metrics, methods=["GET"]),
            Route(OPENAPI, openapi, methods=["GET"]),
        ],
        middleware=[
            Middleware(Watch, metrics=metrics, log=log or log_to_stderr("off")),
            Middleware(Gate, token=token, allowed_hosts=allowed_hosts),
            *inside,
        ],
        exception_handlers={HTTPException: _no_such_operation, Exception: _failed},
    )
    app.router.redirect_slashes = False
    return app


def serve(
    host: str,
    port: int,
    token: str | None = None,
    *,
    studio: Studio | None = None,
    log: LogForm = "text",
    knobs: Collection[Knob] | None = None,
    strict: bool = False,
) -> None:
    """Serve until the process is told to stop (Ctrl-C, SIGTERM), after saying where and how to call it.

    Port 0 takes any free one. ``log`` is how requests are logged to standard error. With ``knobs``, even none of
    them, callers can make it misbehave (`hwasil.server.knobs`). ``strict`` holds requests to their schema, where
    otherwise what the old services overlooked is overlooked. Raises InvalidInput for a host that other machines
    can reach when there is no token, Unavailable when nothing can listen there.
    """
    require_private(host, token)
    studio = studio or Studio()
    # Under which names other machines know this one, nobody here can tell; they need the token.
    names = () if is_loopback(host) else (ANY_HOST,)
    inside = () if knobs is None else (Middleware(Misbehaving, knobs=knobs),)
    app = create_app(
        studio, token=token, allowed_hosts=names, log=log_to_stderr(log), inside=inside, lenient=not strict
    )
    config = served_by(app, http=BoundedHeads if knobs is None else HangingUp)
    logging.getLogger("uvicorn.error").addFilter(WithoutValues())
    with listening(host, port) as listener:
        url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        _tell(url, token)
        if knobs is not None:
            click.echo(say("knobs.on", count=len(knobs), url=url))
        with contextlib.suppress(KeyboardInterrupt), prepared(studio):
            uvicorn.Server(config).run(sockets=[listener])


def served_by(app: ASGIApp, *, http: type[BoundedHeads] = BoundedHeads) -> uvicorn.Config:
    """Return how an application is served; ``http`` is what reads requests.

    The event loop is uvloop where that is installed. What a proxy says of a caller is not believed.
    """
    return uvicorn.Config(
        app,
        http=http,
        proxy_headers=False,
        access_log=False,
        log_level="warning",
        server_header=False,
        ws="none",
        lifespan="off",
        timeout_graceful_shutdown=_GOODBYE_SECONDS,
    )


def require_private(host: str, token: str | None) -> None:
    """Raise InvalidInput for a host that other machines can reach when there is no token."""
    if not token and not is_loopback(host):
        raise InvalidInput("server_open_without_token", host=host[:80])


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises Unavailable when nothing can listen there."""
    try:
        family, *_, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        listener = socket.create_server((str(address[0]), port), family=family)
    except OSError as problem:
        raise Unavailable("server_cannot_listen", host=host, port=port, reason=reason(problem)) from problem
    # Connections inherit this. Without it an answer's body waits some forty milliseconds for an acknowledgment of its
    # head: asyncio sets it by itself only on sockets that were made naming their protocol.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _tell(url: str, token: str | None) -> None:
    click.echo(say("server.listening", url=url))
    if token:
        click.echo(say("server.with_token"))
        return
    click.echo(say("server.paste"))
    click.echo(
        f'  boto3.client("bedrock-runtime", endpoint_url="{url}", region_name="us-east-1", '
        'aws_access_key_id="local", aws_secret_access_key="local")'
    )


async def _no_such_operation(request: Request, problem: Exception) -> Response:
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    headers = problem.headers if isinstance(problem, HTTPException) else None
    said = "There is no such operation here. GET / says what there is."
    return error_answer(WireError("UnknownOperationException", status, said), headers)


async def _failed(request: Request, problem: Exception) -> Response:
    said = "The server failed at this request. This is a bug in Hwasil."
    # The server hangs up after a failure; a client that is not told may send its next request into the void.
    return error_answer(WireError("InternalServerException", 500, said), {"Connection": "close"})
