"""A picture's story: what a file says of how it came to be.

The story has no clock in it. The same job, seed and engine tell the same story, so that two runs can be compared.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hwasil.core.errors import Corrupt
from hwasil.core.picture import Picture
from hwasil.library.provenance.source_type import SOURCE_TYPES, SourceType

VERSION: Final = 1
MAX_TEXT: Final = 4_000_000
"""A longer story is not read: the longest prompts with the largest masks stay far below."""

WATERMARK_BYTES: Final = 8

# XML has no place for these, escaped or not; JSON spells them out.
_UNSPEAKABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Story:
    """What a file says of itself.

    ``kind`` is the job's kind. ``job`` is the job as it was asked for, as JSON: its pictures, which are ``parents``,
    and its masks stand by their SHA-256, and ``masks`` holds those masks that are small, as PNGs in base64.
    ``translations`` are the words that were sent in English, each with field, original, translation and model.
    ``seed`` is this picture's own. ``pixels`` is the SHA-256 of its pixels as they were made (`pixel_address`),
    before the ``label`` that may be written on them and the invisible mark whose id ``watermark`` is. Where an edit left
    its parents as they were, their marks, ``earlier_marks``, may still be read.

    In a share copy ``job``, ``masks`` and ``translations`` are left out.
    """

    kind: str
    backend: str
    model: str
    engine: str
    hwasil: str
    source_type: SourceType
    pixels: str
    job: Mapping[str, Any] | None = None
    seed: int | None = None
    translations: tuple[Mapping[str, str], ...] = ()
    parents: tuple[str, ...] = ()
    masks: Mapping[str, str] = field(default_factory=dict)
    watermark: str | None = None
    earlier_marks: tuple[str, ...] = ()
    label: str | None = None

    @property
    def mark(self) -> bytes:
        """The id of the invisible mark that this picture has, or would have: the start of its pixels' SHA-256."""
        return bytes.fromhex(self.pixels)[:WATERMARK_BYTES]

    @property
    def prompt(self) -> str | None:
        """The words that the picture was asked for with, as the person wrote them."""
        said = (self.job or {}).get("prompt")
        return said if isinstance(said, str) and said.strip() else None

    def for_sharing(self) -> Story:
        """Return the story without the person's words and masks. Where the picture comes from stays."""
        return dataclasses.replace(self, job=None, translations=(), masks={})

    def to_text(self) -> str:
        """Return the story as one line of JSON that an XML document can hold."""
        empty: tuple[object, ...] = (None, (), {})
        parts = {name: getattr(self, name) for name in _FIELDS}
        told = {"version": VERSION, **{name: part for name, part in parts.items() if part not in empty}}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
        return _UNSPEAKABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)

    @classmethod
    def from_text(cls, text: str) -> Story:
        """Read a story. Raises Corrupt for what is none, and for one of a version that is not known here."""
        if len(text) > MAX_TEXT:
            raise Corrupt("provenance_story_unreadable")
        try:
            told = json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise Corrupt("provenance_story_unreadable") from problem
        if not isinstance(told, dict) or told.pop("version", None) != VERSION or not _is_story(told):
            raise Corrupt("provenance_story_unreadable")
        for name in ("parents", "translations", "earlier_marks"):
            told[name] = tuple(told.get(name, ()))
        return cls(**told)


def pixel_address(picture: Picture) -> str:
    """Return the SHA-256, in hex, of a picture's pixels, whatever file they are in.

    What is hashed is ``WIDTHxHEIGHTxCHANNELS``, a zero byte, and the upright pixels row by row, 8 bits a channel.
    """
    pixels = picture.pixels
    height, width, channels = pixels.shape
    digest = hashlib.sha256(f"{width}x{height}x{channels}\0".encode())
    digest.update(pixels.data if pixels.flags.c_contiguous else pixels.tobytes())
    return digest.hexdigest()


_FIELDS: Final = tuple(one.name for one in dataclasses.fields(Story))
_NEEDED: Final = ("kind", "backend", "model", "engine", "hwasil", "source_type", "pixels")
_ADDRESS: Final = re.compile("[0-9a-f]{64}")


def _is_story(told: dict[str, Any]) -> bool:
    """Whether every field is known and of its type, and all that are needed are there."""
    texts = (*_NEEDED, *(name for name in ("watermark", "label") if name in told))
    return (
        told.keys() <= set(_FIELDS)
        and all(isinstance(told.get(name), str) for name in texts)
        and told["source_type"] in SOURCE_TYPES
        and _is_address(told["pixels"])
        and isinstance(told.get("job", {}), dict)
        and (told.get("seed") is None or (isinstance(told["seed"], int) and not isinstance(told["seed"], bool)))
        and _are(told.get("parents", []), _is_address)
        and _are(told.get("earlier_marks", []), lambda mark: isinstance(mark, str))
        and _are(told.get("translations", []), _is_of_texts)
        and _is_of_texts(told.get("masks", {}))
    )


def _are(values: object, fit: Any) -> bool:
    return isinstance(values, list) and all(fit(value) for value in values)


def _is_address(value: object) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def _is_of_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(part, str) for part in value.values())
