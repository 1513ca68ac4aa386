"""The library as a dialog asks for it: the newest pictures, or those with these words, to choose from."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from cms.keyset import listed
from photos.cards import card
from photos.models import Photo
from photos.search_form import SearchForm, newest_first
from photos.views.library import ACCEPTED

PAGE = 24


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """A fragment of a page. What was taken off every page is not there; what has lost its licence says so."""
    form = SearchForm(request.GET)
    standing = Photo.objects.shown()
    found = newest_first(form.narrowed(standing, by=request.user, at=request.at))
    page = listed(found, request.GET, by="added_at", length=PAGE)
    photos = Photo.objects.in_bulk(page.ids)
    cards = [card(photos[pk], at=request.at) for pk in page.ids if pk in photos]
    context = {
        "form": form,
        "cards": [{**one, "json": json.dumps(one)} for one in cards],
        "older": page.ways(form.query() if form.is_valid() else "").get("older", ""),
        "asked": bool(form.is_valid() and form.query()),
        "accepted": ACCEPTED,
    }
    return TemplateResponse(request, "desk/photos/choose.html", context)


@require_safe
def small(request: HttpRequest, photo_id: int) -> HttpResponse:
    """The small picture itself, for the editor, whose text names pictures by number. What was removed is not there."""
    photo = get_object_or_404(Photo.objects.shown(), pk=photo_id)
    return HttpResponseRedirect(photo.small.url)
