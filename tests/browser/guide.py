"""Takes the pictures of the newsroom's guide out of the running product, its clock stopped: `make guide`."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from demo.catalogue import PASSWORD
from tests.browser import server
from tests.browser.shots import logged_in, opened
from tests.machine import chromium

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "huong-dan" / "anh"
MOMENT = "2026-11-23T09:00:00+07:00"
LIST = "/admin/articles/edition/"


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="toasoan-guide-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/unused.sqlite3"
        with server.standing(Path(folder), MOMENT) as site, sync_playwright() as playwright:
            done = subprocess.run(
                [sys.executable, "-m", "tests.browser.scenes"],
                cwd=server.ROOT,
                env=site.environment,
                check=True,
                capture_output=True,
                text=True,
            )
            scenes = {name: f"{LIST}{pk}/" for name, pk in json.loads(done.stdout).items()}
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=server.FLAGS)
            for chapter in (writers, editors, secretaries, chiefs, moderators, administrators):
                chapter(browser, site.base, scenes)
            browser.close()


def writers(browser: Browser, base: str, scenes: dict[str, str]) -> None:
    stranger = opened(browser, base, 1280)
    stranger.goto("/admin/")
    whole(stranger, "dang-nhap", height=520)
    page = logged_in(browser, base, "phongvien")
    whole(page, "ban-lam-viec")
    form(page, scenes["checked"])
    part(page.locator(".banner", has_text="Bạn có bản gõ chưa lưu"), "chua-luu")
    part(page.locator("#photos-0"), "anh")
    page.locator(".findings > details").evaluate("box => { box.open = true }")
    part(page.locator(".findings"), "truoc-khi-duyet")
    freelance = logged_in(browser, base, "congtacvien")
    form(freelance, scenes["returned"])
    whole(freelance, "tra-lai", height=560)
    form(page, LIST, "add/")
    page.fill("#id_title", "Xã Nà Hin khánh thành nhà văn hóa")
    page.fill("#id_lead", "Nhà văn hóa do bà con góp công, góp của, có thư viện và sân chơi cho trẻ.")
    whole(page, "viet-bai", height=900)
    libraries(page)
    phone = telephone(browser, base, "bientapvien")
    whole(phone, "ban-lam-viec-dien-thoai")
    phone = telephone(browser, base, "phongvien")
    form(phone, scenes["checked"])
    whole(phone, "viet-bai-dien-thoai")


def libraries(page: Page) -> None:
    """What is brought in."""
    page.goto("/admin/photos/photo/")
    whole(page, "kho-anh", height=900)
    page.locator("a:has-text('Những nếp nhà sàn')").first.click()
    whole(page, "mot-anh", height=1000)


def editors(browser: Browser, base: str, scenes: dict[str, str]) -> None:
    page = logged_in(browser, base, "bientapvien")
    form(page, scenes["first_step"])
    page.locator(".taking summary").click()
    part(page.locator(".taking"), "nhan-bai")
    part(page.locator("#quyet-dinh"), "quyet-dinh")
    page.goto(scenes["last_step"] + "xem-truoc/")
    page.check("#preview-phone")
    whole(page, "xem-truoc", height=900)
    form(page, scenes["after"])
    page.locator(".preview-links summary").click()
    part(page.locator(".preview-links"), "lien-ket-xem-truoc")


def secretaries(browser: Browser, base: str, scenes: dict[str, str]) -> None:
    page = logged_in(browser, base, "thukytoasoan")
    page.goto("/admin/lich/")
    whole(page, "lich-dang", height=900)
    page.goto("/admin/luc/20261124T0630/")
    whole(page, "theo-thoi-diem", height=760)
    form(page, scenes["after"])
    part(page.locator("fieldset", has=page.locator("#id_correction_wrong")), "cai-chinh")
    page.goto(scenes["live"] + "change/")
    part(page.locator("form.moves").first, "go-bai")
    page.goto(scenes["after"] + "lich-su-bai/")
    whole(page, "lich-su", height=1000)
    two = compared(scenes)
    page.goto(two)
    whole(page, "so-sanh", full=True)
    page.goto(scenes["before"] + "phieu-duyet/")
    whole(page, "phieu-duyet", height=1000)
    phone = telephone(browser, base, "thukytoasoan")
    phone.goto(two)
    whole(phone, "so-sanh-dien-thoai", height=2300)


def compared(scenes: dict[str, str]) -> str:
    before, after = (scenes[name].rstrip("/").rpartition("/")[2] for name in ("before", "after"))
    return f"{scenes['after']}lich-su-bai/so-sanh/?a={before}&b={after}"


def chiefs(browser: Browser, base: str, scenes: dict[str, str]) -> None:
    page = logged_in(browser, base, "tongbientap")
    whole(page, "ban-bien-tap", height=900)
    form(page, scenes["last_step"])
    part(page.locator("#quyet-dinh"), "quyet-dinh-cuoi")
    page.goto("/admin/quyen/")
    page.click(".rights-choice a:has-text('Giàng A Cộng')")
    whole(page, "quyen", height=620)
    page.click("a:has-text('Mở thông tin nhân sự')")
    part(page.locator(".grants"), "giao-quyen")


def moderators(browser: Browser, base: str, scenes: dict[str, str]) -> None:
    page = logged_in(browser, base, "kiemduyet")
    page.goto("/admin/y-kien/")
    whole(page, "y-kien", height=900)
    card = page.locator(".queue-item").first
    card.locator("summary").first.click()
    part(card, "y-kien-tu-choi")


def administrators(browser: Browser, base: str, scenes: dict[str, str]) -> None:
    page = logged_in(browser, base, "quantri")
    for address, name in (
        ("/admin/articles/reviewstep/", "quy-trinh"),
        ("/admin/articles/findingrule/", "dieu-kiem-tra"),
        ("/admin/record/event/", "nhat-ky"),
    ):
        page.goto(address)
        whole(page, name, height=640)


def telephone(browser: Browser, base: str, username: str) -> Page:
    phone = opened(browser, base, 360, has_touch=True)
    phone.goto("/admin/login/")
    phone.fill("#id_username", username)
    phone.fill("#id_password", PASSWORD)
    phone.click("[type=submit]")
    phone.wait_for_selector("#user-tools")
    return phone


def form(page: Page, place: str, act: str = "change/") -> None:
    page.goto(place + act)
    page.wait_for_selector(".cke_wysiwyg_div")


def whole(page: Page, name: str, *, height: int = 860, full: bool = False) -> None:
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.evaluate("document.fonts.ready")
    taken(lambda **options: page.screenshot(full_page=full, **options), name)


def part(box: Locator, name: str) -> None:
    # What floats above the page would stand before the box.
    box.page.evaluate("for (const bar of document.querySelectorAll('.bar')) bar.style.position = 'static'")
    taken(box.screenshot, name)


def taken(screenshot: Callable, name: str) -> None:
    file = PICTURES / f"{name}.jpg"
    screenshot(path=file, type="jpeg", quality=68, animations="disabled", caret="hide")
    print(f"docs/huong-dan/anh/{file.name} {file.stat().st_size // 1024} kB", flush=True)


if __name__ == "__main__":
    main()
