"""A new article begun as a copy: the words, and nothing of the other article's life."""

import uuid

import pytest
from django.urls import reverse

from articles.models import Article, Edition
from record.models import Event
from tests.desk.pages import Page, change
from tests.factories import AT, DAY, make_edition, make_grant, make_photo, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast, khoa_giao):
    edition = make_edition(
        by=cast.phongvien,
        section=khoa_giao,
        tags=("y tế", "nông thôn"),
        byline="Lò Văn Chép",
        date_line=AT - DAY,
        expires_at=AT + DAY,
    )
    photo = make_photo()
    edition.photos.create(photo=photo, caption="Trao quà", credit="N.V", alt="Học sinh nhận quà", order=3)
    edition.photos.create(caption="Ảnh sẽ gửi sau", order=7)
    return edition


@pytest.fixture
def copied(client, source):
    """`copied(user, **sent)`: what came of the button."""

    def press(user, **sent):
        client.force_login(user)
        return client.post(reverse("admin:edition-copy", args=[source.pk]), sent)

    return press


def newest() -> Edition:
    return Edition.objects.latest("pk")


def test_it_holds_the_words_the_tags_and_the_pictures(copied, cast, source):
    assert copied(cast.bientapvien).status_code == 302
    copy = newest()
    words = ("title", "lead", "body", "byline", "section_id")
    assert [getattr(copy, name) for name in words] == [getattr(source, name) for name in words]
    assert set(copy.tags.all()) == set(source.tags.all())
    shown = ("photo", "caption", "credit", "alt", "order")
    assert list(copy.photos.values_list(*shown)) == list(source.photos.values_list(*shown))
    assert source.photos.count() == 2


def test_it_is_a_draft_of_hers_with_no_date_of_the_other(copied, cast, source):
    response = copied(cast.bientapvien)
    copy = newest()
    assert response["Location"] == change(copy)
    assert (copy.state, copy.number, copy.created_by, copy.opened_from) == (
        "draft",
        1,
        cast.bientapvien,
        None,
    )
    assert (copy.date_line, copy.expires_at, copy.article.path, copy.article.dated) == (None, None, "", None)
    assert (copy.article.created_by, copy.article_id != source.article_id) == (cast.bientapvien, True)


def test_the_record_says_of_what_it_is_a_copy(copied, cast, source):
    copied(cast.bientapvien)
    [event] = Event.objects.about(newest())
    assert (event.kind, event.after, event.actor_id) == ("edition.copy", "draft", cast.bientapvien.pk)
    assert source.title in event.note
    assert f"{source.pk}" in event.note
    assert [event.kind for event in Event.objects.about(source)] == ["edition.begin"]


def test_two_clicks_on_one_page_make_one_copy(copied, client, cast, source):
    client.force_login(cast.phongvien)
    [key] = Page(client.get(change(source))).all("input", name="form_key", inside="moves")
    where = {copied(cast.phongvien, form_key=key.attrs["value"])["Location"] for _click in range(2)}
    assert (len(where), Article.objects.count()) == (1, 2)


def test_the_key_of_somebody_elses_form_leads_nowhere(copied, cast):
    key = str(uuid.uuid4())
    copied(cast.phongvien, form_key=key)
    assert copied(cast.bientapvien, form_key=key).status_code == 403
    assert Article.objects.count() == 2


def test_fields_that_are_none_of_the_forms_change_nothing(copied, cast, source):
    elsewhere = make_section(slug="xa-hoi")
    extra = {"state": "approved", "section": elsewhere.pk, "title": "Khác", "created_by": cast.phongvien.pk}
    copied(cast.bientapvien, **extra)
    copy = newest()
    assert (copy.state, copy.section_id, copy.title, copy.created_by) == (
        "draft",
        source.section_id,
        source.title,
        cast.bientapvien,
    )


def test_who_may_not_write_there_is_refused_and_sees_no_button(copied, client, cast, source, khoa_giao):
    """She sees it as an editor who writes nowhere in this section."""
    reader = make_user(username="thay-ma-khong-viet")
    make_grant(person=reader, role="tongbientap", section=make_section(slug="xa-hoi"))
    Article.objects.filter(pk=source.article_id).update(created_by=reader)
    assert copied(reader).status_code == 403
    assert Article.objects.count() == 1
    page = Page(client.get(change(source)))
    assert page.all("form", action=reverse("admin:edition-copy", args=[source.pk])) == []


@pytest.mark.parametrize("who", ["outsider", "kiemduyet", "quantri", "congtacvien"])
def test_what_she_does_not_see_is_not_found(copied, cast, who):
    assert copied(getattr(cast, who)).status_code == 404
    assert Article.objects.count() == 1


def test_it_cannot_be_done_by_looking(client, cast, source):
    client.force_login(cast.phongvien)
    assert client.get(reverse("admin:edition-copy", args=[source.pk])).status_code == 405


@pytest.mark.parametrize("state", ["in_review", "live", "withdrawn"])
def test_any_state_can_be_copied_and_stays_what_it_is(client, cast, khoa_giao, state):
    edition = make_edition(state=state, by=cast.phongvien, section=khoa_giao)
    before = Edition.objects.values().get(pk=edition.pk)
    client.force_login(cast.phongvien)
    page = Page(client.get(change(edition)))
    [form] = page.all("form", action=reverse("admin:edition-copy", args=[edition.pk]))
    assert client.post(form.attrs["action"]).status_code == 302
    assert (newest().state, Edition.objects.values().get(pk=edition.pk)) == ("draft", before)
