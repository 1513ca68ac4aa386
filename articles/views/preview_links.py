"""An edition as it is saved, seen as readers will see it; and the links by which others may look at it."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from articles import moves, previewing
from articles.models import Edition, PreviewLink
from articles.models.preview_link import DAYS
from articles.needs import Needs
from articles.permissions import may_share
from articles.possible import is_unseen
from articles.views.as_read import as_read
from articles.views.scope import edition_or_404
from cms.fields import LineField
from cms.headers import with_frames

SHOWN = 20
DEFAULT_DAYS = 3


class LinkForm(forms.Form):
    """For whom a link is made, and how long it may be opened."""

    # Its fields stand beside those of the article.
    prefix = "link"

    label = LineField(
        label=gettext_lazy("For whom"),
        max_length=100,
        help_text=gettext_lazy("For example the person who was interviewed. It is kept in the record."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Can be opened for"), choices=DAYS, coerce=int, initial=DEFAULT_DAYS
    )


def beside(request: HttpRequest, edition: Edition) -> dict | None:
    """What the page of an edition says of its links, and offers; None for whom it does not concern."""
    if not may_share(request.user, edition):
        return None
    at = request.at
    links = list(edition.preview_links.select_related("made_by")[:SHOWN])
    for link in links:
        link.edition = edition
    return {
        "rows": [
            {"link": link, "standing": link.standing(at).label, "is_open": link.is_open(at)} for link in links
        ],
        "form": LinkForm() if is_unseen(edition, at=at) else None,
    }


@require_safe
def look(request: HttpRequest, edition_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    page = render(request, "desk/articles/preview_saved.html", as_read(edition, request.at))
    return with_frames(page, Needs.of(edition.body).frames)


@require_POST
def make_link(request: HttpRequest, edition_id: int) -> HttpResponse:
    """The answer is the page that shows the address: it is told this once, and kept in no session on its way."""
    edition = edition_or_404(request, edition_id)
    if not may_share(request.user, edition):
        raise PermissionDenied
    form = LinkForm(request.POST)
    context = {
        **admin.site.each_context(request),
        "title": _("Link to the preview"),
        "edition": edition,
        "form": form,
    }
    if not form.is_valid():
        return TemplateResponse(request, "desk/articles/preview_link.html", context, status=422)
    try:
        link, token = previewing.make_link(edition, **form.cleaned_data, by=request.user, at=request.at)
    except moves.Refused as refusal:
        messages.error(request, str(refusal))
        return _back_to(edition)
    address = settings.SITE_URL + reverse("shared-preview", args=[token])
    return TemplateResponse(
        request, "desk/articles/preview_link.html", context | {"link": link, "address": address}
    )


@require_POST
def revoke(request: HttpRequest, edition_id: int, link_id: int) -> HttpResponse:
    edition = edition_or_404(request, edition_id)
    link = get_object_or_404(PreviewLink.objects.select_related("made_by"), pk=link_id, edition=edition)
    link.edition = edition
    try:
        ended = previewing.revoke(link, by=request.user, at=request.at)
    except moves.NotPermitted as refusal:
        raise PermissionDenied from refusal
    messages.success(
        request, _("The link is ended: it opens nothing any more.") if ended else _("It was ended already.")
    )
    return _back_to(edition)


def _back_to(edition: Edition) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_edition_change", args=[edition.pk]))
