"""The operations of Bedrock Runtime that jobs are done with: InvokeModel, Converse and ConverseStream.

InvokeModel takes and gives a body as bytes. Converse is spoken by the SDK itself: it takes the members of the body,
pictures among them as their bytes, and gives the members of the answer. ConverseStream takes the same and gives the
answer bit by bit, as events.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hwasil.core.errors import Corrupt
from hwasil.core.jobs import Job
from hwasil.wire.exchange import Event
from hwasil.wire.model import Model
from hwasil.wire.spoken import text_of

if TYPE_CHECKING:
    from types_boto3_bedrock_runtime import BedrockRuntimeClient

_JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Question:
    """A call that can be sent, as often as need be: the id it names, and the body as its operation takes it."""

    call_id: str
    model: Model
    kind: type[Job]
    body: bytes | Mapping[str, Any]

    @classmethod
    def of(cls, body: dict[str, Any], call_id: str, model: Model, kind: type[Job]) -> Question:
        """Return the question that the body of a codec is."""
        ready = _with_bytes(body) if model.operation == "converse" else json.dumps(body).encode()
        return cls(call_id, model, kind, ready)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, and the request's id.

    ``said`` are the bytes of an answer, the members that the SDK read in it, or the events of a stream.
    """

    said: bytes | Mapping[str, Any] | Sequence[Event]
    request_id: str

    @property
    def streamed(self) -> bool:
        """Whether the answer came as events."""
        return isinstance(self.said, Sequence) and not isinstance(self.said, bytes)

    def body(self, model: Model) -> Any:
        """Return the body of the answer. Raises Corrupt for bytes that are no JSON.

        Not for the thread that made the call: the C library keeps a thread's memory apart and gives back what is
        large at once, so that decoding megabytes there costs about twice what it does in the main thread.
        """
        if not isinstance(self.said, bytes):
            return self.said
        try:
            return json.loads(self.said)
        except (ValueError, RecursionError) as problem:
            raise Corrupt("bedrock_answer_not_json", billed="unknown", model=model.name) from problem


@dataclass(frozen=True, slots=True)
class Client:
    """The SDK's client of one region."""

    sdk: BedrockRuntimeClient
    region: str

    def ask(self, question: Question) -> Reply:
        """Call a model once, and read its answer to the end.

        Raises what the SDK does as an error of the house. The SDK's own retries are off: it repeats calls whose
        answer did not come, and such a call may have been billed.
        """
        with _errors_of_the_house(question):
            return self._sent(question)

    def ask_in_stream(self, question: Question, tell: Callable[[str], None]) -> Reply:
        """Call a model that converses once, and ``tell`` its words as they come; what that raises ends the call.

        Raises as `ask` does. What fails after the first event may have been billed, and is never sent again.
        """
        events: list[Event] = []
        with _errors_of_the_house(question, events):
            if isinstance(question.body, bytes):
                raise TypeError(f"{question.model.id} does not converse")
            answer = self.sdk.converse_stream(modelId=question.call_id, **question.body)
            stream: Any = answer["stream"]
            with closing(stream):
                for one in stream:
                    for name, body in one.items():
                        events.append((name, body))
                        if words := text_of(body.get("delta")):
                            tell(words)
            return Reply(events, answer["ResponseMetadata"].get("RequestId", ""))

    def _sent(self, question: Question) -> Reply:
        answer: Mapping[str, Any]
        if isinstance(question.body, bytes):
            answer = self.sdk.invoke_model(
                modelId=question.call_id, body=question.body, contentType=_JSON, accept=_JSON
            )
            said: Any = answer["body"].read()
        else:
            said = answer = self.sdk.converse(modelId=question.call_id, **question.body)
        return Reply(said, answer["ResponseMetadata"].get("RequestId", ""))


@contextmanager
def _errors_of_the_house(question: Question, events: Sequence[Event] = ()) -> Iterator[None]:
    """Raise what the SDK does as an error of the house; ``events`` are those that came before it."""
    from botocore.exceptions import BotoCoreError, ClientError
    from urllib3.exceptions import HTTPError

    from hwasil.backends.bedrock_errors import error_from_bedrock, error_from_sdk

    try:
        yield
    except ClientError as problem:
        error = error_from_bedrock(problem, question.model, question.kind)
        error.billed = "unknown" if events else error.billed
        raise error from problem
    except (BotoCoreError, HTTPError) as problem:
        raise error_from_sdk(problem) from problem


def _with_bytes(value: Any) -> Any:
    """Return a body of Converse as the SDK takes it, which writes base64 itself: pictures as their bytes."""
    if isinstance(value, list):
        return [_with_bytes(part) for part in value]
    if isinstance(value, dict):
        return {
            name: base64.b64decode(part) if name == "bytes" else _with_bytes(part) for name, part in value.items()
        }
    return value
