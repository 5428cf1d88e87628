"""Make a handful of pictures and one contact sheet of them, on this machine alone.

    python examples/demo.py [FOLDER]

This is also how the Python API is used: a job, a studio, a result.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import hwasil
from hwasil.engine import weights

PROMPTS = (
    "눈 덮인 숲속의 붉은 여우 두 마리",
    'a calico cat, cyberpunk, futuristic cityscape in the background, neon sign on building "CALICO CORP"',
    "해질녘 바닷가의 등대와 돛단배",
    "two dogs and three red balloons in a flower field",
    'Painting of a doctor, Impressionist style, dim lighting, sign reading "The Doctor is in"',
    "우주비행사와 로켓, 보라색과 파란색 색감",
    "daguerreotype of robot and cowboy side by side, western town in the background, sepia tone",
    '"그랜드 오픈"이라고 적힌 간판이 있는 카페, 파스텔 톤',
    "a beautiful mountain landscape, watercolor",
)
COLUMNS = 3
CELL = 420
CAPTION = 30


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    sheet = Image.new("RGB", (COLUMNS * CELL, -(-len(PROMPTS) // COLUMNS) * (CELL + CAPTION)), "#f6f4ef")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(weights.find("font-jua").path()), 15)
    studio = hwasil.Studio()

    for number, prompt in enumerate(PROMPTS):
        result = studio.run(studio.plan(hwasil.TextToImage(prompt, seed=7)))
        picture = result.pictures[0]
        file = folder / f"{number + 1:02d}.png"
        file.write_bytes(picture.data)
        print(f"{file}  {picture.size}  {result.seconds:.2f} s  {prompt}")

        row, column = divmod(number, COLUMNS)
        corner = (column * CELL + 8, row * (CELL + CAPTION) + 8)
        sheet.paste(Image.fromarray(picture.pixels).resize((CELL - 16, CELL - 16)), corner)
        short = prompt if len(prompt) < 54 else f"{prompt[:50]} ..."
        draw.text((corner[0] + 2, corner[1] + CELL - 12), short, fill="#3b3733", font=font)

    contact_sheet = folder / "contact-sheet.png"
    sheet.save(contact_sheet)
    print(f"{contact_sheet}  {sheet.width}x{sheet.height}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
