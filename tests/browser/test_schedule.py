"""The calendar by keyboard and by mouse: a dropped piece opens its form, and nothing changes until the button."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_pages import complaints

TITLE = "Khoai sọ Púng Xe"
LIVE = ".entry--live"


def scheduled(page: Page) -> Locator:
    """The demo's piece that is to come, in tomorrow's week."""
    page.goto(f"/admin/lich/?ngay={tomorrow()}")
    piece = page.locator(".entry[draggable]", has_text=TITLE)
    expect(piece).to_have_count(1)
    return piece


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def stands_at(page: Page) -> str:
    return page.locator("#id_live_from").input_value()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_calendar_is_whole_and_accessible(staff, width, scheme):
    page = staff("tongbientap", viewport={"width": width, "height": 800}, color_scheme=scheme)
    change = scheduled(page).get_by_role("link", name="Đổi giờ").get_attribute("href")
    addresses = [f"/admin/lich/?ngay={tomorrow()}", f"/admin/lich/?kieu=ngay&ngay={tomorrow()}", change]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = complaints(page)
    assert found == {address: [] for address in addresses}


def test_a_time_is_changed_by_keyboard(staff):
    page = staff("thukytoasoan")
    scheduled(page).get_by_role("link", name="Đổi giờ").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#doi-gio button")).to_be_focused()
    day = tomorrow() + timedelta(days=7)
    page.locator("#id_live_from").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type(f"07:30, {day:%d/%m/%Y}")
    page.keyboard.press("Enter")
    moved = page.locator(".entry--moved", has_text=TITLE)
    expect(moved.locator(".entry__time")).to_have_text("07:30")
    expect(page.locator(".messagelist")).to_contain_text(f"07:30, {day:%d/%m/%Y}")
    # Back where it was, for the next journey.
    moved.get_by_role("link", name="Đổi giờ").click()
    page.fill("#id_live_from", f"06:00, {tomorrow():%d/%m/%Y}")
    page.click("#doi-gio button")
    expect(page.locator(".entry--moved")).to_contain_text("06:00")


def test_a_piece_that_is_dropped_on_another_day_opens_its_form_with_that_day(staff):
    page = staff("thukytoasoan")
    piece = scheduled(page)
    time = piece.locator(".entry__time").inner_text()
    others = page.locator(".day:not(.day--today)").filter(has_not_text=TITLE)
    drop = others.last.get_attribute("data-drop")
    piece.drag_to(others.last, source_position={"x": 60, "y": 4})
    page.wait_for_selector("#doi-gio")
    assert stands_at(page) == f"{time}, {drop}"
    expect(page.locator("#doi-gio button")).to_be_focused()
    expect(scheduled(page).locator(".entry__time")).to_have_text(time)


def test_on_a_day_it_is_dropped_on_an_hour(staff):
    # Both hours in sight: a machine's mouse does not scroll while it drags.
    page = staff("thukytoasoan", viewport={"width": 1280, "height": 1600})
    page.goto(f"/admin/lich/?kieu=ngay&ngay={tomorrow()}")
    piece = page.locator(".entry[draggable]", has_text=TITLE)
    minute = piece.locator(".entry__time").inner_text()[3:]
    piece.drag_to(page.locator(".hour[data-hour='09']"), source_position={"x": 60, "y": 4})
    page.wait_for_selector("#doi-gio")
    assert stands_at(page) == f"09:{minute}, {tomorrow():%d/%m/%Y}"


def test_what_is_live_cannot_be_dragged(staff):
    page = staff("thukytoasoan")
    page.goto("/admin/lich/")
    expect(page.locator(f"{LIVE}[draggable]")).to_have_count(0)


def test_who_types_a_time_chooses_it(staff):
    page = staff("thukytoasoan")
    scheduled(page).get_by_role("link", name="Đổi giờ").click()
    later = page.locator("input[name=when][value=later]")
    page.check("input[name=when][value=now]")
    page.locator("#id_live_from").press_sequentially("1")
    expect(later).to_be_checked()


def test_an_emptied_box_publishes_nothing(staff):
    page = staff("thukytoasoan")
    scheduled(page).get_by_role("link", name="Đổi giờ").click()
    page.fill("#id_live_from", "")
    expect(page.locator("input[name=when][value=later]")).to_be_checked()
    page.click("#doi-gio button")
    expect(page.locator("#doi-gio .errorlist")).to_be_visible()
    assert scheduled(page)
