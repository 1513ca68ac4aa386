"""The library: every picture the paper keeps, the newest first, by words and by what is missing."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.keyset import listed
from photos.cards import is_expired
from photos.intake import EXTENSIONS
from photos.models import Photo
from photos.search_form import SearchForm, newest_first

PAGE = 48
ACCEPTED = ",".join(f".{extension}" for extension in EXTENSIONS)


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    found = newest_first(form.narrowed(Photo.objects.all(), by=request.user, at=request.at))
    page = listed(found, request.GET, by="added_at", length=PAGE)
    photos = Photo.objects.select_related("added_by").defer("renditions", "search_text").in_bulk(page.ids)
    query = form.query() if form.is_valid() else ""
    context = {
        **admin.site.each_context(request),
        "title": _("Picture library"),
        "form": form,
        "rows": [
            {"photo": photos[pk], "expired": is_expired(photos[pk], request.at)}
            for pk in page.ids
            if pk in photos
        ],
        "page": page,
        "ways": page.ways(query),
        "query": query,
        "accepted": ACCEPTED,
    }
    return TemplateResponse(request, "desk/photos/library.html", context)
