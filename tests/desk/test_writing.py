"""Writing at the desk: what is typed is what is kept, once, whatever else is sent and however often."""

import unicodedata
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext as _

from articles.models import Article, Edition, EditionPhoto, Tag, WorkingCopy
from cms import html
from photos.models import Photo
from record.models import Event
from tests.desk.pages import ADD, Page, change, opened
from tests.desk.racing import at_once
from tests.factories import make_edition, make_grant, make_picture, make_section, make_user

pytestmark = pytest.mark.django_db

WORDS = {
    "title": "Giao ban khối Khoa giáo",
    "lead": "Chiều 15/9, Ban Tuyên giáo tổ chức Hội nghị.\nDự Hội nghị có các đồng chí lãnh đạo.",
    "body": "<p>Hội nghị đã nghe báo cáo; y tế ;</p><p>Kết luận Hội nghị…/.</p>",
    "byline": "N.V",
    "keywords": "Khoa giáo, y tế",
    "date_line": "18:56, 15/09/2021",
}
CAPTION = "Toàn cảnh Hội nghị."


def upload(name: str = "hoi-nghi.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(
        name, content if content is not None else make_picture(comment=name.encode()), "image/jpeg"
    )


def filled_in(client: Client, section, **given) -> dict:
    """A new article's form with words in it."""
    return opened(client) | WORDS | {"section": str(section.pk)} | given


@pytest.fixture
def reporter(client, cast) -> Client:
    client.force_login(cast.phongvien)
    return client


# ── What is kept ─────────────────────────────────────────────────────────────
def test_a_reporter_writes_an_article_with_a_picture(reporter, cast, khoa_giao):
    form = filled_in(reporter, khoa_giao, **{"photos-0-caption": CAPTION, "photos-0-upload": upload()})
    response = reporter.post(ADD, form)
    edition = Edition.objects.get()
    assert (response.status_code, response["Location"]) == (302, change(edition))
    assert edition.title == WORDS["title"]
    assert edition.lead == WORDS["lead"]
    assert edition.body == WORDS["body"]
    assert (edition.byline, edition.section, edition.created_by) == ("N.V", khoa_giao, cast.phongvien)
    assert {tag.name for tag in edition.tags.all()} == {"Khoa giáo", "y tế"}
    assert edition.date_line == datetime(2021, 9, 15, 18, 56, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    assert (edition.state, edition.number, edition.article.created_by) == ("draft", 1, cast.phongvien)
    picture = edition.photos.get()
    assert (picture.caption, picture.photo.original_name) == (CAPTION, "hoi-nghi.jpg")
    assert picture.photo.added_by == cast.phongvien


def test_the_form_shows_again_what_was_saved(reporter, khoa_giao):
    reporter.post(ADD, filled_in(reporter, khoa_giao, **{"photos-0-caption": CAPTION}))
    again = opened(reporter, change(Edition.objects.get()))
    for name in ("title", "lead", "body", "byline", "date_line"):
        assert again[name] == WORDS[name]
    assert set(again["keywords"].split(", ")) == {"Khoa giáo", "y tế"}
    assert again["photos-0-caption"] == CAPTION


def test_a_new_form_knows_its_writer_and_its_key(client, khoa_giao):
    writer = make_user(username="nv", role="phongvien", section=khoa_giao, pen_name="N.V")
    client.force_login(writer)
    one, other = opened(client), opened(client)
    assert one["byline"] == "N.V"
    assert one["form_key"] != other["form_key"]
    assert one["seen"] == ""
    assert one["photos-TOTAL_FORMS"] == "1"


def test_the_form_of_an_edition_carries_the_versions_that_were_seen(reporter, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    assert opened(reporter, change(edition))["seen"] == "1.1"
    reporter.post(change(edition), opened(reporter, change(edition)) | {"title": "Mới"})
    assert opened(reporter, change(edition))["seen"] == "2.1"


def test_text_typed_in_pieces_is_stored_composed(reporter, khoa_giao):
    typed = {name: unicodedata.normalize("NFD", text) for name, text in WORDS.items()}
    caption = unicodedata.normalize("NFD", CAPTION)
    reporter.post(ADD, filled_in(reporter, khoa_giao, **typed, **{"photos-0-caption": caption}))
    edition = Edition.objects.get()
    assert [edition.title, edition.lead, edition.body] == [WORDS[n] for n in ("title", "lead", "body")]
    assert edition.photos.get().caption == CAPTION
    assert {tag.name for tag in edition.tags.all()} == {"Khoa giáo", "y tế"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("<p>Chào<script>alert(1)</script></p>", "<p>Chào</p>"),
        ('<p onclick="alert(1)" style="color:red">Chào</p>', "<p>Chào</p>"),
        ('<p><a href="javascript:alert(1)">Chào</a></p>', "<p>Chào</p>"),
        ('<p>Chào<img src="x" onerror="alert(1)"></p>', "<p>Chào</p>"),
        ("<p>Chào<svg onload=alert(1)><circle/></svg></p>", "<p>Chào</p>"),
        ("<p>Chào<iframe src='//evil.example'></iframe></p>", "<p>Chào</p>"),
        ("<p>{{7*7}}</p>", "<p>{{7*7}}</p>"),
    ],
)
def test_the_body_comes_in_through_the_gate(reporter, khoa_giao, typed, stored):
    reporter.post(ADD, filled_in(reporter, khoa_giao, body=typed))
    edition = Edition.objects.get()
    assert edition.body == stored
    assert html.clean(edition.body) == stored
    reporter.post(change(edition), opened(reporter, change(edition)) | {"body": typed + typed})
    edition.refresh_from_db()
    assert edition.body == stored + stored


@pytest.mark.parametrize("speechless", ["!!!", "…", "— —", "🎉", "#"])
def test_a_tag_of_symbols_alone_is_refused_at_its_field(reporter, khoa_giao, speechless):
    page = Page(reporter.post(ADD, filled_in(reporter, khoa_giao, keywords=f"y tế, {speechless}")))
    [message] = page.errors_near("id_keywords")
    assert speechless in message
    assert page.form()["keywords"] == f"y tế, {speechless}"
    assert (Article.objects.count(), Tag.objects.count()) == (0, 0)


def test_a_tag_may_hold_symbols_beside_its_letters(reporter, khoa_giao):
    reporter.post(ADD, filled_in(reporter, khoa_giao, keywords="Covid-19, #chuyển đổi số, 3/2"))
    assert {tag.name for tag in Edition.objects.get().tags.all()} == {"Covid-19", "#chuyển đổi số", "3/2"}


def test_a_caption_may_wait_for_its_picture(reporter, khoa_giao):
    reporter.post(ADD, filled_in(reporter, khoa_giao, **{"photos-0-caption": CAPTION}))
    picture = EditionPhoto.objects.get()
    assert (picture.caption, picture.photo) == (CAPTION, None)
    again = opened(reporter, change(picture.edition)) | {"photos-0-upload": upload()}
    reporter.post(change(picture.edition), again)
    picture = EditionPhoto.objects.get()
    assert (picture.caption, picture.photo.original_name) == (CAPTION, "hoi-nghi.jpg")


def test_a_credit_alone_is_no_picture_and_is_kept_in_the_form(reporter, khoa_giao):
    response = reporter.post(ADD, filled_in(reporter, khoa_giao, **{"photos-0-credit": "CTV"}))
    page = Page(response)
    assert Article.objects.count() == 0
    assert len(page.errors_near("id_photos-0-caption")) == 1
    assert page.form()["photos-0-credit"] == "CTV"


# ── Once ─────────────────────────────────────────────────────────────────────
def test_a_second_click_goes_to_the_article_of_the_first(reporter, khoa_giao):
    form = filled_in(reporter, khoa_giao)
    first, second = reporter.post(ADD, form), reporter.post(ADD, form)
    edition = Edition.objects.get()
    assert [first["Location"], second["Location"]] == [change(edition)] * 2
    assert Event.objects.about(edition).count() == 1


def test_a_second_click_on_submit_submits_once(reporter, khoa_giao):
    form = filled_in(reporter, khoa_giao, _move="submit")
    reporter.post(ADD, form)
    reporter.post(ADD, form)
    edition = Edition.objects.get()
    assert edition.state == "in_review"
    assert [event.kind for event in Event.objects.about(edition)] == ["edition.submit", "edition.begin"]


def test_the_key_of_somebody_else_leads_nobody_to_her_article(reporter, cast, khoa_giao):
    form = filled_in(reporter, khoa_giao)
    reporter.post(ADD, form)
    stranger = Client(raise_request_exception=False)
    stranger.force_login(cast.congtacvien)
    response = stranger.post(ADD, form)
    assert change(Edition.objects.get()) != response.headers.get("Location")
    assert Article.objects.count() == 1


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("button", [{}, {"_move": "submit"}], ids=["save", "submit"])
def test_eight_clicks_at_once_make_one_article(cast, khoa_giao, button):
    clients = [Client(raise_request_exception=False) for _ in range(8)]
    for client in clients:
        client.force_login(cast.phongvien)
    form = filled_in(clients[0], khoa_giao) | button
    answers = at_once([partial(client.post, ADD, form) for client in clients])
    edition = Edition.objects.get()
    assert [answer.status_code for answer in answers] == [302] * 8
    assert {answer["Location"] for answer in answers} <= {change(edition), "/admin/articles/edition/"}
    assert Article.objects.count() == 1
    assert edition.state == ("in_review" if button else "draft")


@pytest.fixture
def on_disk(settings, tmp_path):
    """`on_disk()`: the names of the pictures' files, in a folder of this test alone."""
    settings.MEDIA_ROOT = str(tmp_path)
    return lambda: {
        path.relative_to(tmp_path).as_posix() for path in Path(tmp_path).rglob("*") if path.is_file()
    }


def named_by_rows() -> set[str]:
    return {name for row in Photo.objects.values_list("file", "small") for name in row}


@pytest.mark.usefixtures("transactional_db")
@pytest.mark.parametrize("button", [{}, {"_move": "submit"}], ids=["save", "submit"])
def test_eight_clicks_with_a_picture_leave_one_picture(cast, khoa_giao, on_disk, button):
    clients = [Client(raise_request_exception=False) for _ in range(8)]
    for client in clients:
        client.force_login(cast.phongvien)
    form = filled_in(clients[0], khoa_giao, **{"photos-0-caption": CAPTION}) | button
    acts = [partial(client.post, ADD, form | {"photos-0-upload": upload()}) for client in clients]
    answers = at_once(acts)
    assert [answer.status_code for answer in answers] == [302] * 8
    picture = EditionPhoto.objects.get()
    assert picture.photo == Photo.objects.get()
    assert on_disk() == named_by_rows() == {picture.photo.file.name, picture.photo.small.name}


def test_a_refused_move_keeps_the_picture_that_was_sent_with_it(reporter, khoa_giao, on_disk):
    given = {"photos-0-caption": CAPTION, "photos-0-upload": upload(), "_move": "approve"}
    response = reporter.post(ADD, filled_in(reporter, khoa_giao, **given))
    page, photo = Page(response), Photo.objects.get()
    assert (response.status_code, Article.objects.count()) == (409, 0)
    assert [img.attrs["src"] for img in page.all("img", inside="photo-row")] == [photo.small.url]
    assert on_disk() == named_by_rows()
    reporter.post(ADD, page.form())
    assert EditionPhoto.objects.get().photo == photo
    assert on_disk() == named_by_rows()


@pytest.mark.parametrize("rows", ["", "x", "-1"])
def test_a_second_click_with_a_mangled_number_of_pictures_is_no_fault_of_the_server(
    reporter, khoa_giao, rows
):
    form = filled_in(reporter, khoa_giao)
    reporter.post(ADD, form)
    assert reporter.post(ADD, form | {"photos-TOTAL_FORMS": rows}).status_code < 500
    assert Article.objects.count() == 1


AFTERWARDS = "Viết thêm sau khi bấm Lùi."


@pytest.mark.parametrize("name", ["title", "lead", "body"])
def test_going_back_and_writing_on_loses_nothing(reporter, khoa_giao, name):
    form = filled_in(reporter, khoa_giao)
    reporter.post(ADD, form)
    response = reporter.post(ADD, form | {name: AFTERWARDS}, follow=True)
    assert WorkingCopy.objects.unsaved().get().fields[name] == AFTERWARDS
    [onward] = [
        link.attrs["href"] for link in Page(response).all("a") if "?ban=" in link.attrs.get("href", "")
    ]
    assert opened(reporter, onward)[name] == AFTERWARDS
    assert Article.objects.count() == 1


@pytest.mark.parametrize("name", ["byline", "keywords", "photos-0-caption", "photos-0-credit"])
def test_going_back_and_adding_to_the_small_fields_loses_nothing(reporter, khoa_giao, name):
    form = filled_in(reporter, khoa_giao, **{"photos-0-caption": CAPTION})
    reporter.post(ADD, form)
    response = reporter.post(ADD, form | {name: AFTERWARDS}, follow=True)
    assert AFTERWARDS in response.content.decode()


# ── Nothing typed is lost ────────────────────────────────────────────────────
def test_a_form_with_an_error_keeps_every_character(reporter, khoa_giao):
    typed = WORDS | {
        "title": "",
        "lead": "  Dòng một\nDòng hai \"<&>'  ",
        "body": "<p>Nguyên văn <b>đậm</b> &amp; &lt;thô&gt;</p>",
        "keywords": "Khoa giáo,, y tế ,",
        "date_line": "mười tám giờ",
        "expires_at": "không bao giờ",
    }
    photo = {"photos-0-caption": CAPTION, "photos-0-credit": "CTV", "photos-0-alt": "Hội trường"}
    form = filled_in(reporter, khoa_giao, **typed, **photo)
    response = reporter.post(ADD, form)
    page = Page(response)
    assert response.status_code == 200
    assert page.form() == form | {"csrfmiddlewaretoken": page.form()["csrfmiddlewaretoken"]}
    assert len(page.errors_near("id_title")) == 1
    assert len(page.errors_near("id_date_line")) == 1
    assert len(page.errors_near("id_expires_at")) == 1
    assert Article.objects.count() == 0


def test_a_picture_that_was_sent_with_a_form_in_error_is_kept(reporter, khoa_giao):
    given = {"title": "", "photos-0-caption": CAPTION, "photos-0-upload": upload()}
    page = Page(reporter.post(ADD, filled_in(reporter, khoa_giao, **given)))
    photo = Photo.objects.get()
    assert [img.attrs["src"] for img in page.all("img", inside="photo-row")] == [photo.small.url]
    response = reporter.post(ADD, page.form() | {"title": "Có tiêu đề"})
    assert response.status_code == 302
    picture = EditionPhoto.objects.get()
    assert (picture.photo, picture.caption) == (photo, CAPTION)
    assert Photo.objects.count() == 1


def test_a_tampered_picture_token_is_ignored(reporter, khoa_giao):
    given = {"title": "", "photos-0-caption": CAPTION, "photos-0-upload": upload()}
    page = Page(reporter.post(ADD, filled_in(reporter, khoa_giao, **given)))
    photo = Photo.objects.get()
    for kept in (str(photo.pk), page.form()["photos-0-kept"][:-1] + "!", "x:y:z"):
        form = filled_in(reporter, khoa_giao, **{"photos-0-caption": CAPTION, "photos-0-kept": kept})
        assert reporter.post(ADD, form).status_code == 302
    assert [picture.photo for picture in EditionPhoto.objects.all()] == [None] * 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("hoi-nghi.jpg", b"not a picture"),
        ("hoi-nghi.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("hoi-nghi.php", b"<?php system($_GET['c']);"),
        ("hoi-nghi.png", make_picture()),
        ("hoi-nghi.jpg", make_picture()[:-40]),
    ],
    ids=["words", "svg", "php", "another type", "cut off"],
)
def test_a_bad_picture_is_named_at_its_field_and_the_rest_is_kept(reporter, khoa_giao, name, content):
    bad = {"photos-0-upload": upload(name, content), "photos-0-caption": CAPTION, "photos-0-credit": "CTV"}
    form = filled_in(reporter, khoa_giao, **bad)
    page = Page(reporter.post(ADD, form))
    [message] = page.errors_near("id_photos-0-upload")
    assert name in message
    assert page.errors_near("id_photos-0-caption") == []
    kept = page.form()
    assert {name: kept[name] for name in WORDS} == WORDS
    assert (kept["photos-0-caption"], kept["photos-0-credit"]) == (CAPTION, "CTV")
    assert (Article.objects.count(), Photo.objects.count()) == (0, 0)


def test_a_picture_is_replaced_and_taken_out(reporter, cast, khoa_giao):
    reporter.post(ADD, filled_in(reporter, khoa_giao, **{"photos-0-upload": upload("cu.jpg")}))
    edition = Edition.objects.get()
    reporter.post(change(edition), opened(reporter, change(edition)) | {"photos-0-upload": upload("moi.jpg")})
    assert [p.photo.original_name for p in edition.photos.all()] == ["moi.jpg"]
    reporter.post(change(edition), opened(reporter, change(edition)) | {"photos-0-DELETE": "on"})
    assert edition.photos.count() == 0


# ── What no form may change ──────────────────────────────────────────────────
def test_extra_fields_change_nothing(reporter, cast, khoa_giao):
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    other = make_edition(by=cast.congtacvien, section=khoa_giao, title="Bài khác")
    before = _gates_columns(edition)
    extra = {
        "state": "approved",
        "author": cast.outsider.pk,
        "created_by": cast.outsider.pk,
        "updated_by": cast.outsider.pk,
        "is_staff": "on",
        "is_superuser": "on",
        "live_until": "10:00, 06/05/2040",
        "approved_at": "10:00, 05/05/2040",
        "withdrawn_at": "10:00, 05/05/2040",
        "version": "7",
        "article": other.article_id,
        "id": other.pk,
        "number": "9",
        "step": "1",
        "dated": "10:00, 05/05/2040",
        "ended_by": "replaced",
        "search_text": "x",
        "content_hash": "x",
    }
    response = reporter.post(change(edition), opened(reporter, change(edition)) | extra | {"title": "Mới"})
    assert response.status_code == 302
    after = _gates_columns(edition)
    assert after.pop("version") == before.pop("version") + 1
    assert after == before
    assert Edition.objects.get(pk=edition.pk).title == "Mới"
    assert Edition.objects.get(pk=other.pk).title == "Bài khác"
    assert Edition.objects.get(pk=edition.pk).updated_by == cast.phongvien


def test_extra_fields_of_a_new_article_change_nothing(reporter, cast, khoa_giao):
    theirs = make_edition(by=cast.congtacvien, section=khoa_giao)
    extra = {
        "state": "approved",
        "created_by": cast.outsider.pk,
        "version": "7",
        "article": theirs.article_id,
        "number": "9",
        "step": "1",
        "dated": "10:00, 05/05/2040",
        "path": "khoa-giao/204005/x-1.html",
    }
    reporter.post(ADD, filled_in(reporter, khoa_giao, **extra))
    edition = Edition.objects.exclude(pk=theirs.pk).get()
    assert edition.article != theirs.article
    gates = _gates_columns(edition) | {"article_id": 0}
    assert gates == _gates_columns(make_edition(by=cast.phongvien, section=khoa_giao)) | {"article_id": 0}
    assert edition.article.path == ""


def _gates_columns(edition: Edition) -> dict:
    """The columns that are not the writer's."""
    names = ("article_id", "number", "state", "step_id", "version", "created_by_id", "created_at")
    spans = ("approved_at", "live_from", "live_until", "withdrawn_at", "ended_by", "dated", "content_hash")
    row = Edition.objects.filter(pk=edition.pk).values(*names, *spans).get()
    return row | {"created_at": None}


def test_the_sections_offered_are_those_she_may_write_in(client, khoa_giao):
    below = make_section(slug="tuyen-sinh", name="Tuyển sinh", parent=khoa_giao)
    culture, politics = (
        make_section(slug="van-hoa", name="Văn hóa"),
        make_section(slug="thoi-su", name="Thời sự"),
    )
    writer = make_user(username="nv", role="phongvien", section=khoa_giao)
    make_grant(person=writer, role="congtacvien", section=culture)
    make_grant(person=writer, role="kiemduyet", section=politics)
    client.force_login(writer)
    page = Page(client.get(ADD))
    assert page.options("section") == {"Khoa giáo", below.name, "Văn hóa"}


def test_a_section_that_is_not_hers_is_refused_at_its_field(reporter, cast, khoa_giao):
    elsewhere = make_section(slug="xa-hoi")
    page = Page(reporter.post(ADD, filled_in(reporter, elsewhere)))
    assert len(page.errors_near("id_section")) == 1
    assert page.form()["title"] == WORDS["title"]
    edition = make_edition(by=cast.phongvien, section=khoa_giao)
    moved = opened(reporter, change(edition)) | {"section": str(elsewhere.pk)}
    assert len(Page(reporter.post(change(edition), moved)).errors_near("id_section")) == 1
    assert Edition.objects.get().section == khoa_giao


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_may_not_write_is_refused(client, cast, khoa_giao, who):
    client.force_login(getattr(cast, who))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, WORDS | {"section": khoa_giao.pk}).status_code == 403
    assert Article.objects.count() == 0


def test_saving_says_so_in_the_newsrooms_words(reporter, khoa_giao):
    response = reporter.post(ADD, filled_in(reporter, khoa_giao), follow=True)
    assert Page(response).messages() == [_("Saved.")]


def test_every_save_is_in_the_record(reporter, cast, khoa_giao):
    reporter.post(ADD, filled_in(reporter, khoa_giao))
    edition = Edition.objects.get()
    reporter.post(change(edition), opened(reporter, change(edition)) | {"title": "Mới"})
    events = Event.objects.about(edition).values_list("kind", "actor_id", "label")
    assert list(events) == [
        ("edition.edit", cast.phongvien.pk, "Mới"),
        ("edition.begin", cast.phongvien.pk, WORDS["title"]),
    ]
