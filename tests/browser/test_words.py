"""Nobody loses words: typing is kept as it is typed, whatever the server, the line or a colleague does meanwhile."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.catalogue import PASSWORD
from tests.browser.server import Site
from tests.factories import make_picture

ADD = "/admin/articles/edition/add/"
SAVE = "button[name=_save]"
SUBMIT = "button[name=_move][value=submit]"
SUCCESS = ".messagelist .success"
# The server's own, on the page of the form; and what the browser itself holds.
UNSAVED = "div[data-copy]"
IN_THE_BROWSER = "[data-behaviour=kept-words] .banner"
ALARM = "[data-behaviour=writing-alarm]"
STATUS = "[data-behaviour=writing-status]"
# What browsers let a page send as it closes.
BEACON = 64 * 1024
FILL_STORAGE = """() => { for (let size = 4_000_000; size > 0; size = Math.floor(size / 2)) {
    try { for (let n = 0; ; n++) localStorage.setItem(`full-${size}-${n}`, "x".repeat(size)); } catch {} } }"""


@pytest.fixture
def mortal(web_server: Site) -> Iterator[Site]:
    """The web server, to be killed; afterwards it stands again."""
    yield web_server
    if web_server.process.poll() is not None:
        web_server.start()


def test_typing_is_kept_without_a_click_and_found_by_the_same_person_in_another_browser(staff):
    page = opened_new(staff("phongvien"), title="Tự lưu khi gõ")
    type_body(page, "Chữ gõ mà chưa bấm gì.")
    expect_kept(page)
    elsewhere = staff("phongvien")
    elsewhere.goto(ADD)
    offer = elsewhere.locator(UNSAVED, has_text="Tự lưu khi gõ")
    expect(offer).to_have_count(1)
    offer.locator("a[href^='?ban=']").click()
    assert words_of(elsewhere) == ("Tự lưu khi gõ", "Chữ gõ mà chưa bấm gì.")
    stranger = staff("congtacvien")
    stranger.goto(ADD)
    expect(stranger.locator(UNSAVED, has_text="Tự lưu khi gõ")).to_have_count(0)
    put_away(elsewhere)


def test_two_at_one_text_see_each_other_and_the_slower_save_stands_whole_beside_the_faster(staff):
    address = saved_draft(staff("phongvien"), title="Hai người một bài")
    fast, slow = staff("tongbientap"), staff("bientapvien")
    open_form(fast, address)
    expect(others_at(fast)).to_be_hidden()
    open_form(slow, address)
    expect(others_at(slow)).to_be_visible()
    type_body(fast, "Câu của người lưu trước.")
    expect(others_at(fast)).to_be_visible()
    sentence = "Câu của người lưu sau, từng dấu: ẩ ễ ộ đ Ð, “…” & <thẻ>."
    type_body(slow, sentence)
    fast.click(SAVE)
    expect(fast.locator(SUCCESS)).to_have_count(1)
    slow.fill("#id_byline", "N.V – P.V")
    expect(slow.locator("[data-behaviour=gone-on]")).to_be_visible()
    expect(slow.locator(ALARM)).to_be_in_viewport()
    expect(slow.locator(STATUS)).to_be_hidden()
    slow.click(SAVE)
    slow.wait_for_url("**/so-sanh/**")
    sides = slow.locator(".sides__row", has_text="Câu của người").locator(".sides__text")
    expect(sides.nth(0)).to_contain_text("Câu của người lưu trước.")
    expect(sides.nth(1)).to_contain_text(sentence)
    slow.click("a[href*='?ban=']")
    expect(slow.locator("[data-replaces]")).to_contain_text("Hoàng Văn Tổng")
    assert words_of(slow) == ("Hai người một bài", sentence)
    slow.click(SAVE)
    expect(slow.locator(SUCCESS)).to_have_count(1)
    assert words_of(slow) == ("Hai người một bài", sentence)
    expect(slow.locator("#id_byline")).to_have_value("N.V – P.V")


def test_the_words_outlive_the_server_killed_in_mid_sentence(staff, mortal):
    page = opened_new(staff("phongvien"), title="Mất điện giữa câu")
    type_body(page, "Câu đã gửi.")
    expect_kept(page)
    mortal.kill()
    page.keyboard.insert_text(" Câu gõ khi máy chủ đã tắt.")
    expect_state(page, "offline")
    mortal.start()
    expect_kept(page)
    elsewhere = staff("phongvien")
    elsewhere.goto(ADD)
    elsewhere.locator(UNSAVED, has_text="Mất điện giữa câu").locator("a[href^='?ban=']").click()
    assert words_of(elsewhere)[1] == "Câu đã gửi. Câu gõ khi máy chủ đã tắt."
    put_away(elsewhere)


def test_what_was_typed_while_the_server_was_away_is_in_the_browser_after_the_page_was_closed(staff, mortal):
    page = opened_new(staff("phongvien"), title="Đóng trang khi mất mạng")
    expect_kept(page)
    mortal.kill()
    type_body(page, "Chưa máy chủ nào nhận.")
    page.select_option("#id_section", label="Xã hội")
    page.fill("#id_photos-0-caption", "Chú thích chưa gửi.")
    page.click(SAVE)
    expect_state(page, "offline")
    assert words_of(page) == ("Đóng trang khi mất mạng", "Chưa máy chủ nào nhận.")
    page.close()
    mortal.start()
    again = page.context.new_page()
    again.goto(ADD)
    offer = again.locator(IN_THE_BROWSER, has_text="Đóng trang khi mất mạng")
    offer.locator("[data-take]").click()
    expect(again.locator("#id_photos-0-caption")).to_have_value("Chú thích chưa gửi.")
    assert words_of(again) == ("Đóng trang khi mất mạng", "Chưa máy chủ nào nhận.")
    again.click(SAVE)
    expect(again.locator(SUCCESS)).to_have_count(1)
    assert words_of(again) == ("Đóng trang khi mất mạng", "Chưa máy chủ nào nhận.")
    again.goto(ADD)
    again.wait_for_selector(".cke_wysiwyg_div")
    expect(again.locator(IN_THE_BROWSER)).to_have_count(0)
    expect(again.locator(UNSAVED, has_text="Đóng trang khi mất mạng")).to_have_count(0)


def test_words_kept_in_the_browser_are_offered_to_nobody_else_at_that_computer(staff, mortal):
    page = opened_new(staff("phongvien"), title="Máy dùng chung")
    mortal.kill()
    type_body(page, "Của riêng phóng viên.")
    expect_state(page, "offline")
    page.goto("about:blank")
    mortal.start()
    page.goto("/admin/")
    page.click("#logout-form button")
    log_in(page, "congtacvien", at="/admin/login/")
    page.goto(ADD)
    page.wait_for_selector(".cke_wysiwyg_div")
    expect(page.locator(IN_THE_BROWSER)).to_have_count(0)


def test_a_browser_whose_storage_is_full_goes_on_quietly(staff):
    page = opened_new(staff("phongvien"), title="Bộ nhớ trình duyệt đã đầy")
    page.evaluate(FILL_STORAGE)
    page.select_option("#id_section", label="Xã hội")
    type_body(page, "Vẫn gửi về máy chủ.")
    expect_kept(page)
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert words_of(page) == ("Bộ nhớ trình duyệt đã đầy", "Vẫn gửi về máy chủ.")


def test_a_save_after_the_session_ended_asks_for_the_login_and_then_saves(staff):
    page = opened_new(staff("phongvien"), title="Hết phiên giữa chừng")
    page.select_option("#id_section", label="Xã hội")
    page.context.clear_cookies(name="session")
    type_body(page, "Gõ sau khi phiên đã hết.")
    expect_state(page, "login")
    page.click(SAVE)
    page.fill("#id_login-again-username", "phongvien")
    page.fill("#id_login-again-password", PASSWORD)
    page.click("#login-again-form [type=submit]")
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert words_of(page) == ("Hết phiên giữa chừng", "Gõ sau khi phiên đã hết.")


def test_after_a_login_in_another_tab_the_form_goes_on_by_itself(staff):
    page = opened_new(staff("phongvien"), title="Đăng nhập ở thẻ khác")
    page.select_option("#id_section", label="Xã hội")
    page.context.clear_cookies()
    type_body(page, "Vẫn ở nguyên trang này.")
    expect_state(page, "login")
    with page.expect_popup() as popup:
        page.click("a[data-login]")
    log_in(popup.value, "phongvien")
    popup.value.close()
    expect_kept(page)
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert words_of(page) == ("Đăng nhập ở thẻ khác", "Vẫn ở nguyên trang này.")


def test_whose_form_is_taken_over_is_told_can_write_no_more_and_finds_every_word(staff):
    address = saved_draft(staff("phongvien"), title="Chiếm quyền sửa")
    first, second = staff("bientapvien"), staff("tongbientap")
    open_form(first, address)
    type_body(first, "Câu đang viết dở của người bị chiếm quyền.")
    expect_kept(first)
    open_form(second, address)
    second.click("[data-behaviour=others] button")
    expect(others_at(second)).to_be_hidden()
    first.fill("#id_lead", "Thêm một câu nữa.")
    told = first.locator("[data-behaviour=taken-over]")
    expect(told).to_be_visible()
    first.evaluate("scrollTo(0, document.body.scrollHeight / 2)")
    expect(told).not_to_be_in_viewport()
    expect(first.locator(ALARM)).to_be_in_viewport()
    expect(first.locator(f"{ALARM} [data-compare]")).to_be_visible()
    expect(first.locator("#id_title")).not_to_be_editable()
    expect(first.locator(".cke_wysiwyg_div")).to_have_attribute("contenteditable", "false")
    expect(first.locator(SAVE)).to_be_disabled()
    told.locator("a").click()
    expect(first.locator(".sides")).to_contain_text("Câu đang viết dở của người bị chiếm quyền.")
    expect(first.locator(".sides")).to_contain_text("Thêm một câu nữa.")
    type_body(second, "Một mình viết tiếp.")
    second.click(SAVE)
    expect(second.locator(SUCCESS)).to_have_count(1)


def test_a_reporters_first_article_is_submitted_in_nine_clicks_and_keys_beside_the_typing(visitor):
    page, steps = visitor(), 0

    def step(act) -> None:
        nonlocal steps
        act()
        steps += 1

    page.goto("/admin/")
    page.fill("#id_username", "phongvien")
    step(lambda: page.press("#id_username", "Tab"))
    page.keyboard.type(PASSWORD)
    step(lambda: page.keyboard.press("Enter"))
    step(lambda: page.click("a[href$='/edition/add/'] >> nth=0"))
    expect(page.locator("#id_title")).to_be_focused()
    page.keyboard.insert_text("Bài đầu tiên của tôi")
    step(lambda: page.keyboard.press("Tab"))
    page.keyboard.insert_text("Sapo của bài đầu tiên.")
    step(lambda: page.click(".cke_wysiwyg_div"))
    page.keyboard.insert_text("Nội dung của bài đầu tiên.")
    step(lambda: page.select_option("#id_section", label="Xã hội"))
    picture = {"name": "ruong.jpg", "mimeType": "image/jpeg", "buffer": make_picture(size=(400, 240))}
    step(lambda: page.set_input_files("#id_photos-0-upload", picture))
    step(lambda: page.click("#id_photos-0-caption"))
    page.keyboard.insert_text("Ruộng bậc thang.")
    step(lambda: page.click(SUBMIT))
    expect(page.locator(SUCCESS)).to_contain_text("Bài đầu tiên của tôi")
    assert steps == 9


def test_saving_previewing_and_submitting_go_by_keyboard_from_inside_the_editor(staff):
    page = opened_new(staff("phongvien"), title="Chỉ dùng bàn phím")
    page.select_option("#id_section", label="Xã hội")
    type_body(page, "Gõ trong trình soạn thảo.")
    with page.expect_popup() as popup:
        page.keyboard.press("Control+Alt+p")
    expect(popup.value.locator("article.story h1")).to_have_text("Chỉ dùng bàn phím")
    expect(popup.value.locator("article.story .body")).to_have_text("Gõ trong trình soạn thảo.")
    popup.value.close()
    page.keyboard.press("Control+s")
    expect(page.locator(SUCCESS)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/edition/\d+/change/$"))
    page.click(".cke_wysiwyg_div")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/edition/$"))
    expect(page.locator(SUCCESS)).to_contain_text("Chỉ dùng bàn phím")


def test_a_mistake_is_read_first_and_leads_into_its_field(staff):
    page = staff("phongvien")
    page.goto(ADD)
    page.wait_for_selector(".cke_wysiwyg_div")
    type_body(page, "Có thân bài, chưa có tiêu đề.")
    page.click("fieldset.collapse summary")
    page.fill("#id_date_line", "hôm qua")
    page.click(SAVE)
    summary = page.locator("[data-behaviour=error-summary]")
    expect(summary).to_be_focused()
    hrefs = summary.locator("a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert hrefs == ["#id_title", "#id_section", "#id_date_line"]
    summary.locator("a[href='#id_date_line']").click()
    expect(page.locator("#id_date_line")).to_be_focused()
    assert words_of(page) == ("", "Có thân bài, chưa có tiêu đề.")
    page.goto(ADD)
    put_away(page)


def test_words_that_neither_server_nor_browser_holds_are_said_so_and_hold_the_page_open(staff, mortal):
    page = staff("phongvien").context.new_page()
    opened_new(page, title="Không nơi nào giữ")
    expect_kept(page)
    kept_here = page.locator(STATUS).get_attribute("data-offline")
    not_kept = page.locator(STATUS).get_attribute("data-unkept")
    mortal.kill()
    type_body(page, "Còn giữ được.")
    expect(page.locator(f"{STATUS} [data-said]")).to_have_text(kept_here, timeout=20_000)
    page.evaluate(FILL_STORAGE)
    page.keyboard.insert_text(" Hết chỗ giữ." * 50_000)
    expect(page.locator(f"{STATUS} [data-said]")).to_have_text(not_kept, timeout=30_000)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.close(run_before_unload=True)
    expect(page.locator(STATUS)).to_be_visible()
    assert asked == ["beforeunload"]
    mortal.start()
    expect_kept(page)
    page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_who_closes_a_long_text_is_seen_to_have_left_and_finds_it_in_the_browser(staff):
    page = staff("phongvien")
    address = saved_draft(page, title="Bài rất dài")
    open_form(page, address)
    expect_state(page, "quiet")
    type_body(page, "Câu dài. " * (BEACON // 8))
    page.goto("/admin/")
    colleague = staff("tongbientap")
    open_form(colleague, address)
    expect(others_at(colleague)).to_be_hidden()
    open_form(page, address)
    page.locator(f"{IN_THE_BROWSER} [data-take]").click()
    assert len(words_of(page)[1]) > BEACON
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)


def test_going_back_after_the_first_save_leads_to_the_article_and_not_to_a_second_one(staff):
    page = staff("phongvien")
    page.goto("/admin/")
    opened_new(page, title="Quay lại sau khi lưu")
    page.select_option("#id_section", label="Xã hội")
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    address = page.url
    page.fill("#id_title", "Quay lại sau khi lưu lần hai")
    page.click(SAVE)
    page.wait_for_url(address)
    expect(page.locator("h1", has_text="lần hai")).to_have_count(1)
    page.go_back()
    expect(page).to_have_url(address)
    assert words_of(page)[0] == "Quay lại sau khi lưu lần hai"
    page.goto("/admin/articles/edition/?q=quay+lai+sau+khi+luu")
    expect(page.locator("#result_list tbody tr")).to_have_count(1)


def test_a_page_asked_for_anew_before_anything_was_saved_offers_the_words_typed_in_it(staff):
    page = opened_new(staff("phongvien"), title="Tải lại trang")
    expect_kept(page)
    page.reload()
    expect(page.locator(UNSAVED, has_text="Tải lại trang")).to_have_count(1)
    assert words_of(page)[0] == ""
    put_away(page)


def test_the_keyboard_submits_and_never_decides(staff):
    address = submitted(staff("phongvien"), title="Phím tắt không duyệt")
    page = staff("bientapvien")
    open_form(page, address)
    expect(page.locator(".shortcuts", has_text="Enter")).to_have_count(0)
    page.click(".cke_wysiwyg_div")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+s")
    expect(page.locator(SUCCESS)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/change/$"))
    expect(page.locator("button[name=_move][value=pass_on]")).to_have_count(1)


def test_on_a_telephone_deciding_is_one_tap_away(staff):
    address = submitted(staff("phongvien"), title="Duyệt trên điện thoại")
    page = staff("bientapvien", viewport={"width": 360, "height": 740}, has_touch=True)
    open_form(page, address)
    decide = page.locator("button[name=_move][value=pass_on]")
    expect(decide).not_to_be_in_viewport()
    expect(page.locator(".bar a[href='#quyet-dinh']")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.click(".bar a[href='#quyet-dinh']")
    expect(decide).to_be_in_viewport()


def test_whose_save_voids_the_passes_is_told_at_the_top_and_at_the_button(staff):
    address = submitted(staff("phongvien"), title="Sửa sau khi đã qua bước")
    page = staff("bientapvien")
    open_form(page, address)
    expect(page.locator(".bar__note")).to_have_count(0)
    page.click("button[name=_move][value=pass_on]")
    expect(page.locator(SUCCESS)).to_have_count(1)
    open_form(page, address)
    expect(page.locator(".where + .returned")).to_be_in_viewport()
    expect(page.locator(".bar__note")).to_be_in_viewport()


def test_putting_words_away_takes_a_second_tap(staff):
    page = opened_new(staff("phongvien"), title="Bỏ hay không bỏ")
    expect_kept(page)
    page.goto(ADD)
    offer = page.locator(UNSAVED, has_text="Bỏ hay không bỏ")
    expect(offer.locator("form button")).to_be_hidden()
    offer.locator("summary").click()
    offer.locator("form button").click()
    page.goto(ADD)
    expect(offer).to_have_count(0)


def test_the_bar_takes_no_room_for_what_it_does_not_say(staff):
    page = opened_new(staff("phongvien"), title="")
    expect_state(page, "quiet")
    assert page.locator(STATUS).evaluate("line => line.offsetHeight") == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_telephone_the_buttons_are_in_reach_and_cover_no_field(staff, scheme):
    page = staff("phongvien", viewport={"width": 360, "height": 740}, has_touch=True, color_scheme=scheme)
    page.goto(ADD)
    page.wait_for_selector(".cke_wysiwyg_div")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    buttons = page.locator(".bar__buttons button")
    expect(buttons).to_have_count(3)
    for button in buttons.all():
        box = button.bounding_box()
        assert (box["height"] >= 44, box["width"] >= 44) == (True, True)
        assert box["y"] + box["height"] <= 740
    for name in ("title", "lead", "section", "byline", "photos-0-caption"):
        page.focus(f"#id_{name}")
        field, bar = page.locator(f"#id_{name}").bounding_box(), page.locator(".bar").bounding_box()
        assert (name, field["y"] + field["height"] <= bar["y"]) == (name, True)


def test_without_scripts_the_form_still_saves_and_shows_what_is_wrong(staff):
    page = staff("phongvien", java_script_enabled=False)
    page.goto(ADD)
    page.fill("#id_title", "Không có script")
    page.fill("#id_body", "<p>Thân bài gõ thẳng.</p>")
    page.press("#id_title", "Enter")
    expect(page.locator(".errornote a[href='#id_section']")).to_have_count(1)
    page.select_option("#id_section", label="Xã hội")
    page.press("#id_title", "Enter")
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert page.locator("#id_body").input_value() == "<p>Thân bài gõ thẳng.</p>"


# ── Words for the above ──────────────────────────────────────────────────────
def opened_new(page: Page, *, title: str) -> Page:
    page.goto(ADD)
    page.wait_for_selector(".cke_wysiwyg_div")
    page.fill("#id_title", title)
    return page


def open_form(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".cke_wysiwyg_div")


def saved_draft(page: Page, *, title: str) -> str:
    opened_new(page, title=title)
    page.select_option("#id_section", label="Xã hội")
    page.click(SAVE)
    expect(page.locator(SUCCESS)).to_have_count(1)
    address = page.url
    # She has said that she is there, and says that she leaves.
    expect_state(page, "quiet")
    page.goto("/admin/")
    return address


def type_body(page: Page, text: str) -> None:
    page.click(".cke_wysiwyg_div")
    page.keyboard.insert_text(text)


def words_of(page: Page) -> tuple[str, str]:
    """Title and body as they stand in the form."""
    page.wait_for_selector(".cke_wysiwyg_div")
    return page.locator("#id_title").input_value(), page.locator(".cke_wysiwyg_div").inner_text().strip()


def expect_state(page: Page, state: str) -> None:
    expect(page.locator(".bar__status")).to_have_attribute("data-state", state, timeout=30_000)


def expect_kept(page: Page) -> None:
    """The server says that it has every word."""
    expect_state(page, "saved")


def others_at(page: Page) -> Locator:
    return page.locator("[data-behaviour=others]")


def log_in(page: Page, username: str, at: str = "") -> None:
    if at:
        page.goto(at)
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.click("[type=submit]")
    page.wait_for_selector("#user-tools")


def put_away(page: Page) -> None:
    """Leaves no unsaved words behind for the next test."""
    page.goto(ADD)
    while page.locator(UNSAVED).count():
        page.locator(f"{UNSAVED} summary").first.click()
        page.locator(f"{UNSAVED} form button").first.click()
        page.goto(ADD)


def submitted(page: Page, *, title: str) -> str:
    """Returns where it is decided upon."""
    address = saved_draft(page, title=title)
    open_form(page, address)
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>Thân bài.</p>')")
    page.click(SUBMIT)
    expect(page.locator(SUCCESS)).to_have_count(1)
    return address
