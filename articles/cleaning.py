"""Stored bodies after a change of policy: which of them it changes, and what becomes of those.

Readers are safe from the first moment: what an older policy cleaned is cleaned again where it is shown. This settles
the rows, so that it need not be: a text the new policy leaves alone is marked as seen, a draft is saved with its
older words kept, and what was approved stands as it was approved.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles import writing
from articles.models import Edition, StaleEdition
from articles.workflow import EDITABLE
from cms import html

AT_ONCE = 200


class Outcome(Enum):
    SAME = _("the same")
    SAVED = _("changed; its older words are kept")
    SHOWN_CLEAN = _("approved: stands as it is, and is shown clean")
    OVERTAKEN = _("somebody is saving it; run the command again")

    @property
    def label(self) -> Promise:
        return self.value


def clean_again(*, at: datetime, save: bool) -> Iterator[tuple[Edition, Outcome]]:
    """Every body of an older policy, and what became of it. Without `save`, what would."""
    last, older = 0, Edition.objects.filter(body_policy__lt=html.POLICY).select_related("section", "article")
    while editions := list(older.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = editions[-1].pk
        for edition in editions:
            yield edition, _clean(edition, at=at, save=save)


def _clean(edition: Edition, *, at: datetime, save: bool) -> Outcome:
    if html.clean(edition.body) == edition.body:
        if save:
            Edition.objects.filter(pk=edition.pk, body=edition.body).update(body_policy=html.POLICY)
        return Outcome.SAME
    if edition.state not in EDITABLE:
        return Outcome.SHOWN_CLEAN
    if save:
        try:
            writing.revise(edition, by=None, at=at, note=str(_("cleaned by a new policy")))
        except StaleEdition:
            return Outcome.OVERTAKEN
    return Outcome.SAVED
