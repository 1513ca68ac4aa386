"""Every page as it stands in a browser: nothing for axe to find, nothing wider than a telephone, nothing missing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PUBLIC = [
    "/",
    "/khoa-giao/",
    "/tim-kiem/?q=hoi+nghi",
    "/tim-kiem/",
    "/chu-de/nong-thon-moi/",
    "/cai-chinh/",
    "/khong-co-trang-nay/",
]
DESK = {
    "phongvien": ["/admin/", "/admin/articles/edition/", "/admin/articles/edition/add/", "{draft}"],
    "tongbientap": ["/admin/", "/admin/articles/edition/?trang-thai=live", "{waiting}", "{live}"],
    "kiemduyet": ["/admin/", "/admin/y-kien/", "/admin/y-kien/?state=rejected"],
    "quantri": ["/admin/", "/admin/articles/section/", "/admin/accounts/user/", "/admin/record/event/"],
}
WIDTHS = [360, 1280]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_public_pages_are_whole_and_accessible(visitor, width, scheme):
    page = visitor(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for address in [*PUBLIC, *article_pages(page)]:
        page.goto(address)
        assert complaints(page) == [], address


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("username", DESK)
def test_desk_pages_are_whole_and_accessible(staff, username, width):
    page = staff(username, viewport={"width": width, "height": 800})
    found_out = {}
    for address in DESK[username]:
        page.goto(found(page, address))
        if page.locator("textarea[data-type=ckeditortype]").count():
            page.wait_for_selector(".cke_wysiwyg_div")
        found_out[address] = complaints(page)
    assert found_out == {address: [] for address in DESK[username]}


def test_public_pages_are_complete_without_javascript_and_ask_nobody_else(visitor):
    page = visitor(java_script_enabled=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in [*PUBLIC, *article_pages(page)]:
        page.goto(address)
        assert page.locator("main").inner_text().strip()
        assert page.locator("script:not([type='application/ld+json'])").count() == 0
    home = page.url.split("/", 3)[:3]
    assert {url.split("/", 3)[2] for url in asked} == {home[2]}
    assert page.context.cookies() == []


def article_pages(page: Page) -> list[str]:
    """The lead story, its form sent empty, and the page to answer its first comment."""
    page.goto("/")
    article = page.locator(".teaser--wide h2 a").get_attribute("href")
    page.goto(article)
    return [
        article,
        *page.locator(".comment__acts a").evaluate_all("links => links.slice(0, 1).map(a => a.pathname)"),
    ]


def found(page: Page, address: str) -> str:
    """An address that depends on what is in the demo."""
    lists = {"{draft}": "draft", "{waiting}": "in_review", "{live}": "live"}
    if address not in lists:
        return address
    page.goto(f"/admin/articles/edition/?trang-thai={lists[address]}")
    return page.locator("#result_list tbody th a").first.get_attribute("href")


def complaints(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    violations = Axe().run(page).response["violations"]
    said = [f"{v['id']}: {node['html'][:120]}" for v in violations for node in v["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        said.append("wider than the window")
    return said
