"""A reader writes to the newsroom, and the newsroom answers: in a real browser, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import WIDTHS, complaints

LIST = "/admin/thu/"


def write(page: Page, subject: str) -> str:
    """Fills the form in by keyboard order, and sends it; the reference that is told."""
    page.goto("/")
    page.locator(".foot a[href='/gui-tin/']").click()
    page.select_option("#thu-kind", "question")
    page.fill("#thu-subject", subject)
    page.fill("#thu-body", "Tôi muốn hỏi lịch tiếp công dân tháng này.\n\nXin cảm ơn tòa soạn.")
    page.fill("#thu-name", "Vàng Thị Thử")
    page.click(".letter-form button")
    # Nothing was ticked, and no way to answer was given.
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("#thu-body")).to_have_value(re.compile("Xin cảm ơn tòa soạn"))
    page.fill("#thu-email", "vang.thi.thu@vi-du.example")
    page.check("#thu-consent")
    page.click(".letter-form button")
    page.wait_for_url("**/gui-tin/da-gui/**")
    return page.locator(".letter-reference").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_letter_is_written_handled_and_answered(visitor, staff, scripts):
    reader = visitor(java_script_enabled=scripts)
    subject = f"Hỏi lịch tiếp công dân {'có' if scripts else 'không'} script"
    reference = write(reader, subject)
    assert reader.context.cookies() == []
    editor = staff("bientapvien")
    editor.goto(LIST)
    editor.fill("[name=q]", reference)
    editor.click(".find button")
    editor.click(f"text={subject}")
    editor.click("#act-take button")
    editor.click("#act-answer summary")
    editor.fill("#answer", "Lịch tiếp công dân đăng ngày mùng 1 hằng tháng trên báo.")
    editor.click("#act-answer button")
    expect(editor.locator(".letter__said--answer")).to_contain_text("hằng tháng")
    editor.goto(f"{LIST}?trang-thai=answered")
    expect(editor.locator(".letters")).to_contain_text(subject)


def test_a_page_about_the_paper_is_written_and_read(visitor, staff):
    editor, reader = staff("thukytoasoan"), visitor(java_script_enabled=False)
    editor.goto("/admin/trang/")
    editor.click("text=Điều khoản sử dụng")
    editor.wait_for_selector(".cke_wysiwyg_div")
    assert editor.locator(".cke_button__photo").count() == 0
    editor.locator(".cke_wysiwyg_div").press("Control+End")
    editor.keyboard.type(" Câu mới của tòa soạn.")
    editor.click(".paper-page__go button")
    editor.wait_for_selector(".messagelist .success")
    reader.goto("/")
    reader.locator(".foot a", has_text="Điều khoản sử dụng").click()
    expect(reader.locator(".body")).to_contain_text("Câu mới của tòa soạn.")
    editor.click(".paper-page__older a")
    editor.click("#restore button")
    editor.wait_for_selector(".messagelist .success")
    reader.reload()
    assert "Câu mới" not in reader.locator(".body").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_these_pages_are_whole_and_accessible(visitor, staff, width, scheme):
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page, found = visitor(**options), {}
    for address in ("/gui-tin/", "/thong-tin/lien-he/", "/thong-tin/bao-mat/"):
        page.goto(address)
        found[address] = complaints(page)
    page.goto("/gui-tin/")
    page.click(".letter-form button")
    found["with errors"] = complaints(page)
    desk = staff("thukytoasoan", **options)
    for address in (LIST, f"{LIST}?q=cau&trang-thai=new", "/admin/trang/", "/admin/trang/them/"):
        desk.goto(address)
        if desk.locator("textarea[data-type=ckeditortype]").count():
            desk.wait_for_selector(".cke_wysiwyg_div")
        found[address] = complaints(desk)
    desk.goto(f"{LIST}?trang-thai=taken")
    desk.click(".letters__subject >> nth=0")
    desk.evaluate("for (const box of document.querySelectorAll('#content details')) box.open = true")
    found["a letter with all its boxes open"] = complaints(desk)
    desk.goto("/admin/trang/")
    desk.click(".paper-pages__title >> nth=0")
    desk.wait_for_selector(".cke_wysiwyg_div")
    found["a page's form"] = complaints(desk)
    assert found == {name: [] for name in found}


def test_on_paper_the_line_that_every_page_must_carry_stands(visitor):
    page = visitor(java_script_enabled=False)
    page.emulate_media(media="print")
    for address in ("/", "/thong-tin/lien-he/", "/khong-co-trang-nay/"):
        page.goto(address)
        expect(page.locator(".legal-line")).to_be_visible()


def test_the_trap_is_seen_by_no_reader_and_reached_by_no_key(visitor):
    page = visitor()
    page.goto("/gui-tin/")
    page.focus("#thu-consent")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert page.locator("#thu-website").evaluate("box => box.getBoundingClientRect().right") <= 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
