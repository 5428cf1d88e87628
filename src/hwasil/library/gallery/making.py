"""The entry of a picture, made from the job that was asked for and from what came of it."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from hwasil.core.jobs import Job
from hwasil.core.picture import Picture
from hwasil.core.results import UNKNOWN_PRICE, Made, Price, Result
from hwasil.core.serial import to_json
from hwasil.library.gallery import ids
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.job_pictures import given_pictures

_CENT_OF_A_CENT: Final = Decimal("0.000001")


def made_entry(
    entry_id: str, job: Job, result: Result, made: Made, *, backend: str, masks: tuple[str, ...]
) -> Entry:
    """Return the entry of one of the pictures that a job gave; ``masks`` are those of the job and of the result."""
    words = {one.field: one.translation for one in result.translated}
    return Entry(
        id=entry_id,
        created=ids.created(entry_id),
        job=to_json(job, pictures="address"),
        prompt=getattr(job, "prompt", None) or None,
        translation=words.get("prompt"),
        backend=backend,
        model=result.model,
        engine=result.engine,
        seed=made.seed,
        price=_share(result.price, len(result.made)),
        details=_details(result, made),
        parents=tuple(picture.sha256 for picture in given_pictures(job)),
        masks=masks,
        **_file_facts(made.picture),
    )


def given_entry(entry_id: str, picture: Picture) -> Entry:
    """Return the entry of a picture that was given to a job."""
    return Entry(id=entry_id, created=ids.created(entry_id), origin="given", **_file_facts(picture))


def used_masks(result: Result) -> tuple[Picture, ...]:
    """Return the mask that was used where the job named its region in words."""
    return () if result.region is None else (result.region.to_picture(),)


def _file_facts(picture: Picture) -> dict[str, Any]:
    return {
        "sha256": picture.sha256,
        "format": picture.format,
        "width": picture.width,
        "height": picture.height,
        "bytes": len(picture.data),
    }


def _details(result: Result, made: Made) -> dict[str, Any]:
    told = {
        "adjusted": [asdict(one) for one in result.adjusted],
        "dropped": [asdict(one) for one in result.dropped],
        "region": next((mask.sha256 for mask in used_masks(result)), None),
    }
    return {**made.details, **{name: value for name, value in told.items() if value}}


def _share(price: Price, count: int) -> Price:
    """Return what one of several pictures cost."""
    if price.usd is None:
        return UNKNOWN_PRICE
    share = price.usd / count
    exact = share if share.quantize(_CENT_OF_A_CENT) * count == price.usd else share.quantize(_CENT_OF_A_CENT)
    return Price(exact.normalize(), price.estimated)
