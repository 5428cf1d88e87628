"""``hwasil index``: make folders of pictures searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.command import Command
from hwasil.cli.failures import echo_json, printable, warn
from hwasil.cli.finding import chosen_embedder, embedder_options, price_of
from hwasil.cli.gallery_search import known_folders
from hwasil.cli.options import argument, flag
from hwasil.cli.status import StatusLine
from hwasil.i18n import say

if TYPE_CHECKING:
    from hwasil.core.results import Price
    from hwasil.library.index import Added, Embedder, Index, Step, Survey, TextsRead

_MOST_TOLD: Final = 20  # files that could not be indexed; --json has them all


def command() -> click.Command:
    """Return the command."""
    params = [
        argument("folders", metavar="[FOLDER]...", required=False, many=True),
        flag("--again", text="again"),
        flag("--text", text="read_text"),
        flag("--remove", text="remove_folder"),
        flag("--dry-run", text="dry_run_index"),
        *embedder_options(),
        flag("--json", text="json"),
    ]
    return Command("index", _index, params, key="index")


def _index(
    *, folders: tuple[str, ...], again: bool, text: bool, remove: bool, dry_run: bool, json: bool, **wishes: Any
) -> None:
    if (remove and (again or dry_run or text or not folders)) or (text and dry_run):
        raise click.UsageError(say("cli.index.remove_alone"), click.get_current_context())
    from hwasil.studio.search_index import opened_index

    embedder = chosen_embedder(**wishes, again=again)
    with opened_index(embedder, new=not remove) as index:
        chosen = list(folders) or known_folders(index)
        if not chosen:
            raise click.UsageError(say("cli.index.no_folder"), click.get_current_context())
        if remove:
            _show_removed(chosen, [index.remove(folder) for folder in chosen], as_json=json)
        elif dry_run:
            _show_surveys(
                [(folder, index.survey(folder, again=again)) for folder in chosen], embedder, as_json=json
            )
        else:
            if again:
                index.begin_again()
                chosen = list(dict.fromkeys([*map(str, index.folders), *chosen]))
            _show_added(_added(index, chosen), _texts(index, chosen) if text else [], embedder, as_json=json)


def _added(index: Index, folders: list[str]) -> list[Added]:
    from hwasil.core.errors import Cancelled

    added = []
    with StatusLine(say("cli.index.looking")) as line:

        def tell(step: Step) -> None:
            rate = f"{step.per_second:.1f}"
            line.text = say("cli.index.progress", done=step.done, total=step.total, rate=rate)

        try:
            for folder in folders:
                line.text = say("cli.index.looking")
                added.append(index.add_folder(folder, progress=tell))
        except KeyboardInterrupt as problem:
            raise Cancelled("index_cancelled") from problem
    return added


def _texts(index: Index, folders: list[str]) -> list[TextsRead]:
    from hwasil.core.errors import Cancelled

    with StatusLine(say("cli.index.reading")) as line:

        def tell(step: Step) -> None:
            line.text = say("cli.index.reading_progress", done=step.done, total=step.total)

        try:
            return [index.read_texts(folder, progress=tell) for folder in folders]
        except KeyboardInterrupt as problem:
            raise Cancelled("index_cancelled") from problem


def _show_added(added: list[Added], texts: list[TextsRead], embedder: Embedder, *, as_json: bool) -> None:
    if as_json:
        said: dict[str, Any] = {"folders": [_json(one) for one in added]}
        if texts:
            said["texts"] = [_json_of_texts(read) for read in texts]
        echo_json({**said, "embedder": embedder.name, "price": price_of(embedder)})
        return
    for one in added:
        facts: dict[str, Any] = {
            "folder": one.folder,
            "new": one.embedded,
            "known": one.recognized,
            "same": one.unchanged,
        }
        click.echo(printable(say("cli.index.added", **facts, gone=one.removed, seconds=f"{one.seconds:.1f}")))
    for read in texts:
        facts = {"folder": read.folder, "read": read.read, "with_text": read.with_text}
        click.echo(printable(say("cli.index.texts", **facts, seconds=f"{read.seconds:.1f}")))
    problems = [problem for one in added for problem in one.problems]
    problems += [problem for read in texts for problem in read.problems]
    told = [(path, problem.message) for path, problem in problems]
    told += [(closed.path, closed.reason) for one in added for closed in one.closed]
    for path, reason in told[:_MOST_TOLD]:
        warn(say("cli.index.not_indexed", path=path, reason=reason))
    if len(told) > _MOST_TOLD:
        warn(say("cli.index.more_not_indexed", count=len(told) - _MOST_TOLD))
    if (price := price_of(embedder)) is not None:
        click.echo(say("cli.index.price", price=price))


def _json(added: Added) -> dict[str, Any]:
    return {
        "folder": added.folder,
        "embedded": added.embedded,
        "recognized": added.recognized,
        "unchanged": added.unchanged,
        "removed": added.removed,
        "seconds": round(added.seconds, 3),
        "problems": [
            {"path": path, "key": problem.key, "reason": problem.message} for path, problem in added.problems
        ],
        "closed": [{"path": one.path, "reason": one.reason} for one in added.closed],
    }


def _json_of_texts(read: TextsRead) -> dict[str, Any]:
    problems = [{"path": path, "key": problem.key, "reason": problem.message} for path, problem in read.problems]
    return {"folder": read.folder, "read": read.read, "with_text": read.with_text, "problems": problems}


def _show_surveys(surveys: list[tuple[str, Survey]], embedder: Embedder, *, as_json: bool) -> None:
    price = _price(embedder, sum(len(survey.pending) for _, survey in surveys))
    told = [
        {"folder": folder, "to_read": len(one.pending), "unchanged": one.unchanged, "gone": len(one.gone)}
        for folder, one in surveys
    ]
    if as_json:
        echo_json({"folders": told, "embedder": embedder.name, "price": str(price)})
        return
    for facts in told:
        click.echo(printable(say("cli.index.would_add", **facts)))
    click.echo(say("cli.index.would_cost", price=price, embedder=embedder.name))


def _price(embedder: Embedder, count: int) -> Price:
    """Return what it costs at most to embed so many pictures."""
    from hwasil.core.results import FREE
    from hwasil.library.index import HostedEmbedder

    return embedder.picture_price * count if isinstance(embedder, HostedEmbedder) else FREE


def _show_removed(folders: list[str], counts: list[int], *, as_json: bool) -> None:
    told = [{"folder": folder, "removed": count} for folder, count in zip(folders, counts, strict=True)]
    if as_json:
        echo_json({"folders": told})
        return
    for facts in told:
        click.echo(printable(say("cli.index.removed", **facts)))
