"""The desk's pages as they stand in a browser: nothing for axe to find, nothing wider than a telephone.

Those of readers are looked at in `test_readers.py`.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SETTINGS = ["/admin/articles/findingrule/", "/admin/articles/bannedterm/", "/admin/articles/bannedterm/add/"]
DESK = {
    "phongvien": ["/admin/", "/admin/articles/edition/", "/admin/articles/edition/add/", "{draft}"],
    "tongbientap": [
        "/admin/",
        "/admin/articles/edition/?trang-thai=live",
        "{waiting}",
        "{live}",
        "{waiting}lich-su-bai/",
        "{replaced}lich-su-bai/",
        "{waiting}cam-van/",
        "{several}",
        "/admin/articles/edition/?q=hoi&trang-thai=all",
        "/admin/articles/section/chuyen-bai/",
        "/admin/articles/story/",
        "/admin/articles/story/add/",
        "/admin/articles/author/",
        "/admin/articles/author/add/",
        "/admin/lich/",
        "/admin/lich/?kieu=ngay",
        "/admin/khong-co-trang-nay/",
        "/admin/luc/",
        "/admin/giao-dien/",
        "/admin/luc/20270101T0600/",
        "/admin/huong-dan/",
        "/admin/huong-dan/thu-ky-toa-soan/",
    ],
    "kiemduyet": ["/admin/", "/admin/y-kien/", "/admin/y-kien/?state=rejected"],
    "quantri": [
        "/admin/",
        "/admin/articles/section/",
        "/admin/accounts/user/",
        "/admin/record/event/",
        *SETTINGS,
    ],
}
WIDTHS = [360, 1280]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", DESK)
def test_desk_pages_are_whole_and_accessible(staff, username, width, scheme):
    page = staff(username, viewport={"width": width, "height": 800}, color_scheme=scheme)
    found_out = {}
    for address in DESK[username]:
        page.goto(found(page, address))
        if page.locator("textarea[data-type=ckeditortype]").count():
            page.wait_for_selector(".cke_wysiwyg_div")
        found_out[address] = complaints(page)
    assert found_out == {address: [] for address in DESK[username]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_made_of_an_article_is_whole_and_accessible(staff, visitor, width, scheme):
    """Two editions compared, what can be brought back, how it will look, the checklist, the link, and the paper."""
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = staff("tongbientap", **options)
    history = found(page, "{replaced}lich-su-bai/")
    waiting = found(page, "{waiting}").rpartition("change/")[0]
    said = {}
    page.goto(history)
    page.click("#two + button, .history__compare button")
    page.wait_for_selector(".sides")
    said["compare"] = complaints(page)
    for name, address in (("preview", f"{waiting}xem-truoc/"), ("slip", f"{waiting}phieu-duyet/")):
        page.goto(address)
        said[name] = complaints(page)
    page.emulate_media(media="print")
    said["slip on paper"] = complaints(page)
    page.emulate_media(media="screen")
    page.goto(f"{waiting}change/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.evaluate("for (const box of document.querySelectorAll('#content details')) box.open = true")
    said["the form with all its boxes open"] = complaints(page)
    page.fill(".preview-links [name=link-label]", "Trung tâm Y tế")
    page.click(".preview-links__form button")
    page.wait_for_selector("#preview-address")
    said["the link"] = complaints(page)
    stranger = visitor(**options)
    stranger.goto(page.locator("#preview-address").input_value())
    said["what the link opens"] = complaints(stranger)
    assert said == {key: [] for key in said}


def test_a_title_without_a_space_is_no_wider_than_a_telephone(staff):
    page = staff("phongvien", viewport={"width": 360, "height": 740})
    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.fill("#id_title", "Nghiêng" * 33)
    page.select_option("#id_section", index=1)
    page.click(".bar button[name=_save]")
    page.wait_for_url("**/change/**")
    one = page.url.rpartition("change/")[0]
    wide = {}
    for part in ("change/", "lich-su-bai/", "cam-van/", "phieu-duyet/"):
        page.goto(one + part)
        wide[part] = page.evaluate("document.documentElement.scrollWidth")
    page.goto("/admin/articles/edition/")
    assert page.locator(".many-bar").evaluate("bar => getComputedStyle(bar).position") == "static"
    page.locator("input[name=chon]").first.check()
    assert page.locator(".many-bar").evaluate("bar => getComputedStyle(bar).position") == "sticky"
    assert wide == dict.fromkeys(wide, 360)


def test_the_desks_width_is_previewed_on_a_telephone_without_moving_the_page_sideways(staff):
    page = staff("tongbientap", viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page.goto(found(page, "{waiting}").rpartition("change/")[0] + "xem-truoc/")
    masthead = page.locator(".masthead__body")
    assert page.evaluate("[innerWidth, document.documentElement.scrollWidth]") == [360, 360]
    one_above_the_other = masthead.bounding_box()["y"]
    page.check("#preview-desk")
    page.wait_for_function("innerWidth === 1280")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    assert page.evaluate("getComputedStyle(document.querySelector('.masthead__line')).display") == "grid"
    assert one_above_the_other != masthead.bounding_box()["y"]
    page.check("#preview-phone")
    page.wait_for_function("innerWidth === 360")
    assert complaints(page) == []


def found(page: Page, address: str) -> str:
    """An address that depends on what is in the demo; what follows the braces is below that edition."""
    lists = {"{draft": "draft", "{waiting": "in_review", "{live": "live", "{replaced": "ended"}
    name, brace, below = address.partition("}")
    if not brace:
        return address
    if name == "{several":
        page.goto("/admin/articles/edition/?trang-thai=in_review")
        ids = page.locator("input[name=chon]").evaluate_all("boxes => boxes.map(box => box.value)")
        return "/admin/articles/edition/nhieu-bai/?" + "&".join(f"chon={pk}" for pk in ids)
    page.goto(f"/admin/articles/edition/?trang-thai={lists[name]}")
    change = page.locator("#result_list tbody th a").first.get_attribute("href")
    return change.rpartition("change/")[0] + below if below else change


def complaints(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    # It would read style sheets anew, by an inline style that our policy refuses.
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    said = [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        said.append("wider than the window")
    return said
