"""Loads the demo newsroom."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from demo.catalogue import PASSWORD
from demo.load import load
from demo.people import PEOPLE, refuse_unasked


class Command(BaseCommand):
    help = "Loads the demo newsroom: people, sections, articles, comments. Running it twice changes nothing."

    def handle(self, **options) -> None:
        refuse_unasked()
        call_command("sync_roles")
        new = load(timezone.now())
        self.stdout.write(_("New articles: %(count)d.") % {"count": new})
        names = ", ".join(person.username for person in PEOPLE)
        self.stdout.write(
            _("Demo accounts: %(names)s; password: %(password)s") % {"names": names, "password": PASSWORD}
        )
