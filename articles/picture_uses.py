"""Where articles use a picture, for the library: above the body, in it, or in words that stood once."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse

from accounts.models import User
from articles.models import BodyPhoto, Edition, EditionPhoto, Version, WorkingCopy
from articles.permissions import visible_to
from articles.picture_forms import photo_of
from photos.uses import Use, Uses

# On the page of one picture; of more it is said how many.
MOST_SHOWN = 100


def uses_of(photo: Model, *, user: User | None, at: datetime) -> Uses:
    """Editions that hold it now. What she may not see is counted, whether by section or by embargo."""
    holding = Edition.objects.filter(
        Q(pk__in=EditionPhoto.objects.filter(photo=photo).values("edition"))
        | Q(pk__in=BodyPhoto.objects.filter(photo=photo).values("edition"))
    )
    seen = holding if user is None else visible_to(user, holding, at=at)
    told = seen.select_related("article", "step").order_by("-pk").defer("body", "search_text")[:MOST_SHOWN]
    shown = tuple(
        Use(
            title=edition.title,
            address=reverse("admin:articles_edition_change", args=[edition.pk]),
            state=edition.state_label(at),
            is_live=edition.is_live(at),
        )
        for edition in told
    )
    return Uses(shown, holding.count() - len(shown))


def held(photo_ids: Iterable[int]) -> set[int]:
    """Which of these an edition holds, or held in a version that is kept, or somebody's unsaved words do."""
    ids = set(photo_ids)
    holding = (EditionPhoto, BodyPhoto)
    rows = [model.objects.filter(photo__in=ids).values_list("photo", flat=True) for model in holding]
    found = set().union(*rows)
    words = (Version.objects.all(), WorkingCopy.objects.unsaved())
    named = {pk for pk in ids - found if any(_names(kept, pk) for kept in words)}
    return found | named | (ids & _sent_with_unsaved_words())


def _names(kept: QuerySet, photo_id: int) -> bool:
    """What is kept as a form's fields names its pictures in words alone: as the form does, or as a body does."""
    named = Q(text__contains=f'-photo": "{photo_id}"') | Q(text__contains=f'data-photo=\\"{photo_id}\\"')
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
