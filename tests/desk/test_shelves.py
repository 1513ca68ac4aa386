"""The pages that move a section's articles: what will happen, what became of it, and who may."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import shelving
from articles.models import Edition
from tests.desk.pages import Page
from tests.factories import AT, DAY, HOUR, make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

SECTIONS = "/admin/articles/section/chuyen-bai/"


@pytest.fixture
def target(cast):
    section = make_section(slug="doi-song", name="Đời sống")
    make_grant(person=cast.thukytoasoan, role="thukytoasoan", section=section)
    make_user(username="tbt-doi-song", role="tongbientap", section=section)
    return section


@pytest.fixture
def page(khoa_giao, target, clock) -> str:
    clock.move_to(AT + HOUR)
    return reverse("admin:section-shelve", args=[khoa_giao.pk])


def test_it_offers_the_sections_in_which_she_has_the_right(as_, page, target):
    make_section(slug="xa-hoi", name="Xã hội")
    assert Page(as_("thukytoasoan").get(page)).options("target") == {"Đời sống"}
    assert Page(as_("thukytoasoan").get(SECTIONS)).texts("a", inside="many__answers") == [
        "Khoa giáo",
        "Đời sống",
    ]


def test_it_says_what_will_happen_before_anything_does(as_, page, khoa_giao):
    make_edition(state="live", section=khoa_giao)
    make_edition(section=khoa_giao)
    make_edition(state="expired", section=khoa_giao)
    before = list(Edition.objects.values())
    told = Page(as_("thukytoasoan").get(page)).texts("dd", inside="outlook")[::2]
    assert (told, list(Edition.objects.values())) == (["1", "1", "0", "0", "0", "1"], before)


def test_it_moves_them_and_says_which_stay_and_why(as_, page, khoa_giao, target):
    make_edition(title="Bài đã đăng", state="live", section=khoa_giao)
    stays = make_edition(title="Bài hẹn giờ", state="scheduled", section=khoa_giao, live_from=AT + DAY)
    client = as_("thukytoasoan")
    response = client.post(page, {"target": target.pk, "note": "Nhập chuyên mục."})
    shown = Page(response)
    assert response.status_code == 200
    [link] = shown.all("a", inside="many__answers--refused")
    assert (link.text, link.attrs["href"]) == (
        "Bài hẹn giờ",
        reverse("admin:articles_edition_change", args=[stays.pk]),
    )
    assert _("An edition of it is scheduled. Move it after that, or recall it.") in response.content.decode()
    assert Edition.objects.live(AT + 2 * HOUR).get().section == target


def test_it_goes_on_click_by_click_until_none_is_left(as_, page, khoa_giao, target, monkeypatch):
    monkeypatch.setattr(shelving, "PORTION", 2)
    for _n in range(5):
        make_edition(state="live", section=khoa_giao)
    client, sent, clicks = as_("thukytoasoan"), {"target": target.pk, "note": "Nhập chuyên mục."}, 0
    while sent:
        shown = Page(client.post(page, sent))
        clicks += 1
        sent = shown.form("go-on") if shown.all("form", id="go-on") else None
    assert (clicks, Edition.objects.live(AT + 2 * HOUR).filter(section=target).count()) == (3, 5)


@pytest.mark.parametrize(
    ("sent", "field"), [({"note": "Nhập."}, "target"), ({"target": "target"}, "note"), ({}, "note")]
)
def test_without_a_target_or_a_reason_nothing_is_moved(as_, page, khoa_giao, target, sent, field):
    edition = make_edition(state="live", section=khoa_giao)
    sent = {**sent, **({"target": target.pk} if "target" in sent else {})}
    response = as_("thukytoasoan").post(page, sent)
    assert (response.status_code, len(Page(response).errors_near(f"id_{field}"))) == (422, 1)
    assert Edition.objects.get() == edition


@pytest.mark.parametrize("slug", ["khoa-giao", "xa-hoi"])
def test_a_section_that_was_not_offered_is_refused(as_, page, khoa_giao, slug):
    """Itself, and one in which she has no right."""
    make_edition(state="live", section=khoa_giao)
    other = make_section(slug=slug, name="Xã hội")
    response = as_("thukytoasoan").post(page, {"target": other.pk, "note": "Nhập."})
    assert (response.status_code, Edition.objects.count()) == (422, 1)


@pytest.mark.parametrize("who", ["phongvien", "bientapvien", "kiemduyet", "quantri", "outsider"])
def test_without_the_right_here_it_is_refused(as_, page, khoa_giao, target, who):
    make_edition(state="live", section=khoa_giao)
    client = as_(who)
    assert client.get(page).status_code == 403
    assert client.post(page, {"target": target.pk, "note": "Nhập."}).status_code == 403
    assert Edition.objects.count() == 1


def test_a_section_that_is_not_there_is_not_found(as_):
    assert as_("thukytoasoan").get("/admin/articles/section/987654/chuyen-bai/").status_code == 404


def test_who_has_the_single_right_finds_the_way(client, khoa_giao, page, target):
    from django.contrib.auth.models import Group

    from accounts.models import Grant
    from accounts.roles import SINGLE_RIGHTS

    one = make_user(username="mot-quyen")
    role = Group.objects.get(name=SINGLE_RIGHTS["rieng-move-articles"].name)
    for section in (khoa_giao, target):
        Grant.objects.create(person=one, role=role, section=section)
    make_edition(state="live", section=khoa_giao)
    draft = make_edition(section=khoa_giao)
    client.force_login(one)
    links = {
        a.attrs["href"] for a in Page(client.get("/admin/articles/edition/")).all("a") if "href" in a.attrs
    }
    assert SECTIONS in links
    client.post(page, {"target": target.pk, "note": "Nhập chuyên mục."})
    assert Edition.objects.live(AT + 2 * HOUR).get().section == target
    # Drafts are moved by who may change them in the form.
    assert Edition.objects.get(pk=draft.pk).section == khoa_giao


PAGE = 11


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_asks_as_often_for_twenty_as_for_two(as_, page, khoa_giao, count, django_assert_num_queries):
    for _n in range(count):
        make_edition(state="live", section=khoa_giao)
    client = as_("thukytoasoan")
    with django_assert_num_queries(PAGE):
        client.get(page)
