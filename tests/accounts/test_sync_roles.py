"""The roles in the database agree with `accounts/roles.py` after every `sync_roles`, whatever was there before."""

import io

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts.models import Grant
from accounts.roles import (
    ACTIONS,
    ADD_FILES,
    ADD_PHOTOS,
    GRANTABLE,
    HAND_OUT,
    MANAGE,
    ROLES,
    SINGLE_RIGHTS,
    WRITE,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def sync() -> str:
    """What it says to whoever ran it."""
    said = io.StringIO()
    call_command("sync_roles", stderr=said)
    return said.getvalue()


def held() -> dict[str, set[str]]:
    """Each role of the database with its permissions."""
    rows = Group.objects.values_list("name", "permissions__content_type__app_label", "permissions__codename")
    roles: dict[str, set[str]] = {}
    for name, app_label, codename in rows:
        roles.setdefault(name, set()).update({f"{app_label}.{codename}"} if codename else set())
    return roles


def named() -> dict[str, set[str]]:
    return {role.name: set(role.permissions) for role in GRANTABLE.values()}


# The newsroom's rights as it reads them, beside the code that gives them.
WRITING = {"articles.write_edition"}
EDITING = {"articles.edit_edition", "articles.pass_editing"}
DEPARTMENT, SECRETARIAT = {"articles.pass_department"}, {"articles.pass_secretariat"}
TAKING_OFF = {"articles.recall_edition", "articles.withdraw_article"}
PUBLISHING = {"articles.pass_publishing", "articles.publish_urgently"}
MOVING = {"articles.move_articles"}
FRONT = {"articles.arrange_front", "articles.announce"}
MODERATING = {"comments.moderate_comment"}
PAGES = {"pages.change_page"}
LETTERS = {"letters.handle_letter"}
BRINGING = {"files.add_file", "photos.add_photo"}
LOOKING_AFTER = BRINGING | {"files.change_file", "photos.change_photo"}
REMOVING = {"photos.remove_photo"}
KEEPING = {f"articles.{verb}_{model}" for verb in ("view", "add", "change") for model in ("story", "author")}
READING = {"record.view_event", "mail.view_mail"}
GRANTING = {
    *("accounts.view_user", "accounts.change_user"),
    *("accounts.view_grant", "accounts.add_grant", "accounts.change_grant", "accounts.delete_grant"),
}

CHECKING = {
    f"articles.{verb}_{model}"
    for verb in ("view", "add", "change", "delete")
    for model in ("findingrule", "bannedterm")
}


def test_which_role_may_what():
    assert {role: set(ROLES[role].permissions) for role in ROLES} == {
        "phongvien": WRITING | BRINGING,
        "congtacvien": WRITING | BRINGING,
        "bientapvien": WRITING | EDITING | LETTERS | LOOKING_AFTER | KEEPING,
        "truongphong": WRITING | EDITING | DEPARTMENT | LETTERS | LOOKING_AFTER | KEEPING,
        "thukytoasoan": WRITING
        | EDITING
        | DEPARTMENT
        | SECRETARIAT
        | TAKING_OFF
        | MOVING
        | FRONT
        | MODERATING
        | PAGES
        | LETTERS
        | LOOKING_AFTER
        | KEEPING
        | REMOVING,
        "tongbientap": WRITING
        | EDITING
        | DEPARTMENT
        | SECRETARIAT
        | TAKING_OFF
        | MOVING
        | FRONT
        | MODERATING
        | PAGES
        | LETTERS
        | PUBLISHING
        | LOOKING_AFTER
        | KEEPING
        | REMOVING
        | GRANTING
        | CHECKING,
        "kiemduyet": MODERATING,
        "quantri": READING | PAGES | MANAGE,
    }


def test_whoever_manages_people_neither_writes_nor_publishes_nor_moderates():
    others = WRITING | EDITING | DEPARTMENT | SECRETARIAT | TAKING_OFF | MOVING | PUBLISHING | MODERATING
    others |= LOOKING_AFTER | REMOVING | FRONT | LETTERS
    assert ROLES["quantri"].permissions & others == set()
    assert {role for role in ROLES if ROLES[role].permissions & (MANAGE - GRANTING - CHECKING - KEEPING)} == {
        "quantri"
    }


def test_rights_are_granted_by_the_board_and_the_administrator():
    assert {role for role in ROLES if ROLES[role].permissions & HAND_OUT} == {"tongbientap", "quantri"}


def test_each_of_the_newsrooms_rights_can_be_granted_alone():
    newsroom = set().union(*(role.permissions for role in ROLES.values())) - MANAGE - READING
    alone = [set(right.permissions) for right in SINGLE_RIGHTS.values()]
    assert sorted(alone, key=sorted) == sorted(({permission} for permission in newsroom), key=sorted)


def test_every_right_of_a_role_is_named_in_the_overviews():
    verbs = {"view", "add", "change", "delete"}
    named = {permission.replace("add_", "change_") for permission in ACTIONS}
    assert named >= READING
    for permission in set().union(*(role.permissions for role in GRANTABLE.values())) - READING:
        room, _dot, codename = permission.partition(".")
        verb, _line, thing = codename.partition("_")
        assert (f"{room}.change_{thing}" if verb in verbs else permission) in named, permission


def test_an_empty_database_gets_all_roles():
    Group.objects.all().delete()
    assert (sync(), held()) == ("", named())


def test_running_it_twice_changes_nothing():
    sync()
    links = Group.permissions.through.objects.order_by("pk")
    before = list(Group.objects.order_by("pk").values()), list(links.values())
    assert sync() == ""
    assert (list(Group.objects.order_by("pk").values()), list(links.all().values())) == before


def test_what_was_added_or_taken_by_hand_is_put_right():
    sync()
    reporter, chief = (Group.objects.get(name=ROLES[role].name) for role in ("phongvien", "tongbientap"))
    reporter.permissions.set(Permission.objects.filter(codename="pass_publishing"))
    chief.permissions.clear()
    Group.objects.get(name=ROLES["kiemduyet"].name).delete()
    assert (sync(), held()) == ("", named())


def test_whoever_was_granted_a_role_has_it_as_it_is_now():
    user = make_user(username="pv", role="phongvien")
    grants = list(Grant.objects.values())
    Group.objects.get(name=ROLES["phongvien"].name).permissions.clear()
    assert type(user).objects.get(pk=user.pk).get_all_permissions() == set()
    sync()
    assert type(user).objects.get(pk=user.pk).get_all_permissions() == {WRITE, ADD_FILES, ADD_PHOTOS}
    assert list(Grant.objects.values()) == grants


def test_a_role_that_the_code_does_not_know_is_named_and_left_alone():
    sync()
    stranger = Group.objects.create(name="Thực tập sinh")
    stranger.permissions.set(Permission.objects.filter(codename="write_edition"))
    assert sync() == "'Thực tập sinh' stands in the database but not in accounts/roles.py.\n"
    assert held() == {**named(), "Thực tập sinh": {WRITE}}


def test_a_right_that_does_not_exist_stops_it_and_nothing_is_half_done():
    sync()
    Group.objects.get(name=ROLES["phongvien"].name).permissions.clear()
    Permission.objects.filter(codename="moderate_comment").delete()
    before = held()
    with pytest.raises(CommandError) as refusal:
        sync()
    assert str(refusal.value) == (
        "Thư ký tòa soạn: no such permission: comments.moderate_comment. Run migrate first."
    )
    assert held() == before
