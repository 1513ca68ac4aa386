"""Putting words down: beginning an article, changing a draft, opening the next edition. No state changes here."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

import record.models as record
from accounts.models import User
from articles.models import Article, Edition
from articles.models.edition import CONTENT
from articles.workflow import WITH_THE_WRITER


@transaction.atomic
def begin(
    edition: Edition,
    *,
    by: User | None,
    at: datetime,
    form_key: uuid.UUID | None = None,
    import_key: str | None = None,
) -> Edition:
    """Saves a new edition as the first of a new article.

    The same `form_key` or `import_key` a second time raises IntegrityError: the article is there already.
    """
    article = Article(created_by=by, created_at=at, form_key=form_key or uuid.uuid4(), import_key=import_key)
    article.save()
    return _first_save(edition, article, by=by, at=at, kind="edition.begin")


@transaction.atomic
def revise(edition: Edition, *, by: User | None, at: datetime) -> Edition:
    """Saves changed words. Raises StaleEdition when somebody else was faster."""
    edition.updated_by, edition.updated_at = by, at
    edition.save()
    record.write(kind="edition.edit", thing=edition, by=by, at=at, before=edition.state, after=edition.state)
    return edition


@transaction.atomic
def open_next(edition: Edition, *, by: User | None, at: datetime) -> Edition:
    """A new draft of the same article, with everything this edition holds."""
    draft = Edition(**{field: getattr(edition, field) for field in CONTENT})
    if draft.expires_at and draft.expires_at <= at:
        draft.expires_at = None
    _first_save(draft, edition.article, by=by, at=at, kind="edition.open", opened_from=edition)
    draft.tags.set(edition.tags.all())
    for picture in edition.photos.all():
        picture.pk, picture.edition, picture._state.adding = None, draft, True
        picture.save()
    return draft


@transaction.atomic
def own_next(edition: Edition, *, by: User, at: datetime) -> Edition:
    """Her draft of what stands in this edition: the one she has, or a new one. A second click finds the first one's."""
    # Taking the article's row makes two clicks at once wait for each other.
    Article.objects.filter(pk=edition.article_id).update(editions_opened=F("editions_opened"))
    mine = Edition.objects.filter(opened_from=edition, created_by=by, state__in=WITH_THE_WRITER)
    return mine.order_by("-number").first() or open_next(edition, by=by, at=at)


def _first_save(
    edition: Edition,
    article: Article,
    *,
    by: User | None,
    at: datetime,
    kind: str,
    opened_from: Edition | None = None,
) -> Edition:
    edition.article, edition.number, edition.opened_from = article, article.next_number(), opened_from
    edition.created_by = edition.updated_by = by
    edition.created_at = edition.updated_at = edition.state_since = at
    edition.save()
    before = f"{opened_from.number}" if opened_from else ""
    record.write(kind=kind, thing=edition, by=by, at=at, before=before, after=edition.state)
    return edition
