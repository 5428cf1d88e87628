"""Make one edit of each kind on photographs, and a contact sheet of them: before beside after.

    python examples/edits.py [FILE]

The photographs come with the tests, where ``tests/data/photos/manifest.toml`` names them, or with scikit-image, which
``make`` installs for the tests: a rocket by SpaceX and an astronaut by NASA (public domain), a flower by vultilion
(CC BY 2.0), a cup of coffee by Rachel Michetti and a cat by Stéfan van der Walt (CC0).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from skimage import data

import hwasil
from hwasil.core.jobs import Job
from hwasil.engine import weights

PHOTOS = Path(__file__).parents[1] / "tests" / "data" / "photos"
COLUMNS = 2
CELL = 264  # pixels a side of one picture; before and after stand beside each other
CAPTION = 30
MARGIN = 12
PAPER, INK = "#f6f4ef", "#3b3733"


def photo(name: str) -> hwasil.Picture:
    """Return the middle square of a photograph."""
    file = PHOTOS / f"{name}.jpg"
    pixels = hwasil.Picture.open(file).pixels if file.exists() else getattr(data, name)()
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return hwasil.Picture.from_pixels(pixels[top : top + side, left : left + side].copy())


def edits() -> list[tuple[str, hwasil.Picture, Job]]:
    """Return what each edit is called, the photograph, and the job."""
    rocket, flower, astronaut, coffee, cat = map(photo, ("rocket", "flower", "astronaut", "coffee", "chelsea"))
    violet, shore = "#7048e8", "a beach at sunset"
    painted = hwasil.MaskPrompt("flower")
    return [
        ("remove --what rocket", rocket, hwasil.Inpaint(rocket, hwasil.MaskPrompt("rocket"), seed=0)),
        (
            f'recolor --what flower --color "{violet}"',
            flower,
            hwasil.Recolor(flower, painted, hwasil.Color.parse(violet)),
        ),
        (
            f'background --with "{shore}"',
            astronaut,
            hwasil.Outpaint(astronaut, hwasil.MaskPrompt("subject"), shore, seed=7),
        ),
        ("cutout", coffee, hwasil.RemoveBackground(coffee)),
        ("restyle --style fauve", cat, hwasil.Restyle(cat, style="fauve", seed=7)),
        (
            "extend --left 120 --right 120",
            rocket,
            hwasil.Extend(rocket, hwasil.Margins(left=120, right=120), seed=7),
        ),
    ]


def fitted(picture: hwasil.Picture) -> Image.Image:
    """Return a picture scaled into a cell, on a checkered ground where it is see-through."""
    image = Image.fromarray(picture.pixels).convert("RGBA")
    image.thumbnail((CELL, CELL), Image.Resampling.LANCZOS)
    squares = Image.new("L", (2, 2), 255)
    squares.putpixel((0, 0), 225)
    squares.putpixel((1, 1), 225)
    ground = Image.new("L", image.size)
    tile = squares.resize((24, 24), Image.Resampling.NEAREST)
    for x in range(0, image.width, tile.width):
        for y in range(0, image.height, tile.height):
            ground.paste(tile, (x, y))
    return Image.alpha_composite(ground.convert("RGBA"), image).convert("RGB")


def main(file: Path) -> None:
    studio = hwasil.Studio()
    jobs = edits()
    wide, tall = 2 * CELL + 3 * MARGIN, CELL + CAPTION + MARGIN
    rows = -(-len(jobs) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * wide + MARGIN, rows * tall + MARGIN), PAPER)
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(weights.find("font-jua").path()), 15)
    for number, (command, before, job) in enumerate(jobs):
        result = studio.do(job)
        print(f"{result.seconds:.1f} s  hwasil {command}")
        row, column = divmod(number, COLUMNS)
        left, top = column * wide + MARGIN, row * tall + MARGIN
        for place, picture in enumerate((before, result.pictures[0])):
            shown = fitted(picture)
            corner = left + place * (CELL + MARGIN), top + (CELL - shown.height) // 2
            sheet.paste(shown, corner)
        draw.text((left, top + CELL + 6), command, fill=INK, font=font)
    file.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(file, quality=80, method=6)
    print(f"{file}  {sheet.width}x{sheet.height}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo/edits.webp"))
