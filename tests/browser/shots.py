"""Takes the pictures of `docs/pictures` out of the running product, with the page that shows them: `make shots`."""

import os
import tempfile
import urllib.request
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from demo.catalogue import PASSWORD
from tests import readers
from tests.browser import server
from tests.machine import chromium

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
READERS = ("front", "section", "article", "results", "photo story")
WIDTHS, SCHEMES = (360, 768, 1280), ("light", "dark")
DESK = {
    "desk": "The first page",
    "writing": "Writing",
    "two-drafts": "Two saves of one text",
    "queue": "Readers' comments",
}


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="toasoan-shots-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/unused.sqlite3"
        with server.running(Path(folder)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=server.FLAGS)
            public_pages(browser, base)
            desk_pages(browser, base)
            browser.close()
    write_page()


def public_pages(browser: Browser, base: str) -> None:
    """What readers see, at every width and in both schemes; a photo story where its pictures begin."""
    places = readers.addresses(lambda address: read(base + address))
    for scheme, width in product(SCHEMES, WIDTHS):
        page = opened(browser, base, width, color_scheme=scheme)
        for name in READERS:
            page.goto(places[name])
            if name == "photo story":
                page.locator("[data-behaviour~=gallery], .gallery").first.evaluate(
                    "it => it.scrollIntoView()"
                )
            page.wait_for_load_state("networkidle")
            shot(page, picture_of(name, width, scheme), quality=62)
        page.context.close()


def read(address: str) -> str:
    with urllib.request.urlopen(address) as answer:
        return answer.read().decode()


def picture_of(name: str, width: int, scheme: str) -> str:
    return f"{name.replace(' ', '-')}-{width}-{scheme}"


def write_page() -> None:
    """`docs/pictures/README.md`: all of them, beside each other."""
    lines = [
        "# The pages in pictures",
        "",
        "Taken from the demo newsroom by `make shots`.",
        "",
        "## What readers see",
        "",
    ]
    for name, scheme in product(READERS, SCHEMES):
        names = [picture_of(name, width, scheme) for width in WIDTHS]
        lines += [f"### {name.capitalize()}, {scheme}", "", " | ".join(f"{width} px" for width in WIDTHS)]
        lines += [" | ".join("---" for _ in WIDTHS), " | ".join(f"![{one}]({one}.jpg)" for one in names), ""]
    lines += ["## The desk", ""]
    for name, words in DESK.items():
        lines += [f"### {words}", "", f"![{words}]({name}.jpg)", ""]
    (PICTURES / "README.md").write_text("\n".join(lines[:-1]) + "\n")


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


def shot(page: Page, name: str, *, quality: int = 74) -> None:
    page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=quality)
    print(f"docs/pictures/{name}.jpg")


if __name__ == "__main__":
    main()
