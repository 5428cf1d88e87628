"""Files and words that mean harm, in a real browser: nothing runs, and the page lives on."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.driving import PICTURE, visiting
from tests.hostile_files import REFUSED, TURNED_BACK, WORDS

pytestmark = pytest.mark.browser


def test_files(browser: Browser, studio: str, tmp_path: Path) -> None:
    with visiting(browser, f"{studio}/extend?lang=en") as visit:
        chooser = visit.page.locator("input[type=file]")
        for name, data in TURNED_BACK.values():
            file = tmp_path / name
            file.write_bytes(data)
            chooser.set_input_files(file)
            expect(visit.page.get_by_text(name)).to_be_visible()
            expect(visit.page.locator(PICTURE)).to_have_count(0)
            visit.page.reload()
        for name, data, said in REFUSED.values():
            file = tmp_path / name
            file.write_bytes(data)
            chooser.set_input_files(file)
            expect(visit.page.get_by_test_id("stAlert").filter(has_text=said)).to_be_visible()
            visit.page.reload()
        assert visit.page.title() != "owned"
        assert visit.hosts == {studio.removeprefix("http://")}
        visit.page.locator('[class*="example-0"] button').click(delay=60)
        visit.page.wait_for_url("**picture=**")


def test_words(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/?lang=en") as visit:
        visit.write(f"a red fox {WORDS}")
        visit.button("Make the picture")
        visit.shown()
        assert visit.page.title() != "owned"
        assert visit.page.locator("img[src='x']").count() == 0
        assert visit.hosts == {studio.removeprefix("http://")}
        assert str(visit.page.locator(PICTURE).get_attribute("alt")).endswith(WORDS)
