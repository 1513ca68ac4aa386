"""The editor as a newsroom uses it: pictures, galleries, embeds, files, boxes and links put in by real clicks; what is
pasted and dropped; and that nothing changes by itself."""

import base64
import re
from collections.abc import Iterator
from itertools import count

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_pages import complaints
from tests.factories import make_picture
from tests.files.samples import pdf

ADD = "/admin/articles/edition/add/"
SAVE = "button[name=_save]"
TEXT = ".cke_wysiwyg_div"
TAKE = ".editor-dialog .desk-button--main"
SUCCESS = ".messagelist .success"
NOTICE = ".editor-notice"
# What a browser hands over at a paste or a drop, at the caret or at an element.
CARRY = """({kind, html, text, files, at}) => {
  const carried = new DataTransfer();
  if (html) carried.setData("text/html", html);
  if (text) carried.setData("text/plain", text);
  for (const {name, type, data} of files ?? [])
    carried.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, {type}));
  const place = document.querySelector(at ?? ".cke_wysiwyg_div");
  const {x, y} = place.getBoundingClientRect();
  const options = {bubbles: true, cancelable: true};
  if (kind === "paste") return place.dispatchEvent(new ClipboardEvent("paste", {...options, clipboardData: carried}));
  const point = {...options, dataTransfer: carried, clientX: x + 4, clientY: y + 4};
  place.dispatchEvent(new DragEvent("dragover", point));
  place.dispatchEvent(new DragEvent("drop", point));
}"""
_made = count()


def picture(name: str) -> dict[str, str]:
    """A file that no other is."""
    raw = make_picture(size=(400, 240), comment=f"editor {next(_made)}".encode())
    return {"name": name, "type": "image/jpeg", "data": base64.b64encode(raw).decode()}


@pytest.fixture
def page(staff) -> Iterator[Page]:
    """A reporter's form of a new article, its caret behind the first of two paragraphs; no policy is violated."""
    page = staff("phongvien")
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (event) => console.error('Content Security Policy', event.blockedURI))"
    )
    begin(page)
    yield page
    # Nothing unsaved is left to others.
    page.evaluate("window.CKEDITOR?.instances.id_body?.setData('')")


def begin(page: Page, *, title: str = "Bài thử trình soạn thảo") -> None:
    page.goto(ADD)
    page.wait_for_selector(TEXT)
    page.fill("#id_title", title)
    page.select_option("#id_section", label="Xã hội")
    stands(page, "<p>Một</p><p>Hai</p>")


def stands(page: Page, body: str) -> None:
    """This body in the editor, the caret at the end of its first line."""
    page.evaluate(
        "body => new Promise((done) => CKEDITOR.instances.id_body.setData(body, {callback: done}))", body
    )
    page.locator(f"{TEXT} p").first.click()
    page.keyboard.press("End")


def body_of(page: Page) -> str:
    return page.evaluate("CKEDITOR.instances.id_body.getData()")


def expect_body(page: Page, pattern: str) -> None:
    page.wait_for_function(
        "pattern => new RegExp(`^${pattern}$`).test(CKEDITOR.instances.id_body.getData())", arg=pattern
    )


def press(page: Page, name: str) -> None:
    page.click(f".cke_button__{name}")


def choose_photos(page: Page, *places: int) -> list[str]:
    """Clicks pictures of the library; their ids."""
    page.wait_for_selector(".choose__one")
    ids = []
    for place in places:
        one = page.locator(".choose__one").nth(place)
        ids.append(str(page.evaluate("one => JSON.parse(one.dataset.photo).id", one.element_handle())))
        one.click()
    return ids


def write_caption(page: Page, caption: Locator, words: str) -> None:
    """Other words in the place of those that stand there, and nowhere else."""
    caption.click()
    expect(caption).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)
    expect(caption).to_have_text(words)


def bring_file(page: Page, name: str) -> str:
    """A document in the library of files; its id."""
    raw = base64.b64encode(pdf(b"/Number %d" % next(_made))).decode()
    answer = page.evaluate(
        """async ({name, raw}) => {
          const data = new FormData();
          data.append("files", new File([Uint8Array.from(atob(raw), (c) => c.charCodeAt(0))], name));
          const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
          const headers = {Accept: "application/json", "X-CSRFToken": token};
          return (await fetch("/admin/files/file/them/", {method: "POST", body: data, headers})).json();
        }""",
        {"name": name, "raw": raw},
    )
    return str(answer["answers"][0]["file"]["id"])


# ── By the buttons ───────────────────────────────────────────────────────────
def test_an_article_with_every_sort_of_object_is_put_together_saved_and_read(page, staff, visitor):
    document = bring_file(page, "bao-cao-quy.pdf")
    press(page, "photo")
    [first] = choose_photos(page, 0)
    write_caption(page, page.locator(f"{TEXT} .object--photo figcaption"), "Các đại biểu dự Hội nghị.")
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.press("End")
    press(page, "gallery")
    second, third = choose_photos(page, 1, 2)
    page.click(".picker__foot button")
    page.locator(".editor-dialog__choice").nth(1).click()
    expect(page.locator(f"{TEXT} .object--gallery figure")).to_have_count(2)
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.insert_text("Ba")
    press(page, "embed")
    page.fill(".editor-dialog input", "https://example.com/phim")
    page.click(TAKE)
    expect(page.locator(".editor-dialog__trouble")).to_contain_text("YouTube")
    page.fill(".editor-dialog input", "https://youtu.be/AAAAAAAAAAA?si=theo-doi")
    page.fill(".editor-dialog textarea", "Phim của Sở Y tế.")
    page.click(TAKE)
    page.wait_for_selector(f"{TEXT} .object--embed")
    page.locator(f"{TEXT} > p").last.click()
    press(page, "box")
    page.keyboard.insert_text("Ba điều cần biết")
    page.locator(f"{TEXT} > p").last.click()
    press(page, "file")
    page.locator(".file-picker__one").first.click()
    expect(page.locator(f"{TEXT} .object--file")).to_be_visible()
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.insert_text("Đọc thêm: ")
    press(page, "articlelink")
    page.fill(".editor-dialog input", "giao ban khoa giao")
    choice = page.locator(".editor-dialog__choice", has_text="Giao ban công tác khoa giáo")
    linked = choice.locator("b").inner_text()
    choice.click()
    expect(page.locator(f"{TEXT} a", has_text=linked)).to_be_visible()
    page.keyboard.insert_text(".")
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    stored = page.locator("textarea[name=body]").evaluate("area => area.defaultValue")
    named = re.findall(r'data-(photo|gallery|embed|file)="([^"]*)"', stored)
    assert named == [
        ("photo", first),
        ("gallery", "story"),
        ("photo", second),
        ("photo", third),
        ("embed", "https://www.youtube.com/watch?v=AAAAAAAAAAA"),
        ("file", document),
    ]
    assert "<figcaption>Các đại biểu dự Hội nghị.</figcaption>" in stored
    assert re.search(r"<aside><h2>Ba điều cần biết</h2><p>[^<]+</p></aside>", stored)
    assert re.search(rf'<a href="/[-\w]+/\d+/[^"]+\.html" rel="noopener">{linked}</a>', stored)
    assert "<img" not in stored
    page.click("button[name=_move][value=submit]")
    board = staff("tongbientap")
    board.click(".panel a:has-text('Bài thử trình soạn thảo')")
    board.fill("#id_note", "Tin gấp.")
    board.click("button[name=_move][value=publish_urgently]")
    expect(board.locator(SUCCESS)).to_have_count(1)
    reader = visitor()
    reader.goto("/")
    reader.locator("a:has-text('Bài thử trình soạn thảo')").first.click()
    body = reader.locator("article.story .body")
    sorts = body.evaluate("body => [...body.children].map((one) => one.className || one.tagName)")
    assert [sort.split(" ")[-1] for sort in sorts] == [
        "P", "FIGURE", "P", "gallery--story", "P", "embed--wide", "ASIDE", "attached--document", "P",
    ]  # fmt: skip
    expect(body.locator("figcaption").first).to_contain_text("Các đại biểu dự Hội nghị.")
    body.locator(f"a:has-text('{linked}')").click()
    expect(reader.locator("article.story h1")).to_have_text(linked)


def test_an_object_is_described_moved_taken_out_and_brought_back_by_the_keyboard(page):
    press(page, "photo")
    [photo] = choose_photos(page, 0)
    page.keyboard.press("Alt+ArrowDown")
    expect_body(page, f'<p>Một</p><p>Hai</p><figure data-photo="{photo}".*')
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Enter")
    page.fill(".editor-dialog textarea", "Chú <thích>")
    page.fill(".editor-dialog input >> nth=0", 'Lò Thị "Mẫu"')
    page.fill(".editor-dialog input >> nth=1", "Ba người & núi")
    page.click(TAKE)
    whole = (
        f'<figure data-photo="{photo}" data-credit="Lò Thị &quot;Mẫu&quot;" data-alt="Ba người &amp; núi">'
        "<figcaption>Chú &lt;thích&gt;</figcaption></figure>"
    )
    expect_body(page, f"<p>Một</p>{whole}<p>Hai</p>")
    page.locator(f"{TEXT} .object__picture").click()
    page.keyboard.press("Control+x")
    expect_body(page, "<p>Một</p><p>Hai</p>")
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.press("End")
    page.keyboard.press("Control+v")
    expect_body(page, f"<p>Một</p><p>Hai</p>{whole}")
    page.keyboard.press("Alt+ArrowUp")
    expect_body(page, f"<p>Một</p>{whole}<p>Hai</p>")
    page.keyboard.press("Delete")
    expect_body(page, "<p>Một</p><p>Hai</p>")
    page.keyboard.press("Control+z")
    expect_body(page, f"<p>Một</p>{whole}<p>Hai</p>")


def test_what_is_typed_before_the_editor_has_noticed_a_click_goes_where_the_click_was(page):
    press(page, "photo")
    [photo] = choose_photos(page, 0)
    figure = f'<figure data-photo="{photo}"[^>]*><figcaption>{{}}</figcaption></figure>'
    # As on a machine that has too much to do.
    page.evaluate(
        """() => { const { setTimeout } = CKEDITOR.tools;
            CKEDITOR.tools.setTimeout = (act, wait, ...rest) => setTimeout(act, (wait ?? 0) + 2000, ...rest); }"""
    )
    page.locator(f"{TEXT} .object--photo figcaption").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("Đại biểu")
    expect_body(page, f"<p>Một</p>{figure.format('Đại biểu')}<p>Hai</p>")
    page.locator(f"{TEXT} .object__picture").click()
    page.locator(f"{TEXT} > p").last.click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    expect_body(page, f"<p>Một</p>{figure.format('Đại biểu')}<p>Ha</p>")
    page.locator(f"{TEXT} .object__picture").click()
    page.locator(f"{TEXT} .object--photo figcaption").click()
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    expect_body(page, f"<p>Một</p>{figure.format('Đại biể')}<p>Ha</p>")


def test_the_pictures_of_a_gallery_are_ordered_added_and_taken_out(page):
    press(page, "gallery")
    one, two = choose_photos(page, 0, 1)
    page.click(".picker__foot button")
    page.locator(".editor-dialog__choice").first.click()
    gallery = page.locator(f"{TEXT} .object--gallery")
    write_caption(page, gallery.locator("figcaption").nth(1), "Ảnh hai.")
    page.click("[data-place='1'] [data-do=up]")
    named = f'<figure data-photo="{two}"[^>]*><figcaption>Ảnh hai.</figcaption></figure>'
    first = f'<figure data-photo="{one}"[^>]*>.*</figure>'
    expect_body(page, f'<p>Một</p><div data-gallery="grid">{named}{first}</div><p>Hai</p>')
    gallery.locator("> .object__tools [data-do=add]").click()
    [three] = choose_photos(page, 2)
    page.click(".picker__foot button")
    page.click("[data-place='1'] [data-do=delete]")
    third = f'<figure data-photo="{three}"[^>]*>.*</figure>'
    expect_body(page, f'<p>Một</p><div data-gallery="grid">{named}{third}</div><p>Hai</p>')
    gallery.locator("> .object__tools [data-do=kind]").click()
    page.locator(".editor-dialog__choice").nth(1).click()
    expect_body(page, f'<p>Một</p><div data-gallery="story">{named}{third}</div><p>Hai</p>')


def test_every_button_works_under_the_policy_of_the_page(page):
    """The fixture of visitors fails a test for any violation or script error."""
    for name in ("link", "table", "find"):
        press(page, name)
        page.wait_for_selector(".cke_dialog input:visible")
        page.keyboard.press("Escape")
        expect(page.locator(".cke_dialog:visible")).to_have_count(0)
    page.click(".cke_combo_button")
    page.frame_locator("iframe.cke_panel_frame").locator("a").nth(1).click()
    expect_body(page, "<h2>Một</h2><p>Hai</p>")
    page.locator(f"{TEXT} p").first.click()
    twice = ("numberedlist", "bulletedlist", "bulletedlist", "blockquote")
    for name in ("bold", "italic", "removeformat", *twice, "undo", "redo"):
        press(page, name)
    press(page, "pastenotes")
    expect(page.locator(".editor-dialog li")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(page.locator(".editor-dialog")).to_have_count(0)


# ── Nothing changes by itself ────────────────────────────────────────────────
def whole_body(page: Page) -> str:
    """A body with every sort of object, as the gate keeps it."""
    press(page, "photo")
    [one], two, three = choose_photos(page, 0), "2", "987654"
    document = bring_file(page, "phu-luc.pdf")
    return (
        "<p>Mở &amp; “đầu” &lt;x&gt;, có&nbsp;cách, <b>b</b> <i>i</i> <strong>s</strong> <em>e</em> <u>u</u>"
        " H<sub>2</sub>O"
        '<br>dòng <a href="/xa-hoi/202601/bai-1.html" title="Đề" rel="noopener">hai</a></p><h2>Hai</h2><h3>Ba</h3>'
        "<ul><li>một<ul><li>con</li></ul></li></ul><ol><li>một</li></ol><blockquote><p>Trích</p></blockquote>"
        '<table><thead><tr><th scope="col">A</th><th>B</th></tr></thead><tbody><tr><td colspan="2">c'
        "</td></tr></tbody></table>"
        f'<hr><figure data-photo="{one}" data-credit="Lò Thị &quot;Mẫu&quot; &amp; con" data-alt="Người &lt;dân&gt;">'
        '<figcaption>Chú <em>thích</em> <a href="https://a.vn/" rel="noopener">x</a><br>dòng hai.</figcaption></figure>'
        f'<figure data-photo="{two}"></figure><p>Giữa</p><div data-gallery="grid"><figure data-photo="{one}">'
        f'<figcaption>Một</figcaption></figure><figure data-photo="{two}" data-credit="A"></figure></div>'
        f'<div data-gallery="story"><figure data-photo="{three}"><figcaption>Không còn</figcaption></figure></div>'
        f'<figure data-photo="{one}" data-embed="https://www.youtube.com/watch?v=AAAAAAAAAAA"><figcaption>Phim</figcaption>'
        f'</figure><figure data-photo="{one}" data-file="{document}"><figcaption>Phụ lục</figcaption></figure>'
        "<aside><h3>Hộp</h3>"
        f'<p>Chữ <strong>đậm</strong></p><ul><li>x</li></ul></aside><p>Cuối</p><figure data-photo="{two}"></figure>'
    )


def saved_with(page: Page, body: str) -> None:
    page.evaluate(
        "body => { CKEDITOR.instances.id_body.destroy(true); document.querySelector('#id_body').value = body; }",
        body,
    )
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    page.wait_for_selector(TEXT)


def test_a_body_that_nobody_touches_goes_in_and_out_as_it_was(page):
    body = whole_body(page)
    saved_with(page, body)
    stored = page.locator("#id_body").evaluate("area => area.defaultValue")
    assert stored == body
    assert body_of(page) == stored
    expect(page.locator(f"{TEXT} .object__missing")).to_have_count(1)
    page.wait_for_timeout(3_000)
    expect(page.locator("[data-behaviour=writing-status]")).not_to_have_attribute("data-state", "saved")
    before = page.locator("[name=seen]").first.input_value()
    with page.expect_navigation():
        page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert page.locator("#id_body").evaluate("area => area.defaultValue") == stored
    assert page.locator("[name=seen]").first.input_value() == before


def test_objects_that_are_not_saved_yet_are_found_again(page):
    press(page, "photo")
    [photo] = choose_photos(page, 0)
    expect(page.locator("[data-behaviour=writing-status][data-state=saved]")).to_be_visible(timeout=15_000)
    page.goto(ADD)
    offer = page.locator("div[data-copy]", has_text="Bài thử trình soạn thảo").first
    offer.locator("a[href^='?ban=']").click()
    page.wait_for_selector(f"{TEXT} .object--photo")
    expect_body(page, f'<p>Một</p><figure data-photo="{photo}".*</figure><p>Hai</p>')


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_form_with_a_full_editor_and_its_dialogs_is_whole_and_accessible(staff, width, scheme):
    page = staff("tongbientap", viewport={"width": width, "height": 900}, color_scheme=scheme)
    begin(page)
    stands(page, whole_body(page).replace("987654", "1"))
    expect(page.locator(".editor-count").last).to_contain_text(re.compile(r"\d"))
    said = {"full": complaints(page)}
    press(page, "articlelink")
    page.wait_for_selector(".editor-dialog__choice")
    said["link"] = complaints(page)
    page.keyboard.press("Escape")
    page.click(f"{TEXT} .object--photo [data-do=edit] >> nth=0")
    said["words"] = complaints(page)
    page.keyboard.press("Escape")
    stands(page, "<p>Hoäi nghò</p>")
    page.keyboard.press("Shift+Home")
    press(page, "decode")
    page.check("input[value=vni]")
    page.wait_for_selector(f"{TAKE}:enabled")
    said["decode"] = complaints(page)
    page.keyboard.press("Escape")
    assert said == {name: [] for name in said}


# ── Pasted and dropped ───────────────────────────────────────────────────────
def test_text_from_word_comes_clean_its_pictures_go_into_the_library_and_nothing_is_fetched_elsewhere(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    data = picture("x")["data"]
    here = page.url.split("/admin/")[0]
    html = (
        "<html><body><!--StartFragment--><p class=MsoNormal style='color:red' onclick='alert(1)'><b>Đậm</b> thường</p>"
        f"<h1>Đề mục</h1><p class=MsoNormal>Có ảnh <img src='data:image/jpeg;base64,{data}'> trong dòng</p>"
        f"<p><img src='https://example.com/a.jpg' onerror='alert(2)'></p>"
        f"<p><a href='{here}/xa-hoi/202601/bai-1.html'>bài</a></p>"
        "<!--EndFragment--></body></html>"
    )
    page.evaluate(CARRY, {"kind": "paste", "html": html, "text": "…"})
    expect_body(
        page,
        "<p>Một</p><p><strong>Đậm</strong> thường</p><h2>Đề mục</h2><p>Có ảnh trong dòng</p>"
        r'<figure data-photo="\d+"></figure>'
        '<p><a href="/xa-hoi/202601/bai-1.html" rel="noopener">bài</a></p><p>Hai</p>',
    )
    expect(page.locator(NOTICE)).to_have_count(1)
    assert [url for url in asked if not url.startswith((here, "data:"))] == []


def test_files_that_are_dropped_stand_where_they_were_let_go_and_what_is_refused_leaves_the_text_as_it_was(
    page,
):
    impostor = {"name": "trang.jpg", "type": "image/jpeg", "data": base64.b64encode(b"<html>").decode()}
    document = {"name": "bao-cao.docx", "type": "application/msword", "data": "AAAA"}
    files = [picture("mot.jpg"), impostor, document, picture("hai.jpg")]
    page.evaluate(CARRY, {"kind": "drop", "files": files, "at": f"{TEXT} p:last-of-type"})
    expect_body(
        page, r'<p>Một</p><p>Hai</p><figure data-photo="\d+"></figure><figure data-photo="\d+"></figure>'
    )
    for name in ("trang.jpg", "bao-cao.docx"):
        expect(page.locator(f"{NOTICE}--trouble", has_text=name)).to_be_visible()
    expect(page.locator(f"{NOTICE}--trouble")).to_have_count(2)


def test_a_picture_that_is_pasted_stands_behind_the_caret_and_the_address_of_an_article_is_a_link(page):
    page.evaluate(CARRY, {"kind": "paste", "files": [picture("chup.jpg")]})
    expect_body(page, r'<p>Một</p><figure data-photo="\d+"></figure><p>Hai</p>')
    stands(page, "<p>Một</p>")
    here = page.url.split("/admin/")[0]
    page.keyboard.press("Shift+Home")
    page.evaluate(CARRY, {"kind": "paste", "text": f"{here}/xa-hoi/202601/bai-1.html"})
    expect_body(page, '<p><a href="/xa-hoi/202601/bai-1.html" rel="noopener">Một</a></p>')


def test_where_the_server_does_not_answer_the_editors_own_filter_takes_the_paste(page):
    page.context.set_offline(True)
    page.evaluate(
        CARRY,
        {"kind": "paste", "html": "<p style='color:red' onclick='alert(1)'>Chữ <b>đậm</b></p>", "text": "…"},
    )
    expect_body(page, "<p>MộtChữ <b>đậm</b></p><p>Hai</p>")
    page.context.set_offline(False)
    expect(page.locator(f"{NOTICE}--trouble")).to_have_count(1)


# ── Old encodings ────────────────────────────────────────────────────────────
def test_text_in_an_old_font_is_offered_decoded_and_goes_in_as_was_chosen(page):
    html = "<p style='font-family:\".VnTime\"'>Héi nghÞ</p><p>Thường</p>"
    page.evaluate(CARRY, {"kind": "paste", "html": html, "text": "…"})
    expect(page.locator(".editor-dialog__words").first).to_contain_text("Héi nghÞ")
    expect(page.locator(".editor-dialog__words").last).to_contain_text("Hội nghị")
    page.click(TAKE)
    expect_body(page, "<p>Một</p><p>Hội nghị</p><p>Thường</p><p>Hai</p>")
    stands(page, "<p>Một</p>")
    page.evaluate(CARRY, {"kind": "paste", "html": html, "text": "…"})
    page.click(".editor-dialog p .desk-button:not(.desk-button--main)")
    expect_body(page, "<p>Một</p><p>Héi nghÞ</p><p>Thường</p>")


def test_a_selection_is_decoded_as_a_person_says_and_nothing_is_guessed(page):
    stands(page, "<p>Hoäi nghò</p><p>Hai</p>")
    press(page, "decode")
    expect(page.locator(f"{NOTICE}--trouble")).to_have_count(1)
    page.locator(f"{TEXT} p").first.click()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    press(page, "decode")
    expect(page.locator(TAKE)).to_be_disabled()
    page.check("input[value=vni]")
    expect(page.locator(".editor-dialog__words").last).to_have_text("Hội nghị")
    page.click(TAKE)
    expect_body(page, "<p>Hội nghị</p><p>Hai</p>")


def test_without_scripts_nothing_is_offered_that_needs_them(staff):
    page = staff("phongvien", java_script_enabled=False)
    page.goto(ADD)
    expect(page.locator("[data-behaviour~=choose-photo]").first).to_be_hidden()
    expect(page.locator(".shortcuts")).to_be_hidden()


def test_a_dialog_offers_what_can_be_done_in_it(page):
    page.click(".cke_button__embed")
    dialog = page.locator(".editor-dialog")
    expect(dialog.get_by_role("button", name=_("Choose the picture in its place"))).to_be_visible()
    expect(dialog.get_by_text(_("Without a picture"))).to_be_hidden()
    expect(dialog.get_by_label(_("Words below it"))).to_be_visible()


def test_without_scripts_the_field_is_written_in_as_it_is(staff):
    address = saved_address(staff("phongvien"))
    page = staff("phongvien", java_script_enabled=False)
    page.goto(address)
    page.fill("#id_body", '<p>Gõ tay</p><figure data-photo="1"></figure>')
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert page.locator("#id_body").input_value().strip() == '<p>Gõ tay</p><figure data-photo="1"></figure>'


def saved_address(page: Page) -> str:
    begin(page, title="Không có script")
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    return page.url
