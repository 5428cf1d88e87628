"""Gallery, Search, Understand and Chat in a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, expect
from tests.backends.chat_server import chat_server
from tests.backends.test_openai_streams import DONE, delta
from tests.e2e.driving import Visit, served, visiting

from hwasil.backends.openai import MODEL, URL
from hwasil.core.jobs import TextToImage, Upscale
from hwasil.core.picture import Size
from hwasil.library.gallery.entry import Entry
from hwasil.studio.studio import Studio

pytestmark = pytest.mark.browser

PROMPTS = ("a red fox in the snow", "a lighthouse by the sea", "a cup of coffee <b>$x$</b>")
TILES = ".tile button.open"  # of the page itself, and not what its document showed before


@pytest.fixture(scope="module")
def entries(real_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Entry]]:
    """A library with three pictures, and one made from the first of them."""
    library = tmp_path_factory.mktemp("finding") / "library"
    studio = Studio(library=library, keep=True)
    for seed, prompt in enumerate(PROMPTS):
        studio.run(studio.plan(TextToImage(prompt, size=Size(384, 320), seed=seed)))
    fox = list(studio.gallery.all())[-1]
    studio.run(studio.plan(Upscale(studio.gallery.original(fox), 2)))
    found = list(studio.gallery.all())
    studio.gallery.close()
    return library, found


@pytest.fixture(scope="module")
def link(entries: tuple[Path, list[Entry]]) -> Iterator[str]:
    with served(entries[0]) as link:
        yield link


def loaded(visit: Visit, count: int) -> None:
    """Wait until so many tiles are there and their pictures loaded."""
    expect(visit.page.locator(TILES)).to_have_count(count)
    for tile in visit.page.locator(f"{TILES} img").all():
        expect(tile).to_have_js_property("complete", value=True)
        assert tile.evaluate("one => one.naturalWidth") > 0


def test_the_grid_is_chosen_from_by_mouse_and_keyboard(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/gallery?lang=en") as visit:
        loaded(visit, 4)
        visit.page.locator(TILES).nth(0).click(modifiers=["Shift"])
        visit.page.locator(TILES).nth(2).click(modifiers=["Shift"])
        expect(visit.page.get_by_text("Chosen: 3")).to_be_visible()
        visit.page.locator(".tile input").nth(1).focus()
        visit.page.keyboard.press("Space")
        expect(visit.page.get_by_text("Chosen: 2")).to_be_visible()
        visit.button("Choose none")
        expect(visit.page.locator(".tile.chosen")).to_have_count(0)
        star = visit.page.locator(".tile .star").nth(1)
        star.focus()
        visit.page.keyboard.press("Enter")
        expect(star).to_have_attribute("aria-pressed", "true")
        visit.page.get_by_role("radio", name="Starred").click(delay=60)
        loaded(visit, 1)


def test_what_narrows_the_grid_stands_in_one_row(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/gallery?lang=en") as visit:
        loaded(visit, 4)
        places = '[data-testid="stTextInputRootElement"], [data-testid="stButtonGroup"] button, [data-testid="stPopoverButton"]'
        parts = visit.page.get_by_test_id("stMainBlockContainer").locator(places).all()
        boxes = [box for part in parts[:5] if (box := part.bounding_box())]
        assert len(boxes) == 5
        for side in ("y", "height"):
            assert max(box[side] for box in boxes) - min(box[side] for box in boxes) < 1.5


def test_what_is_chosen_is_saved_as_a_zip(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/gallery?lang=en") as visit:
        loaded(visit, 4)
        visit.button("Choose all here")
        visit.button("Save as ZIP")
        with visit.page.expect_download() as saved:
            visit.page.get_by_role("link", name="Pictures", exact=True).click()
        with ZipFile(io.BytesIO(Path(saved.value.path()).read_bytes())) as archive:
            assert len(archive.namelist()) == 4


def test_a_deep_link_tells_the_story_and_compares(
    browser: Browser, link: str, entries: tuple[Path, list[Entry]]
) -> None:
    child = entries[1][0]
    with visiting(browser, f"{link}/gallery?lang=ko&entry={child.id}") as visit:
        expect(visit.page.get_by_text("이 그림의 바탕")).to_be_visible()
        visit.page.get_by_text("출처").click(delay=60)
        expect(visit.page.get_by_text("유효합니다")).to_be_visible()
        visit.page.get_by_role("radio", name="전후 비교").click(delay=60)
        slider = visit.page.locator(".compare input")
        slider.focus()
        visit.page.keyboard.press("ArrowRight")
        expect(slider).to_have_value("51")
        visit.page.locator(".relative").first.click()
        expect(visit.page.get_by_role("heading", name=PROMPTS[0])).to_be_visible()
        visit.page.go_back()


def test_hostile_words_are_letters(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/gallery?lang=en") as visit:
        loaded(visit, 4)
        visit.page.locator(f'{TILES}[title*="coffee"]').click()
        expect(visit.page.get_by_role("heading", name="<b>$x$</b>")).to_be_visible()


@pytest.mark.parametrize("page", ["gallery", "search", "understand", "chat"])
def test_on_a_phone_nothing_is_cut_off(browser: Browser, link: str, page: str) -> None:
    with visiting(browser, f"{link}/{page}?lang=ko", phone=True) as visit:
        visit.page.locator('[data-testid="stMainBlockContainer"] button:visible').first.wait_for()
        visit.page.wait_for_timeout(1500)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_search_finds_what_the_gallery_has(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/search?lang=en") as visit:
        visit.page.get_by_placeholder("A quiet beach").fill("a lighthouse")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(TILES).first).to_be_visible()
        loaded(visit, 1)
        expect(visit.page.get_by_text("fit less well").first).to_be_visible()
        visit.page.locator(TILES).first.click()
        visit.button("Open in the gallery")
        visit.page.wait_for_url(re.compile("/gallery.*entry="))
        expect(visit.page.get_by_role("heading", name=PROMPTS[1])).to_be_visible()


def test_understand_answers_at_the_first_click_and_keeps_it(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/understand?lang=en") as visit:
        visit.button("A lighthouse, in one sentence")
        expect(visit.page.locator(".seen img")).to_be_visible()
        visit.page.reload()
        expect(visit.page.locator(".seen img")).to_be_visible()
        expect(visit.page.get_by_text("Caption this picture in one sentence")).to_be_visible()


def test_a_conversation_outlives_a_refresh(browser: Browser, link: str) -> None:
    with visiting(browser, f"{link}/chat?lang=en") as visit:
        visit.button("Which colors does this picture have?")
        answers = visit.page.get_by_test_id("stChatMessage")
        expect(answers).to_have_count(2)
        visit.page.get_by_test_id("stChatInputTextArea").fill("What is its main subject?")
        visit.page.keyboard.press("Enter")
        expect(answers).to_have_count(4)
        visit.page.reload()
        expect(answers).to_have_count(4)
        with visit.page.expect_download() as saved:
            visit.button("Save as Markdown")
        assert "What is its main subject?" in Path(saved.value.path()).read_text(encoding="utf-8")


def test_stop_keeps_what_was_spoken(
    browser: Browser, entries: tuple[Path, list[Entry]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with chat_server() as model:
        model.pieces, model.pause = (delta("Once **upon** a time"), delta(" and after", "stop"), DONE), 120
        monkeypatch.setenv(URL, model.url)
        monkeypatch.setenv(MODEL, "llama")
        with served(entries[0]) as link, visiting(browser, f"{link}/chat?lang=en") as visit:
            visit.page.get_by_test_id("stChatInputTextArea").fill("A story, please")
            visit.page.keyboard.press("Enter")
            answer = visit.page.get_by_test_id("stChatMessage").nth(1)
            expect(answer).to_contain_text("Once upon a time")
            visit.button("Stop")
            expect(visit.page.get_by_role("button", name="Ask again")).to_be_visible()
            expect(answer).to_contain_text("Once upon a time")
