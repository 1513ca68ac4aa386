"""Two pages about rights: what one person may do and by which grant, and who may do what in one section."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Grant, User
from accounts.overview import people_in, rights_of
from accounts.roles import (
    ACTIONS,
    ADD_FILES,
    ADD_PHOTOS,
    CHANGE_FILES,
    CHANGE_PHOTOS,
    EDIT,
    GRANTABLE,
    HANDLE_LETTERS,
    MODERATE,
    PASS_EDITING,
    WITHDRAW,
    WRITE,
)
from tests.desk.pages import Page
from tests.factories import make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

INDEX = "/admin/quyen/"
KEEP_STORIES, KEEP_AUTHORS = "articles.change_story", "articles.change_author"


def of_person(person: User) -> str:
    return reverse("admin:rights-of-person", args=[person.pk])


def of_section(section) -> str:
    return reverse("admin:rights-in-section", args=[section.pk])


def via(held) -> str:
    where = (
        " everywhere" if held.everywhere else f" from {held.reached_from.slug}" if held.reached_from else ""
    )
    return held.role + where


def table(person: User) -> dict[str, dict[str, list[str]]]:
    """Section → action → by what, without what she may not do there."""
    names = {str(label): permission for permission, label in ACTIONS.items()}
    return {
        row.section.slug if row.section else "": {
            names[str(cell.label)]: [via(held) for held in cell.held] for cell in row.cells if cell.held
        }
        for row in rights_of(person)[1]
    }


def people(section) -> dict[str, list[str]]:
    names = {str(label): permission for permission, label in ACTIONS.items()}
    return {
        names[str(action.label)]: [f"{held.grant.person.username}: {via(held)}" for held in action.people]
        for action in people_in(section)
        if action.people
    }


@pytest.fixture
def y_te(khoa_giao):
    return make_section(slug="y-te", name="Y tế", parent=khoa_giao)


@pytest.fixture
def lo_thi(khoa_giao, y_te) -> User:
    """A writer of Khoa giáo who edits below it, moderates everywhere and may withdraw in one section."""
    person = make_user(username="lo-thi", role="phongvien", section=khoa_giao)
    make_grant(person=person, role="bientapvien", section=y_te)
    make_grant(person=person, role="kiemduyet")
    alone = Group.objects.get(name=GRANTABLE["rieng-withdraw"].name)
    Grant.objects.create(person=person, role=alone, section=y_te)
    return person


# ── What stands there ────────────────────────────────────────────────────────
def test_each_right_of_a_person_stands_with_the_grant_that_gives_it(cast, lo_thi):
    moderates = {MODERATE: ["Kiểm duyệt everywhere"]}
    writes = (WRITE, ADD_PHOTOS, ADD_FILES)
    edits = (EDIT, PASS_EDITING, HANDLE_LETTERS, CHANGE_PHOTOS, CHANGE_FILES, KEEP_STORIES, KEEP_AUTHORS)
    assert table(lo_thi) == {
        "": moderates,
        "khoa-giao": {**{key: ["Phóng viên"] for key in writes}, **moderates},
        "y-te": {
            **{key: ["Phóng viên from khoa-giao", "Biên tập viên"] for key in writes},
            **{key: ["Biên tập viên"] for key in edits},
            WITHDRAW: ["Quyền: Gỡ bài"],
            **moderates,
        },
    }


def test_what_holds_everywhere_is_said_once(cast, khoa_giao, y_te):
    person = make_user(username="khap-noi", role="bientapvien")
    assert list(table(person)) == [""]
    make_grant(person=person, role="phongvien", section=y_te)
    assert list(table(person)) == ["", "y-te"]
    assert sorted(table(person)["y-te"][WRITE]) == ["Biên tập viên everywhere", "Phóng viên"]


def test_the_table_says_what_the_rights_are(cast, lo_thi, khoa_giao, y_te):
    """The overview beside the answer that every view asks for."""
    places = {"khoa-giao": khoa_giao, "y-te": y_te, "xa-hoi": make_section(slug="xa-hoi")}
    for person in (lo_thi, *cast):
        rows = table(person)
        for slug, section in places.items():
            asked = {permission for permission in ACTIONS if person.has_perm(permission, section)}
            assert set(rows.get(slug, rows.get("", {}))) == asked, (person, slug)
            assert {p for p, held in people(section).items() if person.username in str(held)} == asked


def test_who_may_do_what_in_a_section_names_people_and_grants(cast, lo_thi, y_te):
    named = people(y_te)
    assert named[WITHDRAW] == [
        "lo-thi: Quyền: Gỡ bài",
        "thukytoasoan: Thư ký tòa soạn from khoa-giao",
        "tongbientap: Tổng Biên tập from khoa-giao",
    ]
    assert "kiemduyet: Kiểm duyệt from khoa-giao" in named[MODERATE]
    assert "lo-thi: Kiểm duyệt everywhere" in named[MODERATE]
    assert not any("outsider" in str(held) for held in named.values())


def test_what_is_granted_below_counts_for_nothing_above(lo_thi, khoa_giao):
    assert not any("lo-thi" in name for name in people(khoa_giao).get(EDIT, []))


def test_who_has_left_is_not_among_them(cast, khoa_giao):
    User.objects.filter(pk=cast.bientapvien.pk).update(is_active=False)
    assert not any("bientapvien" in str(held) for held in people(khoa_giao).values())


# ── The pages ────────────────────────────────────────────────────────────────
def test_the_page_of_a_person_shows_actions_sections_and_grants(as_, cast, lo_thi, y_te):
    page = Page(as_("tongbientap").get(of_person(lo_thi)))
    heads = page.texts("th", scope="col")
    hers = {WRITE, EDIT, PASS_EDITING, WITHDRAW, MODERATE, ADD_PHOTOS, CHANGE_PHOTOS, ADD_FILES, CHANGE_FILES}
    hers |= {KEEP_STORIES, KEEP_AUTHORS, HANDLE_LETTERS}
    assert heads == [_("Section"), *(str(label) for right, label in ACTIONS.items() if right in hers)]
    assert page.texts("th", scope="row") == [_("All sections"), "Khoa giáo", "Y tế"]
    assert any("Quyền: Gỡ bài" in text for text in page.texts("span", css="rights-by"))


def test_the_page_of_a_section_names_everybody_once_with_her_grant(as_, cast, khoa_giao):
    page = Page(as_("tongbientap").get(of_section(khoa_giao)))
    assert page.texts("dt") == [str(label) for label in ACTIONS.values()]
    of_withdrawing = [text for text in page.texts("dd") if "Thư ký" in text]
    assert len(of_withdrawing) == 20
    assert of_person(cast.thukytoasoan) in {a.attrs["href"] for a in page.all("a", inside="rights-actions")}


def test_somebody_without_rights_has_a_page_that_says_so(as_, cast):
    newcomer = make_user(username="moi")
    page = Page(as_("tongbientap").get(of_person(newcomer)))
    assert (page.all("table"), len(page.texts("p", css="quiet"))) == ([], 1)


def test_a_section_where_nobody_may_anything_says_so(client, root):
    empty = make_section(slug="trong")
    client.force_login(root)
    page = Page(client.get(of_section(empty)))
    assert page.texts("dd") == [_("Nobody.")] * len(ACTIONS)


def test_names_are_text(as_, cast, khoa_giao):
    evil = "<script>alert(1)</script>"
    User.objects.filter(pk=cast.phongvien.pk).update(display_name=evil)
    type(khoa_giao).objects.filter(pk=khoa_giao.pk).update(name=evil)
    for address in (INDEX, of_person(cast.phongvien), of_section(khoa_giao)):
        text = as_("tongbientap").get(address).text
        assert (evil in text, "&lt;script&gt;alert(1)" in text) == (False, True), address


def test_the_pages_lead_to_each_other_and_the_persons_form_to_hers(as_, cast, khoa_giao):
    client = as_("tongbientap")
    ways = {
        INDEX: {of_person(cast.phongvien), of_section(khoa_giao)},
        of_person(cast.phongvien): {INDEX, of_section(khoa_giao)},
        of_section(khoa_giao): {INDEX, of_person(cast.phongvien)},
        reverse("admin:accounts_user_change", args=[cast.phongvien.pk]): {of_person(cast.phongvien)},
        reverse("admin:index"): {INDEX},
    }
    for address, expected in ways.items():
        links = {a.attrs.get("href") for a in Page(client.get(address)).all("a")}
        assert expected <= links, address


# ── Who sees them ────────────────────────────────────────────────────────────
SEES = ["tongbientap", "quantri"]


@pytest.mark.parametrize("who", ["phongvien", "congtacvien", "bientapvien", "thukytoasoan", "kiemduyet"])
def test_the_overviews_are_closed_to_who_may_not_see_grants(as_, cast, khoa_giao, who):
    client = as_(who)
    codes = [client.get(address).status_code for address in (INDEX, of_section(khoa_giao))]
    assert codes == [403, 403]
    assert client.get(of_person(cast.tongbientap)).status_code == 404
    assert INDEX not in {a.attrs.get("href") for a in Page(client.get("/admin/")).all("a")}


def test_everybody_sees_her_own_rights(as_, cast):
    for person in cast:
        answer = as_(person.username).get(of_person(person))
        assert answer.status_code == 200
        links = {a.attrs.get("href") for a in Page(answer).all("a")}
        assert (INDEX in links) is (person.username in (*SEES, "outsider"))


@pytest.mark.parametrize("who", SEES)
def test_a_section_out_of_her_reach_is_not_found(as_, cast, khoa_giao, y_te, who):
    elsewhere = make_section(slug="xa-hoi")
    client = as_(who)
    codes = [client.get(of_section(section)).status_code for section in (khoa_giao, y_te, elsewhere)]
    assert codes == [200, 200, 404]
    named = {a.attrs.get("href") for a in Page(client.get(INDEX)).all("a", inside="rights-choice")}
    assert (of_section(y_te) in named, of_section(elsewhere) in named) == (True, False)


def test_a_superuser_is_seen_by_superusers_alone(as_, client, cast, root):
    assert as_("tongbientap").get(of_person(root)).status_code == 404
    assert "root" not in as_("quantri").get(INDEX).text
    client.force_login(root)
    assert client.get(of_person(root)).status_code == 200
    assert of_person(root) in {a.attrs.get("href") for a in Page(client.get(INDEX)).all("a")}


@pytest.mark.parametrize("place", ["nguoi", "chuyen-muc"])
def test_what_does_not_exist_is_not_found(as_, place):
    assert as_("tongbientap").get(f"{INDEX}{place}/999999999/").status_code == 404


# ── What it costs ────────────────────────────────────────────────────────────
OF_PERSON, OF_SECTION, OF_INDEX = 9, 8, 5


@pytest.mark.parametrize("rows", [3, 30])
def test_the_overviews_ask_as_often_for_many_as_for_few(
    as_, cast, khoa_giao, rows, django_assert_num_queries
):
    for number in range(rows):
        section = make_section(slug=f"muc-{number}", parent=khoa_giao if number % 2 else None)
        make_user(username=f"pv-{number}", role="phongvien", section=khoa_giao)
        make_grant(person=cast.phongvien, role="bientapvien", section=section)
    client = as_("tongbientap")
    for address, queries in (
        (of_person(cast.phongvien), OF_PERSON),
        (of_section(khoa_giao), OF_SECTION),
        (INDEX, OF_INDEX),
    ):
        with django_assert_num_queries(queries):
            client.get(address)
