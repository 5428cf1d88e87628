"""What a picture was made from, and what was made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from hwasil.library.gallery.entry import Entry
from hwasil.library.gallery.store import MOST_A_PAGE, Filter, GalleryStore

_MOST: Final = 500  # relatives in each direction


@dataclass(frozen=True, slots=True)
class Relative:
    """A picture of a family: its address, its entry unless that was removed, and its own relatives further on."""

    sha256: str
    entry: Entry | None
    further: tuple[Relative, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """An entry with its ancestors and its descendants, each as trees: at most 500 of both, each picture once."""

    entry: Entry
    ancestors: tuple[Relative, ...]
    descendants: tuple[Relative, ...]


def family(store: GalleryStore, entry: Entry) -> Family:
    """Return the family of an entry, in the bin or not."""

    def parents(one: Relative) -> Iterator[Relative]:
        for sha256 in one.entry.parents if one.entry else ():
            yield Relative(sha256, held(store, sha256))

    def children(one: Relative) -> Iterator[Relative]:
        for child in _made_from(store, one.sha256):
            yield Relative(child.sha256, child)

    itself = Relative(entry.sha256, entry)
    return Family(entry, _tree(itself, parents), _tree(itself, children))


def held(store: GalleryStore, sha256: str) -> Entry | None:
    """Return the first entry of a picture, one that is not in the bin if there is one."""
    for binned in (False, True):
        for entry in store.page(Filter(sha256=sha256, binned=binned), count=1, oldest_first=True).entries:
            return entry
    return None


def _made_from(store: GalleryStore, sha256: str) -> Iterator[Entry]:
    for binned in (False, True):
        yield from store.page(
            Filter(made_from=sha256, binned=binned), count=MOST_A_PAGE, oldest_first=True
        ).entries


def _tree(root: Relative, next_of: Callable[[Relative], Iterator[Relative]]) -> tuple[Relative, ...]:
    """Return the relatives of a root. Each picture is told of once: what was imported may name itself as its parent."""
    seen = {root.sha256}
    found: list[tuple[int, Relative]] = []  # whose relative each is, by its place in this list; the root's are -1
    waiting = [(-1, root)]
    while waiting and len(found) < _MOST:
        place, one = waiting.pop(0)
        for relative in next_of(one):
            if relative.sha256 not in seen and len(found) < _MOST:
                seen.add(relative.sha256)
                found.append((place, relative))
                waiting.append((len(found) - 1, relative))
    further: dict[int, list[Relative]] = {}
    for place in range(len(found) - 1, -1, -1):
        owner, one = found[place]
        branch = Relative(one.sha256, one.entry, tuple(reversed(further.get(place, []))))
        further.setdefault(owner, []).append(branch)
    return tuple(reversed(further.get(-1, [])))
