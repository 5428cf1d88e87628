"""The drawings: which packages they come from, whether their licences allow it, what they show and their pixels.

Every set names its drawings by Unicode's names of emoji; emojibase says those names and tags in English and Korean.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray
from training.lit.collect import NAMES, archive_of, member_of

from hwasil.core.prompt import has_hangul
from hwasil.engine.illustrator import words
from hwasil.engine.illustrator.raster import rasterize

# With these, weights can be passed on without a doubt; CC-BY asks for ATTRIBUTION.md.
LICENCES: Final = frozenset({"MIT", "Apache-2.0", "CC-BY-4.0", "CC0-1.0"})
SIDE: Final = 64  # pixels of a drawing as it is kept
_OVERSAMPLED: Final = 2

_CLOCKS: Final = 58  # a subgroup of two dozen clock faces that only their hands tell apart
_LANGUAGE_FREE: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A set of drawings in one style; ``hand`` says who drew it."""

    style: str
    package: str
    version: str
    licence: str
    hand: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What can be drawn: its name and other words for it in both languages, surer ones first, and emojibase's groups."""

    label: str
    korean: str
    tags: tuple[str, ...]
    korean_tags: tuple[str, ...]
    group: int
    subgroup: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture of a thing: a whole SVG document."""

    thing: Thing
    source: Source
    svg: str

    def pixels(self) -> NDArray[np.uint8]:
        """Render it, (64, 64, 4), with its alpha multiplied in, so that it may be laid on anything."""
        drawn = rasterize(self.svg).astype(np.float32) / 255
        drawn[..., :3] *= drawn[..., 3:]
        small = cv2.resize(drawn, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        return np.asarray((small * 255).round(), np.uint8)


def sources() -> list[Source]:
    """Return the sets of sources.toml. Raises ValueError for a licence that is not one of `LICENCES`."""
    table = tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))
    found = [
        Source(style, one["package"], one["version"], one["licence"], one["hand"]) for style, one in table.items()
    ]
    for source in found:
        _allow(source.package, source.licence)
    return found


def _allow(package: str, licence: str) -> None:
    if licence not in LICENCES:
        raise ValueError(f"{package}: weights learned from {licence} could not be passed on freely")


def download(folder: Path) -> None:
    """Bring every package into ``folder`` by npm. What is there is not brought again."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, version in (NAMES, *((one.package, one.version) for one in sources())):
        if not archive_of(folder, package, version).exists():
            command = ["npm", "pack", "--silent", f"{package}@{version}"]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def things(folder: Path, groups: frozenset[int], subgroups: frozenset[int] | None = None) -> list[Thing]:
    """Return what emojibase names in these groups. Copies in other skin tones are not in its list of entries."""
    archive = archive_of(folder, *NAMES)
    korean = {entry["hexcode"]: entry for entry in member_of(archive, "ko/data.json")}
    return [
        thing_of(entry, korean.get(entry["hexcode"], {}))
        for entry in member_of(archive, "en/data.json")
        if entry.get("group") in groups
        and entry["subgroup"] != _CLOCKS
        and (subgroups is None or entry["subgroup"] in subgroups)
    ]


def thing_of(english: Mapping[str, Any], korean: Mapping[str, Any]) -> Thing:
    """Return a thing from emojibase's two entries for it. Of animals only the head is drawn; the name leaves that out."""
    label = str(korean.get("label", english["label"]))
    # What the illustrator knows by heart is what people say; emojibase's own tags are looser.
    by_heart = [word for word, known in words.things().items() if known == english["label"]]
    return Thing(
        english["label"],
        label.removesuffix(" 얼굴") or label,
        tuple(dict.fromkeys((*(word for word in by_heart if not has_hangul(word)), *english.get("tags", ())))),
        tuple(dict.fromkeys((*(word for word in by_heart if has_hangul(word)), *korean.get("tags", ())))),
        english["group"],
        english["subgroup"],
    )


def drawings(folder: Path, wanted: list[Thing]) -> Iterator[Drawing]:
    """Yield every drawing of the wanted things, set by set, always in the same order.

    Raises ValueError when a package states another licence than sources.toml does.
    """
    for source in sources():
        archive = archive_of(folder, source.package, source.version)
        stated = member_of(archive, "info.json")["license"]["spdx"]
        if stated != source.licence:
            raise ValueError(f"{source.package} states {stated}, sources.toml {source.licence}")
        icons = member_of(archive, "icons.json")
        by_name = {_LANGUAGE_FREE.sub("", name): name for name in (*icons.get("aliases", {}), *icons["icons"])}
        for thing in wanted:
            name = by_name.get(_LANGUAGE_FREE.sub("", thing.label.lower().replace("ñ", "n")))
            icon = _icon(icons, name) if name else None
            if icon is not None:
                yield Drawing(thing, source, _document(icons, icon))


def _icon(icons: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return a drawing by its name or by another name of it; None for one that is another one turned."""
    alias = icons.get("aliases", {}).get(name)
    if alias is not None and set(alias) != {"parent"}:
        return None
    found: Mapping[str, Any] | None = icons["icons"].get(alias["parent"] if alias else name)
    return found


def _document(icons: Mapping[str, Any], icon: Mapping[str, Any]) -> str:
    width, height = (icon.get(side, icons.get(side, 16)) for side in ("width", "height"))
    left, top = icon.get("left", 0), icon.get("top", 0)
    side = SIDE * _OVERSAMPLED
    size = f'width="{side}" height="{side}" viewBox="{left} {top} {width} {height}"'
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {size}>{icon['body']}</svg>"
