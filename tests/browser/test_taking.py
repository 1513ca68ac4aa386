"""A piece in review is taken, handed on and given a deadline on the page it is edited on."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

SUCCESS = ".messagelist .success"


def test_an_editor_takes_a_piece_sets_its_deadline_and_hands_it_to_a_colleague(staff):
    reporter = staff("phongvien")
    reporter.goto("/admin/articles/edition/add/")
    reporter.wait_for_selector(".cke_wysiwyg_div")
    reporter.fill("#id_title", "Bài để nhận")
    reporter.select_option("#id_section", label="Xã hội")
    reporter.evaluate("CKEDITOR.instances.id_body.setData('<p>Thân bài để nhận.</p>')")
    reporter.click("button[name=_save]")
    expect(reporter.locator(SUCCESS)).to_have_count(1)
    address = reporter.url
    reporter.click("button[name=_move][value=submit]")
    expect(reporter.locator(SUCCESS)).to_have_count(1)

    editor = staff("bientapvien", viewport={"width": 360, "height": 740})
    editor.goto(address)
    press(editor, "form[action$='/nhan-bai/'] button")
    editor.click(".taking summary")
    due = timezone.localtime(timezone.now() + timedelta(hours=2))
    editor.fill("#id_due_at", f"{due:%H:%M, %d/%m/%Y}")
    press(editor, "form[action$='/han-xong/'] button")
    expect(editor.locator(".taking time")).to_have_text(f"{due:%H:%M, %d/%m/%Y}")
    editor.click(".taking summary")
    assert editor.evaluate("document.documentElement.scrollWidth") == 360
    editor.select_option("#hand-on-to", label="Hoàng Văn Tổng")
    editor.fill("#hand-on-note", "Nhờ xem giúp số liệu.")
    press(editor, "button[formaction$='/giao-bai/']")
    expect(editor.locator(".taking strong")).to_contain_text("Hoàng Văn Tổng")

    board = staff("tongbientap")
    board.goto(address)
    press(board, "form[action$='/tra-lai-cho-chung/'] button")
    expect(board.locator(".taking strong")).to_have_count(0)


def press(page: Page, button: str) -> None:
    page.click(button)
    expect(page.locator(SUCCESS)).to_have_count(1)
