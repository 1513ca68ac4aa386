"""The preview: what stands in the form as readers would see it, mistakes and all; nothing of it is saved."""

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Edition
from photos.models import Photo
from photos.tokens import token_of
from tests.cms import payloads
from tests.desk.pages import ADD, Page, change, opened
from tests.factories import make_edition, make_photo, make_picture, make_section

pytestmark = pytest.mark.django_db

PREVIEW = "/admin/articles/edition/xem-truoc/"
WORDS = {
    "title": "Giao ban khối Khoa giáo",
    "lead": "Chiều 15/9, tổ chức Hội nghị.\nDự Hội nghị có các đồng chí lãnh đạo.",
    "body": "<p>Hội nghị đã nghe <strong>báo cáo</strong>; y tế ;</p><p>Kết luận Hội nghị…/.</p>",
    "byline": "N.V",
    "keywords": "Khoa giáo, y tế",
    "date_line": "18:56, 15/09/2021",
}
CAPTION = "Toàn cảnh Hội nghị."


@pytest.fixture
def at(cast):
    def of(who: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(getattr(cast, who))
        return client

    return of


@pytest.fixture
def piece(cast, khoa_giao) -> Edition:
    return make_edition(by=cast.phongvien, section=khoa_giao, title="Đã lưu")


@pytest.fixture
def reporter(at) -> Client:
    return at("phongvien")


def everything() -> dict[str, int]:
    """How many rows there are of each kind."""
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def seen(client: Client, form: dict) -> Page:
    response = client.post(PREVIEW, form)
    assert response.status_code == 200
    return Page(response)


def test_what_is_typed_for_a_new_article_is_shown_as_readers_would_see_it(reporter, khoa_giao):
    page = seen(reporter, opened(reporter) | WORDS | {"section": str(khoa_giao.pk)})
    assert page.texts("h1", inside="story") == [WORDS["title"]]
    assert page.texts("p", css="lead") == [WORDS["lead"].replace("\n", "")]
    assert page.texts("p", inside="body") == ["Hội nghị đã nghe báo cáo; y tế ;", "Kết luận Hội nghị…/."]
    assert page.texts("strong", inside="body") == ["báo cáo"]
    assert page.texts("p", css="byline") == ["N.V"]
    assert page.texts("time", inside="story") == ["18:56, 15/09/2021"]
    assert page.texts("a", rel="tag") == ["Khoa giáo", "y tế"]
    assert page.texts("a", inside="crumbs") == [gettext("Front page"), "Khoa giáo"]


def test_what_is_typed_over_an_edition_is_shown_and_not_what_was_saved(reporter, piece, khoa_giao):
    under = make_section(slug="tuyen-sinh", name="Tuyển sinh", parent=khoa_giao)
    page = seen(reporter, opened(reporter, change(piece)) | WORDS | {"section": str(under.pk)})
    assert page.texts("h1", inside="story") == [WORDS["title"]]
    assert page.texts("a", inside="crumbs") == [gettext("Front page"), "Khoa giáo", "Tuyển sinh"]
    assert "Đã lưu" not in page.texts("h1")


def test_nothing_is_saved(reporter, piece, khoa_giao):
    before, rows = everything(), list(Edition.objects.values())
    for form in (opened(reporter), opened(reporter, change(piece))):
        upload = SimpleUploadedFile("a.jpg", make_picture(), "image/jpeg")
        given = {"section": str(khoa_giao.pk), "photos-0-caption": CAPTION, "photos-0-upload": upload}
        seen(reporter, form | WORDS | given | {"_move": "submit"})
    assert (everything(), list(Edition.objects.values())) == (before, rows)


def test_without_a_date_line_the_time_is_that_of_now(reporter, khoa_giao):
    page = seen(reporter, opened(reporter) | WORDS | {"section": str(khoa_giao.pk), "date_line": ""})
    assert page.texts("time", inside="story") == ["09:00, 04/05/2040"]


def test_pictures_are_shown_saved_and_kept_in_the_forms_order(reporter, piece):
    saved, kept = make_photo(name="cu.jpg"), make_photo(name="moi.jpg")
    piece.photos.create(photo=saved, caption="Cũ", order=2)
    form = opened(reporter, change(piece))
    new = {"photos-1-caption": CAPTION, "photos-1-credit": "CTV", "photos-1-alt": "Hội trường"}
    page = seen(reporter, form | new | {"photos-1-order": "1", "photos-1-kept": token_of(kept)})
    assert [img.attrs["src"] for img in page.all("img", inside="story")] == [kept.file.url, saved.file.url]
    assert [img.attrs["alt"] for img in page.all("img", inside="story")] == ["Hội trường", ""]
    first, second = page.texts("figcaption")
    assert (first.startswith(CAPTION), "CTV" in first, second) == (True, True, "Cũ")


def test_a_picture_marked_to_be_taken_out_is_not_shown(reporter, piece):
    piece.photos.create(photo=make_photo(), caption="Bỏ")
    page = seen(reporter, opened(reporter, change(piece)) | {"photos-0-DELETE": "on"})
    assert (page.all("img", inside="story"), page.texts("figcaption")) == ([], [])


def test_a_caption_whose_picture_is_to_come_is_shown(reporter, piece):
    page = seen(reporter, opened(reporter, change(piece)) | {"photos-0-caption": CAPTION})
    assert (page.all("img", inside="story"), page.texts("figcaption")) == ([], [CAPTION])


def test_a_picture_of_another_edition_is_not_shown_by_its_number(reporter, piece, cast):
    other = make_edition(by=cast.outsider, section=make_section(slug="xa-hoi"))
    place = other.photos.create(photo=make_photo(), caption="Bí mật")
    page = seen(reporter, opened(reporter, change(piece)) | {"photos-0-id": str(place.pk)})
    assert page.all("img", inside="story") == []


@pytest.mark.parametrize("token", ["x", "1", "x:y:z", "\x00"])
def test_a_tampered_picture_token_shows_nothing(reporter, piece, token):
    make_photo()
    page = seen(reporter, opened(reporter, change(piece)) | {"photos-0-kept": token})
    assert page.all("img", inside="story") == []


# ── Mistakes ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", ""),
        ("title", "a" * 5000),
        ("date_line", "mười tám giờ"),
        ("date_line", "10:00, 04/05/9999"),
        ("expires_at", "?"),
        ("section", ""),
        ("section", "x"),
        ("section", "9" * 18),
        ("section", "9" * 5000),
        ("section", "\x00"),
        ("keywords", ", ,!!!,…"),
        ("keywords", "a" * 5000),
        ("photos-0-order", "x"),
        ("photos-0-order", "-1"),
        ("photos-0-order", "9" * 5000),
        ("photos-0-id", "x"),
        ("photos-TOTAL_FORMS", "x"),
        ("form_key", "x"),
        ("seen", "\x00"),
        ("lead", "\x00\x01"),
    ],
    ids=lambda value: value[:10].replace("\x00", "NUL"),
)
@pytest.mark.parametrize("new", [True, False])
def test_a_mistake_does_not_break_it(reporter, piece, khoa_giao, name, value, new):
    form = opened(reporter, ADD if new else change(piece)) | WORDS
    form |= {"section": str(khoa_giao.pk), "photos-0-caption": CAPTION, name: value}
    page = seen(reporter, form)
    assert page.texts("p", css="byline") == ["N.V"]


def test_an_empty_form_has_a_preview(reporter):
    assert seen(reporter, {}).texts("h1", inside="story") == [""]


def test_a_section_that_is_none_leaves_the_editions_own(reporter, piece):
    page = seen(reporter, opened(reporter, change(piece)) | {"section": "9" * 17})
    assert page.texts("a", inside="crumbs") == [gettext("Front page"), "Khoa giáo"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.dictionaries(
        st.sampled_from([*WORDS, "section", "photos-0-caption", "photos-0-order"]), st.text()
    )
)
def test_whatever_is_typed_has_a_preview(reporter, words):
    sent = {name: text.encode(errors="replace").decode() for name, text in words.items()}
    assert reporter.post(PREVIEW, sent).status_code == 200


# ── Who ──────────────────────────────────────────────────────────────────────
def test_no_cache_may_keep_it_and_no_search_engine_list_it(reporter, piece):
    response = reporter.post(PREVIEW, opened(reporter, change(piece)))
    assert response["Cache-Control"] == "private, no-store"
    assert [e.attrs["content"] for e in Page(response).all("meta", name="robots")] == ["noindex"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("who", ["outsider", "congtacvien", "kiemduyet", "quantri"])
def test_what_is_not_hers_to_see_has_no_preview(at, reporter, piece, who):
    form = opened(reporter, change(piece))
    assert at(who).post(PREVIEW, form).status_code == 404


def test_what_is_not_hers_to_change_has_no_preview(at, cast, khoa_giao):
    edition = make_edition(state="in_review", by=cast.phongvien, section=khoa_giao)
    assert at("phongvien").post(PREVIEW, {"edition": str(edition.pk), **WORDS}).status_code == 404
    live = make_edition(state="live", by=cast.phongvien, section=khoa_giao)
    assert at("tongbientap").post(PREVIEW, {"edition": str(live.pk), **WORDS}).status_code == 404


@pytest.mark.parametrize("who", ["kiemduyet", "quantri"])
def test_who_may_not_write_has_no_preview_of_a_new_article(at, who):
    assert at(who).post(PREVIEW, WORDS).status_code == 404


def test_an_edition_that_is_not_there_has_no_preview(reporter):
    assert reporter.post(PREVIEW, WORDS | {"edition": "9" * 18}).status_code == 404


@pytest.mark.parametrize("edition", ["x", "-1", "²", "9" * 19, "9" * 5000, "\x00"])
def test_what_is_no_number_of_an_edition_is_none_or_a_new_article(reporter, piece, edition):
    response = reporter.post(PREVIEW, WORDS | {"edition": edition})
    assert response.status_code in (200, 404)
    assert piece.title not in response.content.decode()


def test_it_is_posted_by_somebody_who_is_logged_in(reporter, client):
    assert reporter.get(PREVIEW).status_code == 405
    assert client.post(PREVIEW, WORDS).status_code == 401


# ── Hostile words ────────────────────────────────────────────────────────────
def inert(page: Page) -> None:
    """Nothing in it can run, and no picture but the paper's own is asked for."""
    for element in page.elements:
        assert element.tag not in {"iframe", "object", "embed", "svg", "math", "base"}
        assert element.tag != "script" or "alert(1)" not in element.text
        assert not [name for name in element.attrs if name.startswith("on")]
        addresses = [
            element.attrs.get(name, "") for name in ("href", "src", "srcset", "action", "formaction")
        ]
        assert not [
            a for a in addresses if a.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
        ]
    sources = {img.attrs.get("src", "") for img in page.all("img")}
    assert sources <= {photo.file.url for photo in Photo.objects.all()}


@pytest.mark.parametrize("payload", payloads.EVERY)
def test_hostile_words_are_inert(reporter, piece, payload):
    names = ("title", "lead", "body", "byline", "keywords", "date_line", "photos-0-caption")
    more = dict.fromkeys(("photos-0-credit", "photos-0-alt", "photos-0-kept", "section"), payload)
    piece.photos.create(photo=make_photo(), caption="Ảnh")
    form = opened(reporter, change(piece)) | dict.fromkeys(names, payload) | more
    inert(seen(reporter, form))
