"""The claims: words find what they mean, cutouts keep it, fillings look like their surroundings, palettes are met.

Measured on photographs that nobody here made, against masks drawn by hand (``tests/photos.py``). Each figure stands
beside a peer or a floor: the picture's subject, whatever the word; GrabCut (Rother et al., 2004) given the true box;
Telea's filling (2004); the picture before. Sheets of what was measured are written to ``bench-out/fidelity-*.png``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from skimage.color import deltaE_ciede2000, rgb2lab
from skimage.metrics import structural_similarity

from hwasil.core.errors import InvalidInput
from hwasil.core.mask import Box, Mask
from hwasil.core.palette import Palette
from hwasil.core.picture import Picture
from hwasil.engine import weights
from hwasil.engine.fill import fill
from hwasil.engine.illustrator.lettering import font_files
from hwasil.engine.matte import alpha_of
from hwasil.engine.palette_guide import toward_palette
from hwasil.engine.segment import segment

if TYPE_CHECKING:
    from tests.photos import Photo, Word

Pixels = NDArray[np.uint8]
Flags = NDArray[np.bool_]
Cell = tuple[Pixels, str]

HALF = 128
STRAY = 0.1  # of IoU: less than that is not the thing
TOLERANCE = 0.008  # of the diagonal, as DAVIS measures edges (Perazzi et al., 2016)
RADIUS = 4  # what Telea's filling looks at around a pixel
GRAB_CUTS = 5  # rounds
EVERY = 4  # pixels between those whose color is measured

# Where a photograph shows one material or one pattern only, so that what belongs into a hole is beyond doubt.
HOLES = {
    "wood": ("coffee", Box(490, 190, 570, 270)),
    "evening sky": ("rocket", Box(470, 60, 550, 140)),
    "lawn": ("camera", Box(420, 300, 500, 380)),
    "fur": ("raccoon", Box(80, 60, 160, 140)),
    "concrete": ("motorcycle", Box(40, 400, 120, 480)),
    "roofs": ("china", Box(200, 235, 270, 275)),
    "petals": ("flower", Box(270, 250, 350, 330)),
    "planks": ("hut", Box(430, 195, 490, 265)),
    "wing ribs": ("airplane", Box(287, 125, 327, 190)),
    "a stalk": ("bud", Box(235, 490, 305, 560)),
}
PALETTES = {
    "sunset": Palette.parse(["#2b1b4d", "#8e2a5b", "#e2563b", "#f7a440", "#fde8b0"]),
    "sea": Palette.parse(["#07263d", "#0f5c7a", "#39a0a8", "#a9d8cf", "#f3efe0"]),
}
COLORED = ("china", "coffee", "flower", "motorcycle")

GROUPS = ("all", "ko", "en", "class", "synonym", "beyond", "color", "position")

FOUND = "{:<11} {:<9} {:5.2f} {:8.2f}   {}"
CUT_OUT = "{:<11} {:5.2f} {:8.2f}   {:6.2f} {:8.2f}"
FILLED = "{:<12} {:8.1f} {:6.1f}   {:9.2f} {:6.2f}   {:6.0f} {:6.0f}"

OUT = Path("bench-out")
CELL = 260
CAPTION = 20


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from tests.photos import photos

    OUT.mkdir(exist_ok=True)
    helped = all(weights.find(name).present() for name in ("sam2-encoder", "sam2-decoder"))
    print(f"SAM 2, which is optional, {'is' if helped else 'is not'} there")
    started = time.process_time()
    subjects = {name: alpha_of(photo.picture).pixels for name, photo in photos().items()}
    words_found(photos().values(), subjects)
    subjects_cut_out([photo for photo in photos().values() if photo.subject], subjects)
    holes_filled(photos())
    palettes_met([photos()[name] for name in COLORED])
    print(f"{time.process_time() - started:.0f} s of CPU; sheets in {OUT}/")


def words_found(asked: Iterable[Photo], subjects: Mapping[str, Pixels]) -> None:
    """Print how well the mask of each word overlaps the true one; finding nothing counts 0.

    Then how many words found something that is not there at all.
    """
    print(f"\n{'photo':<11} {'kind':<9} {'IoU':>5} {'subject':>8}   word")
    rows: list[tuple[Word, float, float]] = []
    strays = nothing = alarms = absent = 0
    cells: list[Cell] = []
    started = time.process_time()
    for photo in asked:
        for text in photo.absent:
            absent += 1
            if _found(photo.picture, text).any():
                alarms += 1
                print(f"{photo.name:<11} not there, but found: {text}")
        for word in photo.words:
            truth = photo.mask(word.things).pixels >= HALF
            found = _found(photo.picture, word.text)
            ours, floor = overlap(found, truth), overlap(subjects[photo.name] >= HALF, truth)
            print(FOUND.format(photo.name, word.kind, ours, floor, word.text))
            rows.append((word, ours, floor))
            nothing += not found.any()
            strays += bool(found.any()) and ours < STRAY
            cells.append((_marked(photo.picture.pixels, found, truth), f"{ours:.2f} {word.text}"))
    for group in GROUPS:
        members = [row for row in rows if group in {"all", row[0].language, row[0].kind}]
        ours, floor = (float(np.mean(column)) for column in zip(*(row[1:] for row in members), strict=True))
        print(FOUND.format("mean", group, ours, floor, f"{len(members)} words"))
    print(f"{nothing} words found nothing, {strays} found something else")
    print(f"{alarms} of {absent} words for what is not there found something")
    print(f"{(time.process_time() - started) / (len(rows) + absent):.1f} s of CPU a word")
    _save_sheet("words", cells, 8)


def subjects_cut_out(cut: Iterable[Photo], subjects: Mapping[str, Pixels]) -> None:
    """Print how well cutouts keep the subject: its area (IoU) and its edge (boundary F)."""
    print(f"\n{'photo':<11} {'IoU':>5} {'GrabCut':>8}   {'edge F':>6} {'GrabCut':>8}")
    rows: list[list[float]] = []
    cells: list[Cell] = []
    for photo in cut:
        mask = photo.mask(photo.subject)
        truth = mask.pixels >= HALF
        sides = subjects[photo.name] >= HALF, _grab_cut(photo.picture, mask)
        row = [measure(side, truth) for measure in (overlap, edge_f) for side in sides]
        print(CUT_OUT.format(photo.name, *row))
        rows.append(row)
        share = subjects[photo.name][:, :, np.newaxis] / 255
        on_grey = (photo.picture.pixels * share + HALF * (1 - share)).astype(np.uint8)
        cells.append((_marked(photo.picture.pixels, sides[0], truth), f"{row[0]:.2f} {row[2]:.2f} {photo.name}"))
        cells.append((on_grey, ""))
    print(CUT_OUT.format("mean", *np.mean(rows, axis=0)))
    _save_sheet("cutouts", cells, 6)


def holes_filled(known: Mapping[str, Photo]) -> None:
    """Print how near fillings come to what was there: PSNR, and how alike the gradients are (1 is the same)."""
    from benchmarks.filling import look, psnr

    print(
        f"\n{'hole':<12} {'PSNR dB':>8} {'Telea':>6}   {'gradients':>9} {'Telea':>6}   {'look %':>6} {'Telea':>6}"
    )
    rows: list[list[float]] = []
    cells: list[Cell] = []
    for name, (photo, box) in HOLES.items():
        pixels = known[photo].picture.pixels
        mask = Mask.from_boxes(known[photo].picture.size, [box])
        holed = np.where(mask.pixels[:, :, np.newaxis] > 0, 0, pixels).astype(np.uint8)
        ours = fill(Picture.from_pixels(holed), mask).picture.pixels
        theirs = np.asarray(cv2.inpaint(holed, mask.pixels, RADIUS, cv2.INPAINT_TELEA), np.uint8)
        inside = slice(box.top, box.bottom), slice(box.left, box.right)
        row = [
            measure(side[inside], pixels[inside])
            for measure in (psnr, gradients_alike, look)
            for side in (ours, theirs)
        ]
        print(FILLED.format(name, *row))
        rows.append(row)
        cells += [
            (_around(side, box), text) for side, text in ((pixels, name), (ours, "Hwasil"), (theirs, "Telea"))
        ]
    print(FILLED.format("mean", *np.mean(rows, axis=0)))
    _save_sheet("fills", cells, 6)


def palettes_met(colored: Iterable[Photo]) -> None:
    """Print how far pixels lie from a palette's nearest color, in CIEDE2000, before and after."""
    print(f"\n{'photo':<11} {'palette':<8} {'dE before':>9} {'after':>6}")
    cells: list[Cell] = []
    for photo in colored:
        cells.append((photo.picture.pixels, photo.name))
        for name, palette in PALETTES.items():
            after = toward_palette(photo.picture, palette).picture
            far = [distance_to_palette(picture, palette) for picture in (photo.picture, after)]
            print(f"{photo.name:<11} {name:<8} {far[0]:9.1f} {far[1]:6.1f}")
            cells.append((after.pixels, f"{name} {far[0]:.1f} -> {far[1]:.1f}"))
    _save_sheet("palettes", cells, 1 + len(PALETTES))


def overlap(found: Flags, truth: Flags) -> float:
    """Return the intersection over the union."""
    return float((found & truth).sum() / max(1, (found | truth).sum()))


def edge_f(found: Flags, truth: Flags) -> float:
    """Return the F measure of edge pixels that have one of the other side's within the tolerance (Martin et al., 2004).

    As in DAVIS, but the picture's own border is no edge.
    """
    reach = int(np.ceil(TOLERANCE * np.hypot(*truth.shape)))
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    one, other = _edge(found), _edge(truth)
    precise = float(one[cv2.dilate(other, disk) > 0].sum()) / max(1, int(one.sum()))
    complete = float(other[cv2.dilate(one, disk) > 0].sum()) / max(1, int(other.sum()))
    return 2 * precise * complete / max(precise + complete, 1e-9)


def gradients_alike(filled: Pixels, truth: Pixels) -> float:
    """Return the structural similarity of the gradients' strengths, 1 for the same (G-SSIM; Chen et al., 2006)."""
    strengths = []
    for side in (filled, truth):
        grey = side.mean(axis=2).astype(np.float32)
        strengths.append(np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)))
    return float(structural_similarity(*strengths, data_range=max(1.0, float(strengths[1].max()))))


def distance_to_palette(picture: Picture, palette: Palette) -> float:
    """Return the mean CIEDE2000 distance of a pixel to the palette's nearest color."""
    aims = np.array([(color.red, color.green, color.blue) for color in palette.colors], np.uint8)
    sample = picture.pixels[::EVERY, ::EVERY].reshape(-1, 1, 3)
    return float(deltaE_ciede2000(rgb2lab(sample), rgb2lab(aims[np.newaxis])).min(axis=1).mean())


def _found(picture: Picture, text: str) -> Flags:
    try:
        return segment(picture, text).mask.pixels >= HALF
    except InvalidInput as nothing:
        if nothing.key != "mask_prompt_found_nothing":
            raise
        return np.zeros((picture.height, picture.width), np.bool_)


def _grab_cut(picture: Picture, truth: Mask) -> Flags:
    """Return what GrabCut makes of the box around the truth; where the box is the whole picture, all of it."""
    box = truth.box or Box(0, 0, picture.width, picture.height)
    labels = np.full((picture.height, picture.width), cv2.GC_BGD, np.uint8)
    labels[box.top : box.bottom, box.left : box.right] = cv2.GC_PR_FGD
    if (labels == cv2.GC_PR_FGD).all():
        return np.ones(labels.shape, np.bool_)
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    whole = (0, 0, picture.width, picture.height)
    cv2.grabCut(picture.pixels, labels, whole, *models, GRAB_CUTS, cv2.GC_INIT_WITH_MASK)
    return np.asarray((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD))


def _edge(flags: Flags) -> Pixels:
    pixels = flags.astype(np.uint8)
    return np.asarray(pixels - cv2.erode(pixels, np.ones((3, 3), np.uint8)), np.uint8)


def _marked(pixels: Pixels, found: Flags, truth: Flags) -> Pixels:
    """Return a picture with what was found in magenta and the truth's edge in green."""
    marked = np.where(found[:, :, np.newaxis], pixels * 0.5 + np.array([128, 0, 128]), pixels * 0.6)
    marked[cv2.dilate(_edge(truth), np.ones((3, 3), np.uint8)) > 0] = (60, 255, 60)
    return marked.astype(np.uint8)


def _around(pixels: Pixels, box: Box) -> Pixels:
    margin = (box.bottom - box.top) // 2
    return pixels[max(0, box.top - margin) : box.bottom + margin, max(0, box.left - margin) : box.right + margin]


def _save_sheet(name: str, cells: Sequence[Cell], columns: int) -> None:
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * CELL, rows * (CELL + CAPTION)), "white")
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(font_files()[0], CAPTION - 5)
    for index, (pixels, caption) in enumerate(cells):
        image = Image.fromarray(pixels)
        scale = min((CELL - 4) / image.width, (CELL - 4) / image.height)
        left, top = index % columns * CELL, index // columns * (CELL + CAPTION)
        sheet.paste(image.resize((round(image.width * scale), round(image.height * scale))), (left, top))
        draw.text((left + 2, top + CELL - 2), caption, "black", font)
    sheet.save(OUT / f"fidelity-{name}.png")


if __name__ == "__main__":
    main()
