"""Writing in the real editor: hostile text is inert, a mistake loses no word, two clicks make one article."""

from playwright.sync_api import Page, expect

HOSTILE = """<p onclick="alert(1)">Một <b>đoạn</b> <a href="javascript:alert(2)">liên kết</a></p>
<script>alert(3)</script><img src="x" onerror="alert(4)"><svg onload="alert(5)"></svg><p style="color:red">Hai</p>"""
BODY = "textarea[name=body]"


def test_hostile_html_sent_past_the_editor_is_inert_at_the_desk_and_on_the_page(staff, visitor):
    writer = staff("phongvien")
    begin(writer, title="Bài thử <script>alert(6)</script>", lead='"><img src=x onerror=alert(7)>')
    writer.evaluate("html => CKEDITOR.instances.id_body.setData(html)", "<p>thay sau</p>")
    # The editor filters too; this is what an attacker sends instead of it.
    writer.evaluate(
        """html => { const area = document.querySelector('textarea[name=body]');
        CKEDITOR.instances.id_body.destroy(true); area.value = html; }""",
        HOSTILE,
    )
    writer.click("button[name=_save]")
    expect(writer.locator(".messagelist .success")).to_have_count(1)
    expect(writer.locator(".cke_wysiwyg_div p")).to_have_count(2)
    stored = writer.locator(BODY).input_value()
    assert [word for word in ("alert", "onerror", "style", "svg") if word in stored] == []
    writer.click("button[name=_move][value=submit]")
    board = staff("tongbientap")
    board.click(".panel a:has-text('Bài thử')")
    board.fill("#id_note", "Tin gấp.")
    board.click("button[name=_move][value=publish_urgently]")
    expect(board.locator(".messagelist .success")).to_have_count(1)
    reader = visitor()
    reader.goto("/")
    reader.click("a:has-text('Bài thử')")
    assert reader.locator("article.story h1").inner_text() == "Bài thử <script>alert(6)</script>"
    assert reader.locator("article.story :is(script, img, svg, [onclick], [style])").count() == 0


def test_a_form_with_a_mistake_keeps_words_and_picture(staff):
    from tests.factories import make_picture

    page = staff("phongvien")
    begin(page, title="", lead="Sapo còn nguyên.")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>Thân bài còn nguyên.</p>')")
    page.set_input_files(
        "#id_photos-0-upload",
        {"name": "anh-dep.jpg", "mimeType": "image/jpeg", "buffer": make_picture(size=(400, 240))},
    )
    page.fill("#id_photos-0-caption", "Chú thích còn nguyên.")
    page.evaluate("document.querySelector('#id_title').removeAttribute('required')")
    page.click("button[name=_save]")
    expect(page.locator(".errornote")).to_have_count(1)
    assert page.locator("#id_lead").input_value() == "Sapo còn nguyên."
    expect(page.locator(".cke_wysiwyg_div")).to_have_text("Thân bài còn nguyên.")
    expect(page.locator(".photo-row img")).to_have_count(1)
    page.fill("#id_title", "Nay đã có tiêu đề")
    page.click("button[name=_save]")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    assert page.locator("#id_photos-0-caption").input_value() == "Chú thích còn nguyên."
    expect(page.locator(".photo-row img")).to_have_count(1)


def test_two_quick_clicks_make_one_article(staff):
    page = staff("phongvien")
    begin(page, title="Bấm hai lần", lead="Sapo.")
    # Straight to the form, twice: what a browser without our script would send.
    page.evaluate(
        """async () => {
          const form = document.querySelector('#edition_form');
          const send = () => fetch('', {method: 'POST', body: new FormData(form)});
          await Promise.all([send(), send()]);
        }"""
    )
    page.goto("/admin/articles/edition/?q=bam+hai+lan")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)


def begin(page: Page, *, title: str, lead: str) -> None:
    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.fill("#id_title", title)
    page.fill("#id_lead", lead)
    page.select_option("#id_section", label="Xã hội")


def test_enter_in_a_reason_of_ones_own_rejects_and_never_approves(staff):
    page = staff("kiemduyet")
    page.goto("/admin/y-kien/")
    card = page.locator(".queue-item").first
    name = card.get_attribute("id")
    card.locator("summary").click()
    card.locator("[name=own_reason]").fill("Sai sự thật")
    card.locator("[name=own_reason]").press("Enter")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    page.goto("/admin/y-kien/?state=rejected")
    expect(page.locator(f"#{name}")).to_contain_text("Sai sự thật")
