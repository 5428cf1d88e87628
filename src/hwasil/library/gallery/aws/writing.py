"""How entries come into the table, change and go: as transactions, each tried again when another writer was faster.

Bytes are written before the row that names them and deleted after it is gone, so that a crash leaves bytes that
nothing names and never a row without its bytes. Every upload has a key of its own: who deletes what was purged
cannot hit what somebody else has just put back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from hwasil.core.errors import InvalidInput, Throttled
from hwasil.core.picture import Picture
from hwasil.library.gallery.aws import rows
from hwasil.library.gallery.aws.objects import Objects
from hwasil.library.gallery.aws.rows import Kept, Lying
from hwasil.library.gallery.aws.table import Action, Key, Table
from hwasil.library.gallery.changing import changed
from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import Change

_ATTEMPTS: Final = 30  # others are faster at most that many times

Load = Callable[[str], Kept | None]


@dataclass(slots=True)
class Uploads:
    """The objects that one writing has put into the bucket: by what is in them, so that each goes up once."""

    objects: Objects
    keys: dict[str, str] = field(default_factory=dict)

    def picture(self, prefix: str, sha256: str, picture: Picture) -> str:
        """Upload a picture, once; return its key."""
        what = prefix + sha256
        if what not in self.keys:
            key = rows.new_object(prefix, sha256, picture.format)
            self.objects.put(key, picture.data, rows.content_type(picture))
            self.keys[what] = key
        return self.keys[what]

    def words(self, entry: Entry) -> str | None:
        """Upload the long fields of an entry, if it has any, once; return their key."""
        data = rows.long_fields(entry)
        if data is not None and rows.WORDS not in self.keys:
            key = rows.new_object(rows.WORDS, entry.id, "json")
            self.objects.put(key, data, "application/json")
            self.keys[rows.WORDS] = key
        return self.keys.get(rows.WORDS)

    def forget_all_but(self, named: AbstractSet[str | None]) -> None:
        """Delete what no row came to name."""
        self.objects.delete(set(self.keys.values()) - named)


def put(table: Table, objects: Objects, entry: Entry, pictures: Mapping[str, Picture], thumbnail: Picture) -> None:
    """Write an entry with the pictures that it needs, by their SHA-256, unless its id is there."""
    uploads = Uploads(objects)
    own = rows.entry_key(entry.id)
    for _ in _tries():
        there = table.get_many([own, *map(rows.object_key, pictures)])
        lying = [_lying(there, sha256) for sha256 in pictures]
        if own in there:
            uploads.forget_all_but({rows.read_kept(there[own]).words, *_keys(lying)})
            return
        settled = [
            _settled(old, sha256, picture, thumbnail if sha256 == entry.sha256 else None, uploads)
            for old, (sha256, picture) in zip(lying, pictures.items(), strict=True)
        ]
        words = uploads.words(entry)
        new = Action(Put={"Item": rows.entry_row(Kept(entry, 0, words)), **_absent()})
        taken = [_take(old, now) for old, now in zip(lying, settled, strict=True)]
        if table.write([new, *_list(entry), *taken]):
            uploads.forget_all_but({words, *_keys(settled)})
            return


def change(table: Table, objects: Objects, entry_id: str, wish: Change, load: Load) -> Entry:
    """Change an entry and return it. Raises InvalidInput for an unknown id."""
    uploads = Uploads(objects)
    for _ in _tries():
        kept = load(entry_id)
        if kept is None:
            raise InvalidInput("gallery_no_entry", id=entry_id[:40])
        entry = changed(kept.entry, wish, datetime.now(UTC))
        if entry == kept.entry:
            uploads.forget_all_but({kept.words})
            return entry
        words = kept.words or uploads.words(entry)
        row = rows.entry_row(Kept(entry, kept.version + 1, words))
        before, after = rows.labels_of(kept.entry), rows.labels_of(entry)
        actions = [Action(Put={"Item": row, **_unchanged(kept)})]
        actions += [_listed(label, entry_id) for label in sorted(after - before)]
        actions += [_unlisted(label, entry_id) for label in sorted(before - after)]
        if table.write(actions):
            uploads.forget_all_but({words})
            return entry
    raise AssertionError  # `_tries` ends by raising


def purge(table: Table, objects: Objects, entry_id: str, load: Load) -> None:
    """Remove an entry, and the bytes that no other entry needs; an unknown one is gone already."""
    for _ in _tries():
        kept = load(entry_id)
        if kept is None:
            return
        needed = sorted(rows.needed_by(kept.entry))
        there = table.get_many(map(rows.object_key, needed))
        lying = [one for sha256 in needed if (one := _lying(there, sha256))]
        actions = [Action(Delete={"Key": rows.entry_key(entry_id).row, **_unchanged(kept)})]
        actions += [_unlisted(label, entry_id) for label in sorted(rows.labels_of(kept.entry))]
        actions += [_leave(one) for one in lying]
        if table.write(actions):
            last = [one for one in lying if one.references <= 1]
            objects.delete([key for key in (kept.words, *_keys(last)) if key])
            return


def _settled(
    old: Lying | None, sha256: str, picture: Picture, thumbnail: Picture | None, uploads: Uploads
) -> Lying:
    """Return where the bytes of a picture will lie, with those that are missing uploaded."""
    lies = old.original if old and uploads.objects.has(old.original) else None
    original = lies or uploads.picture(rows.ORIGINALS, sha256, picture)
    small = old.thumbnail if old else None
    if thumbnail and small is None:
        small = uploads.picture(rows.THUMBNAILS, sha256, thumbnail)
    return Lying(sha256, original, small, old.references + 1 if old else 1)


def _take(old: Lying | None, now: Lying) -> Action:
    """Count one more entry that needs these bytes, if they still lie where they were seen."""
    return Action(Put={"Item": rows.object_row(now), **(seen(old) if old else _absent())})


def _leave(old: Lying) -> Action:
    """Count one entry less, and none at all after the last."""
    if old.references <= 1:
        return Action(Delete={"Key": rows.object_key(old.sha256).row, **seen(old)})
    return Action(Put={"Item": rows.object_row(replace(old, references=old.references - 1)), **seen(old)})


def _list(entry: Entry) -> list[Action]:
    return [_listed(label, entry.id) for label in sorted(rows.labels_of(entry))]


def _listed(label: str, entry_id: str) -> Action:
    return Action(Put={"Item": Key(label, entry_id).row})


def _unlisted(label: str, entry_id: str) -> Action:
    return Action(Delete={"Key": Key(label, entry_id).row})


def _absent() -> dict[str, Any]:
    return {"ConditionExpression": "attribute_not_exists(pk)"}


def _unchanged(kept: Kept) -> dict[str, Any]:
    return {
        "ConditionExpression": "version = :version",
        "ExpressionAttributeValues": {":version": {"N": str(kept.version)}},
    }


def seen(old: Lying) -> dict[str, Any]:
    """Return the condition that the row of an object is still the one that was read."""
    return {
        "ConditionExpression": "original = :original AND #references = :references",
        "ExpressionAttributeNames": {"#references": "references"},
        "ExpressionAttributeValues": {":original": {"S": old.original}, ":references": {"N": str(old.references)}},
    }


def _keys(lying: Iterable[Lying | None]) -> Iterator[str | None]:
    for one in lying:
        if one:
            yield from (one.original, one.thumbnail)


def _lying(there: Mapping[Key, Mapping[str, Any]], sha256: str) -> Lying | None:
    row = there.get(rows.object_key(sha256))
    return rows.read_lying(row) if row else None


def _tries() -> Iterator[None]:
    for _ in range(_ATTEMPTS):
        yield
    raise Throttled("aws_busy")
