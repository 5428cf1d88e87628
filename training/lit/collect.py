"""The captioned pictures: who drew them, what they show, and their pixels.

Emoji sets name their drawings by code point, and emojibase names the code points in English and Korean. Clip art
carries its own title and subjects.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from hwasil.engine.clip import SIDE
from hwasil.engine.illustrator.raster import rasterize

SOURCES: Final = tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))
NAMES: Final = ("emojibase-data", "17.0.0")

_LEFT_OUT: Final = frozenset({2, 8, 9})  # emojibase's components, signs and flags
_SIDE_OF_ART: Final = 180  # of 224: drawings reach to their edges, things in photographs do not
# Folders of clip art that show no things, or the same thing over and over.
_IDLE: Final = re.compile(
    r"shapes/|special/|logos/|duplicates|decorations/|flags|signs|symbols|smilies|cards|computer/|maps"
)
_MOST_OF_A_TITLE: Final = 8  # one that more pictures bear is a series' name
# Words of a title that do not say what is shown: how it was made, and by whom.
_NOISE: Final = re.compile(
    r"\b(icons?|clip ?arts?|svg|png|vector|drawing|image|simple|the|a|an|by|architetto|francesco rollandin|"
    r"nicu buculei|various|unsorted|hash.*|remix|flat|outline|silhouette|version|v)\b|[^a-z' ]"
)
_LENGTH: Final = re.compile(r"([\d.]+)(\D*)")
_PIXELS: Final = {"mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "pt": 96 / 72, "pc": 16.0}  # CSS's units
_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_LI: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}li"


@dataclass(frozen=True, slots=True)
class Captioned:
    """A drawing, and what it shows: ``names`` are its names proper, English first, ``tags`` looser words."""

    source: str
    key: str
    names: tuple[str, ...]
    tags: tuple[str, ...]
    svg: str

    def pixels(self) -> NDArray[np.uint8]:
        """Render it on white in the middle of a square, (224, 224, 3)."""
        art = Image.fromarray(rasterize(self.svg))
        side = _SIDE_OF_ART / max(art.size)
        art = art.resize(
            (max(1, round(art.width * side)), max(1, round(art.height * side))), Image.Resampling.BICUBIC
        )
        sheet = Image.new("RGBA", (SIDE, SIDE), "white")
        sheet.alpha_composite(art, ((SIDE - art.width) // 2, (SIDE - art.height) // 2))
        return np.asarray(sheet.convert("RGB"))


def download(folder: Path) -> None:
    """Bring every package into ``folder``: npm's by npm, Debian's by apt. What is there is not brought again."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, version in [NAMES, *((one["package"], one["version"]) for one in SOURCES.values())]:
        if archive_of(folder, package, version).exists():
            continue
        debian = ":" in version
        command = (
            ["apt-get", "download", f"{package}={version}"] if debian else ["npm", "pack", f"{package}@{version}"]
        )
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def archive_of(folder: Path, package: str, version: str) -> Path:
    """Return where the archive of a package lies in a folder."""
    if ":" in version:
        return folder / f"{package}_{version.replace(':', '%3a')}_all.deb"
    return folder / f"{package.removeprefix('@').replace('/', '-')}-{version}.tgz"


def captioned(folder: Path) -> Iterator[Captioned]:
    """Yield every captioned drawing of the downloaded packages, source by source, always in the same order."""
    for name, source in SOURCES.items():
        archive = archive_of(folder, source["package"], source["version"])
        yield from _emoji(name, archive, folder) if source["kind"] == "emoji" else _clipart(name, archive)


def member_of(archive: Path, path: str) -> Any:
    """Return a JSON file of npm's archive of a package. Raises FileNotFoundError."""
    with tarfile.open(archive) as tar:
        file = tar.extractfile(f"package/{path}")
        if file is None:
            raise FileNotFoundError(path)
        return json.load(file)


def _emoji(name: str, archive: Path, folder: Path) -> Iterator[Captioned]:
    icons, by_code = member_of(archive, "icons.json"), member_of(archive, "chars.json")
    names = archive_of(folder, *NAMES)
    korean = {entry["hexcode"]: entry for entry in member_of(names, "ko/data.json")}
    for entry in member_of(names, "en/data.json"):
        code = entry["hexcode"].lower()
        icon = by_code.get(code) or by_code.get(code.replace("-fe0f", "")) or _slug(entry["label"])
        if entry.get("group", 2) in _LEFT_OUT or icon not in icons["icons"]:
            continue
        other = korean.get(entry["hexcode"], {})
        labels = [entry["label"].lower()] + ([other["label"].removesuffix(" 얼굴")] if "label" in other else [])
        drawing = icons["icons"][icon]
        width, height = (drawing.get(side, icons.get(side, 16)) for side in ("width", "height"))
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {width} {height}">'
        svg = f"{svg}{drawing['body']}</svg>"
        yield Captioned(name, code, tuple(labels), (*entry.get("tags", ()), *other.get("tags", ())), svg)


def _clipart(name: str, archive: Path) -> Iterator[Captioned]:
    contents = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(archive)], check=True, capture_output=True).stdout
    found: list[Captioned] = []
    with tarfile.open(fileobj=io.BytesIO(contents)) as tar:
        for member in sorted(tar.getmembers(), key=lambda one: one.name):
            path = member.name.partition("/svg/")[2]
            file = tar.extractfile(member) if path.endswith(".svg") and not _IDLE.search(path) else None
            if file is not None:
                found.extend(_titled(name, path, file.read()))
    often = Counter(one.names for one in found)
    yield from (one for one in found if often[one.names] <= _MOST_OF_A_TITLE)


def _titled(source: str, path: str, data: bytes) -> Iterator[Captioned]:
    try:
        tree = ET.fromstring(data)
    except ET.ParseError:
        return
    title = _plain(tree.findtext(f".//{_DUBLIN}title") or "")
    subject = tree.find(f".//{_DUBLIN}subject")
    tags = {_plain(one.text or "") for one in subject.iter(_LI)} if subject is not None else set()
    if title:
        yield Captioned(source, path, (title,), tuple(sorted(tags - {title, ""})), _small(tree))


def _small(tree: ET.Element) -> str:
    """Return a drawing at the size it is seen at: some are declared larger than any memory."""
    if "viewBox" not in tree.attrib:
        lengths = [_LENGTH.match(tree.get(side, "")) for side in ("width", "height")]
        sides = [float(one[1]) * _PIXELS.get(one[2], 1.0) if one else float(SIDE) for one in lengths]
        tree.set("viewBox", f"0 0 {sides[0]} {sides[1]}")
    tree.attrib.update(width=str(SIDE), height=str(SIDE))
    return ET.tostring(tree, encoding="unicode")


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower().replace("’", "").replace("ñ", "n")).strip("-")


def _plain(text: str) -> str:
    """Return a title as a person would say it: letters only, at most six words; empty where nothing is left."""
    words = _NOISE.sub(" ", text.lower().replace("_", " ").replace("-", " ")).split()
    return " ".join(words) if 1 <= len(words) <= 6 and len(max(words, key=len)) > 2 else ""
