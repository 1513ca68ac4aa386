"""Cleans stored bodies again after the policy of `cms.html` changed, and says what that changed."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.cleaning import Outcome, clean_again


class Command(BaseCommand):
    help = (
        "Cleans every body that an older policy cleaned. Drafts are saved with their older words kept; what was "
        "approved stands as it was approved, and is shown clean."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, dry_run: bool, **options) -> None:
        numbers = dict.fromkeys(Outcome, 0)
        for edition, outcome in clean_again(at=timezone.now(), save=not dry_run):
            numbers[outcome] += 1
            if outcome != Outcome.SAME:
                self.stdout.write(f"{edition.pk}\t{outcome.label}")
        self.stdout.write(
            _("%(same)d stay as they are, %(saved)d changed, %(shown)d approved are shown clean.")
            % {
                "same": numbers[Outcome.SAME],
                "saved": numbers[Outcome.SAVED],
                "shown": numbers[Outcome.SHOWN_CLEAN],
            }
        )
