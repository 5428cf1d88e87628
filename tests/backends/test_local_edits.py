"""Every edit on every odd picture and region: a right answer or one clear error, and the promises of all edits."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from tests.files import FILES, saved, scene

from hwasil.backends.base import Context, Progress
from hwasil.backends.local import EDITOR, LocalBackend
from hwasil.cli.main import program
from hwasil.core.errors import Cancelled, Corrupt, DeadlineExceeded, HwasilError, InvalidInput
from hwasil.core.jobs import (
    Extend,
    ImageVariation,
    Inpaint,
    Job,
    Margins,
    Outpaint,
    Recolor,
    RemoveBackground,
    Restyle,
    Upscale,
)
from hwasil.core.mask import CHANGE, Mask, MaskPrompt, Region
from hwasil.core.palette import Color
from hwasil.core.picture import Picture, Size
from hwasil.core.results import Result

GREEN = Color.parse("#2f9e44")
WIDTH, HEIGHT = 96, 72

# Those that change a region, and those that take the whole picture.
IN_REGION: dict[str, Callable[[Picture, Region], Job]] = {
    "remove": lambda picture, region: Inpaint(picture, region, seed=2),
    "replace by a thing": lambda picture, region: Inpaint(picture, region, "a cat", seed=2),
    "replace by a place": lambda picture, region: Inpaint(picture, region, "a forest", seed=2),
    "replace by a color": lambda picture, region: Inpaint(picture, region, "green", seed=2),
    "recolor": lambda picture, region: Recolor(picture, region, GREEN),
    "background": lambda picture, region: Outpaint(picture, region, "a beach", seed=2),
    "background, precise": lambda picture, region: Outpaint(picture, region, "a beach", mode="precise", seed=2),
    "background, a picture": lambda picture, region: Outpaint(picture, region, background=photo(), seed=2),
}
ON_WHOLE: dict[str, Callable[[Picture], Job]] = {
    "extend": lambda picture: Extend(picture, Margins(2, 3, 4, 5), seed=2),
    "cut out": RemoveBackground,
    "restyle": lambda picture: Restyle(picture, style="anime", seed=2),
    "upscale": lambda picture: Upscale(picture, 2),
    "vary": lambda picture: ImageVariation((picture,), similarity=0.8, seed=2),
}
# The edits that run no large network; what is asked of many pictures is asked of these.
LIGHT = [name for name in IN_REGION if name not in {"remove", "replace by a thing"}]


def photo(width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Return a red block on a ground that goes from one color to another."""
    y, x = np.mgrid[0:height, 0:width]
    pixels = np.dstack([x * 255 // width, y * 255 // height, np.full_like(x, 90)]).astype(np.uint8)
    pixels[height // 3 : -(-2 * height // 3), width // 3 : -(-2 * width // 3)] = (200, 30, 30)
    return Picture.from_pixels(pixels)


def middle(picture: Picture, strength: int = CHANGE) -> Mask:
    """Return the middle of a picture, at least one pixel of it."""
    pixels = np.zeros((picture.height, picture.width), np.uint8)
    rows = slice(picture.height // 3, -(-2 * picture.height // 3))
    pixels[rows, picture.width // 3 : -(-2 * picture.width // 3)] = strength
    return Mask(pixels)


def everything(picture: Picture) -> Mask:
    return Mask(np.full((picture.height, picture.width), CHANGE, np.uint8))


def done(job: Job, context: Context | None = None) -> Result:
    """Run a job on the local backend."""
    result = LocalBackend().run(job, EDITOR, context or Context())
    assert isinstance(result, Result)
    return result


def edited(job: Job) -> Picture:
    result = done(job)
    assert not result.failed
    return result.pictures[0]


def refusal(job: Callable[[], Job]) -> str:
    """Return the key of the one error that a job ends in; it is said in words."""
    with pytest.raises(HwasilError) as refused:
        done(job())
    assert refused.value.message
    assert refused.value.hint
    assert isinstance(refused.value, InvalidInput | Corrupt)
    return refused.value.key


class TestRegions:
    @pytest.mark.parametrize("name", IN_REGION)
    def test_an_empty_region_is_refused(self, name: str) -> None:
        assert refusal(lambda: IN_REGION[name](photo(), middle(photo(), 0))) == "region_empty"

    @pytest.mark.parametrize("name", IN_REGION)
    def test_a_region_of_another_size_is_refused(self, name: str) -> None:
        assert refusal(lambda: IN_REGION[name](photo(), middle(photo(HEIGHT, WIDTH)))) == "region_size"

    @pytest.mark.parametrize("name", IN_REGION)
    def test_a_word_for_what_is_not_there_is_refused(self, name: str, real_home: Path) -> None:
        plain = Picture.from_pixels(np.full((64, 64, 3), 200, np.uint8))
        assert refusal(lambda: IN_REGION[name](plain, MaskPrompt("a giraffe"))) == "mask_prompt_found_nothing"

    @pytest.mark.parametrize("name", IN_REGION)
    def test_a_region_that_covers_everything(self, name: str, real_home: Path) -> None:
        picture = photo()
        if name == "remove":
            assert refusal(lambda: IN_REGION[name](picture, everything(picture))) == "fill_nothing_around"
            return
        result = edited(IN_REGION[name](picture, everything(picture)))
        assert result.size == picture.size
        changes = not np.array_equal(result.pixels, picture.pixels)
        assert changes == (not name.startswith("background"))

    @pytest.mark.parametrize("name", LIGHT)
    def test_a_region_that_is_hardly_there(self, name: str, real_home: Path) -> None:
        picture = photo()
        faint = middle(picture, 3)
        if name in {"background", "background, a picture"}:
            assert refusal(lambda: IN_REGION[name](picture, faint)) == "no_subject"
        else:
            assert edited(IN_REGION[name](picture, faint)).size == picture.size

    def test_a_thing_goes_into_no_region_that_is_hardly_there(self, real_home: Path) -> None:
        picture = photo()
        assert refusal(lambda: Inpaint(picture, middle(picture, 3), "a cat", seed=2)) == "redraw_no_room"

    @pytest.mark.parametrize("name", ["replace by a place", "recolor", "replace by a color"])
    def test_a_soft_region_changes_in_proportion(self, name: str, real_home: Path) -> None:
        picture = photo()
        hard, half = (edited(IN_REGION[name](picture, middle(picture, one))) for one in (CHANGE, 128))
        inside = middle(picture).pixels > 0
        inside &= middle(picture).feathered(6).pixels == CHANGE  # a place is drawn softly at its rim
        between = (picture.pixels.astype(int) + hard.pixels) / 2
        assert np.abs(half.pixels - between)[inside].max() <= 3


def drawn_mask() -> NDArray[np.uint8]:
    """Return a round region with a hole: edges of every direction."""
    image = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 12, 75, 60), fill=255)
    draw.ellipse((40, 30, 55, 45), fill=0)
    return np.asarray(image)


def mask_file(kind: str) -> bytes:
    """Return the same region as a file of one kind."""
    image, buffer = Image.fromarray(drawn_mask()), io.BytesIO()
    if kind.startswith("JPEG"):
        image.convert("RGB").save(buffer, "JPEG", quality=int(kind.split()[1]))
    elif kind == "LA":
        image.convert("LA").save(buffer, "PNG")
    elif kind == "16 bit":
        Image.fromarray(drawn_mask().astype(np.uint16) * 257).save(buffer, "PNG")
    elif kind == "WebP":
        image.convert("RGB").save(buffer, "WEBP", lossless=True)
    else:
        image.convert(kind).save(buffer, "PNG")
    return buffer.getvalue()


MASKS = ["L", "RGB", "RGBA", "P", "1", "LA", "16 bit", "WebP", "JPEG 95", "JPEG 60", "JPEG 40"]


class TestMaskFiles:
    @pytest.mark.parametrize("kind", MASKS)
    def test_every_kind_of_file_gives_the_same_region(self, kind: str) -> None:
        mask = Mask.from_picture(Picture.from_bytes(mask_file(kind)))
        assert np.array_equal(mask.pixels, drawn_mask())

    def test_what_a_jpeg_loses_is_more_than_nothing(self) -> None:
        # Else the test above would say nothing: all that is black has become nearly black.
        loaded = Picture.from_bytes(mask_file("JPEG 40")).pixels[:, :, 0]
        assert (loaded[drawn_mask() == 0] > 0).mean() > 0.9


ODD_SIZES = [(1, 1), (1, 2000), (2000, 1), (2, 3)]


class TestPictures:
    @pytest.mark.parametrize("size", ODD_SIZES, ids=str)
    @pytest.mark.parametrize("name", LIGHT)
    def test_a_picture_of_few_pixels_keeps_its_size(
        self, name: str, size: tuple[int, int], real_home: Path
    ) -> None:
        picture = photo(*size)
        assert edited(IN_REGION[name](picture, everything(picture))).size == picture.size

    @pytest.mark.parametrize("size", ODD_SIZES, ids=str)
    def test_nothing_is_drawn_where_nobody_would_see_it(self, size: tuple[int, int], real_home: Path) -> None:
        picture = photo(*size)
        assert refusal(lambda: Inpaint(picture, everything(picture), "a cat", seed=2)) == "redraw_no_room"

    def test_a_thin_picture_is_filled_where_it_has_a_hole(self, real_home: Path) -> None:
        picture = photo(1, 300)
        hole = np.zeros((300, 1), np.uint8)
        hole[50:52] = CHANGE
        result = edited(Inpaint(picture, Mask(hole), seed=2))
        assert np.array_equal(result.pixels[hole == 0], picture.pixels[hole == 0])

    @pytest.mark.parametrize("size", [(1, 1), (1, 2000)], ids=str)
    @pytest.mark.parametrize("name", ["restyle", "upscale", "vary"])
    def test_whole_pictures_of_few_pixels(self, name: str, size: tuple[int, int], real_home: Path) -> None:
        factor = 2 if name == "upscale" else 1
        result = edited(ON_WHOLE[name](photo(*size)))
        assert result.size == Size(size[0] * factor, size[1] * factor)

    def test_one_pixel_has_no_subject(self, real_home: Path) -> None:
        assert refusal(lambda: RemoveBackground(photo(1, 1))) == "no_subject"

    @pytest.mark.parametrize("name", FILES)
    def test_every_kind_of_file_is_edited(self, name: str, real_home: Path) -> None:
        picture = Picture.from_bytes(FILES[name])
        result = edited(Recolor(picture, middle(picture), GREEN))
        assert (result.size, result.has_alpha) == (picture.size, picture.has_alpha)
        outside = middle(picture).pixels == 0
        assert np.array_equal(result.pixels[outside], picture.pixels[outside])
        assert not np.array_equal(result.pixels, picture.pixels)

    @pytest.mark.parametrize("name", [*IN_REGION, *ON_WHOLE])
    def test_a_picture_that_breaks_off_is_said_to_be_broken(self, name: str, real_home: Path) -> None:
        whole = photo().data
        broken = Picture.from_bytes(whole[: len(whole) * 2 // 3])
        make = ON_WHOLE[name] if name in ON_WHOLE else lambda one: IN_REGION[name](one, middle(one))
        assert refusal(lambda: make(broken)) == "picture_corrupt"


def see_through() -> Picture:
    """Return a picture with a part that is wholly transparent over hidden red, and one that is half so."""
    pixels = np.dstack([photo().pixels, np.full((HEIGHT, WIDTH), 255, np.uint8)])
    pixels[: HEIGHT // 2, : WIDTH // 2, 3] = 0
    pixels[HEIGHT // 2 :, : WIDTH // 4, 3] = 128
    return Picture.from_pixels(pixels)


class TestTransparency:
    @pytest.mark.parametrize("name", ["replace by a place", "replace by a color", "recolor"])
    def test_it_stays_and_what_it_hides_is_not_touched(self, name: str, real_home: Path) -> None:
        picture = see_through()
        result = edited(IN_REGION[name](picture, middle(picture)))
        hidden = picture.pixels[..., 3] == 0
        assert np.array_equal(result.pixels[..., 3], picture.pixels[..., 3])
        assert np.array_equal(result.pixels[hidden], picture.pixels[hidden])

    def test_of_what_shows_nothing_nothing_is_continued(self, real_home: Path) -> None:
        nothing = Picture.from_pixels(np.zeros((40, 50, 4), np.uint8))
        assert refusal(lambda: Inpaint(nothing, middle(nothing), seed=2)) == "fill_nothing_around"

    @pytest.mark.parametrize("name", ["restyle", "vary", "upscale"])
    def test_whole_pictures_keep_it(self, name: str, real_home: Path) -> None:
        nothing = Picture.from_pixels(np.zeros((16, 20, 4), np.uint8))
        result = edited(ON_WHOLE[name](nothing))
        assert result.has_alpha
        assert not result.pixels[..., 3].any()


@st.composite
def pictures_with_regions(draw: st.DrawFn) -> tuple[Picture, Mask]:
    """Draw a small picture, opaque or not, and a region of it that is neither empty nor all."""
    width, height = draw(st.integers(3, 64)), draw(st.integers(3, 64))
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pixels = dice.integers(0, 256, (height, width, draw(st.sampled_from([3, 4]))), np.uint8)
    left, top = draw(st.integers(0, width - 2)), draw(st.integers(0, height - 2))
    right, bottom = draw(st.integers(left + 1, width - 1)), draw(st.integers(top + 1, height - 1))
    region = np.zeros((height, width), np.uint8)
    region[top:bottom, left:right] = draw(st.sampled_from([255, 255, 130, 1]))
    return Picture.from_pixels(pixels), Mask(region)


class TestPromises:
    @pytest.mark.parametrize("name", ["replace by a place", "replace by a color", "recolor"])
    @settings(max_examples=6)
    @given(drawn=pictures_with_regions())
    def test_outside_the_region_nothing_changes(self, name: str, drawn: tuple[Picture, Mask]) -> None:
        picture, region = drawn
        result = edited(IN_REGION[name](picture, region))
        assert (result.size, result.has_alpha) == (picture.size, picture.has_alpha)
        assert np.array_equal(result.pixels[region.pixels == 0], picture.pixels[region.pixels == 0])

    @settings(max_examples=6)
    @given(drawn=pictures_with_regions())
    def test_a_precise_background_changes_nothing_that_is_kept(self, drawn: tuple[Picture, Mask]) -> None:
        picture, keep = drawn
        result = edited(IN_REGION["background, precise"](picture, keep))
        kept = keep.pixels == CHANGE
        assert result.size == picture.size
        assert np.array_equal(result.pixels[kept], picture.pixels[kept])

    @pytest.mark.parametrize("name", ["remove", "replace by a thing"])
    def test_what_is_filled_first_changes_nothing_outside(self, name: str, real_home: Path) -> None:
        picture = see_through()
        region = middle(picture)
        result = edited(IN_REGION[name](picture, region))
        outside = region.pixels == 0
        assert result.size == picture.size
        assert np.array_equal(result.pixels[..., 3], picture.pixels[..., 3])
        assert np.array_equal(result.pixels[outside], picture.pixels[outside])
        assert not np.array_equal(result.pixels, picture.pixels)

    @pytest.mark.parametrize("name", [*LIGHT, "restyle", "vary", "upscale"])
    def test_the_same_seed_gives_the_same_bytes(self, name: str, real_home: Path) -> None:
        picture = photo()
        job = ON_WHOLE[name](picture) if name in ON_WHOLE else IN_REGION[name](picture, middle(picture))
        assert edited(job) == edited(job)

    def test_another_seed_gives_another_picture(self, real_home: Path) -> None:
        job = Inpaint(photo(), middle(photo()), "a forest", seed=1, count=2)
        first, second = done(job).pictures
        assert first != second
        assert edited(replace(job, seed=2, count=1)) == second


@dataclass(slots=True)
class Checked(Context):
    """A context that is asked a number of times whether to go on, before the person changes their mind."""

    patience: int = 0

    def check(self) -> None:
        self.patience -= 1
        if self.patience < 0:
            self.cancelled.set()
        super(Checked, self).check()


class TestStopping:
    @pytest.mark.parametrize("name", [*IN_REGION, *ON_WHOLE])
    def test_before_the_first_picture(self, name: str) -> None:
        context = Context()

        def stop(progress: Progress) -> None:
            context.cancelled.set()

        context.progress = stop
        picture = photo()
        job = ON_WHOLE[name](picture) if name in ON_WHOLE else IN_REGION[name](picture, middle(picture))
        with pytest.raises(Cancelled):
            done(job, context)

    @pytest.mark.parametrize(
        "job",
        [
            Upscale(photo(600, 300), 2),
            Extend(photo(), Margins(40, 0, 0, 0)),
            ImageVariation((photo(),)),
            Inpaint(photo(), middle(photo()), seed=2),
        ],
        ids=lambda job: type(job).__name__,
    )
    def test_in_the_middle_of_one(self, job: Job, real_home: Path) -> None:
        with pytest.raises(Cancelled):
            done(job, Checked(patience=2))

    @pytest.mark.parametrize("name", [*IN_REGION, *ON_WHOLE])
    def test_out_of_time(self, name: str) -> None:
        picture = photo()
        job = ON_WHOLE[name](picture) if name in ON_WHOLE else IN_REGION[name](picture, middle(picture))
        with pytest.raises(DeadlineExceeded):
            done(job, Context(deadline=time.monotonic() - 1))


def commanded(*args: object) -> tuple[int, str]:
    """Run ``hwasil``; return its exit code and what it says is wrong."""
    result = CliRunner().invoke(program(), [str(arg) for arg in args], prog_name="hwasil")
    return result.exit_code, result.stderr


class TestCommandLine:
    @pytest.mark.parametrize(
        "name", ["webp, animated", "jpeg, CMYK", "png, 16-bit grey", "png, colors in a table"]
    )
    def test_every_kind_of_file_is_edited(self, name: str, tmp_path: Path, real_home: Path) -> None:
        (tmp_path / "file").write_bytes(FILES[name])
        made = tmp_path / "made.png"
        code, _ = commanded("recolor", tmp_path / "file", "--rect", "5,5,20,20", "--color", "2f9e44", "-o", made)
        assert code == 0
        assert Picture.open(made).size == Picture.from_bytes(FILES[name]).size

    @pytest.mark.parametrize("kind", MASKS)
    def test_every_kind_of_mask_gives_the_same_pixels(self, kind: str, tmp_path: Path, real_home: Path) -> None:
        (tmp_path / "photo.png").write_bytes(photo().data)
        (tmp_path / "mask").write_bytes(mask_file(kind))
        made = tmp_path / "made.png"
        code, _ = commanded(
            "recolor", tmp_path / "photo.png", "--mask", tmp_path / "mask", "--color", "2f9e44", "-o", made
        )
        assert code == 0
        expected = edited(Recolor(photo(), Mask(drawn_mask()), GREEN)).pixels
        assert np.array_equal(Picture.open(made).pixels, expected)

    @pytest.mark.parametrize("data", [saved(scene(), "GIF"), b"not a picture", b"", FILES["jpeg"][:900]])
    def test_what_is_no_picture_is_one_clear_line(self, data: bytes, tmp_path: Path) -> None:
        (tmp_path / "file.png").write_bytes(data)
        for arguments in (
            ["cutout"],
            ["recolor", "--rect", "1,1,9,9", "--color", "fff"],
            ["restyle", "--style", "anime"],
        ):
            code, said = commanded(
                arguments[0], tmp_path / "file.png", *arguments[1:], "-o", tmp_path / "made.png"
            )
            assert code in {1, 2}
            assert len(said.splitlines()) == 1
        assert not (tmp_path / "made.png").exists()


_LARGE = """
import resource, sys
import numpy as np
from hwasil.backends.base import Context
from hwasil.backends.local import EDITOR, LocalBackend
from hwasil.core.jobs import Inpaint, Recolor, RemoveBackground
from hwasil.core.mask import Mask
from hwasil.core.palette import Color
from hwasil.core.picture import Picture

pixels = np.zeros((5000, 8000, 3), np.uint8)
pixels[1500:3500, 2500:5500] = (220, 40, 30)
large = Picture.from_bytes(Picture.from_pixels(pixels, "jpeg").data)
del pixels
region = np.zeros((5000, 8000), np.uint8)
region[2400:2404, 3900:4000] = 255
region = Mask(region)
for job in (Inpaint(large, region), Recolor(large, region, Color(1, 200, 3)), RemoveBackground(large)):
    assert LocalBackend().run(job, EDITOR, Context()).pictures[0].size == large.size
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(most // 1024 if sys.platform == "darwin" else most)
"""


def test_forty_megapixels_stay_within_memory(real_home: Path) -> None:
    script = [sys.executable, "-c", _LARGE]
    kilobytes = int(subprocess.run(script, check=True, capture_output=True, text=True).stdout)
    assert kilobytes < 1_500_000
