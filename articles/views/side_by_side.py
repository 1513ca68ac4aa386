"""Two drafts of one text side by side: unsaved words, or what stood there once, beside what stands there now."""

import uuid

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import compare
from articles.models import Edition, Section, Version
from articles.models.version import fields_of
from articles.permissions import can_edit, can_open_next
from articles.views.scope import edition_or_404
from articles.views.unsaved import own_copy
from cms.http import row_id


@require_safe
def compare_copy(request: HttpRequest, edition_id: int, key: uuid.UUID) -> HttpResponse:
    """Her unsaved words beside what stands in the edition now."""
    edition = edition_or_404(request, edition_id)
    copy = own_copy(request, str(key), edition)
    context = {
        "title": _("Two drafts of one text"),
        "copy": copy,
        "mine_of": copy.typed_at,
        "rows": _rows(fields_of(edition), copy.fields),
        "may_edit": can_edit(request.user, edition),
        "may_open_next": edition.phase(request.at) is not None and can_open_next(request.user, edition),
    }
    return _side_by_side(request, edition, context)


@require_safe
def compare_version(request: HttpRequest, edition_id: int, number: int) -> HttpResponse:
    """What stood in the edition once, beside what stands in it now."""
    edition = edition_or_404(request, edition_id)
    version = get_object_or_404(Version.objects.select_related("saved_by"), edition=edition, number=number)
    context = {
        "title": _("An older version"),
        "version": version,
        "rows": _rows(version.fields, fields_of(edition)),
        "may_edit": can_edit(request.user, edition),
    }
    return _side_by_side(request, edition, context)


def _rows(left: dict[str, str], right: dict[str, str]) -> dict[bool, list[compare.Row]]:
    """What differs, and what is the same; sections by their names."""
    given = [side.get("section", "") for side in (left, right)]
    ids = [row_id(section) for section in given]
    names = {str(section.pk): section.name for section in Section.objects.filter(pk__in=ids)}
    sides = [
        {**side, "section": names.get(section, "")}
        for side, section in zip((left, right), given, strict=True)
    ]
    rows = compare.rows(*sides)
    return {differs: [row for row in rows if row.differs == differs] for differs in (True, False)}


def _side_by_side(request: HttpRequest, edition: Edition, context: dict) -> HttpResponse:
    rows = context.pop("rows")
    context |= {
        "differing": rows[True],
        "same": rows[False],
        **admin.site.each_context(request),
        "edition": edition,
        "state_now": edition.state_label(request.at),
    }
    return TemplateResponse(request, "desk/articles/compare.html", context)
