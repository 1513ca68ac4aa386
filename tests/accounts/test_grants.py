"""Rights come from grants and from nothing else: a role, in a section with what is under it, or everywhere."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from accounts.models import Grant, User
from accounts.roles import EDIT, MODERATE, PASS_EDITING, PASS_PUBLISHING, ROLES, WRITE
from articles.models import Section
from tests.factories import make_grant, make_section, make_user

pytestmark = pytest.mark.django_db

OF_A_REPORTER = {WRITE, "photos.add_photo", "files.add_file"}
OF_AN_EDITOR = OF_A_REPORTER | {EDIT, PASS_EDITING, "photos.change_photo", "files.change_file"}
OF_AN_EDITOR |= {"letters.handle_letter"}
OF_AN_EDITOR |= {
    f"articles.{verb}_{model}" for verb in ("view", "add", "change") for model in ("story", "author")
}


@pytest.fixture
def paper() -> dict[str, Section]:
    """Two sections with two below each: `khoa-giao` (`y-te`, `giao-duc`) and `xa-hoi` (`ban-doc`, `doi-song`)."""
    tree = {"khoa-giao": ["y-te", "giao-duc"], "xa-hoi": ["ban-doc", "doi-song"]}
    sections = {}
    for parent, children in tree.items():
        sections[parent] = make_section(slug=parent)
        sections |= {slug: make_section(slug=slug, parent=sections[parent]) for slug in children}
    return sections


def again(user: User) -> User:
    """As the next request reads her."""
    return User.objects.get(pk=user.pk)


def reached(user: User, permission: str, paper: dict[str, Section]) -> set[str]:
    return {slug for slug, section in paper.items() if again(user).has_perm(permission, section)}


# ── Where a grant reaches ────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("granted", "reaches"),
    [
        (["khoa-giao"], {"khoa-giao", "y-te", "giao-duc"}),
        (["y-te"], {"y-te"}),
        (["y-te", "ban-doc"], {"y-te", "ban-doc"}),
        (["khoa-giao", "y-te"], {"khoa-giao", "y-te", "giao-duc"}),
        (["khoa-giao", "xa-hoi"], {"khoa-giao", "y-te", "giao-duc", "xa-hoi", "ban-doc", "doi-song"}),
        ([None], {"khoa-giao", "y-te", "giao-duc", "xa-hoi", "ban-doc", "doi-song"}),
        ([None, "y-te"], {"khoa-giao", "y-te", "giao-duc", "xa-hoi", "ban-doc", "doi-song"}),
        (["y-te", None], {"khoa-giao", "y-te", "giao-duc", "xa-hoi", "ban-doc", "doi-song"}),
        ([], set()),
    ],
    ids=str,
)
def test_a_grant_reaches_its_section_and_what_is_under_it(granted, reaches, paper):
    user = make_user(username="btv")
    for slug in granted:
        make_grant(person=user, role="bientapvien", section=slug and paper[slug])
    assert reached(user, EDIT, paper) == reaches
    assert reached(user, PASS_PUBLISHING, paper) == set()
    assert again(user).has_perm(EDIT) is bool(reaches)
    assert set(Section.objects.filter(pk__in=again(user).where(EDIT) or [])) == {
        paper[slug] for slug in granted if slug and None not in granted
    }


def test_two_roles_in_two_sections_are_each_where_they_were_granted(paper):
    user = make_user(username="btv", role="bientapvien", section=paper["khoa-giao"])
    make_grant(person=user, role="kiemduyet", section=paper["xa-hoi"])
    assert reached(user, EDIT, paper) == {"khoa-giao", "y-te", "giao-duc"}
    assert reached(user, MODERATE, paper) == {"xa-hoi", "ban-doc", "doi-song"}


def test_the_same_right_by_two_roles_is_the_union_of_where(paper):
    user = make_user(username="pv", role="phongvien", section=paper["y-te"])
    make_grant(person=user, role="bientapvien", section=paper["ban-doc"])
    assert reached(user, WRITE, paper) == {"y-te", "ban-doc"}


def test_the_rights_of_one_are_not_those_of_another(paper):
    make_user(username="btv", role="bientapvien")
    assert reached(make_user(username="pv"), EDIT, paper) == set()


def test_where_several_rights_reach_is_where_any_of_them_does(paper):
    user = make_user(username="btv", role="bientapvien", section=paper["y-te"])
    make_grant(person=user, role="kiemduyet", section=paper["xa-hoi"])
    assert user.where(EDIT, MODERATE) == {paper["y-te"].pk, paper["xa-hoi"].pk}
    assert (user.where(EDIT), user.where(PASS_PUBLISHING), user.where()) == ({paper["y-te"].pk}, set(), set())


def test_everywhere_swallows_somewhere(paper):
    user = make_user(username="btv", role="bientapvien", section=paper["y-te"])
    make_grant(person=user, role="kiemduyet")
    assert (user.where(EDIT), user.where(MODERATE), user.where(EDIT, MODERATE)) == (
        {paper["y-te"].pk},
        None,
        None,
    )


def test_a_section_granted_does_not_grant_what_moves_away_from_under_it(paper):
    user = make_user(username="btv", role="bientapvien", section=paper["khoa-giao"])
    Section.objects.filter(slug="y-te").update(parent=paper["xa-hoi"])
    assert again(user).has_perm(EDIT, Section.objects.get(slug="y-te")) is False


# ── All that somebody may ────────────────────────────────────────────────────
def test_all_her_rights_are_those_of_her_roles_anywhere_or_there(paper):
    user = make_user(username="btv", role="bientapvien", section=paper["khoa-giao"])
    make_grant(person=user, role="kiemduyet", section=paper["ban-doc"])
    assert user.get_all_permissions() == {*OF_AN_EDITOR, MODERATE}
    assert user.get_all_permissions(paper["y-te"]) == OF_AN_EDITOR
    assert user.get_all_permissions(paper["ban-doc"]) == {MODERATE}
    assert user.get_all_permissions(paper["doi-song"]) == set()


def test_a_room_is_open_to_whoever_has_a_right_in_it(paper):
    user = make_user(username="kd", role="kiemduyet", section=paper["y-te"])
    assert [user.has_module_perms(app) for app in ("comments", "articles", "accounts")] == [
        True,
        False,
        False,
    ]


def test_whoever_has_left_may_nothing(paper):
    user = make_user(username="tbt", role="tongbientap", is_active=False)
    assert (reached(user, EDIT, paper), user.has_perm(EDIT), user.get_all_permissions()) == (
        set(),
        False,
        set(),
    )
    assert user.has_module_perms("articles") is False


def test_a_superuser_who_has_left_may_nothing(paper):
    user = make_user(username="goc", is_superuser=True, is_active=False)
    assert (reached(user, EDIT, paper), user.has_perm(EDIT)) == (set(), False)


def test_a_superuser_may_everything_everywhere(paper):
    user = make_user(username="goc", is_superuser=True)
    assert (reached(user, PASS_PUBLISHING, paper), user.where(EDIT)) == (set(paper), None)


def test_nobody_is_nobody(paper):
    make_user(username="tbt", role="tongbientap")
    nobody = AnonymousUser()
    assert (nobody.has_perm(WRITE), nobody.has_perm(WRITE, paper["y-te"])) == (False, False)
    assert nobody.get_all_permissions() == set()


def test_groups_and_single_rights_of_django_give_nothing(paper):
    user = make_user(username="pv", role="phongvien", section=paper["y-te"])
    user.groups.add(*Group.objects.all())
    user.user_permissions.add(*Permission.objects.all())
    assert again(user).get_all_permissions() == OF_A_REPORTER
    assert reached(user, WRITE, paper) == {"y-te"}


def test_a_person_who_has_left_does_not_log_in():
    user = User.objects.create_user(username="pv", password="mot-mat-khau-dai", display_name="PV")
    assert authenticate(username="pv", password="mot-mat-khau-dai") == user
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert authenticate(username="pv", password="mot-mat-khau-dai") is None


# ── What it costs ────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "slugs", [["y-te"], ["y-te", "xa-hoi", "giao-duc"]], ids=["one grant", "three grants"]
)
def test_any_number_of_questions_is_one_query(slugs, paper, django_assert_num_queries):
    user = make_user(username="btv")
    for slug in slugs:
        make_grant(person=user, role="bientapvien", section=paper[slug])
    user = again(user)
    with django_assert_num_queries(1):
        for permission in (WRITE, EDIT, MODERATE):
            user.has_perm(permission)
            for section in paper.values():
                user.has_perm(permission, section)
        user.get_all_permissions()
        user.has_module_perms("articles")
        user.where(WRITE, EDIT)


# ── Rows that cannot be ──────────────────────────────────────────────────────
@pytest.mark.parametrize("slug", ["y-te", None])
def test_the_same_grant_is_given_once(slug, paper):
    section = slug and paper[slug]
    user = make_user(username="pv", role="phongvien", section=section)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_grant(person=user, role="phongvien", section=section)
    make_grant(person=user, role="phongvien", section=paper["ban-doc"])
    make_grant(person=user, role="bientapvien", section=section)
    make_grant(person=make_user(username="khac"), role="phongvien", section=section)
    assert Grant.objects.count() == 4


def test_a_role_that_is_granted_is_not_deleted():
    make_user(username="pv", role="phongvien")
    with pytest.raises(ProtectedError):
        Group.objects.get(name=ROLES["phongvien"].name).delete()


def test_a_section_in_which_somebody_has_rights_is_not_deleted_under_her(paper):
    user = make_user(username="pv", role="phongvien", section=paper["y-te"])
    with pytest.raises(ProtectedError):
        paper["y-te"].delete()
    assert (user.grants.count(), again(user).has_perm(WRITE)) == (1, True)


def test_a_grant_says_who_what_and_where(paper):
    paper["y-te"].name = "Y tế"
    paper["y-te"].save()
    user = make_user(username="pv", display_name="Lò Thị Mẫu")
    there = make_grant(person=user, role="phongvien", section=paper["y-te"])
    everywhere = make_grant(person=user, role="phongvien")
    assert [str(there), str(everywhere)] == ["Lò Thị Mẫu: Phóng viên (Y tế)", "Lò Thị Mẫu: Phóng viên"]
