"""The catalogue: every Bedrock model Hwasil knows of, as data.

The data is `catalogue.toml` beside this file; a new model of a known family is one table there. It is read once,
when first asked for. No clock is read here: a model's state is what the catalogue says, and whether it is gone
on a given day is `Model.retired`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from hwasil.core.errors import InvalidInput, NotSupported
from hwasil.core.jobs import Aspect, Embed, ImageVariation, Inpaint, Job, Outpaint, TextToImage, TryOn
from hwasil.core.limits import FreeSizes
from hwasil.core.picture import Size
from hwasil.core.results import UNKNOWN_PRICE, Price
from hwasil.wire.model import Limits, Model, PriceRow, Range

__all__ = ["Model", "default_for", "find", "models", "price", "replacement"]

PROFILE_PREFIXES: Final = ("us", "eu", "apac", "jp", "au", "ca", "global")
_ARN_KINDS: Final = ("foundation-model", "inference-profile")


def models() -> tuple[Model, ...]:
    """Return every model, in the catalogue's order: what is alive and makes pictures first."""
    return tuple(_by_id().values())


def find(model_id: str) -> Model:
    """Return the model of an id.

    Takes the model's own id, the id of an inference profile (``us.stability…``), and the ARN of either. Raises
    InvalidInput, whose hint names the nearest ids, for anything else.
    """
    name = _bare(model_id)
    known = _by_id()
    if name in known:
        return known[name]
    nearest = difflib.get_close_matches(name, known, n=3, cutoff=0.0)
    raise InvalidInput("wire_model_unknown", model=model_id[:200], nearest=", ".join(nearest))


def replacement(model: Model, kind: type[Job]) -> Model | None:
    """Return the model to use instead of one for a kind of job; None when there is none."""
    instead = model.replacements.get(kind.__name__)
    return None if instead is None else find(instead)


def default_for(kind: type[Job]) -> Model:
    """Return the model for a kind of job when nobody named one. Raises NotSupported."""
    defaults: Mapping[str, str] = _data()["defaults"]
    if kind.__name__ not in defaults:
        raise NotSupported("wire_no_model_for_job", job=kind.__name__)
    return find(defaults[kind.__name__])


def price(model: Model, job: Job) -> Price:
    """Return what a job costs on a model, every picture of it together.

    What the catalogue has no price for is UNKNOWN_PRICE and never zero. Words are priced by tokens, which nobody
    can count beforehand, so a job that sends words to be read has no price here.
    """
    if type(job).__name__ not in model.jobs:
        return UNKNOWN_PRICE
    if isinstance(job, Embed):
        row = _row(model, "input_image") if job.text is None else None
        return Price(row.usd) if row else UNKNOWN_PRICE
    quality = (job.quality or "standard") if hasattr(job, "quality") else None
    row = _row(model, "image", quality, _size(job, model))
    return Price(row.usd) * getattr(job, "count", 1) if row else UNKNOWN_PRICE


def _row(model: Model, per: str, quality: str | None = None, size: Size | None = None) -> PriceRow | None:
    for row in model.prices:
        small_enough = row.most_pixels is None or (size is not None and size.pixels <= row.most_pixels)
        if row.per == per and row.quality in {None, quality} and small_enough:
            return row
    return None


def _size(job: Job, model: Model) -> Size | None:
    """Return the size of the pictures that a job will give, where it can be told."""
    match job:
        case TextToImage() | ImageVariation():
            return job.size or model.limits.default_size
        case Inpaint() | Outpaint() | TryOn():
            return job.picture.size
    return None


def _bare(model_id: str) -> str:
    """Return the model's own id out of an ARN or a profile's id; anything else as it is."""
    name = model_id.strip()
    if name.startswith("arn:"):
        kind, slash, rest = name.split(":", 5)[-1].partition("/")
        name = rest if slash and kind in _ARN_KINDS else name
    prefix, dot, rest = name.partition(".")
    return rest if dot and prefix in PROFILE_PREFIXES else name


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files(__package__).joinpath("catalogue.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _by_id() -> Mapping[str, Model]:
    families: Mapping[str, Mapping[str, Any]] = _data()["family"]
    read = [_model(entry, families[entry["family"]]) for entry in _data()["model"]]
    return MappingProxyType({model.id: model for model in read})


def _model(entry: Mapping[str, Any], family: Mapping[str, Any]) -> Model:
    """Read one entry; what it leaves out is its family's. Raises TypeError for a field that `Model` has not."""
    parts = {**family, **entry}
    limits = _limits({**family.get("limits", {}), **entry.get("limits", {})})
    prices = tuple(PriceRow(**{**row, "usd": Decimal(row["usd"])}) for row in parts.pop("prices", ()))
    for name in ("jobs", "regions", "profiles"):
        parts[name] = tuple(parts.get(name, ()))
    parts["replacements"] = MappingProxyType(parts.get("replacements", {}))
    return Model(**{**parts, "limits": limits, "prices": prices})


def _limits(entry: Mapping[str, Any]) -> Limits:
    parts: dict[str, Any] = {}
    for name, value in entry.items():
        match name:
            case "sizes" if isinstance(value, dict):
                parts[name] = FreeSizes(**value)
            case "sizes":
                parts[name] = tuple(Size.parse(text) for text in value)
            case "aspects":
                parts["sizes"] = tuple(Aspect.parse(text) for text in value)
            case "default_size":
                parts[name] = Size.parse(value)
            case "default_aspect":
                parts[name] = Aspect.parse(value)
            case "guidance" | "similarity" | "control_strength":
                parts[name] = Range(**value)
            case _:
                parts[name] = tuple(value) if isinstance(value, list) else value
    return Limits(**parts)
