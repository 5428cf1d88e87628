from __future__ import annotations

import contextlib
import http.server
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import c2pa
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.library.provenance.signing import (
    CAPTURED,
    FOREIGN_PROGRAM,
    marked,
    picture,
    problems,
    read_by_c2pa,
    signed_elsewhere,
    tampered,
)
from tests.library.provenance.test_containers import FORMATS, chunk

from hwasil.core.errors import Corrupt, Unavailable
from hwasil.core.jobs import ImageVariation, Inpaint, Job, Outpaint, Recolor, RemoveBackground, TextToImage
from hwasil.core.mask import Mask, MaskPrompt
from hwasil.core.palette import Color
from hwasil.core.picture import Format, Picture
from hwasil.library import provenance
from hwasil.library.provenance.credentials import Credentials, Source, credentials_of
from hwasil.library.provenance.identity import identity

WHOLE = Mask(np.full((16, 24), 255, np.uint8))
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def found_in(signed: Picture) -> Credentials:
    found = credentials_of(signed)
    assert found
    return found


@pytest.mark.parametrize("format", FORMATS)
def test_a_signature_holds_until_something_changes(format: Format) -> None:  # noqa: A002 (the field's own word)
    signed = marked(picture(width=64, height=64, format=format))
    found = found_in(signed)
    assert (found.holds, found.own, found.problems, found.content_changed) == (True, True, (), False)
    assert found.generator
    assert found.generator.startswith("Hwasil ")
    assert found.actions == ("c2pa.created",)
    assert found.source_types == (IPTC + "algorithmicMedia",)
    changed = found_in(tampered(signed))
    assert not changed.holds
    assert changed.problems


def test_a_changed_picture_is_told_from_a_changed_manifest() -> None:
    signed = marked(picture(width=64, height=64, format="jpeg"))
    assert found_in(tampered(signed)).content_changed
    other = signed.data.replace(b"c2pa.created", b"c2pa.creaked", 1)
    assert other != signed.data
    found = found_in(Picture.from_bytes(other))
    assert (found.holds, found.content_changed) == (False, False)


def test_words_that_were_changed_break_the_signature() -> None:
    signed = marked(picture(format="jpeg"), TextToImage("a red fox", seed=1))
    other = Picture.from_bytes(signed.data.replace(b"a red fox", b"a red dog"))
    assert provenance.story_of(signed) != provenance.story_of(other)
    assert not found_in(other).holds


def test_another_library_is_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = marked(picture())
    monkeypatch.setenv("HWASIL_LIBRARY", str(tmp_path / "other"))
    found = found_in(signed)
    assert (found.holds, found.own) == (True, False)
    identity()
    assert not found_in(signed).own


def test_a_picture_without_a_manifest() -> None:
    assert all(credentials_of(picture(format=name)) is None for name in (*FORMATS, "avif"))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("backend", ["local", "bedrock"])
def test_a_signed_picture_from_outside_is_taken_along(format: Format, backend: str, tmp_path: Path) -> None:  # noqa: A002
    photo = signed_elsewhere(picture(format=format), tmp_path)
    edited = marked(picture(seed=1), Inpaint(photo, WHOLE, "a boat"), backend)
    found = found_in(edited)
    assert found.holds
    assert found.actions == ("c2pa.opened", "c2pa.edited")
    assert found.source_types == (IPTC + "compositeWithTrainedAlgorithmicMedia",)
    assert found.sources == (Source("parentOf", FOREIGN_PROGRAM, holds=True),)
    told = read_by_c2pa(edited)
    assert problems(told) == set()
    kept = [one for one in told["manifests"].values() if one["claim_generator_info"][0]["name"] == "Some Camera"]
    assert kept[0]["assertions"][0]["data"]["actions"][0]["digitalSourceType"] == CAPTURED
    # And through whatever is made of the edit.
    later = provenance.share_copy(provenance.reencoded(edited, "jpeg"))
    assert problems(read_by_c2pa(later)) == set()
    assert "Some Camera" in json.dumps(read_by_c2pa(later))


def test_what_a_provider_signed_is_what_it_was_before(tmp_path: Path) -> None:
    photo = picture()
    drawn = signed_elsewhere(picture(seed=1), tmp_path)
    found = found_in(marked(drawn, Inpaint(photo, WHOLE, "a boat"), "bedrock"))
    assert found.holds
    assert found.sources == (
        Source("parentOf", FOREIGN_PROGRAM, holds=True),
        Source("inputTo", None, holds=None),
    )


@pytest.mark.parametrize(
    ("job", "roles"),
    [
        (TextToImage("a fox"), []),
        (ImageVariation((picture(), picture(seed=1))), ["parentOf", "inputTo"]),
        (Outpaint(picture(), WHOLE, background=picture(seed=2)), ["parentOf", "componentOf"]),
        (RemoveBackground(picture()), ["parentOf"]),
        (Recolor(picture(), MaskPrompt("a cup"), Color.parse("00ff00")), ["parentOf"]),
    ],
)
def test_what_went_in_is_named_for_what_it_was(job: Job, roles: list[str]) -> None:
    made = marked(picture(seed=3), job)
    assert [one.relationship for one in found_in(made).sources] == roles
    assert problems(read_by_c2pa(made)) == set()


def test_a_broken_signature_is_taken_along_as_broken(tmp_path: Path) -> None:
    photo = tampered(signed_elsewhere(picture(width=64, height=64), tmp_path))
    found = found_in(marked(picture(seed=1), RemoveBackground(photo)))
    assert found.holds
    assert found.sources == (Source("parentOf", FOREIGN_PROGRAM, holds=False),)


def with_garbage(manifest: bytes) -> Picture:
    plain = picture().data
    return Picture.from_bytes(plain[:33] + chunk(b"caBX", manifest) + plain[33:])


@settings(max_examples=30)
@given(st.binary(min_size=1, max_size=400))
def test_garbage_is_no_manifest_and_no_obstacle(manifest: bytes) -> None:
    photo = with_garbage(manifest)
    with pytest.raises(Corrupt):
        credentials_of(photo)
    made = marked(picture(seed=1), RemoveBackground(photo))
    assert found_in(made).sources == (Source("parentOf", None, holds=None),)


@settings(max_examples=40)
@given(st.data())
def test_a_manifest_with_any_byte_changed_is_read_or_corrupt(data: st.DataObject) -> None:
    signed = marked(picture())
    start = signed.data.index(b"caBX") + 4
    length = int.from_bytes(signed.data[start - 8 : start - 4])
    broken = bytearray(signed.data)
    broken[data.draw(st.integers(start, start + length - 1))] ^= data.draw(st.integers(1, 255))
    try:
        found = credentials_of(Picture(bytes(broken), "png", 24, 16, False))
    except Corrupt:
        return
    # Spare room in the manifest is nobody's word: to change it changes nothing that was signed.
    assert found is None or not found.holds or found.source_types == (IPTC + "algorithmicMedia",)


@contextlib.contextmanager
def counting_server() -> Iterator[tuple[str, list[int]]]:
    """Serve nothing, and count who asks."""
    asked: list[int] = []

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(1)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/manifest.c2pa", asked
        finally:
            server.shutdown()
            thread.join()


def test_nothing_is_fetched() -> None:
    own = identity()
    info = c2pa.C2paSignerInfo(own.algorithm, own.chain.encode(), own.key.encode(), None)
    out = io.BytesIO()
    actions = {"label": "c2pa.actions.v2", "data": {"actions": [{"action": "c2pa.created"}]}}
    with counting_server() as (url, asked):
        with c2pa.Signer.from_info(info) as hand, c2pa.Builder(json.dumps({"assertions": [actions]})) as builder:
            builder.set_no_embed()
            builder.set_remote_url(url)
            with pytest.raises(c2pa.C2paError):  # it looks whether what it has signed can be read
                builder.sign(hand, "image/png", io.BytesIO(picture().data), out)
        away = Picture.from_bytes(out.getvalue())
        with pytest.raises(c2pa.C2paError):
            c2pa.Reader("image/png", io.BytesIO(away.data))
        assert asked  # left to itself, the library fetches
        asked.clear()
        with pytest.raises(Unavailable):
            credentials_of(away)
        assert provenance.inspect(away).unreadable == ("manifest elsewhere",)
        assert found_in(marked(picture(seed=1), RemoveBackground(away))).holds
        assert not asked
