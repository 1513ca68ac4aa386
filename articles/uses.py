"""Where articles use a picture or a file, for their libraries: above the body, in it, or in words that stood once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst

from accounts.models import User
from articles.models import Author, BodyFile, BodyPhoto, Edition, EditionPhoto, Story, Version, WorkingCopy
from articles.permissions import visible_to
from articles.picture_forms import photo_of
from cms.uses import Use, Uses
from files.models import File
from photos.models import Photo

# On the page of one picture; of more it is said how many.
MOST_SHOWN = 100


def uses_of(photo: Photo, *, user: User | None, at: datetime) -> Uses:
    """Editions that hold a picture now. What she may not see is counted, whether by section or by embargo."""
    holding = Edition.objects.filter(
        Q(pk__in=EditionPhoto.objects.filter(photo=photo).values("edition"))
        | Q(pk__in=BodyPhoto.objects.filter(photo=photo).values("edition"))
    )
    told, others = _told(holding, user=user, at=at)
    used = [Use(**_said(edition, at), is_live=edition.is_live(at)) for edition in told]
    return Uses((*used, *_on_pages(photo)), others)


def _on_pages(photo: Photo) -> Iterator[Use]:
    """Of a running story or of an author: whoever may know of the picture may know of those."""
    for model in (Story, Author):
        name = model._meta.model_name
        for row in model.objects.filter(photo=photo):
            address = reverse(f"admin:articles_{name}_change", args=[row.pk])
            yield Use(title=row.name, address=address, state=capfirst(model._meta.verbose_name))


def uses_of_file(file: File, *, user: User | None, at: datetime) -> Uses:
    """Editions whose bodies hold a file now; the same."""
    holding = Edition.objects.filter(pk__in=BodyFile.objects.filter(file=file).values("edition"))
    told, others = _told(holding, user=user, at=at)
    return Uses(tuple(Use(**_said(edition, at)) for edition in told), others)


def _told(holding: QuerySet, *, user: User | None, at: datetime) -> tuple[list[Edition], int]:
    seen = holding if user is None else visible_to(user, holding, at=at)
    told = seen.select_related("article", "step").order_by("-pk").defer("body", "search_text")[:MOST_SHOWN]
    return list(told), holding.count() - len(told)


def _said(edition: Edition, at: datetime) -> dict[str, str]:
    return {
        "title": edition.title,
        "address": reverse("admin:articles_edition_change", args=[edition.pk]),
        "state": edition.state_label(at),
    }


def held_files(file_ids: Iterable[int]) -> set[int]:
    """Which of these an edition holds, or held in a version that is kept, or somebody's unsaved words do."""
    ids = set(file_ids)
    found = set(BodyFile.objects.filter(file__in=ids).values_list("file", flat=True))
    return found | {
        pk for pk in ids - found if any(_named(kept, f'data-file=\\"{pk}\\"') for kept in _kept_words())
    }


def held(photo_ids: Iterable[int]) -> set[int]:
    """The same of pictures."""
    ids = set(photo_ids)
    holding = (EditionPhoto, BodyPhoto, Story, Author)
    rows = [model.objects.filter(photo__in=ids).values_list("photo", flat=True) for model in holding]
    found = set().union(*rows)
    named = {pk for pk in ids - found if any(_names_photo(kept, pk) for kept in _kept_words())}
    return found | named | (ids & _sent_with_unsaved_words())


def _kept_words() -> tuple[QuerySet, QuerySet]:
    return Version.objects.all(), WorkingCopy.objects.unsaved()


def _names_photo(kept: QuerySet, photo_id: int) -> bool:
    """As the form names it, or as a body does."""
    return _named(kept, f'-photo": "{photo_id}"', f'data-photo=\\"{photo_id}\\"')


def _named(kept: QuerySet, *said: str) -> bool:
    """What is kept as a form's fields names pictures and files in words alone."""
    named = reduce(or_, (Q(text__contains=words) for words in said))
    return kept.annotate(text=Cast("fields", TextField())).filter(named).exists()


def _sent_with_unsaved_words() -> set[int]:
    """Pictures that came with a form which is not saved yet: it names them by a token."""
    words = WorkingCopy.objects.unsaved().annotate(text=Cast("fields", TextField()))
    copies = words.filter(text__contains='-kept"')
    tokens = [
        token
        for copy in copies.only("fields").iterator()
        for name, token in copy.fields.items()
        if name.endswith("-kept") and token
    ]
    return {photo.pk for token in tokens if (photo := photo_of(token))}
