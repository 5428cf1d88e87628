"""What Bedrock answered, as a result of the house: one place for refusals, and one for what a call cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from hwasil.core.errors import ContentBlocked, HwasilError
from hwasil.core.jobs import Converse, Describe, Embed, Job
from hwasil.core.results import FREE, UNKNOWN_PRICE, AnyResult, Embedded, Price, Result, Said
from hwasil.wire import catalogue
from hwasil.wire.codecs import codec_for, embedder_for, speaker_for
from hwasil.wire.exchange import Answer, Codec, EmbedCodec, SpeakCodec, SpokenAnswer, VectorAnswer
from hwasil.wire.model import Model, Per

ENGINE: Final = "bedrock"
_MILLION: Final = 1_000_000
# Why words end when a filter took them away; such an answer may have no word at all.
_REFUSING: Final = frozenset({"content_filtered", "guardrail_intervened"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was made: the job, the model, the id that was asked for, and Bedrock's id of the request.

    A ``streamed`` answer came as events.
    """

    job: Job
    model: Model
    asked: str
    request_id: str
    seconds: float
    streamed: bool = False


def codec_of(model: Model, kind: type[Job]) -> Codec | EmbedCodec | SpeakCodec:
    """Return the codec that says a kind of job to a model. Raises NotSupported for a family that has none."""
    if kind is Embed:
        return embedder_for(model)
    return speaker_for(model) if kind in {Describe, Converse} else codec_for(model)


def result_of(said: Any, call: Call) -> AnyResult:
    """Return the result that the body of an answer is: `Result`, `Embedded` or `Said`, as the job wants it.

    What a refused picture costs nobody says, so a price is known only when every picture came. Raises
    ContentBlocked when all was refused, the model's own failure when nothing was made, Corrupt for what cannot be
    read.
    """
    if call.streamed:
        return _said(speaker_for(call.model).decode_events(said, call.job, call.model), call)
    answer = codec_of(call.model, type(call.job)).decode_response(said, call.job, call.model)
    match answer:
        case VectorAnswer():
            price = _embedded_price(call.job, call.model, answer)
            return Embedded(answer.vector, ENGINE, call.asked, price, call.seconds, answer.text_tokens)
        case SpokenAnswer():
            return _said(answer, call)
    return _pictures(answer, call)


def _pictures(answer: Answer, call: Call) -> Result:
    if not answer.made:
        raise _blocked(answer.refused[0].stage, answer.refused[0].reason) if answer.refused else answer.failed[0]
    made = tuple(replace(one, details={**one.details, "request_id": call.request_id}) for one in answer.made)
    whole = not answer.refused and not answer.failed
    price = catalogue.price(call.model, call.job) if whole else UNKNOWN_PRICE
    return Result(made, ENGINE, call.asked, price, call.seconds, refused=answer.refused, failed=answer.failed)


def _said(answer: SpokenAnswer, call: Call) -> Said:
    if not answer.text and answer.stop in _REFUSING:
        raise _blocked("output", answer.stop)
    read, spoken = answer.input_tokens, answer.output_tokens
    price = _tokens_price(call.model, "million_input_tokens", read)
    price += _tokens_price(call.model, "million_output_tokens", spoken)
    return Said(answer.text, answer.stop, ENGINE, call.asked, price, call.seconds, read, spoken)


def _blocked(stage: Any, reason: str) -> HwasilError:
    return ContentBlocked(f"wire_blocked_{stage}", stage=stage, reason=reason)


def _embedded_price(job: Job, model: Model, answer: VectorAnswer) -> Price:
    """Return what a vector cost: its picture by the piece, its words by the tokens that were counted."""
    if not isinstance(job, Embed):
        return UNKNOWN_PRICE
    price = FREE
    if job.picture is not None:
        usd = _usd(model, "input_image")
        price += UNKNOWN_PRICE if usd is None else Price(usd)
    if job.text:
        price += _tokens_price(model, "million_input_tokens", answer.text_tokens)
    return price


def _tokens_price(model: Model, per: Per, tokens: int | None) -> Price:
    usd = _usd(model, per)
    return UNKNOWN_PRICE if usd is None or tokens is None else Price(usd * tokens / _MILLION)


def _usd(model: Model, per: Per) -> Decimal | None:
    return next((row.usd for row in model.prices if row.per == per), None)
