"""Deletes mails that nobody will ask for any more: they name people and their addresses."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from mail.models import Mail

# Promised on the page of privacy, and in docs/operations.md.
KEPT = timedelta(days=90)


class Command(BaseCommand):
    help = "Deletes mails that were sent, or given up, more than 90 days ago. Run it daily."

    def handle(self, **options) -> None:
        count, _ = Mail.objects.put_by_since(timezone.now() - KEPT).delete()
        self.stdout.write(f"{count}")
