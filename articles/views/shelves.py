"""Moving a section's articles to another section: from which, what will happen, and what became of it."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import shelving
from articles.forms import ShelfForm
from articles.models import Section
from articles.permissions import MOVE_ARTICLES, sections_to_move_between


@require_safe
def sections(request: HttpRequest) -> HttpResponse:
    """The way in for whoever moves articles and does not manage sections."""
    if not request.user.has_perm(MOVE_ARTICLES):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("Move a section’s articles"),
        "sections": sections_to_move_between(request.user),
    }
    return TemplateResponse(request, "desk/articles/shelves.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def shelve(request: HttpRequest, section_id: int) -> HttpResponse:
    section = get_object_or_404(Section, pk=section_id)
    if not request.user.has_perm(MOVE_ARTICLES, section):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, section, ShelfForm(source=section, by=request.user))
    form = ShelfForm(request.POST, source=section, by=request.user)
    if not form.is_valid():
        return _page(request, section, form, status=422)
    given = form.cleaned_data
    portion = shelving.shelve(
        section,
        given["target"],
        by=request.user,
        at=request.at,
        note=given["note"],
        after=given["after"] or 0,
    )
    return _page(request, section, form, portion=portion, target=given["target"])


def _page(
    request: HttpRequest,
    section: Section,
    form: ShelfForm,
    *,
    portion: shelving.Portion | None = None,
    target: Section | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": _("Move articles to another section"),
        "section": section,
        "form": form,
        "portion": portion,
        "target": target,
        "size": shelving.PORTION,
        "outlook": shelving.outlook(section, by=request.user, at=request.at),
    }
    return TemplateResponse(request, "desk/articles/shelve.html", context, status=status)
