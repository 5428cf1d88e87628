"""Pictures to mark, and a signer who is not Hwasil."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import c2pa
import numpy as np
import pytest
from numpy.typing import NDArray

from hwasil.core.jobs import Job, TextToImage
from hwasil.core.picture import Format, Picture
from hwasil.core.results import FREE, Made, Result
from hwasil.library import provenance
from hwasil.library.provenance.identity import identity
from hwasil.library.provenance.manifest import MIME

FOREIGN_PROGRAM = "Some Camera 3"
CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"


def pixels(width: int = 24, height: int = 16, channels: int = 3, seed: int = 0) -> NDArray[np.uint8]:
    """Noise, which shows every change."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)


def smooth(side: int = 512) -> NDArray[np.uint8]:
    """Soft spots of color, large enough for the invisible mark."""
    import cv2

    small = pixels(side // 16, side // 16)
    return np.asarray(cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC), np.uint8)


def picture(*, format: Format = "png", **shape: int) -> Picture:  # noqa: A002 (the field's own word)
    return Picture.from_pixels(pixels(**shape), format)


def result(made: Picture, seed: int | None = 7, **more: Any) -> Result:
    return replace(Result((Made(made, seed),), "illustrator 9", "local.illustrator", FREE, 0.0), **more)


def marked(made: Picture, job: Job | None = None, backend: str = "local", **more: Any) -> Picture:
    """Return a picture with all its marks."""
    done = provenance.marked(result(made, **more), job or TextToImage("a fox", seed=7), backend)
    assert done.dropped == ()
    return done.pictures[0]


def read_by_c2pa(marked: Picture) -> dict[str, Any]:
    """Return what C2PA's own reader says, knowing nobody's certificate."""
    with c2pa.Reader(MIME[marked.format], io.BytesIO(marked.data)) as reader:
        told: dict[str, Any] = json.loads(reader.json())
    return told


def problems(told: dict[str, Any]) -> set[str]:
    """Return the codes of what C2PA's reader finds wrong in a whole report, the unknown signer aside."""
    found = {one["code"] for one in told.get("validation_status", ())}
    return found - {"signingCredential.untrusted"}


def signed_elsewhere(plain: Picture, folder: Path) -> Picture:
    """Return a picture that somebody else's program has signed with a certificate of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HWASIL_LIBRARY", str(folder))
        other = identity()
    claim = {
        "claim_generator_info": [{"name": "Some Camera", "version": "3"}],
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": CAPTURED}]},
            }
        ],
    }
    info = c2pa.C2paSignerInfo(other.algorithm, other.chain.encode(), other.key.encode(), None)
    out = io.BytesIO()
    with c2pa.Signer.from_info(info) as hand, c2pa.Builder(json.dumps(claim)) as builder:
        builder.sign(hand, MIME[plain.format], io.BytesIO(plain.data), out)
    return Picture.from_bytes(out.getvalue())


def tampered(signed: Picture) -> Picture:
    """Return a picture with other pixels in the same file: somebody has painted on it, and kept its metadata."""
    inverted = Picture.from_pixels(255 - signed.pixels, signed.format)
    if signed.format == "png":
        start, end = b"IDAT", b"IEND"
        head = signed.data[: signed.data.index(start) - 4]
        return Picture.from_bytes(
            head + inverted.data[inverted.data.index(start) - 4 : inverted.data.index(end) + 8]
        )
    if signed.format == "jpeg":
        scan = b"\xff\xda"
        head = signed.data[: signed.data.rindex(scan)]
        return Picture.from_bytes(head + inverted.data[inverted.data.rindex(scan) :])
    data = bytearray(signed.data)
    place = data.index(b"VP8 ") + 60
    data[place] ^= 0xFF
    return Picture(bytes(data), "webp", signed.width, signed.height, signed.has_alpha)
