"""The spans of an article's rows: its approved editions as they follow each other, and a plan laid on them.

What `articles.spans` reckons is read from the rows and written to them here, for the gate alone;
what a walk through the site withholds is reckoned from the same reading.
"""

from datetime import datetime

from articles import spans
from articles.models import Article, Edition
from articles.workflow import Phase, State

# What only an approved edition has.
OFF_THE_PLAN = dict.fromkeys(("approved_at", "live_from", "live_until", "withdrawn_at", "dated"))


def approved(article: Article) -> list[Edition]:
    """The article's approved editions in the order in which they follow each other."""
    return sorted(article.editions.filter(state=State.APPROVED), key=_place)


def _place(edition: Edition) -> tuple:
    """Of two from the same instant the later approved is the one shown."""
    return edition.live_from, edition.approved_at, edition.pk


def spans_of(editions: list[Edition]) -> list[spans.Span]:
    return [
        spans.Span(
            edition=edition.pk,
            live_from=edition.live_from,
            order=order,
            expires_at=edition.expires_at,
            withdrawn_at=edition.withdrawn_at,
        )
        for order, edition in enumerate(sorted(editions, key=_place), start=1)
    ]


def apply(approved: list[Edition], ends: dict[int, spans.End]) -> None:
    """Moves the ends of these spans to where they were planned, shortening before lengthening."""
    moved = []
    for edition in approved:
        old, new = spans.End(edition.live_until, edition.ended_by), ends[edition.pk]
        if new != old:
            moved.append((not spans.is_shorter(new, old), edition.pk, new))
    for _lengthened, pk, end in sorted(moved, key=lambda row: row[:2]):
        Edition.objects.filter(pk=pk).update(live_until=end.live_until, ended_by=end.ended_by)


def settle(
    article: Article,
    approved: list[Edition],
    *,
    at: datetime,
    coming: Edition | None = None,
) -> None:
    """Date line and path follow the first edition to go live, and are frozen once it has.

    `coming` is about to be approved, with the times it is to have.
    """
    if any(
        edition.phase(at) != Phase.SCHEDULED and edition.live_from != edition.live_until
        for edition in approved
    ):
        return
    in_order = sorted([*approved, coming] if coming else approved, key=_place)
    starting = [edition for edition in in_order if edition.live_from == in_order[0].live_from]
    first = starting[-1] if starting else None
    article.dated = (first.date_line or first.live_from) if first else None
    article.path = (
        article.path_for(section_slug=first.section.slug, dated=article.dated, title=first.title)
        if first
        else ""
    )
    Article.objects.filter(pk=article.pk).update(dated=article.dated, path=article.path)
    article.editions.filter(state=State.APPROVED).update(dated=article.dated)
