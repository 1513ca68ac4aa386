"""Makes the roles in the database agree with `accounts/roles.py`."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.roles import GRANTABLE


class Command(BaseCommand):
    help = "Makes the roles in the database agree with accounts/roles.py; running it twice changes nothing."

    @transaction.atomic
    def handle(self, **options) -> None:
        known = {
            f"{p.content_type.app_label}.{p.codename}": p
            for p in Permission.objects.select_related("content_type")
        }
        for role in GRANTABLE.values():
            missing = sorted(role.permissions - known.keys())
            if missing:
                raise CommandError(
                    f"{role.name}: no such permission: {', '.join(missing)}. Run migrate first."
                )
            group, _ = Group.objects.get_or_create(name=role.name)
            group.permissions.set(known[p] for p in role.permissions)
        self._report_strangers()

    def _report_strangers(self) -> None:
        for group in Group.objects.exclude(name__in=[role.name for role in GRANTABLE.values()]):
            self.stderr.write(f"'{group.name}' stands in the database but not in accounts/roles.py.")
