"""What stands in a body, as readers meet it: nobody else is called unasked, and all is there without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import complaints
from tests.files import samples

STORY, LEAFLET, EMBED = "Pá Mẫu rộn ràng", "sạt lở đất", "Hương chè Nà Lướt"
NOCOOKIE = re.compile(r"^https://www\.youtube-nocookie\.com/")


def opened(page: Page, words: str) -> Page:
    page.goto(f"/tim-kiem/?q={words}")
    page.locator(".teaser__title a").first.click()
    page.wait_for_selector("article.story")
    return page


def test_an_embed_calls_nobody_before_the_reader_asks(visitor, site):
    page = visitor()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route(NOCOOKIE, lambda route: route.fulfill(content_type="text/html", body="<p>Video</p>"))
    opened(page, EMBED)
    door = page.locator(".embed__door")
    door.scroll_into_view_if_needed()
    door.hover()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    door.focus()
    page.keyboard.press("Enter")
    frame = page.locator(".embed iframe")
    expect(frame).to_be_focused()
    expect(page.frame_locator(".embed iframe").locator("p")).to_have_text("Video")
    assert "Hương chè" in frame.get_attribute("title")
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    assert {url.split("/")[2] for url in asked if not url.startswith((site, "data:"))} == {
        "www.youtube-nocookie.com"
    }


def test_a_page_without_that_embed_lets_its_frame_in_nowhere(visitor):
    page = visitor()
    opened(page, LEAFLET)
    policy = page.evaluate(
        "fetch(location.href).then(answer => answer.headers.get('content-security-policy'))"
    )
    assert "frame-src" not in policy


def test_pictures_are_looked_at_large_by_keys_alone(visitor):
    page = opened(visitor(), STORY)
    doors = page.locator(".gallery__door")
    box = page.locator("dialog.lightbox")
    doors.nth(0).focus()
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    expect(box.locator(".lightbox__count")).to_have_text("1/4")
    page.keyboard.press("ArrowRight")
    expect(box.locator(".lightbox__count")).to_have_text("2/4")
    expect(box.locator(".lightbox__words")).to_contain_text("vòng xòe")
    assert complaints(page) == []
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    expect(box.locator(".lightbox__count")).to_have_text("1/4")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(doors.nth(3)).to_be_focused()


def test_going_back_from_a_large_picture_is_going_back_to_the_article(visitor):
    page = visitor(viewport={"width": 360, "height": 740})
    story = opened(page, STORY).url
    door, box = page.locator(".gallery__door").nth(1), page.locator("dialog.lightbox")
    steps = page.evaluate("history.length")
    door.click()
    expect(box).to_be_visible()
    page.go_back()
    expect(box).to_be_hidden()
    expect(door).to_be_focused()
    assert page.url == story
    for _time in range(2):
        door.click()
        page.evaluate(
            """new Promise((done) => {
                addEventListener("popstate", () => done(), { once: true });
                document.querySelector("dialog.lightbox button").click();
            })"""
        )
        expect(box).to_be_hidden()
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    page.wait_for_url("**/tim-kiem/**")


def test_and_by_a_swipe(visitor):
    page = opened(visitor(viewport={"width": 360, "height": 740}, has_touch=True), STORY)
    page.locator(".gallery__door").nth(1).tap()
    count = page.locator(".lightbox__count")
    expect(count).to_have_text("2/4")
    swipe = """([from, to]) => { const box = document.querySelector("dialog.lightbox");
        const at = (type, clientX) => box.dispatchEvent(new PointerEvent(type,
            { clientX, isPrimary: true, pointerType: "touch", bubbles: true }));
        at("pointerdown", from); at("pointerup", to); }"""
    page.evaluate(swipe, [300, 100])
    expect(count).to_have_text("3/4")
    page.evaluate(swipe, [100, 110])
    expect(count).to_have_text("3/4")
    page.evaluate(swipe, [100, 300])
    expect(count).to_have_text("2/4")


def test_without_a_script_all_of_it_is_there(visitor):
    page = opened(visitor(java_script_enabled=False), STORY)
    assert page.locator(".gallery__place").all_inner_texts() == ["1/4", "2/4", "3/4", "4/4"]
    assert page.locator(".gallery figcaption").count() == 4
    assert page.locator(".gallery__door").first.get_attribute("href").startswith("/media/photos/")
    opened(page, EMBED)
    assert page.locator(".embed__door").get_attribute("href") == "https://www.youtube.com/watch?v=bao-mau-000"


def test_an_attachment_is_handed_over_under_its_own_name(visitor):
    page = opened(visitor(), LEAFLET)
    with page.expect_download() as download:
        page.locator(".attached__door").click()
    assert download.value.suggested_filename == "Tranh tuyên truyền phòng tránh sạt lở đất.pdf"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_they_fit_the_screen_and_can_be_read_by_everybody(visitor, width, scheme):
    page = visitor(viewport={"width": width, "height": 740}, color_scheme=scheme)
    said = {}
    for words in (STORY, LEAFLET, EMBED):
        opened(page, words)
        said[words] = (complaints(page), page.evaluate("document.documentElement.scrollWidth") <= width)
    assert said == dict.fromkeys(said, ([], True))


def test_sound_is_brought_in_with_its_progress_and_can_be_sought(staff):
    page = staff("phongvien")
    page.goto("/admin/files/file/them/")
    sound = {"name": "Tiếng khèn.wav", "mimeType": "audio/wav", "buffer": samples.wav(60)}
    false = {"name": "gia.pdf", "mimeType": "application/pdf", "buffer": b"<html><script>alert(1)</script>"}
    page.set_input_files("#bring-files", [sound, false])
    page.click(".bring-files button")
    answers = page.locator(".bring-files__answer")
    expect(answers.nth(0).locator("a")).to_be_visible()
    expect(answers.nth(1)).to_have_class(re.compile("--refused"))
    expect(answers.nth(1)).to_contain_text("gia.pdf")
    assert complaints(page) == []
    page.goto(answers.nth(0).locator("a").get_attribute("href"))
    assert complaints(page) == []
    codes: list[int] = []
    page.on("response", lambda answer: codes.append(answer.status) if "/media/" in answer.url else None)
    at = page.evaluate("""async () => { const sound = document.querySelector("audio");
        sound.preload = "auto"; sound.load();
        await new Promise((heard) => sound.addEventListener("loadedmetadata", heard));
        sound.currentTime = 50;
        await new Promise((heard) => sound.addEventListener("seeked", heard));
        return [Math.round(sound.duration), Math.round(sound.currentTime)]; }""")
    assert at == [60, 50]
    assert set(codes) == {206}
    page.goto("/admin/files/file/")
    page.fill("[name=q]", "tieng khen")
    page.click(".find button")
    assert page.locator(".files__title").all_inner_texts() == ["Tiếng khèn"]
    assert complaints(page) == []
