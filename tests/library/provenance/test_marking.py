from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.library.provenance.signing import (
    marked,
    picture,
    pixels,
    problems,
    read_by_c2pa,
    result,
    smooth,
)
from tests.strategies import pictures, prompts

from hwasil.core.errors import InvalidInput, Unavailable
from hwasil.core.jobs import (
    Extend,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    TextToImage,
    Upscale,
)
from hwasil.core.mask import Box, Mask, MaskPrompt
from hwasil.core.palette import Color
from hwasil.core.picture import Format, Picture, Size
from hwasil.core.results import Translated
from hwasil.library import provenance
from hwasil.library.provenance import containers, manifest, watermark
from hwasil.library.provenance.identity import CERTIFICATE, KEY, identity

FORMATS: tuple[Format, ...] = ("png", "jpeg", "webp")


@settings(max_examples=25)
@given(pictures(), prompts(), st.sampled_from(FORMATS))
def test_what_was_asked_comes_back_from_every_format(plain: Picture, prompt: str, other: Format) -> None:
    job = TextToImage(prompt, seed=7)
    first = marked(plain, job)
    assert first.format == plain.format
    for made in (first, provenance.reencoded(first, other)):
        opened = Picture.from_bytes(made.data)
        assert (opened.format, opened.size, opened.has_alpha) == (made.format, made.size, made.has_alpha)
        story = provenance.story_of(opened)
        assert story
        assert (story.prompt, story.seed, story.kind) == (prompt, 7, "TextToImage")
        assert story.pixels == provenance.pixel_address(plain)
        assert problems(read_by_c2pa(made)) == set()
        shared = provenance.share_copy(made)
        told = provenance.story_of(shared)
        assert told
        assert told == dataclasses.replace(story, job=None)
        assert np.array_equal(shared.pixels, opened.pixels)
        assert problems(read_by_c2pa(shared)) == set()


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("sign", ["가", "🌕", "\0", "&<>\"'", "\u202e", "GUID"])
def test_very_long_prompts_are_kept_whole(format: Format, sign: str) -> None:  # noqa: A002 (the field's own word)
    job = TextToImage("fox " + sign * (60_000 // len(sign)), seed=7)
    made = marked(picture(format=format), job)
    story = provenance.story_of(Picture.from_bytes(made.data))
    assert story
    assert story.prompt == job.prompt
    assert problems(read_by_c2pa(made)) == set()


@pytest.mark.parametrize("format", FORMATS)
def test_a_share_copy_has_none_of_the_words(format: Format) -> None:  # noqa: A002 (the field's own word)
    secret = "비밀스러운 여우"
    words = (Translated("prompt", secret, "a secret fox", "m"),)
    made = marked(picture(format=format), TextToImage(secret, seed=7), translated=words)
    assert secret.encode() in made.data
    assert b"a secret fox" in made.data
    shared = provenance.share_copy(made)
    assert secret.encode() not in shared.data
    assert b"a secret fox" not in shared.data


def test_without_marks_there_is_nothing_to_share_or_to_sign() -> None:
    plain = picture()
    assert provenance.share_copy(plain) is plain
    assert provenance.reencoded(plain, "png") is plain
    assert provenance.reencoded(plain, "webp").data == plain.encoded("webp").data


def test_the_same_picture_is_marked_the_same_but_for_its_signature() -> None:
    plain = Picture.from_pixels(smooth())
    one, two = marked(plain), marked(plain)
    assert np.array_equal(one.pixels, two.pixels)
    assert provenance.story_of(one) == provenance.story_of(two)
    assert containers.with_packet(one, None).data == containers.with_packet(two, None).data


def test_the_invisible_mark_is_the_storys() -> None:
    made = marked(Picture.from_pixels(smooth()))
    story = provenance.story_of(made)
    mark = watermark.read(provenance.reencoded(made, "jpeg").pixels)
    assert story
    assert mark
    assert mark.id == story.mark
    assert story.watermark == mark.id.hex()


def test_a_picture_too_small_for_the_invisible_mark_has_the_others() -> None:
    plain = picture()
    made = marked(plain)
    story = provenance.story_of(made)
    assert story
    assert story.watermark is None
    assert np.array_equal(made.pixels, plain.pixels)


BEFORE = Picture.from_pixels(smooth())
HALF = Mask.from_boxes(BEFORE.size, [Box(0, 0, 512, 300)])
RED = Color.parse("ff0000")


@pytest.mark.parametrize(
    ("job", "kept", "used"),
    [
        (Inpaint(BEFORE, HALF), np.s_[300:, :], None),
        (Inpaint(BEFORE, MaskPrompt("the cup")), np.s_[300:, :], HALF),
        (Recolor(BEFORE, HALF, RED), np.s_[300:, :], None),
        (Outpaint(BEFORE, HALF, "a beach"), np.s_[:300, :], None),
        (Outpaint(BEFORE, MaskPrompt("the cup"), "a beach"), np.s_[:300, :], HALF),
        (Extend(Picture.from_pixels(smooth()[100:400, 100:400]), Margins(100, 100, 112, 112)), np.s_[100:400, 100:400], None),
        (RemoveBackground(BEFORE), np.s_[:, :], None),
    ],
)  # fmt: skip
def test_an_edit_keeps_what_it_did_not_change(job: Job, kept: tuple[slice, slice], used: Mask | None) -> None:
    made = marked(BEFORE, job, region=used)
    assert np.array_equal(made.pixels[kept], BEFORE.pixels[kept])
    story = provenance.story_of(made)
    assert story
    assert (story.watermark is None) == np.array_equal(made.pixels, BEFORE.pixels)


def test_the_mask_of_an_edit_is_in_its_story() -> None:
    job = Inpaint(BEFORE, HALF, "a boat")
    story = provenance.story_of(marked(BEFORE, job))
    assert story
    assert story.parents == (BEFORE.sha256,)
    assert list(story.masks) == [HALF.to_picture().sha256]
    assert provenance.share_copy(marked(BEFORE, job)).data.count(HALF.to_picture().sha256.encode()) == 0


def test_a_mask_that_is_too_large_is_left_to_be_found() -> None:
    rough = Mask(pixels(300, 300, 1)[:, :, 0])
    story = provenance.story_of(
        marked(picture(width=300, height=300), Inpaint(picture(width=300, height=300), rough))
    )
    assert story
    assert story.masks == {}


def test_an_edit_of_an_edit_names_the_marks_that_may_still_be_read() -> None:
    first = marked(BEFORE)
    told = provenance.story_of(first)
    second = provenance.story_of(marked(picture(), Recolor(first, HALF, RED)))
    third = provenance.story_of(marked(picture(), Upscale(marked(picture(), Recolor(first, HALF, RED)))))
    assert told
    assert second
    assert third
    assert second.earlier_marks == third.earlier_marks == (told.watermark,)


def test_an_avif_becomes_a_png() -> None:
    plain = picture(format="avif")
    made = marked(plain)
    assert made.format == "png"
    assert np.array_equal(made.pixels, plain.pixels)


def test_a_label_is_there_for_everyone_to_see(real_home: Path) -> None:
    plain = Picture.from_pixels(smooth())
    done = provenance.marked(result(plain), TextToImage("a fox"), "local", label="AI 생성").pictures[0]
    without = marked(plain)
    story = provenance.story_of(done)
    assert story
    assert story.label == "AI 생성"
    assert story.pixels == provenance.pixel_address(plain)
    difference = np.abs(done.pixels.astype(int) - without.pixels).max(axis=2)
    assert (difference[-80:, -200:] > 100).sum() > 50
    assert difference[:300].max() <= 12  # the invisible mark differs there, and nothing else


def test_a_picture_is_never_lost_to_its_marks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(CERTIFICATE, str(tmp_path / "none.pem"))
    monkeypatch.setenv(KEY, str(tmp_path / "none.pem"))
    with pytest.raises(InvalidInput):
        provenance.require_markable()
    plain = picture()
    done = provenance.marked(result(plain), TextToImage("a fox"), "local")
    assert done.pictures == (plain,)
    assert [one.field for one in done.dropped] == ["provenance"]


def test_broken_pixels_are_kept_as_they_are() -> None:
    whole = picture(width=64, height=64)
    broken = Picture(whole.data[:200], "png", 64, 64, False)
    done = provenance.marked(result(broken), TextToImage("a fox"), "local")
    assert done.pictures == (broken,)
    assert [one.field for one in done.dropped] == ["provenance"]


def test_signing_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    own = dataclasses.replace(identity(), key="no key at all")
    monkeypatch.setattr("hwasil.library.provenance.manifest.identity", lambda: own)
    with pytest.raises(Unavailable) as caught:
        manifest.signed(picture(), [manifest.Action("c2pa.created")])
    assert caught.value.key == "provenance_unsigned"


def test_many_threads_mark_at_once() -> None:
    plains = [picture(seed=number) for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(marked, plains))
    for plain, one in zip(plains, made, strict=True):
        story = provenance.story_of(one)
        assert story
        assert story.pixels == provenance.pixel_address(plain)
        assert problems(read_by_c2pa(one)) == set()


def test_sizes_of_the_smallest() -> None:
    for size in (Size(1, 1), Size(1, 300), Size(300, 1)):
        for channels in (3, 4):
            plain = picture(width=size.width, height=size.height, channels=channels)
            assert marked(plain).size == size
