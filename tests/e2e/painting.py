"""The page of `mask_page`, really served, and its mask editor, worked at as a visitor does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import FloatRect, Page

SIDE: Final = 1024

Place = tuple[float, float]


@dataclass
class Editor:
    """The editor on its page. Places are in pixels of the picture."""

    page: Page
    folder: Path
    last: str = "none"

    def begin(self) -> None:
        """Start with an empty mask and the whole picture in view."""
        self.page.mouse.move(1, 1)
        self.page.locator(".editor").focus()
        self.press("0", "b")
        if self.page.locator("[data-command=subtract]").get_attribute("aria-pressed") == "true":
            self.press("x")
        if self.last != "none":
            self.press("Delete")
            assert not self.changed().any()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def stage(self) -> FloatRect:
        """Return where on the screen the picture lies."""
        box = self.page.locator(".stage").bounding_box()
        assert box
        return box

    def screen(self, place: Place) -> Place:
        stage = self.stage()
        scale = stage["width"] / SIDE
        return stage["x"] + place[0] * scale, stage["y"] + place[1] * scale

    def drag(self, places: Sequence[Place]) -> None:
        first, *rest = places
        self.page.mouse.move(*self.screen(first))
        self.page.mouse.down()
        for place in rest:
            self.page.mouse.move(*self.screen(place))
        self.page.mouse.up()

    def click(self, place: Place) -> None:
        self.drag([place])

    def size(self, pixels: int) -> None:
        """Make the brush as wide as that, by its slider."""
        self.page.locator("[data-slider=size]").evaluate(
            """(slider, [pixels, side]) => {
                slider.step = "any";
                slider.value = Math.log(pixels) / Math.log(Math.round(side / 3));
                slider.dispatchEvent(new Event("input"));
            }""",
            [pixels, SIDE],
        )
        assert self.page.locator("[data-slider=size] + output").inner_text() == f"{pixels}px"

    def changed(self) -> NDArray[np.uint8]:
        """Return the mask that Python gets next."""
        self.page.wait_for_function(
            "last => document.querySelector('[data-testid=stCode] code')?.textContent.trim() !== last",
            arg=self.last,
            polling=20,
        )
        self.last = self.page.locator("[data-testid=stCode] code").inner_text().strip()
        if self.last == "none":
            return np.zeros((SIDE, SIDE), np.uint8)
        return np.frombuffer((self.folder / self.last).read_bytes(), np.uint8).reshape(SIDE, SIDE)

    def until(self, mask: NDArray[np.uint8]) -> None:
        """Wait until Python gets a mask; some on the way there may be sent as well."""
        while not np.array_equal(self.changed(), mask):
            pass


@contextmanager
def page_served(folder: Path) -> Iterator[str]:
    """Serve the page of `mask_page`, which writes the masks it gets into a folder, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    script = Path(__file__).with_name("mask_page.py")
    options = {"port": port, "address": "127.0.0.1", "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    command += ["--browser.gatherUsageStats=false"]
    with subprocess.Popen(
        command,
        env={**os.environ, "MASK_PAGE_FOLDER": str(folder)},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        assert server.stdout
        said = ""
        for line in server.stdout:
            said += line
            if str(port) in line:
                break
        else:
            raise RuntimeError(f"Streamlit did not start: {said}")
        yield f"http://127.0.0.1:{port}"
        server.kill()  # it has nothing to lose, and would wait for its visitors
