"""``hwasil mask``: find something in a picture and save it as a mask."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import click

from hwasil.cli.carrying_out import writable
from hwasil.cli.command import Command
from hwasil.cli.options import argument, flag, option
from hwasil.cli.regions import Rect, name_of, opened, rect
from hwasil.i18n import language, say

if TYPE_CHECKING:
    from pathlib import Path

    from hwasil.core.mask import Mask
    from hwasil.core.picture import Picture
    from hwasil.engine.segment import Found, Point

_TINT: Final = (255, 45, 120)  # laid over what was found: a color that few pictures have much of
_TINTED: Final = 0.5
_DIMMED: Final = 0.55  # of the light that is left to the rest of the picture


def command() -> Command:
    """Return the command."""
    return Command(
        "mask",
        _mask,
        [
            argument("picture", metavar="PICTURE"),
            option("--what", text="what", metavar="WORDS"),
            option("--box", text="box", metavar="LEFT,TOP,RIGHT,BOTTOM", read=rect),
            option("--point", text="point", metavar="X,Y[,-]", read=_point, multiple=True),
            option("-o", "--output", text="output", metavar="PATH"),
            flag("--overlay", text="overlay"),
            flag("--json", text="json"),
        ],
        key="mask",
    )


def _point(value: str) -> tuple[float, float, bool]:
    """Read a click: ``120,80`` on the thing, ``120,80,-`` beside it."""
    across, _, rest = value.partition(",")
    down, _, sign = rest.partition(",")
    if sign not in {"", "+", "-"}:
        raise click.BadParameter(say("cli.usage.not_point", value=value[:40]))
    try:
        return float(across), float(down), sign != "-"
    except ValueError as problem:
        raise click.BadParameter(say("cli.usage.not_point", value=value[:40])) from problem


def _mask(
    *,
    picture: str,
    what: str | None,
    box: Rect | None,
    point: tuple[tuple[float, float, bool], ...],
    output: str | None,
    overlay: bool,
    json: bool,
) -> None:
    from hwasil.cli.saving import Destination
    from hwasil.cli.status import StatusLine

    if sum((what is not None, box is not None, bool(point))) != 1:
        raise click.UsageError(say("cli.usage.one_prompt"))
    original = opened(picture)
    destination = Destination.parse(output, 1)
    with StatusLine(say("cli.mask.looking")):
        found = _found(original, what, box, point)
    mask = _saved(found.mask.to_picture(), destination, name_of(picture, what, "mask"))
    shown = None
    if overlay:
        stem = None if destination.stem is None else f"{destination.stem}-overlay"
        laid = _overlaid(original, found.mask)
        shown = _saved(laid, replace(destination, stem=stem), name_of(picture, what, "overlay"))
    _show(found, mask, shown, as_json=json)


def _found(
    picture: Picture, what: str | None, box: Rect | None, points: tuple[tuple[float, float, bool], ...]
) -> Found:
    from hwasil.core.mask import Box, MaskPrompt
    from hwasil.engine import segment

    if what is not None:
        return segment.segment(picture, MaskPrompt(writable(what)).text)
    if box is not None:
        return segment.segment_box(picture, Box(*box))
    clicks: list[Point] = [segment.Point(*one) for one in points]
    return segment.segment_points(picture, clicks)


def _saved(picture: Picture, destination: Any, name: str) -> Path:
    file: Path = destination.save(destination.encoded(picture), slug=name, seed=None, number=1, count=1)
    return file


def _overlaid(picture: Picture, mask: Mask) -> Picture:
    """Return a picture with what a mask holds tinted and the rest dimmed."""
    import numpy as np

    from hwasil.core.picture import Picture

    colors = picture.pixels[:, :, :3].astype(np.float32)
    inside = mask.pixels[:, :, np.newaxis].astype(np.float32) / 255
    tinted = colors * (1 - _TINTED) + np.array(_TINT, np.float32) * _TINTED
    return Picture.from_pixels(np.rint(tinted * inside + colors * _DIMMED * (1 - inside)).astype(np.uint8))


def _show(found: Found, mask: Path, overlay: Path | None, *, as_json: bool) -> None:
    from hwasil.cli.failures import echo_json, printable
    from hwasil.engine.segment.names import name

    if as_json:
        echo_json(_json(found, mask, overlay))
        return
    what = name(found.label, language()) if found.label else say("cli.mask.unnamed")
    share, sure = f"{found.mask.coverage:.0%}", f"{found.confidence:.0%}"
    size = found.mask.size
    click.echo(printable(say("cli.mask.found", file=mask, size=size, what=what, share=share, sure=sure)))
    if overlay is not None:
        click.echo(printable(say("cli.mask.overlay", file=overlay)))


def _json(found: Found, mask: Path, overlay: Path | None) -> dict[str, Any]:
    box = found.mask.box
    return {
        "file": str(mask.absolute()),
        "overlay": None if overlay is None else str(overlay.absolute()),
        "width": found.mask.size.width,
        "height": found.mask.size.height,
        "coverage": round(found.mask.coverage, 4),
        "box": None if box is None else [box.left, box.top, box.right, box.bottom],
        "label": found.label or None,
        "confidence": found.confidence,
        "how": found.how,
        "seen": list(found.seen),
    }
