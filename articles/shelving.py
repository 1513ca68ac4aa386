"""Moving a section's articles to another: what is on the table by an edit, what readers see by the gate's `reshelve`.

Article by article, each in a transaction of its own, so that it may be stopped and gone on with at any point.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from articles import moves, possible, writing
from articles.models import Article, Edition, Embargo, ReviewStep, Section, StaleEdition
from articles.models.edition import CONTENT, EditionQuerySet
from articles.permissions import can_edit, people_with
from articles.workflow import EDITABLE, Phase, State

PORTION = 100


class _Stays(Exception):
    """This article stays where it is, because of this edition of it."""

    def __init__(self, edition: Edition, why: str) -> None:
        super().__init__(why)
        self.edition, self.why = edition, why


@dataclass(frozen=True)
class Refusal:
    edition: Edition
    why: str


@dataclass(frozen=True)
class Portion:
    """What came of one click. `last` is the article it came to, `left` how many stand behind that."""

    moved: int
    refused: list[Refusal]
    left: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What would be moved, and what would stay, in articles."""

    live: int
    on_the_table: int
    scheduled: int
    drafted: int
    corrected: int
    ended: int


def standing(section: Section, *, by: User, at: datetime) -> EditionQuerySet:
    """Of this section itself: on somebody's table, live, or approved with the span ahead."""
    return Edition.objects.filter(_not_over(at), _known(by, at), section=section)


def _known(by: User, at: datetime) -> Exists:
    """An article of which an embargo keeps an edition from her stays where it is, and is not spoken of."""
    return ~Exists(Embargo.objects.shut_to(by, at=at).filter(edition__article=OuterRef("article")))


def _not_over(at: datetime) -> Q:
    # Without approval there is no end either.
    return Q(live_until=None) | Q(live_until__gt=at)


def outlook(section: Section, *, by: User, at: datetime) -> Outlook:
    siblings = Edition.objects.filter(article=OuterRef("article"))
    live, here = (
        Edition.objects.live(at).filter(_known(by, at), section=section),
        standing(section, by=by, at=at),
    )
    ended = section.editions.filter(state=State.APPROVED, live_until__lte=at).exclude(ended_by=Phase.REPLACED)
    drafts = here.filter(state__in=EDITABLE).exclude(Exists(siblings.live(at).filter(section=section)))
    approved_here = here.filter(state=State.APPROVED)

    def articles(editions: EditionQuerySet) -> int:
        return editions.values("article").distinct().count()

    return Outlook(
        live=articles(live),
        on_the_table=articles(drafts),
        scheduled=articles(approved_here.filter(Exists(siblings.scheduled(at)))),
        drafted=articles(live.filter(Exists(siblings.filter(state__in=EDITABLE)))),
        corrected=articles(live.filter(correction__shown_until__gt=at)),
        ended=articles(ended.exclude(Exists(siblings.filter(_not_over(at), state=State.APPROVED)))),
    )


def shelve(source: Section, target: Section, *, by: User, at: datetime, note: str, after: int = 0) -> Portion:
    """Moves the next articles behind this one. Whoever calls has asked for the right in both sections."""
    waiting = standing(source, by=by, at=at).values_list("article", flat=True).order_by("article").distinct()
    ids = list(waiting.filter(article__gt=after)[:PORTION])
    moved, refused = 0, []
    for article_id in ids:
        try:
            moved += _move(article_id, source, target, by=by, at=at, note=note)
        except _Stays as stays:
            refused.append(Refusal(stays.edition, stays.why))
    last = ids[-1] if ids else after
    return Portion(moved, refused, waiting.filter(article__gt=last).count(), last)


@transaction.atomic
def _move(article_id: int, source: Section, target: Section, *, by: User, at: datetime, note: str) -> bool:
    """Whether there was anything to move: somebody may have moved it this moment."""
    # Whoever approves an edition of it swaps the same row.
    Article.objects.select_for_update(of=("self",)).get(pk=article_id)
    there = Edition.objects.filter(_not_over(at), article=article_id).order_by("number")
    editions = list(there.select_related("article", "section", "step", "correction"))
    here = [edition for edition in editions if edition.section_id == source.pk]
    live = next((edition for edition in here if edition.is_live(at)), None)
    drafts = [edition for edition in here if edition.state in EDITABLE]
    _check_scheduled(editions if live else here, at)
    said = "\n".join([f"{source} → {target}", note.strip()])
    if live:
        _check_live(live, editions, at)
    for edition in [*drafts, *([live] if live else [])]:
        try:
            if edition is live:
                _reshelve(live, target, by=by, at=at, note=said)
            else:
                _edit(edition, target, by=by, at=at, note=said)
        except moves.Refused as refusal:
            raise _Stays(edition, str(refusal)) from refusal
        except StaleEdition as stale:
            raise _Stays(edition, _("This has changed since you opened it. Look at it again.")) from stale
    return bool(live or drafts)


def _check_scheduled(editions: list[Edition], at: datetime) -> None:
    for edition in editions:
        if edition.phase(at) == Phase.SCHEDULED:
            raise _Stays(edition, _("An edition of it is scheduled. Move it after that, or recall it."))


def _check_live(live: Edition, editions: list[Edition], at: datetime) -> None:
    """Nothing that waits may bring it back unseen, and no correction may leave its page before its time."""
    for draft in editions:
        if draft.state in EDITABLE and (
            hasattr(draft, "correction") or not possible.says_the_same(draft, live)
        ):
            raise _Stays(
                draft,
                _(
                    "Edition %(number)d of it is on somebody’s table, with other words. Choose the section there."
                )
                % {"number": draft.number},
            )
    if hasattr(live, "correction") and live.correction.is_shown(at):
        raise _Stays(live, _("Readers are shown a correction with it. Move it when that time is over."))


def _edit(draft: Edition, target: Section, *, by: User, at: datetime, note: str) -> None:
    """As in the form: what is not hers to change there is not hers to move here."""
    if not can_edit(by, draft):
        raise _Stays(draft, _("What is written here is not yours to change now."))
    if draft.step and draft.step not in ReviewStep.objects.chain_of(target):
        raise _Stays(
            draft,
            _("It waits at the step “%(step)s”, which “%(section)s” does not have.")
            % {"step": draft.step.name, "section": target},
        )
    if draft.step and not people_with(draft.step.permission, target).exists():
        raise _Stays(
            draft,
            _("It waits at the step “%(step)s”, which nobody in “%(section)s” may pass.")
            % {"step": draft.step.name, "section": target},
        )
    draft.section = target
    writing.revise(draft, by=by, at=at, note=note)


def _reshelve(live: Edition, target: Section, *, by: User, at: datetime, note: str) -> None:
    draft = Edition(**{field: getattr(live, field) for field in CONTENT} | {"section": target})
    hung, number = writing.Hung.of(live), f"{live.number}"
    opened = writing.follow(live, draft, hung, kind="edition.open", before=number, by=by, at=at)
    moves.make("reshelve", opened, by=by, seen=opened.stamp, at=at, note=note)
