"""The Bedrock backend: jobs done by the models of Amazon Bedrock.

Nothing here knows one model from another: what a model takes and costs stands in the catalogue, and how it is
asked in its family's codec. The AWS SDK is loaded when the first job runs, so that planning needs neither the SDK
nor an account.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Final, overload

from hwasil.backends.base import Context, Progress
from hwasil.backends.bedrock_answers import Call, codec_of, result_of
from hwasil.backends.bedrock_carriers import Carriers
from hwasil.backends.bedrock_client import Clients
from hwasil.backends.bedrock_operations import Question, Reply
from hwasil.backends.bedrock_pace import Pace
from hwasil.backends.bedrock_patience import with_patience
from hwasil.core.errors import ModelRetired, NotSupported
from hwasil.core.jobs import (
    Converse,
    Describe,
    Embed,
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    TextToImage,
    TryOn,
    Upscale,
)
from hwasil.core.limits import TextToImageLimits
from hwasil.core.results import AnyResult, Embedded, Price, Result, Said
from hwasil.wire import catalogue
from hwasil.wire.expressible import require_job
from hwasil.wire.model import Model

READ_TIMEOUT: Final = 300.0  # seconds; Ultra can take more than a minute
FIRST_WAIT: Final = 2.0  # seconds; quotas are counted by the minute
_ENDPOINT_VARIABLES: Final = ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL")

_PictureJob = (
    TextToImage
    | ImageVariation
    | Inpaint
    | Outpaint
    | Extend
    | RemoveBackground
    | Upscale
    | Recolor
    | Restyle
    | TryOn
)


class BedrockBackend:
    """Carries out jobs on Bedrock, one call a job. Safe to share between threads.

    ``region`` is used for every model; without it each model is called in the region of the environment or the
    profile if it is there, else in the first region that has it. ``endpoint_url`` (or one of the SDK's own
    variables for it) is another server that speaks Bedrock's language: models that Amazon has withdrawn can still
    be asked for there. ``read_timeout`` is how many seconds of silence are waited out; ``first_wait`` how many
    seconds pass before a throttled call is sent again. ``pace`` keeps calls within the quotas of the catalogue, and
    within less where that is throttled. Another server has quotas of its own, of which the catalogue knows nothing,
    and may serve this one caller alone: it is not paced unless one is given, and its throttling is waited out.
    """

    name = "bedrock"
    calls_at_once = 4

    def __init__(
        self,
        region: str | None = None,
        profile: str | None = None,
        endpoint_url: str | None = None,
        *,
        read_timeout: float = READ_TIMEOUT,
        first_wait: float = FIRST_WAIT,
        pace: Pace | None = None,
    ) -> None:
        endpoint = endpoint_url or _endpoint_of_environment()
        self._clients = Clients(region, profile, endpoint, read_timeout)
        self._elsewhere = endpoint is not None
        self._carriers = Carriers()
        self._first_wait = first_wait
        self._pace = pace if self._elsewhere else pace or Pace()

    def default_model(self, job: type[Job]) -> str:
        """Return the catalogue's default for a kind of job. Raises NotSupported."""
        model = catalogue.default_for(job)
        codec_of(model, job)
        return model.id

    def models(self) -> Sequence[str]:
        """Return the ids of the models that can be asked for pictures."""
        return tuple(model.id for model in catalogue.models() if self._can_ask(model))

    def limits(self, model: str) -> TextToImageLimits:
        """Return what a model takes. Raises InvalidInput, NotSupported or ModelRetired."""
        found = self.offered(model, TextToImage)
        if found.text_to_image is None:
            raise NotSupported("wire_job_not_done", job=TextToImage.__name__, model=found.name)
        return found.text_to_image

    def offered(self, model: str, kind: type[Job]) -> Model:
        """Return the catalogue's entry of a model that can be called. Raises InvalidInput or ModelRetired.

        ``kind`` is what it is wanted for: a retired model's error names the replacement for that.
        """
        found = catalogue.find(model)
        if self._is_gone(found):
            instead = catalogue.replacement(found, kind)
            raise ModelRetired("wire_model_retired", model=found.id, replacement=instead.id if instead else None)
        return found

    def price(self, job: Job, model: str) -> Price:
        """Return what the catalogue says a job costs; unknown where it says nothing."""
        return catalogue.price(catalogue.find(model), job)

    def ready(self) -> None:
        """Raise Unavailable without the SDK, AccessDenied without credentials. Nothing goes over the network.

        Credentials that only the network could tell of, those of an EC2 instance's role, count as absent here; a
        run finds them.
        """
        self._clients.require_credentials()

    @overload
    def run(self, job: _PictureJob, model: str, context: Context) -> Result: ...

    @overload
    def run(self, job: Embed, model: str, context: Context) -> Embedded: ...

    @overload
    def run(self, job: Describe | Converse, model: str, context: Context) -> Said: ...

    @overload
    def run(self, job: Job, model: str, context: Context) -> AnyResult: ...

    def run(self, job: Job, model: str, context: Context) -> AnyResult:
        """Carry out a fitted job with one call: `Result` for pictures, `Embedded` for `Embed`, else `Said`.

        A call that was turned away, and so not billed, is sent again up to three times; no other call ever is. With
        ``heard`` in the context, words are told as they come; what fails between them is ``billed="unknown"``.

        Raises what Bedrock and the SDK do as errors of the house. ``billed`` is ``unknown`` whenever the request
        may have arrived. When nothing was made, raises ContentBlocked for a refusal, else the model's failure.
        """
        found = self.offered(model, type(job))
        require_job(job, found)
        body = codec_of(found, type(job)).encode_request(job, found)
        question = Question.of(body, _call_id(model, found), found, type(job))
        context.check()
        started = time.perf_counter()
        client = self._clients.get(found)
        count: int = getattr(job, "count", 1)
        streamed = context.heard is not None and found.operation == "converse"

        def waiting(seconds: float) -> None:
            context.progress(Progress(0, count, "progress.waiting", seconds))

        def ask() -> Reply:
            context.progress(Progress(0, count, "progress.asking"))
            if streamed:
                return self._carriers.within_hearing(context, partial(client.ask_in_stream, question))
            return self._carriers.within(context, partial(client.ask, question))

        def ask_in_turn() -> Reply:
            return self._pace.paced(found, client.region, context, waiting, ask) if self._pace else ask()

        reply = with_patience(ask_in_turn, context, first_wait=self._first_wait, before_wait=waiting)
        seconds = time.perf_counter() - started
        call = Call(job, found, model, reply.request_id, seconds, reply.streamed)
        result = result_of(reply.body(found), call)
        context.progress(Progress(count, count, "progress.asking"))
        return result

    def _is_gone(self, model: Model) -> bool:
        return not self._elsewhere and model.retired(datetime.now(UTC).date())

    def _can_ask(self, model: Model) -> bool:
        return TextToImage.__name__ in model.jobs and not self._is_gone(model)


def _endpoint_of_environment() -> str | None:
    """Return the endpoint that the SDK's own variables name; one in the AWS config file is left to the SDK."""
    if os.environ.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "").lower() == "true":
        return None
    return next((os.environ[name] for name in _ENDPOINT_VARIABLES if os.environ.get(name)), None)


def _call_id(asked: str, model: Model) -> str:
    """Return the id to put into the call: a profile's id or an ARN as given, else what the catalogue calls."""
    given = asked.strip()
    return model.call_id if given == model.id else given
