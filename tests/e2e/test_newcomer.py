"""The path of a newcomer, from the first click to a family of pictures, and that nothing of it leaves this machine."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, expect
from tests.e2e.driving import PRESS, Visit, served, visiting

from hwasil.i18n import Language, say, speaking

pytestmark = pytest.mark.browser

RELATIVES: Final = ".relative img"
FINDING: Final = (
    240.0  # seconds to wait for what is looked for by words, the slowest step of all on a busy machine
)
# Where the server's own process reaches to, written down by itself: a browser only tells where the pages do.
WATCHING: Final = """
import os, sys

def note(event, facts):
    if event in ("socket.connect", "socket.sendto") and isinstance(facts[1], tuple):
        with open(os.environ["REACHED"], "a") as file:
            print(facts[1][0], file=file)

sys.addaudithook(note)
open(os.environ["REACHED"], "a").close()
"""


@dataclass(frozen=True)
class Studio:
    """A studio with an empty library: the link to it, and the file of the hosts that its process has reached for."""

    link: str
    reached: Path


@pytest.fixture
def watched(real_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    watcher, reached = tmp_path / "watcher", tmp_path / "reached"
    watcher.mkdir()
    (watcher / "sitecustomize.py").write_text(WATCHING)
    monkeypatch.setenv("PYTHONPATH", str(watcher))
    monkeypatch.setenv("REACHED", str(reached))
    with served(tmp_path / "library") as link:
        yield Studio(link, reached)


@dataclass(frozen=True)
class Newcomer:
    """A visitor who reads one language and goes by what is written on things."""

    visit: Visit

    def press(self, key: str) -> None:
        """Press the button with this key."""
        self.visit.page.locator(f".st-key-{key} button:visible").click(delay=PRESS)

    def send_to(self, page: str) -> None:
        """Send the picture that is seen to another page, and wait until it is there."""
        self.visit.page.locator("summary", has_text=say("web.picture.send")).click()
        label = say(f"web.page.{page}")
        self.visit.page.locator(".menu").get_by_role("button", name=label, exact=True).click()
        self.visit.page.wait_for_url(re.compile(f"/{page}[?]"))
        self.picture().wait_for()

    def picture(self) -> Locator:
        """Return the picture that is worked at."""
        return self.visit.page.locator(".editor .stage .picture")

    def mark(self, words: str) -> None:
        """Let a thing be marked that words name."""
        self.visit.page.get_by_label(say("web_region.words")).fill(words)
        self.visit.page.keyboard.press("Enter")
        self.marked()

    def marked(self) -> float:
        """Wait until something is marked and the work can be asked for; return the share of the picture that glows."""
        expect(self.visit.page.locator(".covers")).to_contain_text("%", timeout=FINDING * 1000)
        expect(self.visit.page.locator(".editor.waiting")).to_have_count(0)
        mask = self.visit.page.locator(".editor canvas.mask")
        assert mask.bounding_box() == pytest.approx(self.picture().bounding_box(), abs=1)
        share: float = mask.evaluate(
            """(mask) => {
                const seen = document.createElement("canvas");
                [seen.width, seen.height] = [mask.width, mask.height];
                const brush = seen.getContext("2d");
                brush.drawImage(mask, 0, 0);
                const pixels = brush.getImageData(0, 0, seen.width, seen.height).data;
                return pixels.filter((value, place) => place % 4 === 3 && value > 40).length * 4 / pixels.length;
            }"""
        )
        return share

    def change(self, page: str) -> None:
        """Press the main button, once it was said what this costs, and wait for the result."""
        expect(self.visit.page.get_by_text(say("web.price.free"), exact=True)).to_be_visible()
        self.press(f"{page}-make")
        self.visit.shown()


@pytest.mark.parametrize(
    ("language", "moon", "fox", "beach"),
    [("ko", "보름달", "여우", "노을 지는 바닷가"), ("en", "the moon", "the fox", "a beach at sunset")],
)
def test_from_the_first_click_to_a_family(
    browser: Browser,
    watched: Studio,
    pytestconfig: pytest.Config,
    *,
    language: Language,
    moon: str,
    fox: str,
    beach: str,
) -> None:
    with speaking(language), visiting(browser, f"{watched.link}/?lang={language}") as visit:
        newcomer = Newcomer(visit)
        problems: list[str] = []
        visit.page.on("pageerror", lambda problem: problems.append(str(problem)))

        example = visit.page.locator("button", has_text=say("web_create.example.fox"))
        example.wait_for()
        began = time.perf_counter()
        example.click(delay=PRESS)
        visit.shown()
        seconds = time.perf_counter() - began
        pytestconfig.get_terminal_writer().line(f"\n{language}: a picture {seconds:.1f} s after the first click")

        newcomer.send_to("edit")
        newcomer.mark(moon)
        assert 0.005 < newcomer.marked() < 0.4
        newcomer.change("edit")
        newcomer.press("edit-go_on")
        expect(visit.page.locator(".covers")).not_to_contain_text("%")
        newcomer.mark(fox)
        visit.page.get_by_role("radio", name=say("web_edit.action.recolor")).click(delay=PRESS)
        newcomer.change("edit")

        newcomer.send_to("background")
        assert newcomer.marked() > 0.01  # the subject, without being asked
        visit.page.locator(".st-key-background-prompt textarea").fill(beach)
        visit.page.locator(".st-key-background-prompt textarea").blur()
        newcomer.change("background")

        visit.page.get_by_role("link", name=say("web.page.gallery"), exact=True).click(delay=PRESS)
        tiles = visit.page.locator(".tile button.open")
        expect(tiles).to_have_count(4)
        tiles.first.click()
        expect(visit.page.get_by_role("heading", name=beach)).to_be_visible()
        relatives = visit.page.locator(RELATIVES)
        expect(relatives).to_have_count(3)
        created = visit.page.locator(".family li li li .relative")
        expect(created).to_contain_text(say("web_create.example.fox"))
        for relative in relatives.all():
            relative.scroll_into_view_if_needed()
            expect(relative).not_to_have_js_property("naturalWidth", 0)
        created.click()
        expect(visit.page.get_by_text(say("web_gallery.family.made_into"))).to_be_visible()
        expect(visit.page.locator(".family li li li .relative")).to_contain_text(beach)

        assert problems == []
        assert visit.hosts == {watched.link.removeprefix("http://")}
        assert set(watched.reached.read_text().split()) <= {"127.0.0.1", "::1", "localhost"}
