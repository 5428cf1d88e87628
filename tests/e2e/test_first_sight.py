"""The first sight of the gallery: there before the page is, in the same place, and gone once the page is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page
from tests.e2e.driving import served, visiting

from hwasil import Studio

pytestmark = pytest.mark.browser

NEAR: Final = 3  # pixels
SIZES: Final = ("512x512", "768x432", "432x768", "640x480", "512x512", "480x640", "512x512", "896x384")
PROGRAMS: Final = "**/static/js/index.*.js"
PLACES: Final = """(root) => root.querySelectorAll(".tile").values().map((one) => {
    const box = one.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height];
}).toArray()"""
BACK: Final = "(one) => getComputedStyle(one).backgroundColor"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A studio with a few pictures of several shapes."""
    library = tmp_path_factory.mktemp("first-sight") / "library"
    studio = Studio(library=library, keep=True)
    for number, size in enumerate(SIZES):
        studio.create("a fox", size=size, seed=number)
    with served(library) as link:
        yield link


def held(page: Page, address: str) -> list[list[float]]:
    """Open a page whose programs do not come, and return the places of what is shown all the same."""
    page.route(PROGRAMS, lambda route: route.abort())
    page.goto(address)
    page.wait_for_function(
        "[...document.querySelectorAll('#first-sight img')].some((one) => one.complete && one.naturalWidth)"
    )
    places: list[list[float]] = page.locator("#first-sight").evaluate(PLACES)
    page.unroute(PROGRAMS)
    return places


@pytest.mark.parametrize(
    ("width", "scheme", "lang"),
    [(1920, "dark", "en"), (1440, "light", "ko"), (1024, "dark", "ko"), (820, "light", "en"), (390, "dark", "ko")],
)
def test_pictures_stay_where_they_are(browser: Browser, filled: str, width: int, scheme: str, lang: str) -> None:
    options: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    with visiting(browser, "about:blank", **options) as visit:
        before = held(visit.page, f"{filled}/gallery?lang={lang}")
        back = visit.page.locator("#first-sight").evaluate(BACK)
        visit.page.reload()
        visit.page.wait_for_selector("#first-sight", state="detached")
        grid = visit.page.locator(".grid").first
        grid.wait_for()
        after = grid.evaluate(PLACES)
        for shown, drawn in zip(before, after, strict=True):
            assert shown == pytest.approx(drawn, abs=NEAR)
        assert back == visit.page.get_by_test_id("stApp").evaluate(BACK)


def test_they_lead_to_what_is_known_of_them(browser: Browser, filled: str) -> None:
    with visiting(browser, "about:blank") as visit:
        held(visit.page, f"{filled}/gallery?lang=ko")
        visit.page.locator("#first-sight a").first.click()
        visit.page.wait_for_url("**/gallery?entry=*")
        visit.page.get_by_text("a fox").first.wait_for()


def test_they_go_where_another_page_is_gone_to(browser: Browser, filled: str) -> None:
    with visiting(browser, f"{filled}/gallery?lang=ko") as visit:
        visit.page.wait_for_selector("#first-sight", state="detached")
        visit.page.get_by_role("link", name="설정", exact=True).click(delay=60)
        visit.page.wait_for_url("**/settings*")
        assert visit.page.locator("#first-sight").count() == 0
