from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from tests.library.provenance.signing import CAPTURED, marked, picture, signed_elsewhere, smooth, tampered
from tests.library.provenance.test_containers import FORMATS, chunk

from hwasil.core.jobs import Recolor
from hwasil.core.mask import Box, Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Format, Picture
from hwasil.library import provenance
from hwasil.library.provenance import containers, xmp
from hwasil.library.provenance.foreign import Trace


@pytest.mark.parametrize("format", FORMATS)
def test_a_marked_picture_tells_everything(format: Format) -> None:  # noqa: A002 (the field's own word)
    found = provenance.inspect(provenance.reencoded(marked(Picture.from_pixels(smooth())), format))
    assert found.story
    assert found.credentials
    assert found.mark
    assert (found.story.prompt, found.credentials.holds, found.mark_is) == ("a fox", True, "own")
    assert found.declared
    assert found.declared.endswith("/algorithmicMedia")
    assert (found.pixels_fit, found.foreign, found.unreadable) == (None, (), ())


def test_a_picture_that_tells_nothing() -> None:
    found = provenance.inspect(picture())
    assert (found.story, found.credentials, found.mark, found.declared) == (None, None, None, None)
    assert (found.foreign, found.unreadable) == ((), ())


@pytest.mark.parametrize("format", FORMATS)
def test_a_tampered_picture_says_so(format: Format) -> None:  # noqa: A002 (the field's own word)
    found = provenance.inspect(tampered(marked(picture(width=64, height=64, format=format))))
    assert found.credentials
    assert not found.credentials.holds
    assert found.pixels_fit is (False if format == "png" else None)


def test_pixels_that_were_not_marked_can_be_checked_without_a_signature() -> None:
    stripped = Picture.from_pixels(picture().pixels)
    packet = containers.read(marked(picture())).xmp
    assert provenance.inspect(containers.with_packet(stripped, packet)).pixels_fit is True
    assert provenance.inspect(containers.with_packet(picture(seed=1), packet)).pixels_fit is False


def test_the_mark_of_another_picture_is_told_from_that_of_an_earlier_one() -> None:
    first = marked(Picture.from_pixels(smooth()))
    small = Mask.from_boxes(first.size, [Box(0, 0, 20, 20)])
    edited = marked(Picture.from_pixels(first.pixels.copy()), Recolor(first, small, Color.parse("f00")))
    assert provenance.inspect(edited).mark_is == "earlier"
    borrowed = containers.with_packet(first, containers.read(marked(picture())).xmp)
    assert provenance.inspect(borrowed).mark_is == "other"
    alone = provenance.inspect(containers.with_packet(first, None))
    assert alone.mark
    assert (alone.mark_is, alone.story) == (None, None)


def test_a_photograph_of_somebody_elses(tmp_path: Path) -> None:
    found = provenance.inspect(signed_elsewhere(picture(format="jpeg"), tmp_path))
    assert found.story is None
    assert found.credentials
    assert (found.credentials.holds, found.credentials.own) == (True, False)
    assert found.credentials.source_types == (CAPTURED,)


def test_what_is_damaged_is_named_and_the_rest_is_read() -> None:
    plain = picture()
    packets = {
        b"<x>": ("metadata",),
        xmp.packet({"hwasil:Story": "{}", "xmp:CreatorTool": "Paint"}): ("story",),
    }
    for packet, unreadable in packets.items():
        assert provenance.inspect(containers.with_packet(plain, packet)).unreadable == unreadable
    both = containers.with_packet(plain, b"<x>").data
    all_broken = both[:33] + chunk(b"caBX", b"no manifest") + both[33:]
    found = provenance.inspect(Picture.from_bytes(all_broken))
    assert found.unreadable == ("metadata", "manifest")


def test_programs_in_xmp() -> None:
    told = containers.with_packet(picture(), xmp.packet({"xmp:CreatorTool": "Paint"}))
    assert provenance.inspect(told).foreign == (Trace("Paint"),)


def test_an_avif_is_looked_at_too() -> None:
    out = io.BytesIO()
    Image.fromarray(picture().pixels).save(out, "avif")
    assert provenance.inspect(Picture.from_bytes(out.getvalue())).story is None
