"""Forgets preview links that ended a month ago. What was done stays in the record."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.models import PreviewLink


class Command(BaseCommand):
    help = "Deletes preview links whose time was over, or that were revoked, a month ago."

    def handle(self, **options) -> None:
        deleted, _by_model = PreviewLink.objects.forgettable(timezone.now()).delete()
        self.stdout.write(str(deleted))
