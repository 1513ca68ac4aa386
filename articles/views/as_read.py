"""What the public page of an article shows of an edition that is not live: for previews, and for them alone."""

from datetime import datetime

from articles.around import around
from articles.body import Body
from articles.models import Correction, Edition


def as_read(edition: Edition, at: datetime) -> dict:
    """The page's context, with what publication would fill in. Nothing of it is to be saved."""
    edition.dated = edition.dated or edition.article.dated or edition.date_line or at
    photos = list(edition.photos.shown().select_related("photo"))
    tags = list(edition.tags.all())
    beside = around(edition, tags, at=at)
    return {
        "edition": edition,
        "body": Body(edition, at=at, leads=not photos),
        "correction": _correction(edition, at),
        "photos": photos,
        "tags": tags,
        "authors": beside.authors,
        "story": beside.story,
        "related": beside.related,
    }


def _correction(edition: Edition, at: datetime) -> Correction | None:
    """What it puts right, once it is published; or for as long as the paper says so."""
    correction = getattr(edition, "correction", None)
    if correction and (correction.shown_from is None or correction.shown_from > at):
        correction.shown_from = edition.live_from or at
        return correction
    return correction if correction and correction.is_shown(at) else None
