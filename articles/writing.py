"""Putting words down: beginning an article, changing a draft, opening the next edition.

No state changes here but one, which the gate makes: an edit by somebody who does not hold the step starts the
review over.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

import record.models as record
from accounts.models import User
from articles import moves
from articles.credits import Credit
from articles.models import (
    Article,
    Contributor,
    Correction,
    Edition,
    EditionPhoto,
    Embargo,
    Related,
    Tag,
    Version,
)
from articles.models.edition import CONTENT
from articles.permissions import holds_step
from articles.possible import edit_voids
from articles.workflow import STEP, WITH_THE_WRITER, Move


@dataclass(frozen=True)
class Hung:
    """What hangs on an edition as rows, to be hung on another."""

    tags: Iterable[Tag] = ()
    pictures: Iterable[EditionPhoto] = ()
    contributors: Iterable[Credit] = ()
    related: Iterable[int] = ()

    @classmethod
    def of(cls, edition: Edition) -> "Hung":
        made_by = [row.credit for row in edition.contributors.all()]
        return cls(edition.tags.all(), list(edition.photos.all()), made_by, edition.related.ids())


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
    _first_save(edition, article, by=by, at=at)
    _record_beginning(edition, kind="edition.begin")
    return edition


@transaction.atomic
def begin_copy(source: Edition, *, by: User, at: datetime, form_key: uuid.UUID) -> Edition:
    """Begins a new article of hers with everything this edition holds but its dates, and a story that is closed.

    The title stays as it is: a mark in it would be one more thing that is forgotten and printed.
    The same `form_key` a second time raises IntegrityError: the copy is there already.
    """
    copied = [field for field in CONTENT if field not in ("date_line", "expires_at")]
    draft = Edition(**{field: getattr(source, field) for field in copied})
    if draft.story and draft.story.is_closed:
        draft.story = None
    article = Article(created_by=by, created_at=at, form_key=form_key)
    article.save()
    _first_save(draft, article, by=by, at=at)
    _hang(draft, Hung.of(source))
    Embargo.objects.carry(source, draft, by=by, at=at)
    said = {"title": source.title, "number": source.number, "id": source.pk}
    note = _("from “%(title)s”, edition %(number)d (no. %(id)d)") % said
    _record_beginning(draft, kind="edition.copy", note=note)
    return draft


@transaction.atomic
def revise(
    edition: Edition, *, by: User | None, at: datetime, then: Move | None = None, note: str = ""
) -> Edition:
    """Saves changed words, and keeps those that stood there. Raises StaleEdition when somebody else was faster.

    While in review, an edit by whoever holds the step stands in the record as that step's; by anybody else it
    makes void what was passed (`possible.edit_voids`): asked of where the piece stood, not of where she puts it.
    `then` is the move that is to follow: with an edit that voids it can't be the step's own (`NotPermitted`).
    """
    standing = Edition.objects.select_related("section", "step", "correction").get(pk=edition.pk)
    at_step = by is not None and holds_step(by, standing)
    voids = by is not None and edit_voids(by, standing)
    if voids and then and then.who == STEP:
        raise moves.NotPermitted(_("“%(move)s” is not yours to do here.") % {"move": then.label})
    Version.objects.keep(standing)
    edition.updated_by, edition.updated_at = by, at
    edition.save()
    kind, after = ("edition.edit_at_step", standing.step.name) if at_step else ("edition.edit", edition.state)
    record.write(kind=kind, thing=edition, by=by, at=at, before=edition.state, after=after, note=note)
    if voids:
        over = moves.make("start_over", edition, by=by, seen=edition.stamp, at=at)
        edition.version, edition.step, edition.state_since = over.version, over.step, over.state_since
    return edition


@transaction.atomic
def correct(edition: Edition, words: dict | None, *, at: datetime) -> None:
    """Hangs a correction (`wrong`, `right`, `apology`, `days`) of what readers saw last on an edition, or takes it off.

    Raises Edition.DoesNotExist when no reader ever saw the article.
    """
    if words is None:
        Correction.objects.filter(edition=edition).delete()
        return
    corrected = last_read(edition.article, at=at)
    if corrected is None:
        raise Edition.DoesNotExist
    Correction.objects.update_or_create(edition=edition, defaults={**words, "corrected": corrected})


def last_read(article: Article, *, at: datetime) -> Edition | None:
    """The edition that readers see, or saw last."""
    return article.editions.ever_live(at).order_by("-live_from", "-approved_at", "-pk").first()


@transaction.atomic
def open_next(edition: Edition, *, by: User | None, at: datetime) -> Edition:
    """A new draft of the same article, with everything this edition holds."""
    draft = Edition(**{field: getattr(edition, field) for field in CONTENT})
    before = f"{edition.number}"
    return follow(edition, draft, Hung.of(edition), kind="edition.open", before=before, by=by, at=at)


@transaction.atomic
def follow(
    source: Edition,
    draft: Edition,
    hung: Hung,
    *,
    kind: str,
    by: User | None,
    at: datetime,
    **said: str,
) -> Edition:
    """Saves these words as the next edition of `source`'s article, opened from it, with copies of these rows."""
    if draft.expires_at and draft.expires_at <= at:
        draft.expires_at = None
    _first_save(draft, source.article, by=by, at=at, opened_from=source)
    _hang(draft, hung)
    Embargo.objects.carry(source, draft, by=by, at=at)
    _record_beginning(draft, kind=kind, **said)
    return draft


def _hang(draft: Edition, hung: Hung) -> None:
    """These tags, contributors and related articles, and copies of these pictures' places."""
    draft.tags.set(hung.tags)
    if contributors := list(hung.contributors):
        Contributor.objects.settle(draft, contributors)
    if related := list(hung.related):
        Related.objects.settle(draft, related)
    for picture in hung.pictures:
        picture.pk, picture.edition, picture._state.adding = None, draft, True
        picture.save()


@transaction.atomic
def own_next(edition: Edition, *, by: User, at: datetime) -> Edition:
    """Her draft that was begun after this edition, whatever it was opened from; or a new one of what stands here.

    A second click finds the first one's. An older draft is left alone: it may undo what readers see by now.
    """
    # Taking the article's row makes two clicks at once wait for each other.
    Article.objects.filter(pk=edition.article_id).update(editions_opened=F("editions_opened"))
    later = open_drafts(edition.article_id, by=by).filter(number__gt=edition.number)
    return later.first() or open_next(edition, by=by, at=at)


def open_drafts(article_id: int, *, by: User) -> QuerySet[Edition]:
    """Next editions of this article that she has with her, the last one first."""
    mine = Edition.objects.filter(article=article_id, created_by=by, state__in=WITH_THE_WRITER)
    return mine.exclude(opened_from=None).order_by("-number")


def _first_save(
    edition: Edition,
    article: Article,
    *,
    by: User | None,
    at: datetime,
    opened_from: Edition | None = None,
) -> None:
    edition.article, edition.number, edition.opened_from = article, article.next_number(), opened_from
    edition.created_by = edition.updated_by = by
    edition.created_at = edition.updated_at = edition.state_since = at
    edition.save()


def _record_beginning(edition: Edition, *, kind: str, **said: str) -> None:
    by, at = edition.created_by, edition.created_at
    record.write(kind=kind, thing=edition, by=by, at=at, after=edition.state, **said)
