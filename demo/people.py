"""The demo newsroom's people: one for each role its chain of review needs."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.management.base import CommandError
from django.db.models import QuerySet

from accounts.models import Grant, User
from accounts.roles import ROLES
from articles.models import Section
from demo.catalogue import PASSWORD


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    pen_name: str = ""
    department: str = ""
    sections: tuple[str, ...] = ()
    """Empty: in all."""


PEOPLE = (
    Person("phongvien", "Lò Thị Phóng", "Lò Phóng", "Phòng Phóng viên"),
    Person(
        "congtacvien",
        "Giàng A Cộng",
        "Giàng Cộng",
        "Cộng tác viên",
        ("van-hoa-du-lich", "dat-va-nguoi", "phong-su"),
    ),
    Person("bientapvien", "Nguyễn Văn Biên", "", "Phòng Biên tập"),
    Person("thukytoasoan", "Trần Thị Thư", "", "Thư ký tòa soạn"),
    Person("tongbientap", "Hoàng Văn Tổng", "", "Ban Biên tập"),
    Person("kiemduyet", "Quàng Thị Duyệt", "", "Tòa soạn - Bạn đọc"),
    Person("quantri", "Đỗ Văn Quản", "", "Kỹ thuật"),
)


def _missing() -> list[Person]:
    there = set(_ours().values_list("username", flat=True))
    return [person for person in PEOPLE if person.username not in there]


def _ours() -> QuerySet:
    return User.objects.filter(username__in=[person.username for person in PEOPLE])


def refuse_unasked() -> None:
    """Raises where demo accounts are missing and were not asked for."""
    if _missing() and not settings.DEMO_ACCOUNTS:
        raise CommandError(
            "The demo's accounts have a password that everybody knows. To make them here all the same, "
            "set DEMO_ACCOUNTS=True and run this again."
        )


def hire() -> dict[str, User]:
    """The people by username, made where they are missing. Sections are there already."""
    missing = _missing()
    secret = make_password(PASSWORD) if missing else ""
    for person in missing:
        _hire(person, secret)
    return {user.username: user for user in _ours()}


def _hire(person: Person, secret: str) -> None:
    user = User.objects.create(
        username=person.username,
        password=secret,
        display_name=person.name,
        pen_name=person.pen_name,
        department=person.department,
        is_staff=True,
    )
    role = Group.objects.get(name=ROLES[person.username].name)
    sections = list(Section.objects.filter(slug__in=person.sections)) or [None]
    Grant.objects.bulk_create(Grant(person=user, role=role, section=section) for section in sections)
