"""Signing: a C2PA manifest that says what was done, out of what, and by whom, bound to every byte of the file.

Nothing here goes to the network: no time stamp is asked for, and no manifest is fetched that lies elsewhere.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from hwasil._version import __version__
from hwasil.core.errors import Unavailable
from hwasil.core.picture import Format, Picture
from hwasil.library.provenance.containers import with_packet
from hwasil.library.provenance.identity import identity
from hwasil.library.provenance.source_type import SourceType, address

if TYPE_CHECKING:
    import c2pa

MIME: Final[dict[Format, str]] = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
}

Relationship = Literal["parentOf", "componentOf", "inputTo"]
"""What another picture is to this one: what it was before, a part of it, or what its maker was shown."""

ActionName = Literal[
    "c2pa.created", "c2pa.opened", "c2pa.placed", "c2pa.edited", "c2pa.converted", "c2pa.edited.metadata"
]

OFFLINE: Final[dict[str, Any]] = {
    "verify": {
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
        "verify_after_sign": False,
        "verify_trust": True,
    },
    "builder": {"thumbnail": {"enabled": False}},
}
"""Settings for the C2PA library. A picture is never read again only because it was signed; tests do that."""


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A picture that went into another. If it has a manifest of its own, that is taken along whole."""

    picture: Picture
    relationship: Relationship


@dataclass(frozen=True, slots=True)
class Action:
    """Something that was done: C2PA's name for it, to which ingredients (their places), and with what outcome."""

    name: ActionName
    ingredients: tuple[int, ...] = ()
    source_type: SourceType | None = None
    agent: str | None = None
    description: str | None = None


def signed(picture: Picture, actions: Sequence[Action], ingredients: Sequence[Ingredient] = ()) -> Picture:
    """Return a picture with a manifest, signed by `identity`; any that it has is replaced.

    Raises InvalidInput for a certificate that cannot be used, Unavailable when signing fails.
    """
    import c2pa

    signer = identity()
    info = c2pa.C2paSignerInfo(signer.algorithm, signer.chain.encode(), signer.key.encode(), None)
    out = io.BytesIO()
    try:
        with (
            c2pa.Signer.from_info(info) as hand,
            c2pa.Context(c2pa.Settings.from_dict(OFFLINE)) as context,
            c2pa.Builder(_definition(actions), context) as builder,
        ):
            for number, one in enumerate(ingredients):
                _add(builder, number, one)
            builder.sign(hand, MIME[picture.format], io.BytesIO(picture.data), out)
    except c2pa.C2paError as problem:
        raise Unavailable("provenance_unsigned", reason=str(problem)[:200]) from problem
    return Picture(out.getvalue(), picture.format, picture.width, picture.height, picture.has_alpha)


def _definition(actions: Sequence[Action]) -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps(
        {
            "claim_generator_info": [{"name": "Hwasil", "version": __version__}],
            "assertions": [
                {"label": "c2pa.actions.v2", "data": {"actions": [_action(one, now) for one in actions]}}
            ],
        }
    )


def _action(action: Action, now: str) -> dict[str, Any]:
    said: dict[str, Any] = {"action": action.name, "when": now}
    if action.source_type:
        said["digitalSourceType"] = address(action.source_type)
    if action.agent:
        said["softwareAgent"] = {"name": action.agent}
    if action.description:
        said["description"] = action.description
    if action.ingredients:
        said["parameters"] = {"ingredientIds": [_id(number) for number in action.ingredients]}
    return said


def _id(number: int) -> str:
    return f"ingredient-{number}"


def _add(builder: c2pa.Builder, number: int, ingredient: Ingredient) -> None:
    """Add an ingredient; of one whose manifest is not even readable, the picture alone."""
    import c2pa

    told = {"label": _id(number), "relationship": ingredient.relationship, "title": f"picture {number + 1}"}
    picture = ingredient.picture
    try:
        builder.add_ingredient(told, MIME[picture.format], io.BytesIO(picture.data))
    except c2pa.C2paError:
        bare = picture.encoded("png") if picture.format == "avif" else with_packet(picture, None)
        builder.add_ingredient(told, MIME[bare.format], io.BytesIO(bare.data))
