"""Laying out the front page by mouse, by keyboard and without a script; and a page that comes at its second."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_pages import complaints

FORM = "/admin/trang-nhat/trinh-bay/"
DESK = ["/admin/trang-nhat/", "/admin/trang-nhat/da-qua/", FORM, "/admin/tin-nong/", "/admin/tin-nong/them/"]
ONE, OTHER = "Hương chè Nà Lướt lên sàn", "Trả lời bạn đọc về chế độ thai sản"


def spot(page: Page, key: str) -> Locator:
    return page.locator(f"[data-slot='{key}']")


def titles(page: Page, key: str) -> list[str]:
    return spot(page, key).locator(".placed__title").all_inner_texts()


def pick(page: Page, title: str) -> Locator:
    """The article in the list, looked for by its words."""
    page.fill("#id_q", title)
    page.locator(".table__find button").click()
    # Others may hold its words as well; never so many.
    expect(page.locator(".pick").nth(5)).to_have_count(0)
    found = page.locator(".pick", has_text=title)
    expect(found).to_have_count(1)
    return found


def drag(article: Locator, to: Locator, **where) -> None:
    """By its title: the fields in it are for the finger and the keyboard."""
    article.drag_to(to, source_position={"x": 40, "y": 12}, **where)


def empty(page: Page) -> None:
    page.goto(f"{FORM}?trong")


def lay_out(page: Page) -> None:
    page.locator("button[value=luu]").click()
    page.wait_for_url("**/admin/trang-nhat/")


def lead_of_the_site(page: Page) -> str:
    page.goto("/")
    return page.locator("main .teaser__title a").first.inner_text()


@pytest.fixture
def as_it_was(staff):
    """What stood before a journey stands after it."""
    yield
    page = staff("tongbientap")
    page.goto("/admin/trang-nhat/da-qua/?cuoi=1")
    page.locator(".front-one a[href*='tu=']").last.click()
    lay_out(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_pages_of_the_front_are_whole_and_accessible(staff, width, scheme):
    page = staff("tongbientap", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto("/admin/trang-nhat/")
    addresses = [
        *DESK,
        *(page.locator(f"a[href*='{way}']").first.get_attribute("href") for way in ("thu-hoi", "doi=")),
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = complaints(page)
    assert found == {address: [] for address in addresses}


def test_an_article_is_dragged_into_its_place_and_readers_see_it_there(staff, visitor, as_it_was):
    page = staff("thukytoasoan", viewport={"width": 1280, "height": 2400})
    empty(page)
    drag(pick(page, ONE), spot(page, "lead:"))
    expect(spot(page, "lead:").locator(".placed")).to_have_count(1)
    drag(pick(page, OTHER), spot(page, "second:"))
    expect(spot(page, "second:").locator(".placed")).to_have_count(1)
    assert (titles(page, "lead:"), titles(page, "second:")) == ([ONE], [OTHER])
    lay_out(page)
    assert lead_of_the_site(visitor()) == ONE


def test_what_is_placed_is_dragged_before_another_and_to_another_place(staff):
    page = staff("thukytoasoan", viewport={"width": 1280, "height": 2400})
    empty(page)
    for title in (ONE, OTHER):
        drag(pick(page, title), spot(page, "second:"))
        expect(spot(page, "second:").locator(".placed", has_text=title)).to_have_count(1)
    assert titles(page, "second:") == [ONE, OTHER]
    second = spot(page, "second:").locator(".placed")
    drag(second.nth(1), second.nth(0), target_position={"x": 40, "y": 3})
    expect(second.first).to_contain_text(OTHER)
    assert titles(page, "second:") == [OTHER, ONE]
    drag(second.nth(0), spot(page, "focus:"))
    expect(spot(page, "focus:").locator(".placed")).to_have_count(1)
    assert (titles(page, "second:"), titles(page, "focus:")) == ([ONE], [OTHER])


def test_a_page_is_laid_out_by_keyboard_alone(staff):
    page = staff("thukytoasoan")
    empty(page)
    for title in (ONE, OTHER):
        page.locator("#id_q").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(page.locator(".pick").nth(5)).to_have_count(0)
        found = page.locator(".pick", has_text=title)
        found.locator("select").focus()
        page.keyboard.press("ArrowDown")
        found.locator("button").focus()
        page.keyboard.press("Enter")
        expect(spot(page, "second:").locator(".placed", has_text=title)).to_have_count(1)
    up = spot(page, "second:").locator(".placed", has_text=OTHER).locator("button[value^=len]")
    up.focus()
    page.keyboard.press("Enter")
    expect(spot(page, "second:").locator(".placed").first).to_contain_text(OTHER)
    # First now, it goes no further up: the finger is where it is said.
    expect(page.locator("#da-lam")).to_be_focused()
    spot(page, "second:").locator("button[value^=xuong]").first.focus()
    page.keyboard.press("Enter")
    expect(spot(page, "second:").locator(".placed").first).to_contain_text(ONE)
    spot(page, "second:").locator("button[value^=bo]").first.focus()
    page.keyboard.press("Enter")
    expect(spot(page, "second:").locator(".placed")).to_have_count(1)
    assert titles(page, "second:") == [OTHER]


def test_it_is_laid_out_without_a_script(staff, visitor, as_it_was):
    page = staff("thukytoasoan", java_script_enabled=False)
    empty(page)
    found = pick(page, ONE)
    found.locator("select").select_option("lead:")
    found.locator("button").click()
    found = pick(page, OTHER)
    found.locator("select").select_option("second:")
    found.locator("button").click()
    assert (titles(page, "lead:"), titles(page, "second:")) == ([ONE], [OTHER])
    page.locator("button[value^=bo]").last.click()
    assert titles(page, "second:") == []
    lay_out(page)
    assert lead_of_the_site(visitor()) == ONE


def test_the_preview_opens_beside_the_form_which_stays(staff):
    page = staff("thukytoasoan")
    empty(page)
    found = pick(page, ONE)
    found.locator("button").click()
    expect(spot(page, "lead:").locator(".placed")).to_have_count(1)
    with page.context.expect_page() as opened:
        page.locator("button[formtarget]").click()
    preview = opened.value
    expect(preview.locator("main .teaser__title a").first).to_have_text(ONE)
    assert titles(page, "lead:") == [ONE]


def test_a_page_comes_at_its_second_with_nothing_running_but_the_web_server(staff, visitor, as_it_was):
    page, reader = staff("thukytoasoan"), visitor()
    before = lead_of_the_site(reader)
    assert before != ONE
    empty(page)
    found = pick(page, ONE)
    found.locator("button").click()
    expect(spot(page, "lead:").locator(".placed")).to_have_count(1)
    then = (timezone.localtime() + timedelta(seconds=6)).replace(microsecond=0)
    page.fill("#id_live_from", f"{then:%H:%M:%S, %d/%m/%Y}")
    lay_out(page)
    seen = []
    while timezone.now() < then + timedelta(seconds=2):
        asked = timezone.now()
        lead = lead_of_the_site(reader)
        if (timezone.now() < then) or (asked >= then):
            seen.append((asked >= then, lead))
        time.sleep(0.2)
    assert {lead for is_due, lead in seen if not is_due} <= {before}
    assert {lead for is_due, lead in seen if is_due} == {ONE}


def test_breaking_news_is_put_up_and_taken_down(staff, visitor):
    page, reader = staff("thukytoasoan"), visitor()
    page.goto("/admin/tin-nong/them/")
    page.fill("#id_text", "Cấm đường 279 vì sạt lở")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/tin-nong/")
    reader.goto("/")
    expect(reader.get_by_text("Cấm đường 279 vì sạt lở")).to_be_visible()
    page.locator(".front-one", has_text="Cấm đường 279").locator("button").click()
    reader.reload()
    expect(reader.get_by_text("Cấm đường 279 vì sạt lở")).to_have_count(0)
