"""What the articles room shows on the desk's first page of one's own work: what waits for her, then what is hers."""

from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import record.models as record
from accounts.models import User
from articles.models import Edition, WorkingCopy
from articles.models.edition import EditionQuerySet
from articles.permissions import (
    EDIT,
    WRITE,
    at_steps_of,
    can_enter,
    not_own_text,
    open_to,
    own_text,
    visible_to,
)
from articles.views.notices import DAY, LENGTH
from articles.workflow import MOVES, State
from cms.desk import Link, Panel


# ── Waiting for her ──────────────────────────────────────────────────────────
def _waiting_for(request: HttpRequest) -> dict | None:
    """Pieces at a step that she may pass: hers first, then nobody's, each the longest waiting first.

    What a colleague has taken is counted apart and stands last.
    """
    user = request.user
    here = at_steps_of(user)
    if here is None:
        return None
    for_her = (here, not_own_text(user), open_to(user, at=request.at))
    pieces = _on_the_table().filter(*for_her, state=State.IN_REVIEW)
    a_colleagues = Q(taken_by__isnull=False) & ~Q(taken_by=user)
    counts = pieces.aggregate(every=Count("pk"), taken=Count("pk", filter=a_colleagues))
    nearest = Case(When(taken_by=user, then=0), When(taken_by=None, then=1), default=2)
    rows = _for_rows(pieces).order_by(nearest, "state_since", "pk")[:LENGTH]
    said = [(piece, piece.due_at is not None and piece.due_at < request.at) for piece in rows]
    return {
        "pieces": [row for row in said if row[0].taken_by_id in (None, user.pk)],
        "count": counts["every"] - counts["taken"],
        "with_colleagues": [row for row in said if row[0].taken_by_id not in (None, user.pk)],
        "count_with_colleagues": counts["taken"],
        "more": counts["every"] > len(said),
    }


def _on_the_table() -> EditionQuerySet:
    """Said in these words, what is not approved is found by its index, past everything that ever was published."""
    return Edition.objects.exclude(state=State.APPROVED)


def _for_rows(pieces: EditionQuerySet) -> EditionQuerySet:
    whole = pieces.select_related("section", "step", "created_by", "taken_by", "article")
    return whole.defer("lead", "body", "search_text")


# ── Hers ─────────────────────────────────────────────────────────────────────
def _writes(user: User) -> bool:
    return user.has_perm(WRITE) or user.has_perm(EDIT)


def _returned(request: HttpRequest) -> dict | None:
    """What came back to her, with who sent it back and why: the newest first. Nothing came back: no box."""
    if not _writes(request.user):
        return None
    returned = _on_the_table().filter(own_text(request.user), state=State.RETURNED)
    pieces = list(_for_rows(returned).order_by("-state_since", "-pk")[:LENGTH])
    if not pieces:
        return None
    why = record.Event.objects.about(*pieces).filter(kind=MOVES["send_back"].kind)
    # Newest first: of a piece that came back twice, the older reason is written over last.
    last = {event.thing_id: event for event in reversed(why)}
    count = returned.count()
    rows = [(piece, last.get(piece.pk)) for piece in pieces]
    return {"pieces": rows, "count": count, "more": count > len(rows)}


def _unsaved(request: HttpRequest) -> dict | None:
    """Words she typed that stand in no edition. Mostly there are none, and no box."""
    if not can_enter(request.user):
        return None
    copies = WorkingCopy.objects.unsaved().filter(person=request.user)
    # The whole text stays in the database; its title is enough here.
    titled = copies.defer("fields").annotate(
        typed_title=KT("fields__title"),
        # While an embargo keeps the text from her not even its name stands here; her words have a page of their own.
        is_open=Q(edition=None) | Exists(_open_to(request).filter(pk=OuterRef("edition"))),
    )
    rows = list(titled.order_by("-typed_at", "-pk")[:LENGTH])
    if not rows:
        return None
    for copy in rows:
        copy.shown_title = copy.typed_title or _("(no title yet)")
        if not copy.is_open:
            copy.shown_title = _("Words of a text that is not open to you now")
    count = copies.count()
    return {"copies": rows, "count": count, "more": count - len(rows)}


def _open_to(request: HttpRequest) -> EditionQuerySet:
    return visible_to(request.user, Edition.objects.all(), at=request.at)


def _mine(request: HttpRequest) -> dict | None:
    """What is hers and under way: with her first, then in review, then waiting for its hour."""
    if not _writes(request.user):
        return None
    on_the_table = _on_the_table().exclude(state=State.RETURNED).filter(own_text(request.user))
    scheduled = Edition.objects.scheduled(request.at).filter(own_text(request.user))
    # Each by an index of its own: one condition of both would read all that ever was published.
    mine = on_the_table.values("pk").union(scheduled.values("pk"), all=True)
    nearest = Case(When(state=State.DRAFT, then=0), When(state=State.IN_REVIEW, then=1), default=2)
    pieces = _for_rows(Edition.objects.filter(pk__in=mine)).order_by(nearest, "-updated_at", "-pk")[:LENGTH]
    rows = [(piece, piece.state_label(request.at)) for piece in pieces]
    count = mine.count()
    return {"pieces": rows, "count": count, "more": count > len(rows)}


# ── The next day ─────────────────────────────────────────────────────────────
def _scheduled(request: HttpRequest) -> dict | None:
    """What appears by itself within a day, of what she may know of: the next one first."""
    if not can_enter(request.user):
        return None
    soon = Edition.objects.scheduled(request.at).filter(live_from__lte=request.at + DAY)
    visible = visible_to(request.user, soon, at=request.at)
    rows = list(_for_rows(visible).order_by("live_from", "pk")[:LENGTH])
    count = visible.count()
    return {"pieces": rows, "count": count, "more": count > len(rows)}


PANELS = [
    Panel(template="desk/articles/panel_waiting.html", context=_waiting_for, order=10),
    Panel(template="desk/articles/panel_returned.html", context=_returned, order=20),
    Panel(template="desk/articles/panel_unsaved.html", context=_unsaved, order=30),
    Panel(template="desk/articles/panel_mine.html", context=_mine, order=60),
    Panel(template="desk/articles/panel_scheduled.html", context=_scheduled, order=70),
]
LINK = Link(
    label=_("Articles"),
    url_name="admin:articles_edition_changelist",
    allowed=lambda request: can_enter(request.user),
    order=10,
)
