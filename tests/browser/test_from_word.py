"""A Word file that is dropped on the desk becomes a draft, and without a script it does too."""

import base64

import pytest
from playwright.sync_api import expect

from tests.articles.word_files import TITLE, article, docx, para
from tests.browser.test_pages import complaints

START = "/admin/articles/edition/tu-word/"
DROP = """(box, data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const dropped = new DataTransfer();
    dropped.items.add(new File([bytes], "Nà Hin.docx"));
    for (const type of ["dragover", "drop"]) {
        box.dispatchEvent(new DragEvent(type, { dataTransfer: dropped, bubbles: true, cancelable: true }));
    }
}"""


def test_a_file_that_is_dropped_on_the_box_is_read(staff):
    page = staff("phongvien")
    page.click(f"a[href='{START}'] >> nth=0")
    box = page.locator(".word__drop")
    box.evaluate(DROP, base64.b64encode(article()).decode())
    expect(page.locator("[data-said]")).to_have_text("Nà Hin.docx")
    page.click("#word-file button")
    expect(page.locator("#id_title")).to_have_value(TITLE)
    expect(page.locator(".cke_wysiwyg_div")).to_contain_text("Gỡ khó cho hợp tác xã")


def test_without_a_script_and_on_a_telephone_all_of_it_arrives(staff):
    page = staff("phongvien", java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(START)
    page.set_input_files("#id_file", {"name": "a.docx", "mimeType": "", "buffer": article()})
    page.click("#word-file button")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.select_option("#id_section", label="Khoa giáo")
    page.fill("#id_title", f"{TITLE} (không có script)")
    page.click("#word-draft .desk-button--main")
    page.goto(page.url.replace("/change/", "/xem-truoc/"))
    story = page.locator("article.story")
    expect(story.locator("h1")).to_have_text(f"{TITLE} (không có script)")
    expect(story.locator(".body h2")).to_have_text("Gỡ khó cho hợp tác xã")
    expect(story.locator(".body td")).to_have_count(4)
    expect(story.locator("figure img")).to_have_count(2)
    expect(story.locator(".byline")).to_have_text("Lò Thị Mẫu (Trung tâm Văn hóa)")


def test_nobody_loses_what_she_corrected_by_going_away(staff):
    asked = """() => {
        const leaving = new Event("beforeunload", { cancelable: true });
        dispatchEvent(leaving);
        return leaving.defaultPrevented;
    }"""
    ready = """new Promise((done) => {
        const editor = CKEDITOR.instances.id_body;
        if (editor.status === "ready") done();
        else editor.on("instanceReady", () => done());
    })"""
    page = staff("phongvien")
    page.goto(START)
    page.set_input_files("#id_file", {"name": "a.docx", "mimeType": "", "buffer": article()})
    page.click("#word-file button")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.evaluate(ready)
    assert page.evaluate(asked) is False
    page.fill("#id_title", "")
    assert page.evaluate(asked) is True
    page.fill("#id_title", TITLE)
    assert page.evaluate(asked) is False
    page.locator(".cke_wysiwyg_div p").first.click()
    page.keyboard.type("Chữ thêm. ")
    assert page.evaluate(asked) is True
    page.fill("#id_title", "")
    page.click("#word-draft .desk-button--main")
    expect(page.locator(".errornote, [data-behaviour~=error-summary]").first).to_be_visible()
    page.wait_for_selector(".cke_wysiwyg_div")
    page.evaluate(ready)
    assert page.evaluate(asked) is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_its_pages_are_whole_and_accessible(staff, width, scheme):
    page = staff("phongvien", viewport={"width": width, "height": 800}, color_scheme=scheme)
    old = docx(para("X· Nµ Hin", style="Title"), para("Th­ viÖn x· më cöa."), font=".VnTime")
    found = {}
    for name, raw in {"not read": b"x", "old": old, "understood": article()}.items():
        page.goto(START)
        found[f"before {name}"] = complaints(page)
        page.set_input_files("#id_file", {"name": "a.docx", "mimeType": "", "buffer": raw})
        page.click("#word-file button")
        page.wait_for_load_state("load")
        if page.locator("textarea[data-type=ckeditortype]").count():
            page.wait_for_selector(".cke_wysiwyg_div")
        found[name] = complaints(page)
    assert {name: said for name, said in found.items() if said} == {}
