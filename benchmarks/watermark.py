"""The claim: a mark is read from 95 of 100 pictures after JPEG, cutting, scaling or a change of color, at 40 dB or more.

Two hundred pictures are marked, of 512 to 1024 pixels a side: half are drawn by the illustrator, half are cut from the
photographs of the tests and of scikit-image. Each is then attacked in every way that the table names, and read without
the picture it came from; an id other than its own would be counted as wrong. A thousand pictures that carry no mark are
read as well: other drawings, other cuts, a third of them saved as JPEG, gradients and noise. PSNR is over all three
channels. Milliseconds are process time of one thread at 1024 × 1024.

``--quick`` takes every tenth picture. Marked drawings beside the plain ones are written to ``bench-out/watermark.png``.
"""

from __future__ import annotations

import hashlib
import io
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import skimage
from numpy.typing import NDArray
from PIL import Image, ImageEnhance

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Size
from hwasil.engine.illustrator.illustrator import illustrate
from hwasil.library.provenance.watermark import embed, read

Pixels = NDArray[np.uint8]
Attack = Callable[[Image.Image], Image.Image]

PROMPTS: Final = (
    "눈 덮인 숲속의 붉은 여우 두 마리",
    "a cat on a table",
    "two dogs on the beach at sunset",
    "a city at night",
    "a red balloon in a blue sky",
    "a boat on a calm sea",
    "mountains and a lake",
    "a cup of coffee",
    "a white rabbit in the snow",
    "an apple on a white background",
    "a birthday card with a cake",
    "a robot in space",
    "비 오는 서울의 밤거리",
    "봄꽃이 핀 언덕과 나비",
    "a minimal logo of a leaf",
    "an owl on a branch under the moon",
    "a sailing ship in a storm",
    "a hot air balloon over fields",
    "a bicycle in front of a house",
    "a desert with cactus and sun",
)
SIZES: Final = ((512, 512), (640, 512), (768, 512), (768, 768), (1024, 1024), (1024, 768), (576, 1024))
FOLDERS: Final = (Path("tests/data/photos"), Path("tests/data/finding"))
SKIMAGE: Final = (
    *("astronaut.png", "chelsea.png", "coffee.png", "hubble_deep_field.jpg", "ihc.png", "motorcycle_left.png"),
    *("retina.jpg", "rocket.jpg", "brick.png", "grass.png", "gravel.png", "camera.png", "moon.png", "text.png"),
)
MARKED: Final = 200
UNMARKED: Final = 1000
QUICK: Final = 10
SHEET: Final = Path("bench-out/watermark.png")


def saved(image: Image.Image, form: str, quality: int) -> Image.Image:
    """Return a picture as it is after it was saved; JPEG's chroma is halved both ways."""
    stream = io.BytesIO()
    image.save(stream, form, quality=quality)
    return Image.open(stream).convert("RGB")


def cut(image: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Cut shares of the width or height off every side."""
    width, height = image.size
    box = round(width * left), round(height * top), round(width * (1 - right)), round(height * (1 - bottom))
    return image.crop(box)


def sized(image: Image.Image, factor: float) -> Image.Image:
    size = round(image.width * factor), round(image.height * factor)
    return image.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)


def colored(image: Image.Image, factor: float) -> Image.Image:
    for kind in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = kind(image).enhance(factor)
    return image


ATTACKS: Final[dict[str, Attack]] = {
    "none": lambda image: image,
    "JPEG q75": lambda image: saved(image, "JPEG", 75),
    "JPEG q60": lambda image: saved(image, "JPEG", 60),
    "WebP q80": lambda image: saved(image, "WEBP", 80),
    "10 % of the area cut": lambda image: cut(image, 0.02, 0.03, 0.035, 0.018),
    "10 % cut off every side": lambda image: cut(image, 0.1, 0.1, 0.1, 0.1),
    "50 % size": lambda image: sized(image, 0.5),
    "75 % size": lambda image: sized(image, 0.75),
    "150 % size": lambda image: sized(image, 1.5),
    "light, contrast, color +10 %": lambda image: colored(image, 1.1),
    "light, contrast, color -10 %": lambda image: colored(image, 0.9),
    "cut, 75 %, JPEG q75": lambda image: saved(sized(cut(image, 0.04, 0.06, 0.07, 0.036), 0.75), "JPEG", 75),
    "cut, 150 %, JPEG q75": lambda image: saved(sized(cut(image, 0.04, 0.06, 0.07, 0.036), 1.5), "JPEG", 75),
    "50 %, JPEG q75": lambda image: saved(sized(image, 0.5), "JPEG", 75),
    "cut, 50 %, +10 %, JPEG q75": lambda image: saved(
        colored(sized(cut(image, 0.02, 0.03, 0.035, 0.018), 0.5), 1.1), "JPEG", 75
    ),
}


def drawings(first_seed: int) -> Iterator[Pixels]:
    """Yield drawings, each of another seed, and of every prompt in turn."""
    index = 0
    while True:
        size = Size(*SIZES[index % len(SIZES)])
        yield illustrate(TextToImage(PROMPTS[index % len(PROMPTS)], size=size), first_seed + index).picture.pixels
        index += 1


def photographs(seed: int) -> Iterator[Pixels]:
    """Yield cuts from photographs, enlarged where they are too small."""
    random = np.random.default_rng(seed)
    files = [file for folder in FOLDERS for file in sorted(folder.glob("*.jpg"))]
    files += [Path(skimage.__file__).parent / "data" / name for name in SKIMAGE]
    index = 0
    while True:
        image = Image.open(files[index % len(files)]).convert("RGB")
        width, height = SIZES[index % len(SIZES)]
        factor = max(width / image.width, height / image.height) * random.uniform(1, 1.4)
        size = max(width, round(image.width * factor)), max(height, round(image.height * factor))
        image = image.resize(size, Image.Resampling.LANCZOS)
        left, top = (int(random.integers(spare + 1)) for spare in (image.width - width, image.height - height))
        yield np.asarray(image.crop((left, top, left + width, top + height)))
        index += 1


def artificial(seed: int) -> Iterator[Pixels]:
    """Yield noise of every coarseness, even colors and gradients."""
    random = np.random.default_rng(seed)
    while True:
        side, coarse = int(random.integers(400, 900)), int(random.integers(1, 30))
        noise = random.normal(128, random.uniform(2, 60), (side // coarse + 1, side // coarse + 1, 3))
        yield np.asarray(np.clip(cv2.resize(noise, (side, side)), 0, 255), np.uint8)
        ends = random.uniform(0, 255, (2, 3))
        gradient = ends[0] + (ends[1] - ends[0]) * np.linspace(0, 1, side)[:, None, None]
        yield np.asarray(np.broadcast_to(gradient, (side, side, 3)), np.uint8)


def id_of(pixels: Pixels) -> bytes:
    return hashlib.sha256(pixels.tobytes()).digest()[:8]


def psnr(one: Pixels, other: Pixels) -> float:
    error = float(np.mean((one.astype(np.float64) - other) ** 2))
    return 10 * float(np.log10(255**2 / error))


def survive(pictures: dict[str, list[Pixels]]) -> None:
    read_right = {attack: dict.fromkeys(pictures, 0) for attack in ATTACKS}
    wrong, noise = 0, {kind: list[float]() for kind in pictures}
    for kind, group in pictures.items():
        for pixels in group:
            marked = embed(pixels, id_of(pixels))
            assert marked is not None  # noqa: S101 (every one of them is large enough)
            noise[kind].append(psnr(pixels, marked))
            for attack, change in ATTACKS.items():
                found = read(np.asarray(change(Image.fromarray(marked))))
                read_right[attack][kind] += found is not None and found.id == id_of(pixels)
                wrong += found is not None and found.id != id_of(pixels)
    counts = {kind: len(group) for kind, group in pictures.items()}
    print(f"{'':32}{'all':>7}" + "".join(f"{kind:>13}" for kind in counts))
    for attack, hits in read_right.items():
        shares = "".join(f"{hits[kind] / counts[kind]:13.1%}" for kind in counts)
        print(f"{attack:32}{sum(hits.values()) / sum(counts.values()):7.1%}{shares}", flush=True)
    for kind, values in noise.items():
        print(f"PSNR of {kind}: least {min(values):.1f} dB, median {statistics.median(values):.1f} dB")
    print(f"{sum(counts.values())} pictures, {wrong} read as another id")


def unmarked(count: int) -> None:
    found, kinds = 0, (drawings(10_000), photographs(11), drawings(20_000), photographs(12), artificial(13))
    for index in range(count):
        pixels = next(kinds[index % len(kinds)])
        if index % 3 == 0:
            pixels = np.asarray(saved(Image.fromarray(pixels), "JPEG", 80))
        found += read(pixels) is not None
    print(f"{found} of {count} pictures without a mark were read as if they had one")


def timed(call: Callable[[], object]) -> float:
    rounds = []
    for _ in range(7):
        started = time.process_time()
        call()
        rounds.append(time.process_time() - started)
    return statistics.median(rounds) * 1000


def speed() -> None:
    photograph = Image.open(FOLDERS[0] / "china.jpg").convert("RGB").resize((1024, 1024))
    plain = np.asarray(photograph)
    marked = embed(plain, id_of(plain))
    assert marked is not None  # noqa: S101 (a megapixel is large enough)
    print(f"embed {timed(lambda: embed(plain, id_of(plain))):.0f} ms", end="   ")
    print(
        f"read {timed(lambda: read(marked)):.0f} ms   where there is no mark {timed(lambda: read(plain)):.0f} ms"
    )


def sheet(group: list[Pixels]) -> None:
    """Write drawings, and beside each its marked copy, both twice as large as they are."""
    rows = []
    for pixels in group[:4]:
        marked = embed(pixels, id_of(pixels))
        assert marked is not None  # noqa: S101 (every one of them is large enough)
        rows.append(np.hstack([pixels[:400, :400], marked[:400, :400]]).repeat(2, axis=0).repeat(2, axis=1))
    SHEET.parent.mkdir(exist_ok=True)
    Image.fromarray(np.vstack(rows)).save(SHEET)


def main() -> None:
    cv2.setNumThreads(1)
    part = QUICK if "--quick" in sys.argv else 1
    half = MARKED // 2
    speed()
    pictures = {
        "drawings": list(islice(drawings(100), 0, half, part)),
        "photographs": list(islice(photographs(5), 0, half, part)),
    }
    sheet(pictures["drawings"])
    survive(pictures)
    unmarked(UNMARKED // part)


if __name__ == "__main__":
    main()
