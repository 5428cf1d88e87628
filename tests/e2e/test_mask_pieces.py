"""The modules of the mask editor that know nothing of a page, each run as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from tests.tree import SOURCE

from hwasil.core.mask import Mask

pytestmark = pytest.mark.browser

SCRIPTS: Final = SOURCE / "web" / "components" / "mask_editor"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.route(
        "http://pieces.test/*",
        lambda route: (
            route.fulfill(path=SCRIPTS / route.request.url.rpartition("/")[2])
            if route.request.url.endswith(".js")
            else route.fulfill(body="<!doctype html>", content_type="text/html")
        ),
    )
    page.goto("http://pieces.test/")
    yield page
    page.close()


@pytest.mark.parametrize("radius", [2, 5, 40])
def test_feathering_is_that_of_the_core(page: Page, radius: int) -> None:
    random = np.random.default_rng(1)
    pixels = np.where(random.random((60, 90)) < 0.03, 0, 255).astype(np.uint8)
    found = page.evaluate(
        """async ([pixels, radius]) => {
            const { feathered } = await import("http://pieces.test/region.js");
            return [...feathered({ width: 90, height: 60, pixels: Uint8Array.from(pixels) }, radius)];
        }""",
        [pixels.ravel().tolist(), radius],
    )
    assert found == Mask(pixels).feathered(radius).pixels.ravel().tolist()


def test_a_history_gives_back_every_byte(page: Page) -> None:
    assert page.evaluate(
        """async () => {
            const { History } = await import("http://pieces.test/history.js");
            const mask = { width: 50, height: 40, pixels: new Uint8Array(2000) };
            const history = new History();
            const states = [mask.pixels.slice()];
            for (let step = 1; step < 30; step++) {
                const box = { left: step, top: step, right: step + 20, bottom: step + 10 };
                const before = { ...mask, pixels: mask.pixels.slice() };
                for (let y = box.top; y < box.bottom; y++)
                    for (let x = box.left; x < box.right; x++) mask.pixels[y * 50 + x] = (x * y * step) % 256;
                history.record(before, mask, box);
                states.push(mask.pixels.slice());
            }
            const same = (one) => one.every((value, place) => value === mask.pixels[place]);
            const back = states.slice(0, -1).reverse().every((state) => history.undo(mask) && same(state));
            const forth = states.slice(1).every((state) => history.redo(mask) && same(state));
            return back && forth && history.redo(mask) === null;
        }"""
    )


def test_an_outline_that_crosses_itself_has_no_hole(page: Page) -> None:
    twice = page.evaluate(
        """async () => {
            const { blank, fillOutline } = await import("http://pieces.test/raster.js");
            const mask = blank(20, 20);
            const square = [{ x: 2, y: 3 }, { x: 12, y: 3 }, { x: 12, y: 9 }, { x: 2, y: 9 }];
            fillOutline(mask, [...square, ...square], 255);
            return [...mask.pixels];
        }"""
    )
    square = np.zeros((20, 20), np.uint8)
    square[3:9, 2:12] = 255
    assert np.array_equal(np.array(twice).reshape(20, 20), square)


def test_what_is_packed_is_unpacked(page: Page) -> None:
    assert page.evaluate(
        """async () => {
            const { deflated, inflated } = await import("http://pieces.test/packing.js");
            const pixels = Uint8Array.from({ length: 100003 }, (_, place) => (place * place) >> 7);
            const back = await inflated(await deflated(pixels));
            return back.length === pixels.length && back.every((value, place) => value === pixels[place]);
        }"""
    )


@pytest.mark.parametrize(
    ("color", "tint"),
    [((200, 40, 30), [0, 205, 255]), ((40, 60, 200), [255, 45, 95]), ((20, 4, 4), [255, 45, 95])],
)
def test_a_mask_stands_out_against_a_red_picture(page: Page, color: tuple[int, ...], tint: list[int]) -> None:
    pixels = [*color, 255] * 3 + [255, 255, 255, 255] * 7
    found = page.evaluate(
        "async (pixels) => (await import('http://pieces.test/tint.js')).tintFor(Uint8ClampedArray.from(pixels))",
        pixels,
    )
    assert found == tint
