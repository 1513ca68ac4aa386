"""Takes the pictures of the README out of the running product: `make shots`."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.catalogue import PASSWORD
from tests.browser import server
from tests.machine import chromium

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="toasoan-shots-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/unused.sqlite3"
        with server.running(Path(folder)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=server.FLAGS)
            public_pages(browser, base)
            desk_pages(browser, base)
            browser.close()


def public_pages(browser: Browser, base: str) -> None:
    page = opened(browser, base, 1280)
    page.goto("/")
    shot(page, "front")
    article = page.locator("a:has-text('Xã Nà Hin')").first.get_attribute("href")
    page.goto(article)
    shot(page, "article")
    phone = opened(browser, base, 360, color_scheme="dark")
    phone.goto(article)
    shot(phone, "article-phone")


def desk_pages(browser: Browser, base: str) -> None:
    board = logged_in(browser, base, "tongbientap")
    shot(board, "desk")
    board.goto("/admin/articles/edition/?trang-thai=in_review")
    board.locator("#result_list tbody th a").first.click()
    board.wait_for_selector(".cke_wysiwyg_div")
    shot(board, "writing")
    two_drafts(board, logged_in(browser, base, "bientapvien"))
    moderator = logged_in(browser, base, "kiemduyet")
    moderator.goto("/admin/y-kien/")
    shot(moderator, "queue")


def two_drafts(board: Page, editor: Page) -> None:
    """Two people write in one text, and the slower save stands beside the faster."""
    editor.goto(board.url)
    editor.wait_for_selector(".cke_wysiwyg_div")
    board.fill("#id_title", f"{board.input_value('#id_title')} đầu đông")
    board.click("button[name=_save]")
    board.wait_for_selector(".messagelist .success")
    editor.fill("#id_lead", f"{editor.input_value('#id_lead')} Các trạm y tế trực cả đêm.")
    editor.click("button[name=_save]")
    editor.wait_for_selector(".sides")
    shot(editor, "two-drafts")


def opened(browser: Browser, base: str, width: int, **options) -> Page:
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 860}, locale="vi-VN", **options
    )
    return context.new_page()


def logged_in(browser: Browser, base: str, username: str) -> Page:
    page = opened(browser, base, 1280)
    page.goto("/admin/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")
    return page


def shot(page: Page, name: str) -> None:
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=82)
    print(f"docs/pictures/{name}.jpg")


if __name__ == "__main__":
    main()
