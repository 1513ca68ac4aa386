"""Who may do what, where, and by which grant: the tables of the two overviews of rights.

A grant in all sections reaches everywhere, and one in a section also what is under it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from accounts.granting import permissions_of, with_permissions
from accounts.models import Grant, User
from accounts.roles import ACTIONS


@dataclass(frozen=True)
class Held:
    """A right by a grant. `reached_from` is the parent section it comes from, if it comes from there."""

    grant: Grant
    everywhere: bool
    reached_from: object = None

    @property
    def role(self) -> str:
        return self.grant.role.name


@dataclass(frozen=True)
class Cell:
    label: Promise
    held: list[Held]


@dataclass(frozen=True)
class Row:
    section: object
    cells: list[Cell]


@dataclass(frozen=True)
class Action:
    label: Promise
    people: list[Held]


def sections() -> type:
    """The model of sections, known to grants by name: its room lies above this one."""
    return Grant._meta.get_field("section").related_model


def sections_in_order() -> list:
    """Every section in the paper's order, each parent before what is under it."""
    found = list(sections().objects.all())
    below: dict[int, list] = {}
    for section in found:
        below.setdefault(section.parent_id, []).append(section)
    return [one for top in below.get(None, []) for one in (top, *below.get(top.pk, []))]


def rights_of(person: User) -> tuple[list[Promise], list[Row]]:
    """The actions she may do anywhere, and rows of where: all sections, then each where she holds anything more."""
    grants = [(grant, permissions_of(grant.role)) for grant in with_permissions(person.grants.all())]
    held = set().union(*(permissions for _grant, permissions in grants)) if grants else set()
    actions = {permission: label for permission, label in ACTIONS.items() if permission in held}
    rows = []
    for section in (None, *sections_in_order()):
        cells = [
            Cell(label, list(_reaching(section, [g for g, holds in grants if permission in holds])))
            for permission, label in actions.items()
        ]
        if any(section is None or not held.everywhere for cell in cells for held in cell.held):
            rows.append(Row(section, cells))
    return list(actions.values()), rows


def people_in(section) -> list[Action]:
    """Every action, with who may do it there. Whoever has left may nothing."""
    there = Grant.objects.filter(section=None) | Grant.objects.filter(
        section__in=[pk for pk in (section.pk, section.parent_id) if pk]
    )
    working = there.filter(person__is_active=True).select_related("person").order_by("person__username")
    grants = [(grant, permissions_of(grant.role)) for grant in with_permissions(working)]
    return [
        Action(label, list(_reaching(section, [g for g, holds in grants if permission in holds])))
        for permission, label in ACTIONS.items()
    ]


def _reaching(section, grants: Iterable[Grant]) -> Iterable[Held]:
    """Those of the grants that reach this section; with None, those that reach all."""
    for grant in grants:
        if grant.section_id is None:
            yield Held(grant, everywhere=True)
        elif section and grant.section_id == section.pk:
            yield Held(grant, everywhere=False)
        elif section and grant.section_id == section.parent_id:
            yield Held(grant, everywhere=False, reached_from=grant.section)
