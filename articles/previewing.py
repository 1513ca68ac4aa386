"""Making and ending preview links: beside the gate, for neither changes state or words.

A link ends by itself with its time, with the publication, and with the account of whoever made it; a recall ends it
in `articles.moves`.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from articles.models import Edition, Embargo, PreviewLink
from articles.models.preview_link import digest_of, new_token
from articles.moves import NotPermitted, NotPossible
from articles.permissions import may_share
from articles.possible import is_unseen
from cms.http import iso

# More would not be shown to people, but strewn about.
MOST_OPEN = 20


@transaction.atomic
def make_link(edition: Edition, *, label: str, days: int, by: User, at: datetime) -> tuple[PreviewLink, str]:
    """The link and its token, which is told this once."""
    if not may_share(by, edition):
        raise NotPermitted(_("A preview link is made by whoever writes, edits or passes this article."))
    if not is_unseen(edition, at=at):
        raise NotPossible(_("This edition has been published: readers see it without a link."))
    if Embargo.objects.on(at).filter(edition=edition).exists():
        raise NotPossible(_("It is under embargo: nobody beside those it names may see it."))
    if edition.preview_links.open(at).count() >= MOST_OPEN:
        raise NotPossible(_("There are many links to this edition already. End one of them first."))
    token = new_token()
    link = PreviewLink.objects.create(
        edition=edition,
        token_digest=digest_of(token),
        label=label,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    record.write(
        kind="edition.preview_link", thing=edition, by=by, at=at, after=iso(link.expires_at), note=label
    )
    return link, token


@transaction.atomic
def revoke(link: PreviewLink, *, by: User, at: datetime) -> bool:
    """Ends it at once; whether it was open to be ended. Whoever shares the edition may, and whoever made it."""
    if not (may_share(by, link.edition) or link.made_by_id == by.pk):
        raise NotPermitted(_("This link is not yours to end."))
    if not PreviewLink.objects.filter(pk=link.pk).revoke(at=at):
        return False
    record.write(kind="edition.preview_revoked", thing=link.edition, by=by, at=at, note=link.label)
    return True
