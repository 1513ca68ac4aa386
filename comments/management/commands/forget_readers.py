"""Deletes readers' personal data whose time is over; their words stay."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.models import CommentSource


class Command(BaseCommand):
    help = "Deletes readers' personal data (e-mail, network, browser) whose time is over. Run it daily."

    def handle(self, **options) -> None:
        count, _ = CommentSource.objects.filter(expires_at__lte=timezone.now()).delete()
        self.stdout.write(f"{count}")
