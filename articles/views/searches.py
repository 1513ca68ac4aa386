"""Searches of the list that somebody keeps under a name: saved, renamed and deleted by herself alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import SavedSearch
from articles.models.saved_search import TooMany
from articles.search_form import NameForm
from articles.views.find import enter, form_of, listing


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """What the list was asked (`query`), under a name. The same name again replaces what it stood for."""
    enter(request)
    asked, naming = _asked(request), NameForm(request.POST)
    search = form_of(request, asked)
    if not (naming.is_valid() and search.is_valid()):
        return listing(request, asked, naming=naming, status=422)
    name = naming.cleaned_data["name"]
    try:
        replaced = SavedSearch.objects.keep(name, search.query(), person=request.user)
    except TooMany as refusal:
        naming.add_error("name", str(refusal))
        return listing(request, asked, naming=naming, status=409)
    said = (
        _("Saved as “%(name)s”, in place of what had this name.") if replaced else _("Saved as “%(name)s”.")
    )
    messages.success(request, said % {"name": name})
    return _back(search.query())


@require_POST
def rename(request: HttpRequest, search_id: int) -> HttpResponse:
    enter(request)
    search, asked = _hers(request, search_id), _asked(request)
    naming = NameForm(request.POST, instance=search)
    if naming.is_valid():
        others = SavedSearch.objects.filter(person=request.user).exclude(pk=search.pk)
        if others.filter(name=naming.cleaned_data["name"]).exists():
            naming.add_error("name", _("You have another search of this name. Choose another."))
    if naming.errors:
        return listing(request, asked, naming=naming, status=422)
    naming.save()
    messages.success(request, _("It is called “%(name)s” now.") % {"name": search.name})
    return _back_to(request, asked)


@require_POST
def delete(request: HttpRequest, search_id: int) -> HttpResponse:
    enter(request)
    search = _hers(request, search_id)
    search.delete()
    messages.success(request, _("“%(name)s” is deleted.") % {"name": search.name})
    return _back_to(request, _asked(request))


def _hers(request: HttpRequest, search_id: int) -> SavedSearch:
    return get_object_or_404(SavedSearch, pk=search_id, person=request.user)


def _asked(request: HttpRequest) -> QueryDict:
    return QueryDict(request.POST.get("query", ""))


def _back_to(request: HttpRequest, asked: QueryDict) -> HttpResponse:
    search = form_of(request, asked)
    return _back(search.query() if search.is_valid() else "")


def _back(query: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_edition_changelist") + (query and f"?{query}"))
