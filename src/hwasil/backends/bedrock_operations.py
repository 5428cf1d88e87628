"""The two operations of Bedrock Runtime that jobs are done with: InvokeModel and Converse.

InvokeModel takes and gives a body as bytes. Converse is spoken by the SDK itself: it takes the members of the body,
pictures among them as their bytes, and gives the members of the answer.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hwasil.core.errors import Corrupt
from hwasil.core.jobs import Job
from hwasil.wire.model import Model

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
    """What came back: the bytes of an answer, or the members that the SDK read in it, and the request's id."""

    said: bytes | Mapping[str, Any]
    request_id: str

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
        from botocore.exceptions import BotoCoreError, ClientError
        from urllib3.exceptions import HTTPError

        from hwasil.backends.bedrock_errors import error_from_bedrock, error_from_sdk

        try:
            return self._sent(question)
        except ClientError as problem:
            raise error_from_bedrock(problem, question.model, question.kind) from problem
        except (BotoCoreError, HTTPError) as problem:
            raise error_from_sdk(problem) from problem

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


def _with_bytes(value: Any) -> Any:
    """Return a body of Converse as the SDK takes it, which writes base64 itself: pictures as their bytes."""
    if isinstance(value, list):
        return [_with_bytes(part) for part in value]
    if isinstance(value, dict):
        return {
            name: base64.b64decode(part) if name == "bytes" else _with_bytes(part) for name, part in value.items()
        }
    return value
