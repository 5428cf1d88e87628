"""``hwasil search``: find pictures by words, by a picture, by a color; find duplicates; sort by examples."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hwasil.cli.carrying_out import writable
from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json, printable
from hwasil.cli.finding import chosen_embedder, embedder_options, price_of
from hwasil.cli.gallery_search import catch_up, found, searched_gallery
from hwasil.cli.options import argument, flag, moment, number, option, whole
from hwasil.cli.status import StatusLine
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.library.index import Duplicates, Guess, Hit


def command() -> click.Command:
    """Return the command."""
    params = [
        argument("words", metavar="[WORDS]...", required=False, many=True),
        option("--like", "picture", text="search_picture", metavar="FILE"),
        option("--weight", text="weight", metavar="X", read=number),
        option("--not", "without", text="without", metavar="WORDS"),
        option("-k", "--count", text="search_count", metavar="N", read=whole, default="10"),
        option("--since", text="since", metavar="DATE", read=moment),
        option("--folder", text="search_folder", metavar="FOLDER"),
        option("--color", text="search_color", metavar="HEX"),
        option("--text", "written", text="search_text", metavar="WORDS"),
        flag("--duplicates", text="duplicates"),
        option("--threshold", text="threshold", metavar="X", read=number),
        option("--classify", text="classify", metavar="FOLDER"),
        *embedder_options(),
        flag("--json", text="json"),
    ]
    return Command("search", _search, params, key="search")


def _search(
    *,
    words: tuple[str, ...],
    duplicates: bool,
    threshold: float | None,
    classify: str | None,
    json: bool,
    **given: Any,
) -> None:
    embedder = {name: given.pop(name) for name in ("backend", "model", "region", "profile")}
    context = click.get_current_context()
    searched = any(value is not None for name, value in given.items() if name != "count")
    if (duplicates and (searched or words or classify)) or (threshold is not None and not duplicates):
        raise click.UsageError(say("cli.search.duplicates_alone"), context)
    if classify is not None and (searched or not words):
        raise click.UsageError(say("cli.search.classify_alone"), context)
    if classify is not None:
        _classify(classify, words, embedder, as_json=json)
    elif duplicates:
        _duplicates(threshold, embedder, as_json=json)
    else:
        _find(" ".join(words), embedder, as_json=json, **given)


def _find(
    words: str,
    embedder: dict[str, Any],
    *,
    as_json: bool,
    picture: str | None,
    weight: float | None,
    without: str | None,
    count: int,
    since: datetime | None,
    folder: str | None,
    color: str | None,
    written: str | None,
) -> None:
    from hwasil.core.palette import Color
    from hwasil.core.picture import Picture
    from hwasil.library.index import Query
    from hwasil.studio.search_index import is_free, opened_index

    query = Query(
        text=writable(words) or None,
        picture=None if picture is None else Picture.open(picture),
        weight=0.5 if weight is None else weight,
        without=None if without is None else writable(without),
        count=count,
        since=since,
        folder=folder,
        color=None if color is None else Color.parse(color),
        written=None if written is None else writable(written),
    )
    chosen = chosen_embedder(**embedder)
    with (
        searched_gallery() as gallery,
        opened_index(chosen, new=gallery is not None and is_free(chosen)) as index,
        StatusLine(say("cli.search.searching")) as line,
    ):
        if gallery is not None:
            catch_up(index, gallery, chosen, line)
        hits = found(index, query, gallery)
    if as_json:
        told = [_hit(one) | {"gallery": entry_id} for one, entry_id in hits]
        echo_json({"hits": told, "embedder": chosen.name, "price": price_of(chosen)})
        return
    for one, entry_id in hits:
        click.echo(printable(f"{one.score:6.3f}  {one.path}" + (f"  {entry_id}" if entry_id else "")))
    if not hits:
        click.echo(say("cli.search.none"))


def _hit(hit: Hit) -> dict[str, Any]:
    return {"path": str(hit.path), "score": round(hit.score, 6), "width": hit.width, "height": hit.height}


def _duplicates(threshold: float | None, embedder: dict[str, Any], *, as_json: bool) -> None:
    from hwasil.library.index.duplicates import ALIKE
    from hwasil.studio.search_index import opened_index

    with opened_index(chosen_embedder(**embedder), new=False) as index, StatusLine(say("cli.search.comparing")):
        groups = index.duplicates(ALIKE if threshold is None else threshold)
    if as_json:
        echo_json({"groups": [_group(one) for one in groups]})
        return
    for one in groups:
        share = f"{one.similarity:.3f}"
        click.echo(say("cli.search.same") if one.same else say("cli.search.alike", similarity=share))
        for path in one.paths:
            click.echo(printable(f"  {path}"))
    if not groups:
        click.echo(say("cli.search.no_duplicates"))


def _group(group: Duplicates) -> dict[str, Any]:
    paths = [str(path) for path in group.paths]
    return {"same": group.same, "similarity": round(group.similarity, 6), "paths": paths}


def _classify(folder: str, files: tuple[str, ...], embedder: dict[str, Any], *, as_json: bool) -> None:
    from hwasil.core.picture import Picture
    from hwasil.library.index import classify, examples_in

    pictures = [Picture.open(file) for file in files]
    chosen = chosen_embedder(**embedder)
    with StatusLine(say("cli.search.comparing")):
        sorted_in = classify(pictures, examples_in(folder), chosen)
    if as_json:
        told = [{"path": file, "labels": _labels(one)} for file, one in zip(files, sorted_in, strict=True)]
        echo_json({"pictures": told, "embedder": chosen.name, "price": price_of(chosen)})
        return
    for file, guesses in zip(files, sorted_in, strict=True):
        click.echo(printable(f"{Path(file)}  {guesses[0].label}  {guesses[0].score:.3f}"))


def _labels(guesses: list[Guess]) -> list[dict[str, Any]]:
    return [{"label": one.label, "score": round(one.score, 6)} for one in guesses]
