"""Running stories and authors at the desk: kept by whoever edits, recorded, and never taken from under an article."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from articles.credits import Credit
from articles.embargo import set_embargo
from articles.models import Author, Contributor, Edition, Story
from articles.views.instant import address_at
from photos.models import Photo
from record.models import Event
from tests.desk.pages import Page, opened
from tests.desk.test_payloads import each_payload, inert
from tests.factories import (
    AT,
    DAY,
    bring_to,
    make_author,
    make_edition,
    make_photo,
    make_section,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db
STORIES, AUTHORS = "/admin/articles/story/", "/admin/articles/author/"
kinds = pytest.mark.parametrize("place", [STORIES, AUTHORS])


def form_of(client, address: str, **words) -> dict:
    page = Page(client.get(address))
    [form] = [e for e in page.all("form") if e.attrs.get("id", "").endswith("_form")]
    return page.form(form.attrs["id"]) | words


def add(client, place: str, **words):
    return client.post(f"{place}add/", form_of(client, f"{place}add/", **words))


# ── Making and changing ──────────────────────────────────────────────────────
def test_an_editor_opens_a_story_whose_address_is_made_of_its_name(as_):
    photo = make_photo()
    response = add(as_("bientapvien"), STORIES, name=" Mưa  lũ\ttháng 7 ", lead="Sapo.", photo=str(photo.pk))
    assert response.status_code == 302
    story = Story.objects.get()
    assert (story.name, story.slug, story.photo) == ("Mưa  lũ tháng 7", "mua-lu-thang-7", photo)
    assert [event.kind for event in Event.objects.about(story)] == ["story.add"]


def test_a_second_one_of_the_same_name_gets_another_address(as_):
    for _n in range(3):
        add(as_("bientapvien"), STORIES, name="Mưa lũ")
    assert sorted(Story.objects.values_list("slug", flat=True)) == ["mua-lu", "mua-lu-2", "mua-lu-3"]


def test_an_address_that_is_taken_is_refused(as_):
    make_story(name="Mưa lũ")
    page = Page(add(as_("bientapvien"), STORIES, name="Khác", slug="mua-lu"))
    assert len(page.errors_near("id_slug")) == 1


@kinds
@pytest.mark.parametrize("name", ["", "   ", "\u200b", "···", "—"])
def test_a_name_without_a_letter_is_refused(as_, place, name):
    page = Page(add(as_("bientapvien"), place, name=name))
    assert page.errors_near("id_name") != []
    assert (Story.objects.count(), Author.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["Lò Thị Mẫu", "LÒ THỊ  MẪU", "Lò · ảnh", "Lò | ảnh", "Lò; ảnh", "Lò • ảnh"])
def test_a_pen_name_is_one_authors_and_can_be_read_in_a_line(as_, name):
    make_author()
    page = Page(add(as_("bientapvien"), AUTHORS, name=name))
    assert len(page.errors_near("id_name")) == 1
    assert Author.objects.count() == 1


def test_an_author_is_somebody_with_an_account_or_without(as_, cast):
    client = as_("bientapvien")
    add(client, AUTHORS, name="Lò Phóng", user=str(cast.phongvien.pk), office="Phóng viên", about="Viết.")
    add(client, AUTHORS, name="Bạn Đọc")
    kept = Author.objects.order_by("name").values_list("name", "slug", "user", "office")
    assert list(kept) == [
        ("Bạn Đọc", "ban-doc", None, ""),
        ("Lò Phóng", "lo-phong", cast.phongvien.pk, "Phóng viên"),
    ]
    page = Page(add(client, AUTHORS, name="Người Khác", user=str(cast.phongvien.pk)))
    assert len(page.errors_near("id_user")) == 1


def test_authors_are_listed_by_given_names(as_):
    for name in ("Lò Văn Ơn", "Tòng Thị Ẩn", "Lò Văn Đạt", "Lò Văn An"):
        make_author(name=name)
    page = Page(as_("bientapvien").get(AUTHORS))
    assert page.texts("th", css="field-name") == ["Lò Văn An", "Tòng Thị Ẩn", "Lò Văn Đạt", "Lò Văn Ơn"]
    found = Page(as_("bientapvien").get(AUTHORS, {"q": "lo an"}))
    assert found.texts("th", css="field-name") == ["Lò Văn An"]


@kinds
@pytest.mark.parametrize("number", ["0", "999999", "mười", "-1", "1.5", "9" * 30])
def test_a_picture_that_is_not_in_the_library_is_refused(as_, place, number):
    page = Page(add(as_("bientapvien"), place, name="Tên", photo=number))
    assert len(page.errors_near("id_photo")) == 1


def test_a_picture_that_was_taken_off_is_refused(as_):
    photo = make_photo()
    Photo.objects.update(removed_at=AT, removal_ordered_by="Tổng Biên tập", removal_reason="Sai.")
    page = Page(add(as_("bientapvien"), STORIES, name="Tên", photo=str(photo.pk)))
    assert len(page.errors_near("id_photo")) == 1


def test_fields_that_are_not_hers_to_send_change_nothing(as_):
    add(as_("bientapvien"), AUTHORS, name="Lò Phóng", sort_key="00", id="77", pk="77")
    author = Author.objects.get()
    assert (author.pk != 77, author.sort_key != "00") == (True, True)


# ── Where articles hang on them ──────────────────────────────────────────────
def used(by=None, state: str = "draft", title: str = "Tin", **given) -> Edition:
    edition = make_edition(by=by, title=title, story=make_story(), **given)
    Contributor.objects.settle(edition, [Credit(make_author().pk, "text")])
    return bring_to(state, edition)


@kinds
def test_its_page_lists_the_articles_she_may_know_of(as_, cast, place):
    used(by=cast.phongvien, title="Thấy được", state="live")
    used(title="Kín", section=make_section(slug="xa-hoi"))
    kept = used(by=cast.thukytoasoan, title="Cấm vận")
    set_embargo(kept, until=AT + DAY, people=[], by=cast.thukytoasoan, seen=kept.stamp, at=AT)
    row = Story.objects.get() if place == STORIES else Author.objects.get()
    page = as_("bientapvien").get(f"{place}{row.pk}/change/")
    assert ("Thấy được" in page.text, "Kín" in page.text, "Cấm vận" in page.text) == (True, False, False)


@kinds
def test_its_address_stands_once_an_article_was_approved(as_, place):
    edition = used()
    row = edition.story if place == STORIES else Author.objects.get()
    client, address = as_("bientapvien"), f"{place}{row.pk}/change/"
    client.post(address, form_of(client, address, slug="moi"))
    row.refresh_from_db()
    assert row.slug == "moi"
    bring_to("scheduled", edition)
    client.post(address, form_of(client, address, slug="khac", name="Tên mới"))
    row.refresh_from_db()
    assert (row.slug, row.name) == ("moi", "Tên mới")


@kinds
def test_what_is_used_is_not_deleted_and_names_no_article(as_, place):
    used(title="Bí mật", section=make_section(slug="xa-hoi"))
    row = Story.objects.get() if place == STORIES else Author.objects.get()
    address = f"{place}{row.pk}/delete/"
    page = as_("quantri").get(address)
    assert (page.status_code, "Bí mật" in page.text) == (200, False)
    as_("quantri").post(address, {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()


@kinds
def test_what_is_not_used_is_deleted_and_recorded(as_, place):
    row = make_story() if place == STORIES else make_author()
    as_("quantri").post(f"{place}{row.pk}/delete/", {"post": "yes"})
    assert not type(row).objects.exists()
    assert Event.objects.latest("pk").kind.endswith(".delete")


def test_a_picture_of_theirs_stays_in_the_library_and_is_told_of(as_, cast):
    photo = make_photo(by=cast.bientapvien)
    story = make_story(photo=photo)
    client = as_("bientapvien")
    page = client.get(reverse("admin:photo", args=[photo.pk]))
    assert story.name in page.text
    client.post(reverse("admin:photo-delete", args=[photo.pk]), {"version": photo.version})
    assert Photo.objects.filter(pk=photo.pk).exists()


@pytest.mark.parametrize("many", [3, 20])
@pytest.mark.parametrize(("place", "listing", "form"), [(STORIES, 7, 11), (AUTHORS, 7, 12)])
def test_the_list_and_the_form_ask_as_often_for_many(
    as_, django_assert_num_queries, many, place, listing, form
):
    for number in range(many):
        used(title=f"Tin {number}", state="live")
        make_story(name=f"Dòng {number}")
        make_author(name=f"Người {number}")
    row = make_story() if place == STORIES else make_author()
    client = as_("bientapvien")
    ContentType.objects.clear_cache()
    with django_assert_num_queries(listing):
        assert client.get(place).status_code == 200
    with django_assert_num_queries(form):
        assert client.get(f"{place}{row.pk}/change/").status_code == 200


# ── The site at an instant ───────────────────────────────────────────────────
def test_what_an_embargo_keeps_is_told_of_by_no_story_author_or_related_article(as_, cast):
    kept = make_edition(title="Tít kín", by=cast.thukytoasoan, story=make_story())
    Contributor.objects.settle(kept, [Credit(make_author().pk, "text")])
    set_embargo(kept, until=AT + DAY, people=[], by=cast.thukytoasoan, seen=kept.stamp, at=AT)
    standing = Edition.objects.select_related("article", "section").get(pk=kept.pk)
    bring_to("scheduled", standing, live_from=AT + 2 * DAY)
    beside = make_edition(title="Bên cạnh")
    beside.related.create(article=kept.article)
    beside = bring_to("live", beside)
    pages = ["su-kien/khuyen-hoc-mua-he/", "tac-gia/lo-thi-mau/", beside.article.path]

    def walked(who: str) -> list[bool]:
        client = as_(who)
        return ["Tít kín" in client.get(address_at(AT + 3 * DAY, page)).text for page in pages]

    assert walked("thukytoasoan") == [True, True, True]
    assert walked("tongbientap") == [False, False, False]


# ── Whatever is typed is words ───────────────────────────────────────────────
@each_payload
@kinds
def test_what_is_typed_there_is_text(khoa_giao, place, payload):
    client = Client()
    client.force_login(make_user(username="root", is_superuser=True))
    words = {"name": payload} | (
        {"lead": payload} if place == STORIES else {"about": payload, "office": payload}
    )
    row = Story(slug="doc", **words) if place == STORIES else Author(slug="doc", **words)
    row.save()
    inert(client.get(place), payload)
    for act in ("change", "history", "delete"):
        inert(client.get(f"{place}{row.pk}/{act}/"), payload)
    form = opened(client)
    answer = client.post("/admin/articles/edition/add/", form | {"contributors": payload, "related": payload})
    inert(answer, payload)
