"""A studio that is really served, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NO_CHROMIUM: Final = "there is no Chromium on this machine; on Debian: apt-get install chromium"
SECONDS: Final = 60.0
# A press of some length, as a finger has: Streamlit loses a click without any that ends the typing in a field.
PRESS: Final = 60
PICTURE: Final = ".pictures figure img"
expect.set_options(timeout=SECONDS * 1000)


@contextmanager
def served(library: Path, *options: str) -> Iterator[str]:
    """Serve a studio with a library of its own, and give the link to it."""
    command = [sys.executable, "-m", "hwasil", "studio", "--port", "0", "--no-browser", *options]
    environment = {**os.environ, "HWASIL_LIBRARY": str(library), "HWASIL_LANG": "en"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=library.parent
    ) as studio:
        assert studio.stdout
        try:
            yield next(word for word in studio.stdout.readline().split() if word.startswith("http"))
        finally:
            studio.terminate()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Run Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """A visitor's window: its page, and every host that was asked for anything from it."""

    page: Page
    hosts: set[str] = field(default_factory=set)

    def button(self, text: str) -> None:
        """Press the button that says a text, when it is there."""
        self.page.locator(f'button:has-text("{text}")').first.click(delay=PRESS)

    def write(self, prompt: str) -> None:
        """Write a prompt."""
        self.page.locator("textarea").first.fill(prompt)

    def shown(self, count: int = 1) -> None:
        """Wait until so many pictures are there and loaded."""
        self.page.wait_for_function(
            """([kind, count]) => {
                const deep = (root) => [...root.querySelectorAll('*')].flatMap(
                    (one) => one.shadowRoot ? [one.shadowRoot, ...deep(one.shadowRoot)] : []);
                const found = [document, ...deep(document)].flatMap((root) => [...root.querySelectorAll(kind)]);
                return found.length === count && found.every((one) => one.complete && one.naturalWidth > 0);
            }""",
            arg=[PICTURE, count],
            timeout=SECONDS * 1000,
        )


@contextmanager
def visiting(browser: Browser, link: str, *, phone: bool = False, **options: Any) -> Iterator[Visit]:
    """Open a link in a window of its own, large or as wide as a phone."""
    size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    context = browser.new_context(has_touch=phone, **{"viewport": size, "locale": "en-US", **options})
    context.set_default_timeout(SECONDS * 1000)
    visit = Visit(context.new_page())

    def noted(request: Request) -> None:
        if (host := urlsplit(request.url).netloc) and not request.url.startswith(("data:", "blob:")):
            visit.hosts.add(host)

    visit.page.on("request", noted)
    visit.page.goto(link)
    yield visit
    context.close()
