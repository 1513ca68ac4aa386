"""Verifies that the record is whole, and says its head, so that it can be noted where nobody here can reach it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from record.verifying import Head, Walk, not_standing


class Command(BaseCommand):
    help = "Verifies every event and every link of the record; prints their number, and POSITION:HASH of the last."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--head", action="store_true", help="only print POSITION:HASH, to be noted elsewhere"
        )
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            type=_noted,
            metavar="POSITION:HASH",
            help="what was noted earlier, and must still stand; may be given several times",
        )

    def handle(self, *, head: bool, expect: list[Head], **options) -> None:
        if head:
            self.stdout.write(str(Head.now()))
            return
        walk, found = Walk(), 0
        for finding in self._findings(walk, expect):
            self.stderr.write(finding)
            found += 1
        if found:
            raise CommandError(_("The record is not whole. Findings: %(count)d.") % {"count": found})
        self.stdout.write(
            _("The record is whole. Events: %(count)d. Head: %(head)s")
            % {"count": walk.count, "head": walk.head}
        )

    def _findings(self, walk: Walk, expect: list[Head]):
        yield from walk.findings()
        yield from filter(None, map(not_standing, expect))


def _noted(text: str) -> Head:
    try:
        return Head.read(text)
    except ValueError as error:
        raise CommandError(
            _("“%(text)s” is not POSITION:HASH as this command prints it.") % {"text": text}
        ) from error
