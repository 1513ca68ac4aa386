"""Pictures on their way: brought in by chooser and by dragging, described, focused, and chosen for an article."""

import base64
import io
import random

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageFilter
from playwright.sync_api import Page, expect

LIBRARY = "/admin/photos/photo/"
SUCCESS = ".messagelist .success"
ANSWERED = ".answer[data-status]"
WIDTHS = [360, 1280]


def telephone_photo(seed: int, size: tuple[int, int] = (4032, 3024)) -> bytes:
    """A JPEG as a telephone makes it: twelve million pixels, who took it, and where she stood."""
    rows = random.Random(seed)
    small = Image.new("RGB", (40, 30))
    small.putdata([tuple(rows.randrange(256) for _band in range(3)) for _pixel in range(40 * 30)])
    picture = small.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(2))
    exif = Image.Exif()
    exif[0x013B], exif[0x0132] = "Lò Thị Mẫu".encode(), "2026:11:20 08:15:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 23.0, 5.0), 3: "E", 4: (103.0, 1.0, 2.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=exif)
    return out.getvalue()


def sent(name: str, raw: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": raw}


def drop(page: Page, place: str, name: str, raw: bytes) -> None:
    """A file dragged from the desktop onto `place`."""
    files = page.evaluate_handle(
        """([name, encoded]) => {
          const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], name, {type: "image/jpeg"}));
          return files;
        }""",
        [name, base64.b64encode(raw).decode()],
    )
    for kind in ("dragover", "drop"):
        page.dispatch_event(place, kind, {"dataTransfer": files})


def complaints(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]] + (
        [f"wider than the window by {wide}"] if wide > 0 else []
    )


def statuses(page: Page) -> dict[str, str]:
    rows = page.locator(ANSWERED).all()
    return {row.locator(".answer__name").inner_text(): row.get_attribute("data-status") for row in rows}


def test_from_the_telephone_to_the_article(staff):
    page = staff("phongvien")
    photo = telephone_photo(1)
    page.goto(LIBRARY)
    files = [
        sent("cho-phien.jpg", photo),
        sent("trang-web.jpg", b"<html><script>alert(1)</script></html>"),
    ]
    page.set_input_files(".bring input[type=file]", files)
    expect(page.locator(ANSWERED)).to_have_count(2, timeout=60_000)
    drop(page, "#content", "lai-lan-nua.jpg", photo)
    expect(page.locator(ANSWERED)).to_have_count(3, timeout=60_000)
    assert statuses(page) == {
        "cho-phien.jpg": "taken",
        "trang-web.jpg": "refused",
        "lai-lan-nua.jpg": "known",
    }
    assert complaints(page) == []

    page.click(".bring__words a")
    expect(page.locator(".mark--suggested").first).to_be_visible()
    page.fill("[name$=-caption]", "Chợ phiên Na Hin những ngày giáp Tết.")
    page.fill("[name$=-alt]", "Người dân xem hàng trong chợ.")
    page.fill("[name$=-taken_on]", "32/13/2026")
    page.click("#words button.desk-button--main")
    expect(page.locator("#words .errorlist")).to_have_count(1)
    assert page.input_value("[name$=-caption]") == "Chợ phiên Na Hin những ngày giáp Tết."
    page.fill("[name$=-taken_on]", "20/11/2026")
    page.click("#words button.desk-button--main")
    expect(page.locator(SUCCESS)).to_have_count(1)

    page.click(".photos__one a >> nth=0")
    picture = page.locator(".focal__frame img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    assert (page.input_value("[name=anh-x]"), page.input_value("[name=anh-y]")) == ("25", "75")
    shown = page.locator(".focal__crop[data-crop='1:1'] img")
    assert shown.evaluate("image => getComputedStyle(image).objectPosition") == "0% 50%"
    page.click("#words .save-bar button")
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert page.input_value("[name=anh-x]") == "25"

    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.fill("#id_title", "Chợ phiên Na Hin họp lại")
    page.select_option("#id_section", label="Xã hội")
    page.fill("[name=photos-0-caption]", "Chú thích đã gõ.")
    page.click("#photos-0 [data-behaviour~=choose-photo]")
    page.fill("#choose-words", "cho phien giap tet")
    expect(page.locator(".choose__one")).to_have_count(1)
    assert complaints(page) == []
    page.press("#choose-words", "Tab")
    page.focus(".choose__one")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.picker")).to_have_count(0)
    assert page.input_value("[name=photos-0-caption]") == "Chú thích đã gõ."
    assert page.input_value("[name=photos-0-alt]") == "Người dân xem hàng trong chợ."
    page.click("button[name=_save]")
    expect(page.locator(SUCCESS)).to_have_count(1)
    expect(page.locator("#photos-0 img")).to_have_count(1)


def test_unsaved_words_are_not_left_without_a_question_and_the_button_is_always_at_hand(staff):
    page = staff("bientapvien", viewport={"width": 360, "height": 800})
    page.goto(LIBRARY)
    links = page.locator(".photos__one a")
    numbers = [link.get_attribute("href").rstrip("/").rpartition("/")[2] for link in links.all()[:6]]
    page.goto(f"{LIBRARY}chu-thich/?" + "&".join(f"anh={number}" for number in numbers))
    box = page.locator(".save-bar button").bounding_box()
    assert 0 < box["y"] <= 800 - box["height"]
    assert held_back(page) is False
    page.fill("[name=place_for_all]", "Đồng Văn")
    page.click(".same-for-all button")
    assert [one.input_value() for one in page.locator("[name$=-place]").all()] == ["Đồng Văn"] * len(numbers)
    assert held_back(page) is True
    page.click(".save-bar button")
    expect(page.locator(SUCCESS)).to_have_count(1)
    page.goto(f"{LIBRARY}{numbers[0]}/")
    assert (page.input_value("[name=anh-place]"), held_back(page)) == ("Đồng Văn", False)
    page.locator(".focal__frame img").click(position={"x": 20, "y": 20})
    assert held_back(page) is True
    page.click(".save-bar button")
    expect(page.locator(SUCCESS)).to_have_count(1)


def held_back(page: Page) -> bool:
    """Whether leaving now would be asked about."""
    return page.evaluate("!dispatchEvent(new Event('beforeunload', {cancelable: true}))")


def test_a_file_dropped_into_the_dialog_is_in_the_library_and_chosen(staff):
    page = staff("phongvien")
    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.click("#photos-0 [data-behaviour~=choose-photo]")
    page.wait_for_selector(".choose__bring .bring__hint")
    drop(page, "dialog.picker", "tha-vao.jpg", telephone_photo(2, (900, 700)))
    expect(page.locator("dialog.picker")).to_have_count(0, timeout=60_000)
    expect(page.locator("#photos-0 .photo-row p.help").first).to_have_text("tha-vao.jpg")
    assert page.input_value("[name=photos-0-kept]")


def test_several_are_chosen_in_their_order_and_nothing_by_escape(staff):
    page = staff("phongvien")
    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.evaluate(
        "void chonAnh({multiple: true}).then((photos) => (window.chosen = photos.map((p) => p.id)))"
    )
    page.wait_for_selector(".choose__one")
    ids = [
        one.evaluate("one => JSON.parse(one.dataset.photo).id") for one in page.locator(".choose__one").all()
    ]
    for place in (2, 0):
        page.click(f".choose__one >> nth={place}")
    page.focus(".choose__one >> nth=0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.click(".picker__foot button")
    assert page.evaluate("window.chosen") == [ids[2], ids[0], ids[1]]
    page.evaluate("void chonAnh().then((photos) => (window.chosen = photos))")
    page.wait_for_selector(".choose__one")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.picker")).to_have_count(0)
    assert page.evaluate("window.chosen") == []


def test_a_network_that_fails_keeps_the_file_and_tries_again(staff):
    page = staff("phongvien")
    page.goto(f"{LIBRARY}them/")
    page.route("**/them/", lambda route: route.abort())
    page.set_input_files(".bring input[type=file]", [sent("dut-mang.jpg", telephone_photo(3, (640, 480)))])
    expect(page.locator(".answer[data-status=failed] .answer__again")).to_be_visible()
    page.unroute("**/them/")
    page.click(".answer__again")
    expect(page.locator(".answer[data-status=taken]")).to_have_count(1, timeout=60_000)


def test_without_scripts_files_are_answered_and_described_on_the_next_page(staff):
    page = staff("phongvien", java_script_enabled=False)
    page.goto(LIBRARY)
    files = [sent(f"khong-js-{n}.jpg", telephone_photo(10 + n, (640, 480))) for n in range(2)]
    page.set_input_files(".bring input[type=file]", files)
    page.click(".bring button")
    expect(page.locator(ANSWERED)).to_have_count(2)
    page.fill("[name=credit_for_all]", "Giàng A Cộng")
    page.click("#words button.desk-button--main")
    expect(page.locator(SUCCESS)).to_have_count(1)
    assert page.locator(".photos__credit").all_inner_texts()[:2] == ["Giàng A Cộng"] * 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_the_library_is_whole_and_accessible(staff, width, scheme):
    page = staff("thukytoasoan", viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(LIBRARY)
    one = page.locator(".photos__one a").last.get_attribute("href")
    number = one.rstrip("/").rpartition("/")[2]
    addresses = [
        LIBRARY,
        f"{LIBRARY}?q=khongcogi",
        f"{LIBRARY}them/",
        one,
        f"{one}xoa/",
        f"{one}go-khan-cap/",
    ]
    found = {}
    for address in [*addresses, f"{LIBRARY}chu-thich/?anh={number}"]:
        page.goto(address)
        found[address] = complaints(page)
    page.goto("/admin/articles/edition/add/")
    page.wait_for_selector(".cke_wysiwyg_div")
    page.click("#photos-0 [data-behaviour~=choose-photo]")
    page.wait_for_selector(".choose__one")
    found["the dialog"] = complaints(page)
    assert {address: said for address, said in found.items() if said} == {}


def test_a_picture_is_taken_off_every_page_and_comes_back(staff, visitor):
    board, reader = staff("tongbientap"), visitor()
    reader.goto("/")
    front = reader.content()
    board.goto(LIBRARY)
    names = {
        one.locator("img").get_attribute("src").rpartition("/")[2].partition("_s.")[0]: one.get_attribute(
            "href"
        )
        for one in board.locator(".photos__one a:has(img)").all()
    }
    name = next(name for name in names if name in front)
    board.goto(f"{names[name]}go-khan-cap/")
    board.fill("#id_ordered_by", "Tổng Biên tập")
    board.fill("#id_reason", "Gia đình em nhỏ đề nghị.")
    board.click("form.moves button")
    expect(board.locator(SUCCESS)).to_have_count(1)
    expect(board.locator(".photo-page")).to_have_count(0)
    reader.goto("/")
    assert name not in reader.content()
    board.fill("#id_reason", "Đã có giấy đồng ý.")
    board.click("form.moves button")
    expect(board.locator(SUCCESS)).to_have_count(1)
    expect(board.locator(".photo-page")).to_have_count(1)
    reader.goto("/")
    assert name in reader.content()
