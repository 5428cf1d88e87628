"""Takes screenshots of every page, or of those that are named: ``python -m tests.e2e.shots docs/shots create``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from tests.e2e.driving import CHROMIUM, NO_CHROMIUM, Visit, browsing, served, visiting

from hwasil.core.jobs import TextToImage
from hwasil.core.picture import Picture, Size
from hwasil.studio.studio import Studio
from hwasil.web.pages import PAGES

# Name, language, whether it is dark, whether it is a phone.
_LOOKS: Final = (("ko", "ko", False, False), ("en-dark", "en", True, False), ("ko-phone", "ko", False, True))
# The first click gives a picture, a picture to paint a mask on, or words: the invitation is gone, and nothing is awaited.
_WAITING: Final = ", ".join(
    (
        '[class*="example-0"]',
        '[class*="example_0"]',
        ".st-key-under_way",
        ".st-key-set_under_way",
        ".st-key-chat-stop",
        '[data-testid="stSpinner"]',
        '[data-testid="stAlert"]',
    )
)
_SOMETHING_CAME: Final = "waiting => !document.querySelector(waiting)"
# What lies in the gallery when the first page is opened.
_KEPT: Final = (
    (
        "갈매기가 나는 여름 바다, 수채화",
        "a sailboat on the sea at sunset, watercolor",
        "a dolphin in the sea, flat design",
    ),
    ("비 오는 날의 빨간 우산", "눈 덮인 숲속의 오두막, 밤", "세 마리 고양이와 달"),
    ("a bowl of strawberries on a table, oil painting", "커피 한 잔과 크루아상", "a red bicycle by a lake"),
    ("벚꽃 아래의 자전거", "an owl in a forest at night, paper cut", "해바라기와 벌"),
    ("a hot air balloon over mountains, pastel", "우주를 나는 로켓", "a green teapot on a table, 3d render"),
    ("가을 공원의 다람쥐", "a lighthouse by the sea in a storm", "두 마리 토끼와 당근"),
)
_LONGEST: Final = 90_000  # milliseconds
_SETTLED: Final = 2500  # milliseconds for what comes in by and by


def main(folder: Path, names: Sequence[str]) -> None:
    """Take them."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        served(furnished(Path(scratch) / "library")) as link,
        browsing() as browser,
    ):
        # The gallery first: what the other pages make is much of the same.
        for page in sorted(PAGES, key=lambda one: one.name != "gallery"):
            if names and page.name not in names:
                continue
            address = "" if page is PAGES[0] else page.name
            for name, lang, dark, phone in _LOOKS:
                options = {"color_scheme": "dark" if dark else "light"}
                with visiting(browser, f"{link}/{address}?lang={lang}", phone=phone, **options) as visit:
                    _begun(visit)
                    _save(visit.page.screenshot(full_page=phone), folder / f"{page.name}-{name}.webp")


def furnished(library: Path) -> Path:
    """Fill a library's gallery with pictures, and return it."""
    studio = Studio(library=library, keep=True)
    for seed, prompt in enumerate(chain(*_KEPT), 7):
        studio.do(TextToImage(prompt, size=Size(1024, 1024), seed=seed))
    return library


def _save(png: bytes, file: Path) -> None:
    """Write a screenshot as a WebP, which is a sixth of the size."""
    file.write_bytes(Picture.from_bytes(png).encoded("webp", quality=85).data)


def _begun(visit: Visit) -> None:
    """Click the first example of a page that has any, and wait for what comes of it."""
    visit.page.wait_for_selector('[data-testid="stMainBlockContainer"] :is(button, summary):visible')
    visit.page.wait_for_timeout(_SETTLED)
    example = visit.page.locator('[class*="example-0"] button, [class*="example_0"] button')
    if example.count():
        example.first.click(delay=60)
        # Between two runs of the page there is neither an invitation nor any sign of work.
        for _ in range(2):
            visit.page.wait_for_function(_SOMETHING_CAME, arg=_WAITING, timeout=_LONGEST)
            visit.page.wait_for_timeout(_SETTLED)
    else:
        visit.page.wait_for_timeout(_SETTLED)


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit(NO_CHROMIUM)
    main(Path(sys.argv[1]), sys.argv[2:])
