"""Contributors and related articles as rows of the writing form, by the keyboard alone."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

SECTION = "Khoa giáo"


def begin(page: Page, title: str) -> None:
    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.fill("#id_title", title)
    page.fill("#id_lead", "Sapo.")
    page.select_option("#id_section", label=SECTION)


def names(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("#id_contributors [role=combobox]").all()]


def test_contributors_are_named_moved_and_taken_out_by_the_keyboard_alone(staff):
    page = staff("phongvien")
    begin(page, "Bài có người thực hiện")
    # Whoever signs by this account is there already.
    assert names(page) == ["Lò Phóng"]
    page.locator("#id_contributors .beside__add button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_contributors [role=combobox]")).to_have_count(2)
    page.keyboard.type("ha m")
    expect(page.locator("#id_contributors [role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert names(page) == ["Lò Phóng", "Hà Mẫu"]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("30")
    work = page.locator("#id_contributors select").nth(1).input_value()
    page.keyboard.press("Alt+ArrowUp")
    assert names(page) == ["Hà Mẫu", "Lò Phóng"]
    text = page.locator("textarea[name=contributors]")
    assert text.input_value() == f"Hà Mẫu · {work} · 30%\nLò Phóng"
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    expect(page.locator("#id_contributors .beside__row")).to_have_count(2)
    assert names(page) == ["Hà Mẫu", "Lò Phóng"]
    # The last button of a row takes it out; the focus goes on to what stands there then.
    page.locator("#id_contributors .beside__row").first.locator("button").last.focus()
    page.keyboard.press("Enter")
    assert names(page) == ["Lò Phóng"]
    assert page.evaluate("document.activeElement.closest('.beside__row') !== null")
    assert text.input_value() == "Lò Phóng"


def test_a_name_that_nobody_has_comes_back_with_its_line_and_the_row_stands(staff):
    page = staff("phongvien")
    begin(page, "Bài sai tên")
    page.locator("#id_contributors .beside__add button").click()
    page.keyboard.type("Mùa A Chưa")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    summary = page.locator(".errornote a")
    expect(summary).to_have_count(1)
    assert "Mùa A Chưa" in page.locator(".field-contributors .errorlist").inner_text()
    assert names(page) == ["Lò Phóng", "Mùa A Chưa"]
    summary.click()
    assert page.evaluate("document.activeElement.id") == "id_contributors"


def test_related_articles_are_found_by_words_and_kept_by_their_numbers(staff):
    page = staff("phongvien")
    begin(page, "Bài có tin liên quan")
    for words, title in (
        ("duong ve ban", "Bài 1"),
        ("na hin ve dich", "Xã Nà Hin"),
        ("duong ve ban", "Bài 1"),
    ):
        page.locator("#id_related .beside__add button").click()
        page.fill("#editor-pick", words)
        page.locator(f".editor-dialog__choice:has-text('{title}')").first.click()
    rows = page.locator("#id_related .beside__title b")
    expect(rows).to_have_count(2)
    before = rows.all_inner_texts()
    assert before[0].startswith("Bài 1")
    page.locator("#id_related .beside__row").nth(1).locator("button").first.focus()
    page.keyboard.press("Enter")
    assert rows.all_inner_texts() == before[::-1]
    numbers = page.locator("[name=related]").input_value()
    assert re.fullmatch(r"\d+, \d+", numbers)
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    # The rows are called by their titles again, which the page asks for.
    expect(rows).to_have_text(before[::-1])
    assert page.locator("[name=related]").input_value() == numbers


def test_words_the_browser_brings_back_make_the_rows_anew(staff):
    page = staff("phongvien")
    begin(page, "Bài được mang lại")
    page.evaluate(
        """() => { const text = document.querySelector('[name=contributors]'); text.value = 'Hà Mẫu\\nVừ A Dụ';
        text.form.dispatchEvent(new Event('input', {bubbles: true})); }"""
    )
    assert names(page) == ["Hà Mẫu", "Vừ A Dụ"]


def test_without_scripts_the_text_stands_with_its_help(staff):
    page = staff("phongvien", java_script_enabled=False)
    page.goto("/admin/articles/edition/add/")
    assert page.locator("textarea[name=contributors]").input_value() == "Lò Phóng"
    assert page.locator("textarea[name=contributors]").is_visible()
    assert page.locator("[name=related]").is_visible()
    page.fill("#id_title", "Không có kịch bản")
    page.select_option("#id_section", label=SECTION)
    page.fill("textarea[name=contributors]", "Hà Mẫu\nVừ A Dụ")
    page.click("button[name=_save]")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    assert page.locator("textarea[name=contributors]").input_value() == "Hà Mẫu\nVừ A Dụ"


def test_a_running_story_is_made_beside_the_text(staff):
    """By who may: a small window, and the new story is chosen."""
    page = staff("bientapvien")
    begin(page, "Bài mở dòng sự kiện")
    with page.expect_popup() as opened:
        page.locator(".field-story .add-related").click()
    small = opened.value
    small.fill("#id_name", "Mùa mưa lũ 2026")
    small.click("input[name=_save]")
    expect(page.locator("#id_story option:checked")).to_have_text("Mùa mưa lũ 2026")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    expect(page.locator("#id_story option:checked")).to_have_text("Mùa mưa lũ 2026")


def test_a_story_takes_its_picture_from_the_library(staff):
    page = staff("bientapvien")
    page.goto("/admin/articles/story/add/")
    page.fill("#id_name", "Lễ hội mùa xuân")
    page.locator(".library-photo button").first.click()
    page.locator(".choose__one").first.click()
    expect(page.locator(".library-photo img")).to_be_visible()
    assert re.fullmatch(r"\d+", page.locator("#id_photo").input_value())
    page.click("input[name=_save]")
    expect(page.locator(".messagelist .success")).to_have_count(1)


def test_axe_finds_nothing_in_the_rows(staff):
    page = staff("phongvien")
    begin(page, "Bài cho mọi người")
    page.locator("#id_contributors .beside__add button").click()
    page.keyboard.type("a")
    expect(page.locator("#id_contributors [role=option]").first).to_be_visible()
    found = Axe().run(
        page, context=".beside", options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    )
    assert found.response["violations"] == []
