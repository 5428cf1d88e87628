"""Reading a C2PA manifest: what it says, and whether what it says still holds."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.picture import Picture
from hwasil.library.provenance.identity import authority
from hwasil.library.provenance.manifest import MIME, OFFLINE

_HOLDS: Final = frozenset({"Valid", "Trusted"})
_ELSEWHERE: Final = "Remote"  # how c2pa-rs begins what it says of a manifest that it may not fetch
_UNKNOWN_SIGNER: Final = "signingCredential.untrusted"
_CONTENT: Final = ("assertion.dataHash.mismatch", "assertion.boxesHash.mismatch", "assertion.bmffHash.mismatch")


@dataclass(frozen=True, slots=True)
class Source:
    """A picture that went into another, as the manifest has it: C2PA's word for what it is to it, and its own maker.

    ``holds`` is whether its own manifest held when it was taken in; None when it had none.
    """

    relationship: str
    generator: str | None
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Credentials:
    """A manifest that could be read.

    ``holds`` is whether nothing has changed since it was signed; if not, ``content_changed`` says whether it is the
    picture that differs, and ``problems`` has C2PA's codes for all that is wrong. ``own`` is whether this library's
    self-made certificate signed it. ``signer`` and ``issuer`` are the names in the certificate, ``generator`` is the
    program, ``source_types`` the addresses that its actions name, the last one last, and ``actions`` their names.
    """

    holds: bool
    own: bool
    content_changed: bool
    problems: tuple[str, ...]
    signer: str | None
    issuer: str | None
    generator: str | None
    actions: tuple[str, ...]
    source_types: tuple[str, ...]
    sources: tuple[Source, ...]


def credentials_of(picture: Picture) -> Credentials | None:
    """Return what a picture's manifest says and whether it holds; None for a picture without one.

    Nothing is fetched. Raises Unavailable when the manifest lies on a server, and Corrupt when there is one that
    cannot be read at all.
    """
    import c2pa

    settings = dict(OFFLINE)
    anchors = authority()
    if anchors:
        settings["trust"] = {"trust_anchors": anchors}
    try:
        with c2pa.Context(c2pa.Settings.from_dict(settings)) as context:
            reader = c2pa.Reader.try_create(MIME[picture.format], io.BytesIO(picture.data), context=context)
            if reader is None:
                return None
            with reader:
                return _read(json.loads(reader.json()))
    except (c2pa.C2paError, ValueError, RecursionError) as problem:
        if str(problem).startswith(_ELSEWHERE):
            raise Unavailable("provenance_manifest_elsewhere") from problem
        raise Corrupt("provenance_manifest_unreadable") from problem


def _read(store: Mapping[str, Any]) -> Credentials:
    manifests: Mapping[str, Any] = store.get("manifests") or {}
    manifest: Mapping[str, Any] = manifests.get(str(store.get("active_manifest")), {})
    state = str(store.get("validation_state"))
    problems = tuple(
        dict.fromkeys(
            str(one.get("code"))
            for one in store.get("validation_status") or ()
            if one.get("code") != _UNKNOWN_SIGNER
        )
    )
    signature: Mapping[str, Any] = manifest.get("signature_info") or {}
    done = _actions(manifest)
    return Credentials(
        holds=state in _HOLDS,
        own=state == "Trusted",
        content_changed=any(code in _CONTENT for code in problems),
        problems=problems,
        signer=_text(signature.get("common_name")),
        issuer=_text(signature.get("issuer")),
        generator=_generator(manifest),
        actions=tuple(str(one.get("action")) for one in done),
        source_types=tuple(str(one["digitalSourceType"]) for one in done if one.get("digitalSourceType")),
        sources=tuple(_source(one, manifests) for one in manifest.get("ingredients") or ()),
    )


def _actions(manifest: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = [one for one in manifest.get("assertions") or () if str(one.get("label")).startswith("c2pa.actions")]
    return [action for one in found for action in (one.get("data") or {}).get("actions") or ()]


def _source(ingredient: Mapping[str, Any], manifests: Mapping[str, Any]) -> Source:
    label = ingredient.get("active_manifest")
    relationship = str(ingredient.get("relationship"))
    if not label:
        return Source(relationship, None, None)
    results = (ingredient.get("validation_results") or {}).get("activeManifest") or {}
    failures = [one.get("code") for one in results.get("failure") or ()]
    failures += [one.get("code") for one in ingredient.get("validation_status") or ()]
    holds = all(code == _UNKNOWN_SIGNER for code in failures)
    return Source(relationship, _generator(manifests.get(label) or {}), holds)


def _generator(manifest: Mapping[str, Any]) -> str | None:
    """Return the program that made a claim, with its version, in the form of either version of C2PA's claims."""
    for info in manifest.get("claim_generator_info") or ():
        name, version = _text(info.get("name")), _text(info.get("version"))
        if name:
            return f"{name} {version}" if version else name
    return _text(manifest.get("claim_generator"))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
