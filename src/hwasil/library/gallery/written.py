"""Entries as JSON and back: in a place's rows, in an export, and for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast, get_args

from hwasil.core.errors import Corrupt, HwasilError
from hwasil.core.picture import FORMATS, Size
from hwasil.core.results import Price
from hwasil.library.gallery import ids
from hwasil.library.gallery.entry import Entry, Origin

SHA256: Final = re.compile(r"[0-9a-f]{64}")
_TEXTS: Final = ("prompt", "translation", "backend", "model", "engine")


def entry_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON values: times as ISO 8601 in UTC, a price in US dollars as text, sets as sorted lists."""
    return {
        "id": entry.id,
        "sha256": entry.sha256,
        "format": entry.format,
        "width": entry.width,
        "height": entry.height,
        "bytes": entry.bytes,
        "created": _time_json(entry.created),
        "origin": entry.origin,
        "job": None if entry.job is None else dict(entry.job),
        **{name: getattr(entry, name) for name in _TEXTS},
        "seed": entry.seed,
        "price_usd": None if entry.price.usd is None else str(entry.price.usd),
        "price_estimated": entry.price.estimated,
        "details": dict(entry.details),
        "parents": list(entry.parents),
        "masks": list(entry.masks),
        "tags": sorted(entry.tags),
        "albums": sorted(entry.albums),
        "starred": entry.starred,
        "binned": None if entry.binned is None else _time_json(entry.binned),
    }


def read_entry(value: object) -> Entry:
    """Read what `entry_json` wrote. Raises Corrupt for anything else, since an export can come from anywhere."""
    if not isinstance(value, dict):
        raise Corrupt("gallery_bad_entry", field="–")
    row = _Row(value)
    entry_id = row.matching("id", ids.is_id)
    # The order of the ids is that of the times: pages and dates rely on it.
    created = row.time("created")
    row.require("created", created is not None and created == ids.created(entry_id))
    width, height = row.whole("width"), row.whole("height")
    try:
        Size(width, height)
    except HwasilError as problem:
        raise Corrupt("gallery_bad_entry", field="width") from problem
    return Entry(
        id=entry_id,
        sha256=row.matching("sha256", _is_sha256),
        format=cast("Any", row.matching("format", FORMATS.__contains__)),
        width=width,
        height=height,
        bytes=row.whole("bytes"),
        created=ids.created(entry_id),
        origin=cast("Origin", row.matching("origin", get_args(Origin).__contains__)),
        job=row.mapping("job") or None,
        **{name: row.text(name) for name in _TEXTS},
        seed=None if row.value("seed") is None else row.whole("seed"),
        price=row.price(),
        details=row.mapping("details"),
        parents=row.texts("parents", _is_sha256),
        masks=row.texts("masks", _is_sha256),
        tags=frozenset(row.texts("tags")),
        albums=frozenset(row.texts("albums")),
        starred=row.value("starred") is True,
        binned=row.time("binned"),
    )


class _Row:
    """The values of one entry, each checked as it is read. Raises Corrupt."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def value(self, name: str) -> Any:
        return self._values.get(name)

    def require(self, name: str, holds: bool) -> None:
        if not holds:
            raise Corrupt("gallery_bad_entry", field=name)

    def matching(self, name: str, holds: Any) -> str:
        value = self.value(name)
        self.require(name, isinstance(value, str) and bool(holds(value)))
        return str(value)

    def text(self, name: str) -> str | None:
        value = self.value(name)
        self.require(name, value is None or isinstance(value, str))
        return cast("str | None", value)

    def whole(self, name: str) -> int:
        value = self.value(name)
        self.require(name, isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63)
        return int(value)

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self.value(name)
        self.require(name, value is None or isinstance(value, dict))
        return cast("Mapping[str, Any]", value or {})

    def texts(self, name: str, holds: Any = bool) -> tuple[str, ...]:
        value = self.value(name)
        self.require(name, isinstance(value, list) and all(isinstance(one, str) and holds(one) for one in value))
        return tuple(value)

    def time(self, name: str) -> datetime | None:
        text = self.text(name)
        if text is None:
            return None
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError) as problem:
            raise Corrupt("gallery_bad_entry", field=name) from problem

    def price(self) -> Price:
        text = self.text("price_usd")
        try:
            usd = None if text is None else Decimal(text)
        except InvalidOperation as problem:
            raise Corrupt("gallery_bad_entry", field="price_usd") from problem
        self.require("price_usd", usd is None or (usd.is_finite() and usd >= 0))
        return Price(usd, self.value("price_estimated") is True)


def _is_sha256(text: str) -> bool:
    return SHA256.fullmatch(text) is not None


def _time_json(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
