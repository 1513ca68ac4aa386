"""Words that are not saved yet, at the desk: what is offered back, what a late save becomes, what is put away."""

import uuid
from collections.abc import Iterator

from django.contrib import messages
from django.forms import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import moves, unsaved
from articles.changed import changed
from articles.forms import typed_fields
from articles.models import Edition, Version, WorkingCopy
from articles.models.copy import Why
from articles.models.version import fields_seen
from articles.permissions import visible_to
from cms.http import row_id
from cms.text import one_line
from photos.models import Photo
from photos.tokens import token_of


def key_of(request: HttpRequest, name: str) -> uuid.UUID | None:
    """An opening of the form, by the name of its hidden field."""
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError:
        return None


def seen_in(request: HttpRequest) -> str:
    return one_line(request.POST.get("seen", ""))[:40]


def own_copy(request: HttpRequest, key: str, edition: Edition | None) -> WorkingCopy:
    """Her own unsaved words for this article, whichever of its editions they were typed in; else 404."""
    try:
        asked = uuid.UUID(str(key))
    except ValueError:
        raise Http404 from None
    copies = WorkingCopy.objects.unsaved().filter(person=request.user, key=asked)
    of_article = {"edition__article": edition.article_id} if edition else {"edition": None}
    return get_object_or_404(copies, **of_article)


def unsaved_of(request: HttpRequest, edition: Edition | None) -> list[WorkingCopy]:
    """Her own unsaved words for this article; without one, those that belong to no article yet."""
    copies = WorkingCopy.objects.unsaved().filter(person=request.user)
    found = copies.filter(edition__article=edition.article_id) if edition else copies.filter(edition=None)
    return list(found.select_related("edition").order_by("-typed_at")[:10])


def keep_refused(request: HttpRequest, edition: Edition | None, *, why: str, pictures: dict[str, str]) -> str:
    """Keeps a form that could not be saved as a draft of its own; returns its key."""
    key = key_of(request, "form_key") or uuid.uuid4()
    kept = {
        "edition": edition,
        "seen": seen_in(request),
        "by": request.user,
        "at": request.at,
    }
    fields = typed_fields(request.POST) | pictures
    try:
        copy = unsaved.keep(key=key, fields=fields, why=why, **kept)
    except WorkingCopy.DoesNotExist:
        copy = None
    if copy is None or copy.closed_at:
        copy = unsaved.keep(key=uuid.uuid4(), fields=fields, why=why, **kept)
    return str(copy.key)


def overtaken(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Somebody else was faster: her save is kept whole, pictures too, and shown beside what stands now.

    If it says nothing but what she was shown, there is nothing to keep: she is shown what stands now.
    """
    faster = str(moves.overtaken(edition, to=request.user, at=request.at))
    standing = Edition.objects.get(pk=edition.pk)
    if not request.FILES and not her_part(typed_fields(request.POST), seen_in(request), standing):
        messages.warning(request, faster)
        return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
    key = keep_refused(request, edition, why=Why.OVERTAKEN, pictures=dict(pictures(request)))
    messages.warning(request, faster)
    return HttpResponseRedirect(reverse("admin:copy-compare", args=[edition.pk, key]))


def her_part(fields: dict[str, str], seen: str, edition: Edition) -> dict[str, str]:
    """Of what she typed, the fields she changed; all of it where it can't be told what she saw."""
    number = row_id(seen.partition(".")[0])
    return changed(fields, fields_seen(edition, number)) if number else fields


def pictures(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Uploads that came with a refused save, stored after all: `photos-0-kept` brings each back into the form."""
    for name, upload in request.FILES.items():
        prefix, _dash, word = name.rpartition("-")
        if word != "upload" or not prefix.startswith("photos-"):
            continue
        upload.seek(0)
        try:
            photo = Photo.objects.take_in(upload, name=upload.name, by=request.user, at=request.at)
        except ValidationError as error:
            messages.error(request, f"{upload.name}: {' '.join(error.messages)}")
        else:
            yield f"{prefix}-kept", token_of(photo)


@require_POST
def discard(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """She does not want these words any more. They are put away, not erased, for a month."""
    copy = get_object_or_404(WorkingCopy.objects.unsaved(), key=key, person=request.user)
    WorkingCopy.objects.close(copy.key, by=request.user, at=request.at)
    messages.success(request, _("Put away."))
    known = visible_to(request.user, Edition.objects.filter(pk=copy.edition_id), at=request.at)
    if not known.exists():
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[copy.edition_id]))


def fields_of_version(version: Version, edition: Edition) -> dict[str, str]:
    """An older version's words for the form: pictures that are still there at their rows, others brought back."""
    fields, there = dict(version.fields), {str(place.photo_id or ""): place for place in edition.photos.all()}
    for name, photo_id in version.fields.items():
        prefix, _dash, word = name.rpartition("-")
        if word != "photo" or not photo_id:
            continue
        if place := there.get(photo_id):
            fields[f"{prefix}-id"] = str(place.pk)
        elif photo := Photo.objects.filter(pk=photo_id).first():
            fields[f"{prefix}-kept"] = token_of(photo)
    return fields
