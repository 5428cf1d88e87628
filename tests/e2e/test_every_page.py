"""What holds of every page of the table, in light and in dark: nobody is kept out, and nothing leaves this machine."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser
from tests.e2e import axe
from tests.e2e.driving import visiting

from hwasil.core.errors import HwasilError
from hwasil.web.pages import PAGES

pytestmark = pytest.mark.browser

SETTLED = 2000  # milliseconds for what comes in by and by
# Streamlit's side bar lists pages within a div for each section, which a list may not have; nothing of ours can
# change that, and what it lists is links under headings to a screen reader all the same.
STREAMLITS = "[data-testid=stSidebarNav]"

# Words that go on where nobody sees them; what a field holds can be scrolled in it, and what is hidden is said, not shown.
CUT = """() => {
    const found = [];
    const look = (root) => {
        for (const one of root.querySelectorAll("*")) {
            if (one.shadowRoot) look(one.shadowRoot);
            const style = getComputedStyle(one);
            const shown = one.clientWidth > 2 && style.visibility !== "hidden" && style.fontSize !== "0px";
            const cuts = ["hidden", "clip"].includes(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
            const words = [...one.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
            const around = one.tagName === "P" || words || one.querySelector(":scope > p");
            if (shown && cuts && around && !one.closest("input, textarea, svg")) found.push(one.textContent.slice(0, 80));
        }
    };
    look(document.body);
    return found;
}"""


@pytest.fixture(scope="module")
def script(request: pytest.FixtureRequest) -> str:
    """axe-core, kept among pytest's own files."""
    assert request.config.cache is not None
    try:
        return axe.script(request.config.cache.mkdir(f"axe-core-{axe.ARCHIVE.version}"))
    except HwasilError as problem:
        pytest.skip(f"axe-core could not be fetched: {problem.message} {problem.hint}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page(browser: Browser, studio: str, script: str, page: str, scheme: str) -> None:
    with visiting(browser, f"{studio}/{page}?lang=ko", color_scheme=scheme) as visit:
        visit.page.wait_for_selector(
            '[data-testid="stMainBlockContainer"] :is(button, summary, h1, h2, textarea):visible'
        )
        visit.page.wait_for_timeout(SETTLED)
        assert axe.barriers(visit.page, script, without=STREAMLITS) == []
        assert visit.hosts == {studio.removeprefix("http://")}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_words_are_cut_on_a_phone(browser: Browser, studio: str, lang: str) -> None:
    with visiting(browser, "about:blank", phone=True) as visit:
        for page in PAGES:
            visit.page.goto(f"{studio}/{page.name}?lang={lang}")
            visit.page.wait_for_selector(
                '[data-testid="stMainBlockContainer"] :is(button, summary, h1, h2, textarea):visible'
            )
            visit.page.wait_for_timeout(SETTLED / 2)
            assert (page.name, visit.page.evaluate(CUT)) == (page.name, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_with_pictures(browser: Browser, studio: str, script: str, scheme: str) -> None:
    with visiting(browser, f"{studio}/?lang=ko", color_scheme=scheme) as visit:
        visit.page.locator('[class*="example-0"] button').click(delay=60)
        visit.shown()
        for fold in visit.page.locator("summary").all():
            fold.click()
        visit.page.wait_for_timeout(SETTLED)
        assert axe.barriers(visit.page, script, without=STREAMLITS) == []


@pytest.mark.parametrize("address", ["create", "no-such-page"])
def test_an_address_that_is_the_first_page_or_none(browser: Browser, studio: str, address: str) -> None:
    with visiting(browser, f"{studio}/{address}?lang=ko") as visit:
        visit.page.get_by_text("어떤 그림을 그릴까요?").wait_for()
        assert visit.page.get_by_role("dialog").count() == 0
        assert visit.page.url == f"{studio}/?lang=ko"
