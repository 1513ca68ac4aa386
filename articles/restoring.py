"""Words that stood once, brought back as a new draft: of an older version, or of an edition that may not be changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from articles import writing
from articles.credits import Credit, Unreadable, credits_in, ids_in
from articles.models import Article, Author, Edition, EditionPhoto, Section, Story, Tag, Version
from articles.models.version import PHOTO_WORDS, TEXT_FIELDS, TIME_FIELDS, fields_of
from articles.permissions import can_edit, can_open_next, sections_to_write_in
from articles.picture_forms import typed_rows
from articles.workflow import WITH_THE_WRITER, State
from articles.writing import Hung
from cms.fields import DateLineField
from cms.http import row_id
from photos.models import Photo


def can_restore(user: User, edition: Edition, *, approved: bool) -> bool:
    """Whether she may open a new edition with words of this one. `approved`: the article has an approved edition.

    While none is, there is one text on the table, and whoever may change it goes on with it.
    """
    return approved and not can_edit(user, edition) and can_open_next(user, edition)


def has_approved(article: Article) -> bool:
    return article.editions.filter(state=State.APPROVED).exists()


@transaction.atomic
def restore(edition: Edition, version: Version | None, *, by: User, at: datetime) -> Edition:
    """Her new draft with the words of this version, or of the edition as it stands.

    A second click finds the first one's draft, as long as its words are still those.
    """
    # Taking the article's row makes two clicks at once wait for each other.
    Article.objects.filter(pk=edition.article_id).update(editions_opened=F("editions_opened"))
    fields = version.fields if version else fields_of(edition)
    draft, hung = _words(fields, edition, by=by)
    if draft.expires_at and draft.expires_at <= at:
        # As `writing.follow` leaves it out.
        draft.expires_at = None
    if same := _already(edition, draft, hung, by=by):
        return same
    number = version.number if version else edition.version
    place = edition.versions.filter(number__lt=number).count() + 1
    return writing.follow(
        edition,
        draft,
        hung,
        kind="edition.restore",
        before=f"{edition.number}.{number}",
        note=_("with the words of version %(version)d of edition %(edition)d")
        % {"version": place, "edition": edition.number},
        by=by,
        at=at,
    )


def _already(edition: Edition, draft: Edition, hung: Hung, *, by: User) -> Edition | None:
    """Her last draft of it, if these words are still what stands there."""
    mine = Edition.objects.filter(opened_from=edition, created_by=by, state__in=WITH_THE_WRITER)
    last = mine.select_related("article", "section").order_by("-number").first()
    said = (*TEXT_FIELDS, *TIME_FIELDS, "section_id", "story_id")
    if last is None or any(getattr(last, name) != getattr(draft, name) for name in said):
        return None
    return last if _said(Hung.of(last)) == _said(hung) else None


def _said(hung: Hung) -> tuple:
    pictures = [(place.photo_id, place.caption, place.credit, place.alt) for place in hung.pictures]
    return set(hung.tags), pictures, list(hung.contributors), list(hung.related)


def _words(fields: Mapping[str, str], edition: Edition, *, by: User) -> tuple[Edition, Hung]:
    draft = Edition(**{name: fields.get(name, "") for name in TEXT_FIELDS})
    for name in TIME_FIELDS:
        setattr(draft, name, _time(fields.get(name, "")))
    draft.section = _section(fields.get("section", ""), edition, by=by)
    draft.story = _story(fields.get("story", ""), edition)
    tags = Tag.objects.named(fields.get("keywords", "").split(","))
    made_by = contributors_in(fields.get("contributors", "").split("\n"))
    return draft, Hung(tags, _pictures(fields), made_by, related_in(fields.get("related", "")))


def _time(typed: str) -> datetime | None:
    try:
        return DateLineField(required=False).clean(typed)
    except ValidationError:
        return None


def _section(typed: str, edition: Edition, *, by: User) -> Section:
    """Where it stood, if she may still put something there; else where the edition stands."""
    chosen = row_id(typed)
    found = sections_to_write_in(by).filter(pk=chosen).first() if chosen else None
    return found or edition.section


def _story(typed: str, edition: Edition) -> Story | None:
    """The one it was in, if that goes on or the edition still is in it."""
    offered = Story.objects.going_on() | Story.objects.filter(pk=edition.story_id)
    chosen = row_id(typed)
    return offered.filter(pk=chosen).first() if chosen else None


def contributors_in(lines: Iterable[str]) -> list[Credit]:
    """Line by line: whoever signs under another name by now, or no more, is left out."""
    written = [one for one in lines if one.strip()]
    known = Author.objects.known() if written else None
    found: dict[tuple[int, str], Credit] = {}
    for one in written:
        try:
            found |= {(credit.author, credit.work): credit for credit in credits_in(one, known)}
        except Unreadable:
            continue
    return list(found.values())


def related_in(typed: str) -> list[int]:
    """Those that are still there: which of them readers are shown is asked where they are shown."""
    try:
        ids = ids_in(typed)
    except Unreadable:
        return []
    there = set(Article.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [pk for pk in ids if pk in there]


def _pictures(fields: Mapping[str, str]) -> list[EditionPhoto]:
    """Those that still exist; of one that does not, its caption waits for another."""
    rows = typed_rows(fields)
    photos = Photo.objects.in_bulk([pk for row in rows if (pk := row_id(row.get("photo", "")))])
    made = []
    for place, row in enumerate(rows):
        words = {name: row.get(name, "") for name in PHOTO_WORDS if name != "order"}
        photo = photos.get(row_id(row.get("photo", "")))
        if photo or words["caption"]:
            made.append(EditionPhoto(photo=photo, order=place, **words))
    return made
