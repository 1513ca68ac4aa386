"""Everybody's own account: what she sets for herself, and what she does not."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from record.models import Event
from tests.accounts.conftest import PASSWORD
from tests.desk.pages import Page

pytestmark = pytest.mark.django_db

ACCOUNT = "/admin/tai-khoan/"


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def opened(client) -> dict[str, str]:
    page = Page(client.get(ACCOUNT))
    ticked = {box.attrs["name"]: "on" for box in page.all("input", type="checkbox") if "checked" in box.attrs}
    sent = page.form("account_form")
    return {name: v for name, v in sent.items() if not name.startswith("mail_")} | ticked


def mails(person: User) -> dict[str, bool]:
    names = ("mail_waiting", "mail_returned", "mail_approved", "mail_withdrawn")
    return User.objects.values(*names).get(pk=person.pk)


def test_everybody_at_the_desk_has_the_page_and_its_way(as_, cast):
    for person in cast:
        client = as_(person.username)
        page = Page(client.get(ACCOUNT))
        assert person.display_name in page.texts("dd")
        ways = {a.attrs.get("href") for a in page.all("a")}
        rights = reverse("admin:rights-of-person", args=[person.pk])
        assert {reverse("admin:password_change"), rights, ACCOUNT} <= ways


def test_mails_are_sent_for_what_touches_ones_own_text_unless_she_says_otherwise(cast):
    assert mails(cast.phongvien) == {
        "mail_waiting": False,
        "mail_returned": True,
        "mail_approved": False,
        "mail_withdrawn": True,
    }


def test_she_sets_her_pen_name_and_her_mails(as_, cast):
    client = as_("phongvien")
    sent = opened(client) | {"pen_name": "Lò Phóng", "mail_waiting": "on"}
    sent.pop("mail_returned")
    answer = client.post(ACCOUNT, sent, follow=True)
    assert Page(answer).messages() == [_("Your account is saved.")]
    assert again(cast.phongvien).pen_name == "Lò Phóng"
    assert (mails(cast.phongvien)["mail_waiting"], mails(cast.phongvien)["mail_returned"]) == (True, False)
    event = Event.objects.about(cast.phongvien).get()
    assert (event.kind, event.actor_id) == ("user.change", cast.phongvien.pk)


def test_sending_it_unchanged_twice_changes_and_records_nothing(as_, cast):
    client = as_("phongvien")
    for _time in range(2):
        assert client.post(ACCOUNT, opened(client)).status_code == 302
    assert Event.objects.about(cast.phongvien).count() == 0


def test_extra_fields_change_nothing(as_, cast):
    names = ["username", "display_name", "department", "is_staff", "is_superuser", "is_active", "password"]
    before = User.objects.values(*names, "sessions_ended", "looked_at").get(pk=cast.phongvien.pk)
    client = as_("phongvien")
    rise = {"username": "x", "display_name": "x", "is_superuser": "on", "is_active": "", "password": "x"}
    more = {"id": cast.tongbientap.pk, "sessions_ended": 7, "looked_at": "2040-01-01", "department": "x"}
    client.post(ACCOUNT, opened(client) | rise | more | {"pen_name": "Mới"})
    assert User.objects.values(*names, "sessions_ended", "looked_at").get(pk=cast.phongvien.pk) == before
    assert (again(cast.phongvien).pen_name, again(cast.tongbientap).pen_name) == ("Mới", "")


@pytest.mark.parametrize("password", ["", "sai", None])
def test_her_address_does_not_change_without_her_password(as_, cast, typing, password):
    typing(cast.phongvien)
    client = as_("phongvien")
    sent = opened(client) | {"email": "moi@bao-mau.example", "pen_name": "Mới", "current_password": password}
    if password is None:
        sent.pop("current_password")
    page = Page(client.post(ACCOUNT, sent))
    assert page.errors() == [_("Give your current password to change your e-mail address.")]
    assert (again(cast.phongvien).email, again(cast.phongvien).pen_name) == ("", "")
    assert page.form("account_form")["email"] == "moi@bao-mau.example"


def test_her_address_changes_with_her_password(as_, cast, typing):
    typing(cast.phongvien)
    client = as_("phongvien")
    client.post(ACCOUNT, opened(client) | {"email": "moi@bao-mau.example", "current_password": PASSWORD})
    assert again(cast.phongvien).email == "moi@bao-mau.example"


def test_a_name_that_is_refused_renames_her_nowhere(as_, cast):
    answer = as_("phongvien").post(ACCOUNT, {"pen_name": "x" * 101})
    assert answer.status_code == 200
    assert again(cast.phongvien).pen_name == ""


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(as_, method):
    assert getattr(as_("phongvien"), method)(ACCOUNT).status_code == 405


def test_what_was_written_meanwhile_is_not_undone(as_, cast):
    client = as_("phongvien")
    sent = opened(client) | {"pen_name": "Mới"}
    User.objects.filter(pk=cast.phongvien.pk).update(department="Phòng mới")
    client.post(ACCOUNT, sent)
    assert (again(cast.phongvien).department, again(cast.phongvien).pen_name) == ("Phòng mới", "Mới")
