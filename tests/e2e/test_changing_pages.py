"""Edit, Background and Extend in a real browser: from a picture to its next one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, expect
from tests.e2e.driving import PRESS, Visit, visiting
from tests.photos import photos

pytestmark = pytest.mark.browser

WORK = ".editor .stage"


@pytest.fixture
def visit(browser: Browser, studio: str) -> Iterator[Visit]:
    with visiting(browser, f"{studio}/edit?lang=en") as visit:
        problems: list[str] = []
        visit.page.on("pageerror", lambda problem: problems.append(str(problem)))
        yield visit
        assert problems == []


def give(visit: Visit, name: str = "flower") -> None:
    """Upload a photograph and wait until it can be painted on."""
    picture = photos()[name].picture
    file = FilePayload(name=f"{name}.jpg", mimeType="image/jpeg", buffer=picture.data)
    visit.page.set_input_files('[data-testid="stFileUploader"] input', file)
    visit.page.locator(WORK).wait_for()


def drag(visit: Visit, across: tuple[float, float], down: tuple[float, float]) -> None:
    """Drag over the picture, between shares of its width and height."""
    box = visit.page.locator(WORK).bounding_box()
    assert box
    places = [
        (box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in zip(across, down, strict=True)
    ]
    visit.page.mouse.move(*places[0])
    visit.page.mouse.down()
    visit.page.mouse.move(*places[1], steps=4)
    visit.page.mouse.up()


def recolor(visit: Visit) -> None:
    """Press the button, once Python has the mask and says what this will cost, and wait for the result."""
    expect(visit.page.get_by_text("free", exact=True)).to_be_visible()
    visit.page.wait_for_timeout(300)
    visit.button("Recolor it")
    visit.shown()


def test_paint_recolor_compare_go_on_and_back(visit: Visit) -> None:
    give(visit)
    visit.page.locator(".editor").focus()
    visit.page.keyboard.press("r")
    drag(visit, (0.3, 0.6), (0.3, 0.6))
    expect(visit.page.locator(".covers")).to_have_text("9.0% marked")
    visit.page.get_by_role("radio", name="Recolor").click(delay=PRESS)
    recolor(visit)
    visit.page.get_by_role("radio", name="Before and after").click(delay=PRESS)
    expect(visit.page.get_by_label("Where before ends")).to_be_visible()
    visit.button("Go on with this one")
    expect(visit.page.locator(".covers")).to_have_text("Nothing marked")
    assert "picture=" in visit.page.url
    visit.button("Back to the picture before")
    expect(visit.page.locator(".covers")).to_have_text("9.0% marked")  # its mask is still there


def test_a_picture_in_hand_leaves_room_and_can_be_changed_for_another(visit: Visit) -> None:
    chooser = visit.page.get_by_test_id("stFileUploaderDropzone")
    asking = chooser.bounding_box()
    give(visit)
    expect(visit.page.locator('[class*="st-key-in_hand"] img')).to_be_visible()
    line = visit.page.locator('[class*="st-key-picture_input"]').bounding_box()
    assert asking
    assert line
    assert line["height"] < 80 < asking["height"]
    first = visit.page.url
    give(visit, "bud")
    visit.page.wait_for_function("first => location.href !== first", arg=first)
    expect(visit.page.locator('[class*="st-key-in_hand"] img')).to_have_count(1)


def test_the_result_and_what_can_be_done_with_it_are_seen_at_once(visit: Visit) -> None:
    visit.button("Give the fox a blue coat")
    recolor(visit)
    seen = visit.page.viewport_size
    assert seen
    for part in (".pictures figure img", ".pictures figcaption", ".st-key-edit-go_on"):
        expect(visit.page.locator(part)).to_be_in_viewport(ratio=1)
    box = visit.page.locator(".pictures figure img").bounding_box()
    assert box
    assert box["height"] > 0.7 * seen["height"]
    visit.page.get_by_role("radio", name="Before and after").click(delay=PRESS)
    for part in (".compare .stage", ".compare input", ".compare button"):
        expect(visit.page.locator(part)).to_be_in_viewport(ratio=1)


def test_words_are_marked_before_anything_is_done(visit: Visit) -> None:
    give(visit)
    visit.page.get_by_label("Name it").fill("꽃")
    visit.page.keyboard.press("Enter")
    expect(visit.page.get_by_text("Marked:")).to_be_visible()
    expect(visit.page.locator(".covers")).not_to_have_text("Nothing marked")
    visit.page.get_by_label("Name it").fill("giraffe")
    visit.button("Mark")
    expect(visit.page.get_by_text("giraffe", exact=False).first).to_be_visible()


def test_a_click_marks_the_thing(visit: Visit) -> None:
    give(visit)
    visit.page.locator(".editor").focus()
    visit.page.keyboard.press("p")
    drag(visit, (0.5, 0.5), (0.5, 0.5))
    expect(visit.page.locator(".points circle")).to_have_count(1)
    expect(visit.page.locator(".covers")).not_to_have_text("Nothing marked")
    expect(visit.page.locator(".editor.waiting")).to_have_count(0)


def test_a_refresh_brings_the_result_back(visit: Visit) -> None:
    visit.button("Give the fox a blue coat")
    recolor(visit)
    visit.page.reload()
    visit.shown()
    visit.page.get_by_role("radio", name="The picture").click(delay=PRESS)
    expect(visit.page.locator(WORK)).to_be_visible()


def test_a_background_is_changed_and_the_subject_marked_at_once(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/background?lang=en") as visit:
        visit.button("Bring the fox to the sea")
        expect(visit.page.locator(".covers")).not_to_have_text("Nothing marked")
        visit.button("Change the background")
        visit.shown()


def test_the_picture_is_dragged_in_its_frame(browser: Browser, studio: str) -> None:
    with visiting(browser, f"{studio}/extend?lang=en") as visit:
        visit.button("Make the lighthouse a wide landscape")
        canvas = visit.page.locator(".canvas")
        canvas.wait_for()
        picture = visit.page.locator(".canvas .picture")
        before, room = picture.bounding_box(), canvas.bounding_box()
        assert before
        assert room
        visit.page.mouse.move(before["x"] + 40, before["y"] + 40)
        visit.page.mouse.down()
        visit.page.mouse.move(before["x"] - 2000, before["y"] + 40, steps=3)
        visit.page.mouse.up()
        after = picture.bounding_box()
        assert after
        assert abs(after["x"] - room["x"]) < 3
        expect(visit.page.get_by_role("radio", name="Left", exact=True)).to_be_checked()
        canvas.press("ArrowRight")
        expect(visit.page.get_by_role("radio", name="Left", exact=True)).not_to_be_checked()
        visit.page.get_by_role("radio", name="Right", exact=True).click()
        expect(visit.page.get_by_role("radio", name="Right", exact=True)).to_be_checked()


@pytest.mark.parametrize("page", ["edit", "background", "extend"])
def test_on_a_phone_the_picture_comes_first(browser: Browser, studio: str, page: str) -> None:
    with visiting(browser, f"{studio}/{page}?lang=ko", phone=True) as visit:
        visit.page.locator(f'[class*="st-key-{page}-example-0"] button').click(delay=PRESS)
        work = visit.page.locator(".canvas" if page == "extend" else ".editor .view")
        work.wait_for()
        box = work.bounding_box()
        assert box
        assert box["width"] > 340
        assert box["y"] < 400
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_press_while_something_is_looked_for_is_kept_until_it_is_found(visit: Visit) -> None:
    give(visit)
    visit.page.get_by_role("radio", name="Recolor").click(delay=PRESS)
    recoloring = visit.page.locator(".st-key-edit-make button")
    expect(recoloring).to_contain_text("Recolor it")
    visit.page.get_by_label("Name it").fill("flower")
    visit.page.keyboard.press("Enter")
    visit.page.get_by_text("Looking").first.wait_for()
    recoloring.click(delay=PRESS)
    visit.shown()
    expect(visit.page.locator(".pictures figure img")).to_have_count(1)
