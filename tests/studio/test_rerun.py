from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from tests.library.provenance.signing import marked, picture
from tests.library.provenance.test_story import story
from tests.studio.drawer import Drawer

from hwasil.core.errors import InvalidInput
from hwasil.core.jobs import Inpaint, Outpaint, TextToImage, Upscale
from hwasil.core.mask import Mask
from hwasil.core.picture import Picture
from hwasil.core.serial import to_json
from hwasil.library import provenance
from hwasil.library.provenance import containers
from hwasil.library.provenance.sources import Sources
from hwasil.studio.rerun import compared, job_again, told
from hwasil.studio.studio import Studio


def nowhere(sha256: str) -> Picture:
    raise InvalidInput("rerun_source_missing", sha256=sha256)


def test_one_picture_of_several_is_made_again(drawer: Drawer) -> None:
    studio = Studio({"local": lambda: drawer})
    for made in studio.create("눈밭의 여우", count=5, seed=7).made:
        read = told(made.picture, "x.png")
        job = job_again(read, "x.png", nowhere)
        assert job == TextToImage("눈밭의 여우", seed=made.seed)
        (again,) = studio.do(job, model=read.model).made
        assert again.seed == made.seed
        assert compared(made.picture, again.picture) == "same"
        assert compared(provenance.reencoded(made.picture, "webp"), again.picture) == "same"


def test_an_edit_needs_its_pictures_and_carries_its_mask() -> None:
    photo = picture()
    mask = Mask(np.full((16, 24), 255, np.uint8))
    job = Inpaint(photo, mask, "a boat", count=3, seed=1)
    made = marked(picture(seed=1), job)
    read = told(made, "x.png")
    find = Sources(read.masks, [], [lambda sha256: photo if sha256 == photo.sha256 else None]).find
    assert job_again(read, "x.png", find) == dataclasses.replace(job, count=1, seed=7)
    with pytest.raises(InvalidInput) as caught:
        job_again(read, "x.png", Sources(read.masks, []).find)
    assert caught.value.facts == {"sha256": photo.sha256}


def test_what_cannot_be_made_again(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="does not say"):
        told(picture(), "x.png")
    with pytest.raises(InvalidInput, match="share copy"):
        told(provenance.share_copy(marked(picture())), "x.png")


@pytest.mark.parametrize(
    "job",
    [
        {},
        {"kind": "Magic"},
        {"kind": "TextToImage"},
        {"kind": "TextToImage", "prompt": 5},
        {"kind": "TextToImage", "prompt": "a fox", "surprise": 1},
        {"kind": "Upscale", "picture": {}},
    ],
)
def test_a_job_that_is_none(job: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as caught:
        job_again(story(job=job), "x.png", nowhere)
    assert caught.value.key == "rerun_job_unreadable"


def test_a_seed_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidInput):
        job_again(story(job=to_json(TextToImage("a fox")), seed=2**40), "x.png", nowhere)


def test_jobs_without_a_count_or_a_picture_of_their_own() -> None:
    photo, behind = picture(), picture(seed=2)
    by_address = {one.sha256: one for one in (photo, behind)}
    for job in (Upscale(photo, 3), Outpaint(photo, Mask(np.full((16, 24), 255, np.uint8)), background=behind)):
        read = dataclasses.replace(told(marked(picture(seed=1), job), "x.png"), seed=None)
        assert job_again(read, "x.png", Sources(read.masks, [], [by_address.get]).find) == job


def test_a_picture_that_was_painted_on_is_not_the_same() -> None:
    plain = picture()
    made = marked(plain)
    painted = containers.with_packet(Picture.from_pixels(255 - plain.pixels), containers.read(made).xmp)
    assert compared(made, marked(plain)) == "same"
    assert compared(painted, marked(plain)) == "touched"
    assert compared(made, marked(picture(seed=1))) == "other"
