"""Nobody gives or takes a right she lacks, and nobody takes hold of an account that may more than she."""

import pytest
from django.contrib.auth.models import Group
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin import MORE_THAN_YOU, YOUR_OWN
from accounts.granting import can_grant, outreaches
from accounts.models import Grant, User
from accounts.roles import GRANTABLE, ROLES, SINGLE_RIGHTS
from record.models import Event
from tests.accounts.conftest import PASSWORD
from tests.desk.pages import Page
from tests.factories import make_edition, make_grant, make_section, make_user

pytestmark = pytest.mark.django_db


def role(key: str) -> Group:
    return Group.objects.get(name=GRANTABLE[key].name)


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def form_of(person: User) -> str:
    return reverse("admin:accounts_user_change", args=[person.pk])


def opened(client, person: User) -> dict[str, str]:
    page = Page(client.get(form_of(person)))
    ticked = {box.attrs["name"]: "on" for box in page.all("input", type="checkbox") if "checked" in box.attrs}
    return page.form("user_form") | ticked


def held(person: User) -> set[tuple[str, str | None]]:
    return set(person.grants.values_list("role__name", "section__slug"))


def giving(client, person: User, *pairs: tuple) -> dict:
    """The person's form with further rows of grants."""
    sent = opened(client, person)
    first = int(sent.get("grants-TOTAL_FORMS", 0))
    for number, (given, section) in enumerate(pairs, start=first):
        sent |= {f"grants-{number}-role": given.pk, f"grants-{number}-section": section.pk if section else ""}
    return sent | {"grants-TOTAL_FORMS": first + len(pairs)}


def give(client, person: User, *pairs: tuple):
    return client.post(form_of(person), giving(client, person, *pairs))


@pytest.fixture
def y_te(khoa_giao):
    return make_section(slug="y-te", name="Y tế", parent=khoa_giao)


@pytest.fixture
def xa_hoi(cast):
    return make_section(slug="xa-hoi")


@pytest.fixture
def newcomer(db) -> User:
    return make_user(username="moi", display_name="Người mới")


# ── The rule ─────────────────────────────────────────────────────────────────
def test_she_gives_what_she_holds_where_she_holds_it_and_below(cast, khoa_giao, y_te, xa_hoi):
    places = {"khoa-giao": khoa_giao, "y-te": y_te, "xa-hoi": xa_hoi, "everywhere": None}
    for key in ("bientapvien", "tongbientap", "rieng-withdraw"):
        reached = {slug for slug, place in places.items() if can_grant(cast.tongbientap, role(key), place)}
        assert reached == {"khoa-giao", "y-te"}, key
    assert not any(can_grant(cast.tongbientap, role("quantri"), place) for place in places.values())


def test_who_holds_a_right_everywhere_gives_it_anywhere(cast, khoa_giao, y_te):
    chief = make_user(username="tbt", role="tongbientap")
    assert all(can_grant(chief, role("bientapvien"), place) for place in (None, khoa_giao, y_te))


def test_a_grant_below_does_not_reach_above(khoa_giao, y_te):
    chief = make_user(username="tbt", role="tongbientap", section=y_te)
    assert can_grant(chief, role("phongvien"), y_te)
    assert not can_grant(chief, role("phongvien"), khoa_giao)


@pytest.mark.parametrize("who", ["phongvien", "bientapvien", "thukytoasoan", "kiemduyet"])
def test_holding_a_right_is_not_yet_the_right_to_give_it(cast, khoa_giao, who):
    assert not can_grant(getattr(cast, who), role(who), khoa_giao)


def test_rights_to_give_in_one_section_and_to_edit_in_another_do_not_add_up(cast, khoa_giao, xa_hoi):
    person = make_user(username="hai-noi", role="quantri", section=khoa_giao)
    make_grant(person=person, role="bientapvien", section=xa_hoi)
    assert not any(can_grant(person, role("bientapvien"), place) for place in (khoa_giao, xa_hoi, None))


def test_half_of_a_bundle_here_and_half_there_is_no_bundle(khoa_giao, y_te, xa_hoi):
    person = make_user(username="nua", role="quantri")
    make_grant(person=person, role="phongvien", section=khoa_giao)
    editing = ("rieng-edit", "rieng-pass-editing", "rieng-handle-letters")
    for key in (*editing, "rieng-change-photos", "rieng-change-files"):
        Grant.objects.create(person=person, role=role(key), section=y_te)
    assert can_grant(person, role("bientapvien"), y_te)
    assert not can_grant(person, role("bientapvien"), khoa_giao)


def test_the_administrator_gives_her_own_role_and_no_other(khoa_giao):
    person = make_user(username="qt", role="quantri")
    given = {key for key in GRANTABLE if can_grant(person, role(key), None)}
    assert given == {"quantri", "rieng-change-pages"}


def test_a_role_without_a_right_is_nobodys_to_give(root):
    empty = Group.objects.create(name="Trống")
    assert not can_grant(make_user(username="tbt", role="tongbientap"), empty, None)
    assert can_grant(root, empty, None)


def test_a_superuser_gives_all_and_one_who_has_left_nothing(cast, khoa_giao, root):
    assert all(can_grant(root, role(key), place) for key in GRANTABLE for place in (None, khoa_giao))
    for gone in (
        make_user(username="roi", is_superuser=True, is_active=False),
        make_user(username="nghi", role="tongbientap", is_active=False),
    ):
        assert not can_grant(gone, role("phongvien"), khoa_giao)
        assert not outreaches(gone, cast.phongvien)


def test_who_holds_more_takes_hold_of_who_holds_less(cast, y_te, newcomer, root):
    below = make_user(username="pv-y-te", role="phongvien", section=y_te)
    people = [person for person in (*cast, below, newcomer, root) if outreaches(cast.tongbientap, person)]
    assert {person.username for person in people} == {
        *("phongvien", "congtacvien", "bientapvien", "thukytoasoan", "tongbientap", "kiemduyet"),
        *("pv-y-te", "moi"),
    }
    assert [outreaches(cast.quantri, person) for person in (newcomer, cast.phongvien)] == [True, False]


def test_what_somebody_holds_who_has_left_still_counts(cast, khoa_giao):
    gone = make_user(username="nghi", role="phongvien", section=khoa_giao, is_active=False)
    assert not outreaches(cast.quantri, gone)


# ── The form ─────────────────────────────────────────────────────────────────
def test_the_form_offers_only_what_she_can_give(as_, cast, khoa_giao, y_te, newcomer):
    page = Page(as_("tongbientap").get(form_of(newcomer)))
    alone = {right.name for right in SINGLE_RIGHTS.values()}
    assert page.options("grants-0-role") == {
        *(ROLES[key].name for key in ROLES if key != "quantri"),
        *alone,
    }
    assert page.options("grants-0-section") == {"Khoa giáo", "— Y tế"}
    groups = {group.attrs["label"]: group for group in page.all("optgroup")}
    assert set(groups) == {_("Roles"), _("Single rights")}
    of_group = groups[_("Single rights")]
    assert {o.text for o in page.all("option") if o.within(of_group)} == alone


def test_who_holds_everywhere_is_offered_everywhere(client, cast, newcomer):
    client.force_login(make_user(username="tbt", role="tongbientap"))
    page = Page(client.get(form_of(newcomer)))
    assert page.options("grants-0-section") == {"Khoa giáo", "Xã hội"}
    assert _("All sections") in page.texts("option")


def test_what_she_gives_is_there_and_in_the_record(as_, cast, khoa_giao, y_te, newcomer):
    answer = give(
        as_("tongbientap"), newcomer, (role("phongvien"), khoa_giao), (role("rieng-withdraw"), y_te)
    )
    assert answer.status_code == 302
    assert held(newcomer) == {("Phóng viên", "khoa-giao"), ("Quyền: Gỡ bài", "y-te")}
    events = Event.objects.about(newcomer).filter(kind="grant.add")
    assert {(event.actor_id, event.note) for event in events} == {
        (cast.tongbientap.pk, "Phóng viên: Khoa giáo"),
        (cast.tongbientap.pk, "Quyền: Gỡ bài: Y tế"),
    }
    assert Event.objects.about(newcomer).filter(kind="user.change").count() == 1


def test_what_she_takes_away_is_gone_and_in_the_record(as_, cast, khoa_giao):
    client = as_("tongbientap")
    client.post(form_of(cast.phongvien), opened(client, cast.phongvien) | {"grants-0-DELETE": "on"})
    assert held(cast.phongvien) == set()
    event = Event.objects.about(cast.phongvien).get(kind="grant.delete")
    assert (event.actor_id, event.note) == (cast.tongbientap.pk, "Phóng viên: Khoa giáo")


@pytest.mark.parametrize(
    ("who", "key", "slug"),
    [
        ("tongbientap", "quantri", "khoa-giao"),
        ("tongbientap", "phongvien", "xa-hoi"),
        ("tongbientap", "phongvien", None),
        ("outsider", "phongvien", "khoa-giao"),
        ("quantri", "phongvien", "khoa-giao"),
        ("quantri", "rieng-moderate", "khoa-giao"),
        ("quantri", "quantri", None),
        ("bientapvien", "phongvien", "khoa-giao"),
        ("phongvien", "phongvien", "khoa-giao"),
    ],
)
def test_what_is_more_than_hers_is_not_given(as_, cast, khoa_giao, xa_hoi, newcomer, who, key, slug):
    section = {"khoa-giao": khoa_giao, "xa-hoi": xa_hoi}.get(slug)
    row = {"grants-0-role": role(key).pk, "grants-0-section": section.pk if section else ""}
    management = {"grants-TOTAL_FORMS": 1, "grants-INITIAL_FORMS": 0}
    answer = as_(who).post(form_of(newcomer), {"display_name": "Đổi", "username": "moi", **management, **row})
    assert answer.status_code == (200 if who in ("tongbientap", "outsider", "quantri") else 403)
    assert (held(newcomer), again(newcomer).display_name) == (set(), "Người mới")
    assert Event.objects.about(newcomer).count() == 0


def test_a_role_and_a_section_that_are_hers_only_apart_are_refused_together(
    client, khoa_giao, xa_hoi, newcomer
):
    """Each stands in its list; the pair is asked for by itself, and the answer names it."""
    person = make_user(username="hai-noi", role="tongbientap", section=khoa_giao)
    make_grant(person=person, role="quantri", section=xa_hoi)
    client.force_login(person)
    answer = give(client, newcomer, (role("tongbientap"), xa_hoi))
    assert answer.status_code == 200
    assert "Tổng Biên tập" in " ".join(Page(answer).errors())
    assert held(newcomer) == set()
    assert give(client, newcomer, (role("quantri"), xa_hoi)).status_code == 302


@pytest.mark.parametrize("everywhere", [True, False])
def test_the_same_right_twice_is_refused_in_words(client, khoa_giao, newcomer, everywhere):
    client.force_login(make_user(username="tbt", role="tongbientap"))
    place = None if everywhere else khoa_giao
    pair = (role("phongvien"), place)
    assert give(client, newcomer, pair, pair).status_code == 200
    assert held(newcomer) == set()
    assert give(client, newcomer, pair).status_code == 302
    assert give(client, newcomer, pair).status_code == 200
    assert newcomer.grants.count() == 1


def test_a_right_she_lacks_is_seen_and_stays(as_, cast, khoa_giao, xa_hoi):
    kept = make_grant(person=cast.phongvien, role="kiemduyet", section=xa_hoi)
    client = as_("tongbientap")
    page = Page(client.get(form_of(cast.phongvien)))
    assert page.texts("li", inside="fixed-grants") == ["Kiểm duyệt: Xã hội"]
    sent = page.form("user_form")
    assert sent["grants-INITIAL_FORMS"] == "1"
    attempts = [
        {"grants-0-id": kept.pk, "grants-0-DELETE": "on"},
        {"grants-0-id": kept.pk, "grants-0-role": role("phongvien").pk, "grants-0-section": khoa_giao.pk},
        {
            "grants-INITIAL_FORMS": 2,
            "grants-TOTAL_FORMS": 2,
            "grants-1-id": kept.pk,
            "grants-1-person": cast.phongvien.pk,
            "grants-1-DELETE": "on",
        },
    ]
    for attempt in attempts:
        assert client.post(form_of(cast.phongvien), sent | attempt).status_code in (200, 302)
        assert ("Kiểm duyệt", "xa-hoi") in held(cast.phongvien)
    assert Event.objects.filter(kind="grant.delete").count() == 0


def test_a_grant_never_turns_into_another(as_, cast, khoa_giao):
    client = as_("tongbientap")
    sent = opened(client, cast.phongvien) | {"grants-0-role": role("tongbientap").pk, "grants-0-section": ""}
    client.post(form_of(cast.phongvien), sent)
    assert held(cast.phongvien) == {("Phóng viên", "khoa-giao")}


def test_a_grant_of_another_person_is_out_of_reach(as_, cast, newcomer):
    kept = cast.phongvien.grants.get()
    client = as_("tongbientap")
    row = {"grants-0-id": kept.pk, "grants-0-person": newcomer.pk, "grants-0-DELETE": "on"}
    counts = {"grants-INITIAL_FORMS": 1, "grants-TOTAL_FORMS": 1}
    client.post(form_of(newcomer), opened(client, newcomer) | counts | row)
    assert Grant.objects.filter(pk=kept.pk, person=cast.phongvien).exists()


@pytest.mark.parametrize("who", ["tongbientap", "quantri"])
def test_nobody_changes_her_own_rights(as_, cast, khoa_giao, who):
    person, client = getattr(cast, who), as_(who)
    before = held(person)
    page = Page(client.get(form_of(person)))
    assert page.all("select", name="grants-0-role") == []
    assert len(page.texts("li", inside="fixed-grants")) == 1
    row = {"grants-0-role": role(who).pk, "grants-0-section": khoa_giao.pk}
    taken = {"grants-0-id": person.grants.get().pk, "grants-0-DELETE": "on"}
    for attempt in (
        {"grants-TOTAL_FORMS": 1, "grants-INITIAL_FORMS": 0, **row},
        {"grants-TOTAL_FORMS": 1, "grants-INITIAL_FORMS": 1, **taken},
    ):
        client.post(form_of(person), page.form("user_form") | attempt)
        assert held(person) == before


def test_an_account_is_opened_without_rights(as_, khoa_giao):
    words = {"username": "moi", "display_name": "Mới", "usable_password": "true"}
    secret = {"password1": PASSWORD, "password2": PASSWORD}
    row = {"grants-TOTAL_FORMS": 1, "grants-INITIAL_FORMS": 0, "grants-0-role": role("quantri").pk}
    as_("quantri").post(reverse("admin:accounts_user_add"), words | secret | row)
    assert held(User.objects.get(username="moi")) == set()


FORM = 21


@pytest.mark.parametrize("others", [3, 30])
def test_the_form_asks_as_often_for_many_rights_as_for_few(
    as_, cast, khoa_giao, newcomer, others, django_assert_num_queries
):
    for number in range(others):
        section = make_section(slug=f"muc-{number}", parent=khoa_giao if number % 2 else None)
        make_grant(person=newcomer, role="phongvien", section=section)
    client = as_("tongbientap")
    client.get(form_of(newcomer))
    with django_assert_num_queries(FORM):
        client.get(form_of(newcomer))


# ── Taking hold of an account ────────────────────────────────────────────────
RISE = {"username": "cuop", "email": "cuop@bao-mau.example", "is_active": "", "password": "x", "is_staff": ""}
OF_THE_ACCOUNT = ("username", "email", "is_active", "is_staff", "password", "is_superuser")


def account(person: User) -> tuple:
    return User.objects.values_list(*OF_THE_ACCOUNT).get(pk=person.pk)


@pytest.mark.parametrize(
    ("who", "whose"),
    [
        ("quantri", "phongvien"),
        ("tongbientap", "quantri"),
        ("tongbientap", "outsider"),
        ("outsider", "phongvien"),
    ],
)
def test_an_account_that_may_more_is_not_taken_over(as_, cast, who, whose):
    person, client = getattr(cast, whose), as_(who)
    before = account(person)
    page = Page(client.get(form_of(person)))
    assert str(MORE_THAN_YOU) in " ".join(page.texts("div", css="description"))
    assert [page.all("input", name=name) for name in RISE] == [[]] * len(RISE)
    sent = page.form("user_form") | RISE | {"is_superuser": "on", "display_name": "Tên mới"}
    assert client.post(form_of(person), sent).status_code == 302
    assert account(person) == before
    assert again(person).display_name == "Tên mới"


@pytest.mark.parametrize(
    ("who", "whose", "code"),
    [
        ("quantri", "phongvien", 403),
        ("tongbientap", "quantri", 403),
        ("tongbientap", "outsider", 403),
        ("phongvien", "congtacvien", 403),
        ("tongbientap", "tongbientap", 403),
        ("tongbientap", "phongvien", 302),
    ],
)
def test_a_password_is_set_by_who_holds_all_its_rights(as_, cast, who, whose, code):
    person, client = getattr(cast, whose), as_(who)
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    new = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert client.get(address).status_code == (200 if code == 302 else 403)
    assert client.post(address, new).status_code == code
    assert again(person).check_password(PASSWORD) is (code == 302)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("pbkdf2_sha256$1000000$muoimuoi$bamra", "A password is set."),
        ("!khong-dung-duoc", "No password is set."),
        ("", "No password is set."),
    ],
)
def test_of_a_password_the_form_says_only_whether_it_is_set(as_, newcomer, kept, said):
    User.objects.filter(pk=newcomer.pk).update(password=kept)
    answer = as_("tongbientap").get(form_of(newcomer))
    page = Page(answer)
    assert _(said) in page.texts("strong")
    assert [a for a in page.all("a") if a.attrs.get("href") == "../password/"] != []
    hashed = ("pbkdf2", "1000000", "muoimuoi", "bamra", "khong-dung-duoc")
    assert [word for word in hashed if word in answer.text] == []


def test_why_a_password_is_not_hers_to_set_is_said_in_words(as_, cast):
    for whose, why in ((cast.phongvien, MORE_THAN_YOU), (cast.quantri, YOUR_OWN)):
        answer = as_("quantri").get(reverse("admin:auth_user_password_change", args=[whose.pk]))
        assert str(why) in " ".join(Page(answer).texts("p"))


def test_her_own_address_is_not_changed_past_her_password(as_, cast):
    before = account(cast.tongbientap)
    client = as_("tongbientap")
    client.post(form_of(cast.tongbientap), opened(client, cast.tongbientap) | RISE)
    assert account(cast.tongbientap) == before


def test_the_administrator_keeps_accounts_that_have_no_rights_yet(as_, newcomer):
    client = as_("quantri")
    sent = opened(client, newcomer) | {"email": "moi@bao-mau.example"}
    sent.pop("is_active")
    assert client.post(form_of(newcomer), sent).status_code == 302
    newcomer = again(newcomer)
    assert (newcomer.email, newcomer.is_active, newcomer.is_staff) == ("moi@bao-mau.example", False, True)


def test_the_board_closes_the_account_of_who_has_left(as_, cast):
    client = as_("tongbientap")
    sent = opened(client, cast.phongvien)
    sent.pop("is_active")
    client.post(form_of(cast.phongvien), sent)
    assert again(cast.phongvien).is_active is False


def test_what_was_written_meanwhile_is_not_undone_by_the_form(as_, newcomer):
    """She logs out in the very moment in which her form is saved."""
    client = as_("quantri")
    sent = opened(client, newcomer) | {"pen_name": "Mới"}

    def logs_out(sender, instance, **kwargs):
        instance.end_sessions()

    pre_save.connect(logs_out, sender=User)
    try:
        client.post(form_of(newcomer), sent)
    finally:
        pre_save.disconnect(logs_out, sender=User)
    assert (again(newcomer).pen_name, again(newcomer).sessions_ended) == ("Mới", 1)


# ── Deleting ─────────────────────────────────────────────────────────────────
def test_who_has_written_is_not_deleted_and_it_is_said_what_to_do(client, cast, khoa_giao, root):
    make_edition(by=cast.phongvien, section=khoa_giao)
    client.force_login(root)
    address = reverse("admin:accounts_user_delete", args=[cast.phongvien.pk])
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == 200
        assert form_of(cast.phongvien) in {
            a.attrs.get("href") for a in Page(answer).all("a", css="desk-button")
        }
    assert User.objects.filter(pk=cast.phongvien.pk).exists()


def test_an_account_opened_by_mistake_is_deleted(as_, newcomer):
    as_("quantri").post(reverse("admin:accounts_user_delete", args=[newcomer.pk]), {"post": "yes"})
    assert not User.objects.filter(pk=newcomer.pk).exists()


@pytest.mark.parametrize(
    ("who", "whose"), [("quantri", "phongvien"), ("quantri", "quantri"), ("tongbientap", "phongvien")]
)
def test_an_account_is_deleted_only_by_who_opens_accounts_and_holds_its_rights(as_, cast, who, whose):
    person = getattr(cast, whose)
    address = reverse("admin:accounts_user_delete", args=[person.pk])
    assert as_(who).post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=person.pk).exists()


def test_several_people_are_not_deleted_at_once(client, root, newcomer):
    client.force_login(root)
    sent = {"action": "delete_selected", "_selected_action": [newcomer.pk], "post": "yes"}
    client.post(reverse("admin:accounts_user_changelist"), sent)
    assert User.objects.filter(pk=newcomer.pk).exists()
