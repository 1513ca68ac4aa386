"""Two drafts of one text side by side: unsaved words, or what stood there once, beside what stands there now."""

import re
import uuid
from dataclasses import dataclass

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import compare, picking
from articles.models import Edition, Section, Story, Version
from articles.models.version import fields_of
from articles.permissions import can_edit, can_open_next
from articles.views.scope import edition_or_404
from articles.views.unsaved import own_copy
from cms.http import row_id
from photos.models import Photo

NUMBERS = re.compile(r"\d{1,18}", re.ASCII)
PICTURE_ID = re.compile(r"photos-\d+-photo")


@require_safe
def compare_copy(request: HttpRequest, edition_id: int, key: uuid.UUID) -> HttpResponse:
    """Her unsaved words beside what stands in the edition now."""
    edition = edition_or_404(request, edition_id)
    copy = own_copy(request, str(key), edition)
    context = {
        "title": _("Two drafts of one text"),
        "copy": copy,
        "mine_of": copy.typed_at,
        "may_edit": can_edit(request.user, edition),
        "may_open_next": edition.phase(request.at) is not None and can_open_next(request.user, edition),
    }
    return side_by_side(request, edition, fields_of(edition), copy.fields, context)


@require_safe
def compare_version(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """What stood in the edition once, beside what stands in it now."""
    edition = edition_or_404(request, edition_id)
    version = get_object_or_404(Version.objects.select_related("saved_by"), edition=edition, number=number)
    context = {
        "title": _("An older version"),
        "version": version,
        "may_edit": can_edit(request.user, edition),
    }
    return side_by_side(request, edition, version.fields, fields_of(edition), context)


def side_by_side(
    request: HttpRequest, edition: Edition, left: dict[str, str], right: dict[str, str], context: dict
) -> HttpResponse:
    """What differs, and what is the same; sections and pictures by their names."""
    rows = _shown(request, left, right)
    context |= {
        "differing": [shown for shown in rows if shown.row.differs or shown.row.only_in_form],
        "same": [shown for shown in rows if not (shown.row.differs or shown.row.only_in_form)],
        **admin.site.each_context(request),
        "edition": edition,
        "state_now": edition.state_label(request.at),
    }
    return TemplateResponse(request, "desk/articles/compare.html", context)


def rows_of(request: HttpRequest, fields: dict[str, str]) -> list["Shown"]:
    """One side alone, field by field."""
    return _shown(request, fields, fields)


def _shown(request: HttpRequest, left: dict[str, str], right: dict[str, str]) -> list["Shown"]:
    photos, titles = _photos(left, right), _titles(request, left, right)
    chosen = {
        "section": _chosen(Section, "section", left, right),
        "story": _chosen(Story, "story", left, right),
    }
    named = (_named(side, chosen, titles, photos) for side in (left, right))
    return [
        Shown(row, _to_show(photos, row.picture_left), _to_show(photos, row.picture_right))
        for row in compare.rows(*named)
    ]


@dataclass(frozen=True)
class Shown:
    """A row with the pictures it is about."""

    row: compare.Row
    left: Photo | None
    right: Photo | None


def _chosen(model: type[Section | Story], field: str, *sides: dict[str, str]) -> dict[str, str]:
    ids = {pk for side in sides if (pk := row_id(side.get(field, "")))}
    return {str(row.pk): row.name for row in model.objects.filter(pk__in=ids)} if ids else {}


def _titles(request: HttpRequest, *sides: dict[str, str]) -> dict[str, str]:
    """Of articles that are named as related; of those she may not know of only the number."""
    ids = {int(number) for side in sides for number in NUMBERS.findall(side.get("related", ""))}
    found = picking.named(ids, by=request.user, at=request.at)
    return {str(pk): f"{edition.title} ({pk})" for pk, edition in found.items()}


def _photos(*sides: dict[str, str]) -> dict[str, Photo]:
    named = {text for side in sides for name, text in side.items() if PICTURE_ID.fullmatch(name)}
    ids = [pk for pk in map(row_id, named) if pk]
    return {str(pk): photo for pk, photo in Photo.objects.in_bulk(ids).items()}


def _to_show(photos: dict[str, Photo], which: str) -> Photo | None:
    photo = photos.get(which)
    return None if photo is None or photo.is_removed else photo


def _named(
    side: dict[str, str], chosen: dict[str, dict[str, str]], titles: dict[str, str], photos: dict[str, Photo]
) -> dict[str, str]:
    """With what a field names by a number called by its name."""
    named = side | {field: names.get(side.get(field, ""), "") for field, names in chosen.items()}
    numbers = NUMBERS.findall(side.get("related", ""))
    named["related"] = "\n".join(titles.get(number, number) for number in numbers)
    for name, photo in side.items():
        if PICTURE_ID.fullmatch(name) and photo:
            # A picture that is kept no more is still called something.
            named[name.removesuffix("photo") + "name"] = str(photos.get(photo, f"#{photo}"))
    return named
