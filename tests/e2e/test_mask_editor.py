"""The mask editor, driven in a real browser: what is drawn is what Python gets, to the pixel."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser
from tests.e2e.painting import SIDE, Editor, Place, page_served

from hwasil.core.mask import Box, Mask

pytestmark = pytest.mark.browser

CONTROL: Final = "Control"


@pytest.fixture(scope="module")
def opened(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    folder = tmp_path_factory.mktemp("masks")
    with page_served(folder) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda problem: wrong.append(str(problem)))
        page.goto(address)
        page.locator("[data-testid=stCode]").wait_for()
        page.locator(".editor .view").wait_for()
        yield Editor(page, folder)
        context.close()
    assert not wrong


@pytest.fixture
def editor(opened: Editor) -> Editor:
    opened.begin()
    return opened


def _box(left: int, top: int, right: int, bottom: int) -> NDArray[np.uint8]:
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[top:bottom, left:right] = 255
    return mask


class TestDrawing:
    def test_a_rectangle_has_exactly_its_rows_and_columns(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (400, 300), (600, 500)])
        assert np.array_equal(editor.changed(), _box(200, 200, 600, 500))

    def test_a_rectangle_beyond_the_picture_is_cut(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(900, 900), (1100, 1200)])
        assert np.array_equal(editor.changed(), _box(900, 900, SIDE, SIDE))

    @pytest.mark.parametrize("size", [1, 2, 7, 48])
    def test_a_dot_is_as_wide_as_the_brush(self, editor: Editor, size: int) -> None:
        editor.size(size)
        editor.click((300, 400))
        mask = Mask(editor.changed())
        box = mask.box
        assert box is not None
        assert (box.right - box.left, box.bottom - box.top) == (size, size)
        assert abs((box.left + box.right) / 2 - 300) <= 1

    def test_a_stroke_is_as_thick_as_the_brush(self, editor: Editor) -> None:
        editor.size(48)
        editor.drag([(200, 300), (500, 300), (800, 300)])
        mask = editor.changed()
        assert (mask[:, 250:750] == 255).sum(axis=0).tolist() == [48] * 500
        assert mask[:, 500].nonzero()[0].mean() == pytest.approx(299.5, abs=1)

    def test_a_slanted_stroke_has_no_gaps(self, editor: Editor) -> None:
        editor.size(1)
        editor.drag([(100, 100), (300, 700), (900, 850)])
        rows, columns = editor.changed().nonzero()
        assert set(range(101, 849)) <= set(rows.tolist())
        assert set(range(101, 899)) <= set(columns.tolist())

    def test_the_eraser_takes_away(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        editor.changed()
        editor.press("e")
        editor.size(40)
        editor.drag([(150, 400), (650, 400)])
        mask = editor.changed()
        assert (mask[:, 300] == 255).sum() == 400 - 40
        assert not mask[400].any()

    def test_a_lasso_fills_what_it_goes_around(self, editor: Editor) -> None:
        corners = 30
        places = [
            (500 + 90 * math.cos(2 * math.pi * turn / corners), 500 + 90 * math.sin(2 * math.pi * turn / corners))
            for turn in range(corners)
        ]
        editor.press("l")
        editor.drag(places)
        area = int((editor.changed() == 255).sum())
        assert area == pytest.approx(0.5 * corners * 90**2 * math.sin(2 * math.pi / corners), rel=0.02)

    def test_alt_takes_away(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        editor.changed()
        editor.page.keyboard.down("Alt")
        editor.drag([(300, 300), (500, 500)])
        editor.page.keyboard.up("Alt")
        assert np.array_equal(editor.changed(), _box(200, 200, 600, 600) - _box(300, 300, 500, 500))

    def test_so_does_the_button_for_fingers(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        editor.changed()
        editor.page.locator("[data-command=subtract]").click()
        editor.drag([(200, 200), (600, 400)])
        assert np.array_equal(editor.changed(), _box(200, 400, 600, 600))


class TestTheWholeMask:
    def test_undo_and_redo_bring_back_the_same_bytes(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        first = editor.changed()
        editor.press("b")
        editor.drag([(100, 100), (700, 650)])
        second = editor.changed()
        editor.press("Control+z")
        assert np.array_equal(editor.changed(), first)
        editor.press("Control+Shift+z")
        assert np.array_equal(editor.changed(), second)

    def test_more_than_twenty_steps_can_be_undone(self, editor: Editor) -> None:
        editor.press("r")
        boxes = [(40 * place, 100, 40 * place + 30, 140 + place) for place in range(25)]
        for left, top, right, bottom in boxes:
            editor.drag([(left, top), (right, bottom)])
        drawn = np.maximum.reduce([_box(*box) for box in boxes])
        editor.until(drawn)
        editor.press(*["Control+z"] * 24)
        editor.until(_box(*boxes[0]))
        editor.press(*["Control+Shift+z"] * 24)
        editor.until(drawn)

    def test_inverting(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        mask = editor.changed()
        editor.press("i")
        assert np.array_equal(editor.changed(), 255 - mask)
        editor.press("i")
        assert np.array_equal(editor.changed(), mask)

    def test_growing_and_shrinking(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        editor.changed()
        editor.page.locator("[data-command=grow]").click()
        box = Mask(editor.changed()).box
        assert box == Box(196, 196, 604, 604)
        editor.page.locator("[data-command=shrink]").click()
        editor.changed()
        editor.page.locator("[data-command=shrink]").click()
        assert Mask(editor.changed()).box == Box(204, 204, 596, 596)

    def test_a_soft_edge_is_sent_as_it_is_shown(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 600)])
        hard = Mask(editor.changed())
        slide = "(slider, value) => { slider.value = value; slider.dispatchEvent(new Event('input')); }"
        editor.page.locator("[data-slider=feather]").evaluate(slide, 12)
        assert np.array_equal(editor.changed(), hard.feathered(12).pixels)
        editor.page.locator("[data-slider=feather]").evaluate(slide, 0)
        assert np.array_equal(editor.changed(), hard.pixels)


class TestZoom:
    def test_a_dot_at_three_times_is_where_it_was_put(self, editor: Editor) -> None:
        editor.size(20)
        editor.page.mouse.move(*editor.screen((400, 400)))
        editor.page.keyboard.down(CONTROL)
        while editor.stage()["width"] < 3 * SIDE:
            editor.page.mouse.wheel(0, -120)
        editor.page.keyboard.up(CONTROL)
        editor.click((412, 396))
        rows, columns = editor.changed().nonzero()
        assert abs(columns.mean() + 0.5 - 412) <= 0.5
        assert abs(rows.mean() + 0.5 - 396) <= 0.5
        assert columns.max() - columns.min() + 1 == 20

    def test_the_place_under_the_pointer_stays_there(self, editor: Editor) -> None:
        spot = editor.screen((700, 300))
        editor.page.mouse.move(*spot)
        editor.page.keyboard.down(CONTROL)
        editor.page.mouse.wheel(0, -400)
        editor.page.keyboard.up(CONTROL)
        assert editor.screen((700, 300)) == pytest.approx(spot, abs=0.6)

    def test_keys_and_space_zoom_and_pan(self, editor: Editor) -> None:
        whole = editor.stage()
        editor.press("+", "+", "+")
        close = editor.stage()
        assert close["width"] == pytest.approx(whole["width"] * 1.4**3, rel=0.01)
        editor.page.keyboard.down("Space")
        x, y = editor.screen((512, 512))
        editor.page.mouse.move(x, y)
        editor.page.mouse.down()
        editor.page.mouse.move(x + 60, y + 30)
        editor.page.mouse.up()
        editor.page.keyboard.up("Space")
        moved = editor.stage()
        assert (moved["x"] - close["x"], moved["y"] - close["y"]) == pytest.approx((60, 30), abs=0.5)
        editor.press("0")
        assert editor.stage() == pytest.approx(whole)


class TestKeysAndFingers:
    def test_every_tool_has_its_key_in_either_script(self, editor: Editor) -> None:
        chosen = editor.page.locator("[data-tool][aria-checked=true]")
        for key, tool in {"e": "eraser", "r": "rectangle", "l": "lasso", "p": "point", "b": "brush"}.items():
            editor.press(key)
            assert chosen.get_attribute("data-tool") == tool
        editor.page.locator(".editor").dispatch_event("keydown", {"key": "ㄹ", "code": "KeyF"})
        assert chosen.get_attribute("data-tool") == "frame"

    def test_brackets_change_the_size(self, editor: Editor) -> None:
        editor.size(48)
        shown = editor.page.locator("[data-slider=size] + output")
        editor.press("]")
        assert shown.inner_text() == "55px"
        editor.press("[", "[")
        assert shown.inner_text() == "42px"

    def test_a_finger_paints_and_two_zoom(self, editor: Editor) -> None:
        editor.size(30)
        client = editor.page.context.new_cdp_session(editor.page)

        def touch(kind: str, *places: Place) -> None:
            points = [dict(zip("xy", editor.screen(place), strict=True)) for place in places]
            client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", (200, 200))
        touch("touchMove", (300, 200))
        touch("touchMove", (400, 200))
        touch("touchEnd")
        mask = editor.changed()
        assert (mask[:, 300] == 255).sum() == 30
        before = editor.stage()["width"]
        touch("touchStart", (450, 500))
        touch("touchStart", (450, 500), (550, 500))
        touch("touchMove", (350, 500), (650, 500))
        touch("touchEnd")
        assert editor.stage()["width"] > 1.5 * before
        editor.press("0", "i")
        assert np.array_equal(editor.changed(), 255 - mask)  # the pinch has painted nothing

    def test_everything_has_a_name(self, editor: Editor) -> None:
        names = editor.page.locator(".editor button").evaluate_all(
            "all => all.map(one => one.getAttribute('aria-label'))"
        )
        assert len(names) >= 16
        assert all(names)
        assert len(set(names)) == len(names)


class TestMasksFromOutside:
    def test_one_that_is_given_is_shown_and_can_be_undone(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(500, 500), (600, 600)])
        drawn = editor.changed()
        editor.page.get_by_role("button", name="Found by words").click()
        assert np.array_equal(editor.changed(), _box(100, 200, 300, 260))
        editor.page.locator("[data-command=undo]").click()
        assert np.array_equal(editor.changed(), drawn)

    def test_clicks_on_one_thing_are_asked_together(self, editor: Editor) -> None:
        editor.press("p")
        editor.click((200, 200))
        editor.changed()
        editor.click((400, 400))
        assert np.array_equal(editor.changed(), _box(160, 160, 240, 240) | _box(360, 360, 440, 440))
        assert editor.page.locator(".points circle").count() == 2
        editor.page.keyboard.down("Alt")
        editor.click((600, 600))
        editor.page.keyboard.up("Alt")
        assert editor.page.locator(".points circle.off").count() == 1
        editor.page.locator(".editor:not(.waiting)").wait_for()
        editor.press("Escape")
        assert editor.page.locator(".points circle").count() == 0

    def test_a_frame_is_asked_about(self, editor: Editor) -> None:
        editor.press("f")
        editor.drag([(100, 100), (300, 250)])
        assert np.array_equal(editor.changed(), _box(100, 100, 300, 250))
        assert "waiting" not in (editor.page.locator(".editor").get_attribute("class") or "")


class TestAnotherPage:
    def test_the_mask_and_its_history_are_still_there(self, editor: Editor) -> None:
        editor.press("r")
        editor.drag([(200, 200), (600, 500)])
        editor.changed()
        editor.drag([(700, 700), (800, 800)])
        mask = editor.changed()
        name = editor.last
        editor.page.get_by_role("link", name="Elsewhere").click(delay=60)
        editor.page.get_by_text("Nothing to paint here").wait_for()
        editor.page.get_by_role("link", name="Editor").click(delay=60)
        editor.page.locator(".editor .view").wait_for()
        editor.last = "none"
        assert np.array_equal(editor.changed(), mask)
        assert editor.last == name
        editor.page.locator(".editor").focus()
        editor.press("Control+z")
        assert np.array_equal(editor.changed(), _box(200, 200, 600, 500))
