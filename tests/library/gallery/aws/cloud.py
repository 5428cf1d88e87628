"""A cloud on this computer: moto's server over HTTP, which can be told to misbehave, and galleries in it.

Every call that a gallery's clients make is held against the policy of the template: what that does not allow fails.
"""

from __future__ import annotations

import atexit
import json
import logging
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from typing import Any, Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import boto3
import pytest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from tests.library.gallery.aws.template import ACCOUNT, FILE, REGION, Filled, allows, permissions
from werkzeug.serving import make_server

from hwasil.library.gallery.aws.address import Address
from hwasil.library.gallery.aws.clients import Clients
from hwasil.library.gallery.aws.store import AwsStore

_NUMBERS: Final = count()


@dataclass
class Fault:
    """Answers of one kind, given so many times instead of carrying a request out, or after that (``late``)."""

    code: str
    status: int = 400
    times: int = 1_000_000
    service: str = ""
    operation: str = ""
    late: bool = False

    def meets(self, service: str, operation: str) -> bool:
        return self.times > 0 and service.startswith(self.service) and operation.startswith(self.operation)

    def answer(self, service: str, start: StartResponse) -> Iterable[bytes]:
        self.times -= 1
        if service == "s3":
            text = f"<Error><Code>{self.code}</Code><Message>a test says so</Message></Error>"
            kind = "application/xml"
        else:
            text = json.dumps(
                {"__type": f"com.amazonaws.dynamodb.v20120810#{self.code}", "message": "a test says so"}
            )
            kind = "application/x-amz-json-1.0"
        start(f"{self.status} No", [("Content-Type", kind), ("Content-Length", str(len(text)))])
        return [text.encode()]


@dataclass
class Cloud:
    """The server: its address, what it does wrong, and what it was asked: operations, actions and resources."""

    url: str = ""
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    _clients: dict[str, Any] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, app: WSGIApplication) -> WSGIApplication:
        """Put what goes wrong before an application."""

        def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
            target = environ.get("HTTP_X_AMZ_TARGET", "")
            service = "dynamodb" if target.startswith("DynamoDB") else "s3"
            operation = target.partition(".")[2] if target else environ["REQUEST_METHOD"]
            owner = environ.get("HTTP_X_AMZ_EXPECTED_BUCKET_OWNER", ACCOUNT)
            if service == "s3" and owner != ACCOUNT:
                # As S3 answers to ExpectedBucketOwner, which moto does not look at.
                return Fault("AccessDenied", 403).answer("s3", start)
            fault = next((one for one in self.faults if one.meets(service, operation)), None)
            if fault is not None and not fault.late:
                return fault.answer(service, start)
            # DynamoDB carries one transaction out at a time; moto would mix them.
            with self._turn:
                answered = list(app(environ, (lambda *_: lambda _: None) if fault else start))
            return fault.answer(service, start) if fault else answered

        return answer

    def client(self, service: Any) -> Any:
        """Return a client of one's own, which nobody watches."""
        if service not in self._clients:
            self._clients[service] = boto3.client(service, endpoint_url=self.url, region_name=REGION)
        return self._clients[service]

    @cached_property
    def watched(self) -> Clients:
        """Clients of which no call may go beyond the policy of the template. All galleries share them."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", self.url)
            clients = Clients(REGION)
            for client in (clients.s3, clients.dynamodb):
                client.meta.events.register("before-parameter-build", self._hold_against_the_policy)
        return clients

    def _hold_against_the_policy(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        for action, resource in permissions(model.service_model.service_name, model.name, params):
            self.calls.append((model.name, action, resource))
            # A gallery's bucket and table have the same name here.
            name = re.split("[:/]", resource.partition("table/")[2] or resource.partition(":::")[2])[0]
            if not allows(Filled(name, name).statements("GalleryPolicy"), action, resource):
                pytest.fail(f"{model.name}: the policy does not allow {action} on {resource}")

    def tell_outputs(self, stack: str) -> None:
        """Make a stack tell its outputs, which moto forgets of one that was made by a change set."""
        self.client("cloudformation").update_stack(
            StackName=stack, TemplateBody=FILE.read_text("utf-8"), Capabilities=["CAPABILITY_IAM"]
        )

    def new_place(self) -> Address:
        """Make an empty bucket and an empty table, as the template describes them."""
        name = f"hwasil-test-{next(_NUMBERS)}"
        self.client("s3").create_bucket(Bucket=name)
        described = Filled(name, name).resource("Table")
        asked = {part: described[part] for part in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")}
        self.client("dynamodb").create_table(TableName=name, BillingMode=described["BillingMode"], **asked)
        return Address(name, name, region=REGION, owner=ACCOUNT)


@contextmanager
def running() -> Iterator[Cloud]:
    """Serve a cloud on a free port of this computer."""
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    cloud = Cloud()
    server = make_server("127.0.0.1", 0, cloud(DomainDispatcherApplication(create_backend_app)), threaded=True)
    cloud.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield cloud
    server.shutdown()
    thread.join()
    server.server_close()


@cache
def shared() -> Cloud:
    """Return the cloud of this test run."""
    stack = ExitStack()
    atexit.register(stack.close)
    return stack.enter_context(running())


@contextmanager
def aws_store(_: Path) -> Iterator[Callable[[], AwsStore]]:
    """Yield what opens one empty gallery in the cloud again and again."""
    cloud = shared()
    at = cloud.new_place()
    yield lambda: AwsStore(at, cloud.watched)
    cloud.faults.clear()
