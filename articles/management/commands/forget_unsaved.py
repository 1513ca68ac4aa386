"""Forgets working copies that are over: their words are in the editions, or were not wanted, a month ago."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.models import WorkingCopy


class Command(BaseCommand):
    help = (
        "Deletes working copies that were saved or put away a month ago. Words that stand nowhere else stay."
    )

    def handle(self, **options) -> None:
        deleted, _by_model = WorkingCopy.objects.forgettable(timezone.now()).delete()
        self.stdout.write(str(deleted))
