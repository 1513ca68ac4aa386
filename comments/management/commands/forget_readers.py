"""Deletes readers' personal data whose time is over, of comments and of letters; their words stay."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from comments.models import CommentSource
from letters.models import Sender


class Command(BaseCommand):
    help = "Deletes what is known of readers (name, e-mail, telephone, network, browser) when its time is over: daily."

    def handle(self, **options) -> None:
        now = timezone.now()
        count, _ = CommentSource.objects.filter(expires_at__lte=now).delete()
        count += Sender.objects.forget(at=now)
        self.stdout.write(f"{count}")
