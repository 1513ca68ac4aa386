"""Reads articles from plain text files (see `articles/plain_text.py`)."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from articles.importing import Imported, ImportRefused, bring_in
from articles.models import Section
from articles.plain_text import NotAnArticle, decode, parse

# An article is a few kilobytes; a file of this size is something else.
MAX_BYTES = 2 * 1024 * 1024


class Command(BaseCommand):
    help = (
        "Imports articles from plain text; prints one line per file: id, public address, what was done. "
        "Errors that are found in the text go to stderr, and with -v 2 warnings too: they hold nothing here."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--section", required=True, metavar="SLUG")
        parser.add_argument("--publish", action="store_true", help="publish at once, recorded as such")
        parser.add_argument("--by", metavar="USER", help="whose act it is; else the system's")

    def handle(self, *, files: list[str], section: str, publish: bool, by: str | None, **options) -> None:
        where = Section.objects.filter(slug=section).first()
        if where is None:
            known = ", ".join(Section.objects.values_list("slug", flat=True)) or _("none")
            raise CommandError(
                _("There is no section “%(slug)s”. There are: %(known)s") % {"slug": section, "known": known}
            )
        person = self._person(by) if by else None
        every = options["verbosity"] > 1
        refused = [name for name in files if not self._one(name, where, person, publish, every)]
        if refused:
            raise CommandError(_("Not imported: %(files)s") % {"files": ", ".join(refused)})

    def _person(self, username: str) -> User:
        person = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(_("There is no active account “%(name)s”.") % {"name": username})
        return person

    def _one(self, name: str, section: Section, person: User | None, publish: bool, every: bool) -> bool:
        try:
            done = bring_in(_read(name), section=section, by=person, at=timezone.now(), publish=publish)
        except OSError as error:
            self.stderr.write(f"{name}: {error.strerror}")
        except (NotAnArticle, ImportRefused) as error:
            self.stderr.write(f"{name}: {error}")
        else:
            self.stdout.write(f"{done.edition.article_id} {_address(done)} {_OUTCOMES[done.outcome]()}")
            self._report(name, done, every=every)
            return True
        return False

    def _report(self, name: str, done: Imported, *, every: bool) -> None:
        """Errors, which would have held it at the desk; warnings too when asked for (`-v 2`)."""
        for group in done.found:
            word = _("Error") if group.is_error else _("Warning")
            for finding in group.findings if group.is_error or every else ():
                self.stderr.write(f"{name}: {word}: {finding}")


_OUTCOMES = {
    "new": lambda: _("new"),
    "next edition": lambda: _("next edition opened as a draft"),
    "unchanged": lambda: _("unchanged"),
}


def _read(name: str):
    path = Path(name)
    if path.stat().st_size > MAX_BYTES:
        raise NotAnArticle(1, _("the file is larger than 2 MB"))
    return parse(decode(path.read_bytes()))


def _address(done: Imported) -> str:
    """The public address, or a word for its not having one yet."""
    article = done.edition.article
    article.refresh_from_db(fields=["path"])
    return f"{settings.SITE_URL}{article.get_absolute_url()}" if article.path else _("(not published yet)")
