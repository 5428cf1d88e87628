"""The pages that make and change several pictures at once, in a real browser."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.driving import PRESS, visiting

from hwasil.core.picture import Picture

pytestmark = pytest.mark.browser

THUMB = ".thumbs img"
ROWS = "프롬프트,크기,그림 수\n눈밭의 여우,256x256,2\n고양이,크게,\n부엉이,256x256,\n"


def test_from_a_word_to_ideas_to_pictures_to_another_page(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/ideas?lang=en") as visit:
        visit.button("tea time with a cat")
        visit.shown(3)
        assert re.search("ideas=.*set=|set=.*ideas=", visit.page.url)
        visit.page.reload()
        visit.shown(3)
        expect(visit.page.locator("textarea")).to_have_count(3)
        figure = visit.page.locator(".pictures figure").nth(1)
        address = figure.locator("img").get_attribute("src")
        figure.get_by_text("Use in").click()
        figure.get_by_role("button", name="Vary & Restyle").click(delay=PRESS)
        visit.page.wait_for_url(f"**/vary?*picture={str(address).removeprefix('/files/')}*")
        expect(visit.page.locator(THUMB)).to_have_attribute("src", f"{address}/small")


def test_an_idea_is_worked_on_in_create(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/ideas?lang=ko") as visit:
        visit.page.get_by_label("어떤 그림을 떠올리고 있나요?").fill("달빛 아래 고래")
        visit.button("아이디어 세 가지 받기")
        idea = visit.page.locator("textarea").nth(2)
        idea.wait_for()
        written = idea.input_value()
        assert "고래" in written
        visit.page.get_by_role("button", name="‘그림 만들기’에서 다듬기").nth(2).click(delay=PRESS)
        visit.page.get_by_label("어떤 그림을 그릴까요?").wait_for()
        expect(visit.page.locator("textarea").first).to_have_value(written)


def test_a_file_of_prompts(browser: Browser, studio: str, tmp_path: Path) -> None:
    file = tmp_path / "prompts.csv"
    file.write_text(ROWS, encoding="cp949")
    with visiting(browser, f"{studio}/batch?lang=ko") as visit:
        visit.page.get_by_role("radio", name="파일에서").click(delay=PRESS)
        visit.page.locator("input[type=file]").set_input_files(file)
        expect(visit.page.get_by_text("만들 수 없는 줄이 1개 있습니다.")).to_be_visible()
        expect(visit.page.get_by_text("3번째 줄")).to_be_visible()
        visit.button("그림 만들기: 3장")
        visit.shown(3)
        with visit.page.expect_download() as began:
            visit.page.get_by_role("link", name="모두 저장(ZIP)").click()
        archive = zipfile.ZipFile(io.BytesIO(Path(began.value.path()).read_bytes()))
        assert [name[:3] for name in archive.namelist()] == ["001", "002", "003", "pic"]
        with visit.page.expect_download() as began:
            visit.page.get_by_role("link", name="모아 보기 시트").click()
        assert Picture.open(began.value.path()).width > 600


def test_a_batch_is_found_again_and_can_be_cancelled(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/batch?lang=en") as visit:
        places = "|".join(f"place {number}" for number in range(60))
        visit.write(f"a house at {{{places}}}")
        visit.page.keyboard.press("Tab")
        visit.button("Make the pictures: 60")
        visit.page.wait_for_url("**set=**")
        visit.page.reload()
        visit.button("Cancel all")
        expect(visit.page.get_by_text("This was cancelled.")).to_be_visible()
        expect(visit.page.get_by_role("button", name=re.compile("Try again"))).to_be_visible()


def test_before_and_after(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/cutout?lang=en") as visit:
        visit.button("Make a lighthouse twice as large")
        compare = visit.page.locator(".compare")
        compare.wait_for()
        slider, before = compare.get_by_role("slider"), compare.locator(".before")
        slider.fill("20")
        assert before.evaluate("one => one.style.clipPath") == "inset(0px 80% 0px 0px)"
        compare.get_by_role("button").click()
        expect(compare.get_by_role("button")).to_have_attribute("aria-pressed", "true")
        visit.shown(1)


@pytest.mark.parametrize("page", ["ideas", "vary", "batch", "cutout"])
def test_on_a_phone(browser: Browser, studio: str, page: str) -> None:
    with visiting(browser, f"{studio}/{page}?lang=ko", phone=True) as visit:
        visit.page.locator('[class*="example-0"] button').first.click(delay=PRESS)
        visit.page.locator(".pictures figure img").first.wait_for()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_pictures_are_given_and_taken_away(browser: Browser, studio: str, tmp_path: Path) -> None:
    files = []
    for color in (40, 200):
        files.append(tmp_path / f"{color}.png")
        files[-1].write_bytes(Picture.from_pixels(np.full((64, 64, 3), color, np.uint8)).data)
    with visiting(browser, f"{studio}/vary?lang=en") as visit:
        visit.page.locator("input[type=file]").first.set_input_files(files)
        expect(visit.page.locator(THUMB)).to_have_count(2)
        visit.page.get_by_role("button", name="Remove 1").click(delay=PRESS)
        expect(visit.page.locator(THUMB)).to_have_count(1)
        visit.page.reload()
        expect(visit.page.locator(THUMB)).to_have_count(1)
