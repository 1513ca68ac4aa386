"""The whole job on the reference page, with its five people and no process but the web server."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.pictures import draw

SEED = Path(__file__).resolve().parents[2] / "demo" / "texts" / "giao-ban-khoa-giao.txt"
PARAGRAPHS = [part.strip(" \n") for part in re.split(r"\n[ \t]*\n", SEED.read_text()) if part.strip()]
TITLE, DATE_LINE, LEAD, CAPTION, *BODY = PARAGRAPHS[:-2]
BYLINE, HEADING = PARAGRAPHS[-2:]
MOVE = "button[name=_move][value={}]"
READERS_TEXT = "Bài viết rất kịp thời, cảm ơn tòa soạn."


@pytest.fixture(scope="module")
def picture() -> bytes:
    out = io.BytesIO()
    draw("hall", 7, (900, 540)).save(out, "JPEG")
    return out.getvalue()


def test_one_article_from_the_desk_to_a_readers_comment(visitor, staff, picture):
    edition_id = the_reporter_types_it_and_submits(staff("phongvien"), picture)
    the_editor_passes_it(staff("bientapvien"), edition_id)
    starts, address = the_board_approves_a_few_seconds_ahead(staff("tongbientap"), edition_id)

    reader = visitor(java_script_enabled=False)
    assert reader.goto(address).status == 404
    reader.goto("/")
    expect(reader.locator(f"a[href='{address}']")).to_have_count(0)
    reader.wait_for_timeout(max(0, (starts - timezone.now()).total_seconds() * 1000) + 300)
    assert reader.goto(address).status == 200
    assert page_text(reader) == PARAGRAPHS

    the_reader_comments(reader)
    reader.goto(address)
    expect(reader.locator("article.comment")).to_have_count(0)
    the_moderator_approves(staff("kiemduyet"))
    reader.goto(address)
    expect(reader.locator("article.comment")).to_have_count(1)
    expect(reader.locator("article.comment .comment__text")).to_have_text(READERS_TEXT)


def the_reporter_types_it_and_submits(page: Page, picture: bytes) -> int:
    page.click("a[href$='/edition/add/'] >> nth=0")
    page.fill("#id_title", TITLE)
    page.fill("#id_lead", LEAD)
    page.click(".cke_wysiwyg_div")
    for number, paragraph in enumerate(BODY):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)
    page.select_option("#id_section", label="Khoa giáo")
    page.fill("#id_byline", BYLINE)
    page.click("fieldset.collapse summary")
    page.fill("#id_date_line", DATE_LINE)
    page.set_input_files(
        "#id_photos-0-upload", {"name": "hoi-nghi.jpg", "mimeType": "image/jpeg", "buffer": picture}
    )
    page.fill("#id_photos-0-caption", CAPTION)
    page.click("button[name=_save]")
    expect(page.locator(".messagelist .success")).to_have_count(1)
    edition_id = int(re.search(r"/edition/(\d+)/", page.url)[1])
    page.click(MOVE.format("submit"))
    expect(page.locator(".messagelist .success")).to_have_count(1)
    return edition_id


def the_editor_passes_it(page: Page, edition_id: int) -> None:
    page.click(f".panel a[href*='/edition/{edition_id}/']")
    page.click(MOVE.format("pass_on"))
    expect(page.locator(".messagelist .success")).to_have_count(1)


def the_board_approves_a_few_seconds_ahead(page: Page, edition_id: int):
    """Returns when it goes live, and its public address."""
    page.click(f".panel a[href*='/edition/{edition_id}/']")
    page.wait_for_selector(".cke_wysiwyg_div")
    starts = timezone.localtime(timezone.now() + timedelta(seconds=9)).replace(microsecond=0)
    page.fill("#id_live_from", f"{starts:%H:%M:%S, %d/%m/%Y}")
    page.click(MOVE.format("approve"))
    expect(page.locator(".messagelist .success")).to_have_count(1)
    page.goto(f"/admin/articles/edition/{edition_id}/change/")
    return starts, page.locator("[data-address]").get_attribute("data-address")


def the_reader_comments(page: Page) -> None:
    page.fill(".comment-form [name=name]", "Lò Văn Đọc")
    page.fill(".comment-form [name=body]", READERS_TEXT)
    page.check(".comment-form [name=consent]")
    page.click(".comment-form button")
    expect(page.locator(".thanks h1")).to_have_count(1)
    assert page.context.cookies() == []


def the_moderator_approves(page: Page) -> None:
    page.goto("/admin/y-kien/")
    card = page.locator(".queue-item", has_text=TITLE)
    expect(card).to_have_count(1)
    card.locator("button.desk-button--approve").click()
    expect(page.locator(".messagelist .success")).to_have_count(1)


def page_text(page: Page) -> list[str]:
    """What a reader reads, in order: title, time, lead, caption, paragraphs, byline, the heading of the comments."""
    places = "article.story :is(h1, time, .lead, figcaption, .body p, .byline), #y-kien-ban-doc > h2"
    return page.locator(places).evaluate_all("nodes => nodes.map(node => node.textContent)")
