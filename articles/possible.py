"""Which moves an edition's situation allows now, and what each still needs: asked by buttons and by the gate alike."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Article, Edition, ReviewStep
from articles.models.edition import CONTENT
from articles.permissions import holds_step, may_make
from articles.workflow import MOVES, Move, Phase, State, When


def permitted_moves(user: User | None, edition: Edition, *, at: datetime) -> list[Move]:
    """The moves this person may make on this edition now: what buttons show and the gate allows."""
    with_buttons = [move for move in MOVES.values() if not move.automatic]
    possible = possible_moves(edition, at=at, among=with_buttons)
    return [move for move in possible if may_make(user, move, edition)]


def edit_voids(user: User, edition: Edition) -> bool:
    """Whether saving a change of hers makes void what was passed: the step is not hers, and steps lie behind."""
    return edition.step_id is not None and not holds_step(user, edition) and is_past_first_step(edition)


def is_past_first_step(edition: Edition) -> bool:
    return edition.step_id is not None and edition.step.chain()[0] != edition.step


def possible_moves(
    edition: Edition, *, at: datetime, among: Iterable[Move] = tuple(MOVES.values())
) -> list[Move]:
    from_here = [move for move in among if edition.state in move.sources]
    if not from_here:
        return []
    holds = _situation(edition, at)
    if any(When.ELSEWHERE in move.when for move in from_here) and _is_elsewhere(edition, at):
        holds |= {When.ELSEWHERE}
    return [move for move in from_here if move.when <= holds]


def _situation(edition: Edition, at: datetime) -> frozenset[When]:
    holds = set()
    if edition.step_id:
        chain = edition.step.chain()
        holds.add(When.LAST_STEP if chain[-1] == edition.step else When.INNER_STEP)
        if chain[0] != edition.step:
            holds.add(When.PASSED)
        holds.add(When.WITHDRAWN if is_withdrawn(edition.article, at=at) else When.STANDING)
    phase = edition.phase(at)
    if phase == Phase.SCHEDULED:
        holds.add(When.SCHEDULED)
    elif phase == Phase.LIVE:
        holds.add(When.LIVE)
    return frozenset(holds)


def is_unseen(edition: Edition, *, at: datetime) -> bool:
    """Whether it is still to come: what readers see, or saw, is neither kept from anybody nor shown beforehand."""
    return edition.phase(at) in (None, Phase.SCHEDULED)


def is_withdrawn(article: Article, *, at: datetime) -> bool:
    """Whether the article was taken off the site and nothing has been published since."""
    known = hasattr(article, "known_last")
    last = article.known_last if known else _last_first(article.editions.all()).first()
    return last is not None and last.phase(at) == Phase.WITHDRAWN


def _last_first(editions: QuerySet) -> QuerySet:
    return editions.filter(state=State.APPROVED).order_by("-live_from", "-approved_at", "-pk")


def look_at_all(editions: Iterable[Edition]) -> None:
    """Fetches for all of these at once what `possible_moves` would ask the database for each."""
    chains = defaultdict(list)
    for step in ReviewStep.objects.order_by("order"):
        chains[step.section_id].append(step)
    here = list(editions)
    approved = Edition.objects.filter(article__in={edition.article_id for edition in here})
    spans = _last_first(approved).only("article", "state", "live_from", "live_until", "ended_by")
    last: dict[int, Edition] = {}
    for one in spans:
        last.setdefault(one.article_id, one)
    for edition in here:
        edition.article.known_last = last.get(edition.article_id)
        if edition.step:
            edition.step.known_chain = chains[edition.step.section_id]


def _is_elsewhere(draft: Edition, at: datetime) -> bool:
    """Whether this is what readers see of the article now, under another section and otherwise the same."""
    shown = draft.opened_from
    if shown is None or shown.article_id != draft.article_id or shown.section_id == draft.section_id:
        return False
    return shown.is_live(at) and not hasattr(draft, "correction") and says_the_same(draft, shown)


def says_the_same(one: Edition, other: Edition) -> bool:
    """Whether both hold the same words and rows, in whatever section. A correction is asked for apart."""
    columns = [Edition._meta.get_field(name).attname for name in CONTENT if name != "section"]
    if any(getattr(one, name) != getattr(other, name) for name in columns):
        return False
    if set(one.tags.values_list("pk", flat=True)) != set(other.tags.values_list("pk", flat=True)):
        return False
    shown = ("photo", "caption", "credit", "alt")
    if list(one.photos.values_list(*shown)) != list(other.photos.values_list(*shown)):
        return False
    credit = ("author", "work", "share")
    if list(one.contributors.values_list(*credit)) != list(other.contributors.values_list(*credit)):
        return False
    return one.related.ids() == other.related.ids()


def lacking(
    move: Move,
    *,
    note: str,
    ordered_by: str,
    live_from: datetime | None,
    expires_at: datetime | None,
    at: datetime,
) -> tuple[str, str] | None:
    """What this move still needs, as the field's name and the message; None when all is given."""
    if move.needs_reason and not note.strip():
        return "note", _("Write the reason.")
    if move.needs_order and not ordered_by.strip():
        return "ordered_by", _("Write who ordered it.")
    return _wrong_time(move, live_from=live_from, expires_at=expires_at, at=at)


def _wrong_time(
    move: Move, *, live_from: datetime | None, expires_at: datetime | None, at: datetime
) -> tuple[str, str] | None:
    if move.takes_time:
        if live_from and live_from < at:
            # As the choice beside the box is called (`articles.forms.MoveForm`).
            at_once = (
                _("Publish at once") if When.SCHEDULED in move.when else _("Publish at once when approved")
            )
            said = _("That time is past. Choose a later one, or choose “%(at_once)s”.")
            return "live_from", said % {"at_once": at_once}
        if expires_at and expires_at <= (live_from or at):
            return "expires_at", _("It would expire before it is published. Choose a later time.")
    elif move.takes_expiry and expires_at and expires_at <= at:
        return "expires_at", _("That time is past. Choose a later one, or empty the box for no expiry.")
    return None
