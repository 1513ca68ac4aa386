"""Lifts an embargo for a newsroom that cannot: whoever it names is gone, and its hour is far."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import embargo, moves
from articles.models import Edition


class Command(BaseCommand):
    help = "Lifts the embargo on an edition; the record says that the system did."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "edition", type=int, metavar="ID", help="the number in the edition's address at the desk"
        )

    def handle(self, *, edition: int, **options) -> None:
        found = Edition.objects.select_related("article", "section").filter(pk=edition).first()
        if found is None:
            raise CommandError(_("There is no edition %(id)d.") % {"id": edition})
        try:
            embargo.lift(found, by=None, seen=found.stamp, at=timezone.now())
        except moves.Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("The embargo is lifted."))
