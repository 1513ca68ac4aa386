"""Nobody gives, or takes away, a right that she does not hold herself, where she holds it.

The same measure decides whose account she may take hold of: whoever sets a password acts with its rights.
"""

from django.contrib.auth.models import Group
from django.db.models import Prefetch, QuerySet

from accounts.models import Grant, User
from accounts.roles import HAND_OUT


def with_permissions(grants: QuerySet) -> QuerySet:
    """Grants with all that is asked of them here, in as many queries for three as for thirty."""
    return grants.select_related("section").prefetch_related(Prefetch("role", roles()))


def roles() -> QuerySet:
    return Group.objects.prefetch_related("permissions__content_type").order_by("name")


def permissions_of(role: Group) -> frozenset[str]:
    return frozenset(f"{p.content_type.app_label}.{p.codename}" for p in role.permissions.all())


def holds(by: User, permissions: frozenset[str], section) -> bool:
    """Whether she holds each of these in this section; `section=None` is everywhere."""
    if section is None:
        return all(by.where(permission) is None for permission in permissions)
    return all(by.has_perm(permission, section) for permission in permissions)


def can_grant(by: User, role: Group, section) -> bool:
    """Whether she may give this role there, and take it away again. An empty role may be filled later: not hers."""
    permissions = permissions_of(role)
    return bool(by.is_superuser or permissions) and holds(by, permissions | HAND_OUT, section)


def outreaches(by: User, person: User) -> bool:
    """Whether she holds all that this person holds, wherever she holds it. Everybody outreaches the new."""
    if by.is_superuser or person.is_superuser:
        return by.is_active and by.is_superuser
    return all(
        holds(by, permissions_of(grant.role), grant.section)
        for grant in with_permissions(person.grants.all())
    )


def divided(by: User, person: User) -> tuple[list[Grant], list[Grant]]:
    """The person's grants: those `by` may take away, and those she may only see."""
    hers, fixed = [], []
    for grant in with_permissions(person.grants.order_by("role__name", "section__name")):
        may = by.pk != person.pk and can_grant(by, grant.role, grant.section)
        (hers if may else fixed).append(grant)
    return hers, fixed


def offered(by: User, sections: list) -> tuple[list[Group], list]:
    """Roles she can give somewhere, and where she can give any; None among the sections is everywhere."""
    places, here = [None, *sections], set()
    givable = []
    for role in roles():
        reached = {place and place.pk for place in places if can_grant(by, role, place)}
        here |= reached
        if reached:
            givable.append(role)
    return givable, [place for place in places if (place and place.pk) in here]
